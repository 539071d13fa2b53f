"""A git server on loopback that speaks the smart protocol over HTTP, and fails on demand."""

from __future__ import annotations

import gzip
import os
import subprocess
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from scripts.demo.serving import Quiet, served

_UPLOAD: Final = "git-upload-pack"


@dataclass
class Hub:
    """Serves the bare repositories in `root`, as `/name`; `answers` are statuses and headers given instead, by name.

    `requests` are the paths asked for. While `gate` is not set, packs wait.
    """

    root: Path
    base: str = ""
    answers: dict[str, tuple[int, Mapping[str, str]]] = field(default_factory=dict[str, tuple[int, Mapping[str, str]]])
    requests: list[str] = field(default_factory=list[str])
    gate: threading.Event = field(default_factory=threading.Event)
    is_cut_short: bool = False

    def url(self, name: str) -> str:
        """The address of a repository."""
        return f"{self.base}/{name}"


@contextmanager
def hub(root: Path) -> Generator[Hub]:
    """A running server."""
    running = Hub(root)
    running.gate.set()

    class Handler(_Handler):
        host = running

    with served(Handler) as running.base:
        try:
            yield running
        finally:
            running.gate.set()


class _Handler(Quiet):
    host: Hub

    def do_GET(self) -> None:  # noqa: N802 - the base class names it so
        """What is offered."""
        parts = urlsplit(self.path)
        name = parts.path.removesuffix("/info/refs").strip("/")
        if not self._is_served(name) or parse_qs(parts.query).get("service") != [_UPLOAD]:
            return
        refs = self._upload_pack(name, ["--advertise-refs"], b"")
        preface = f"# service={_UPLOAD}\n"
        body = f"{len(preface) + 4:04x}{preface}0000".encode() + refs
        self._answer(200, body, f"application/x-{_UPLOAD}-advertisement")

    def do_POST(self) -> None:  # noqa: N802 - the base class names it so
        """What was asked for."""
        name = self.path.removesuffix(f"/{_UPLOAD}").strip("/")
        if not self._is_served(name):
            return
        asked = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.headers.get("content-encoding") == "gzip":
            asked = gzip.decompress(asked)
        if b"command=fetch" in asked:
            self.host.gate.wait(20)
        body = self._upload_pack(name, [], asked)
        if self.host.is_cut_short and b"command=fetch" in asked:
            body = body[: len(body) // 2]
        self._answer(200, body, f"application/x-{_UPLOAD}-result")

    def _is_served(self, name: str) -> bool:
        self.host.requests.append(self.path)
        status, headers = self.host.answers.get(name, (200, {}))
        if status == 200 and not (self.host.root / name / "HEAD").is_file():
            status = 404
        if status != 200:
            self._answer(status, b"no", "text/plain", headers)
        return status == 200

    def _upload_pack(self, name: str, options: list[str], asked: bytes) -> bytes:
        environment = {"PATH": os.environ["PATH"], "GIT_PROTOCOL": self.headers.get("git-protocol", "")}
        command = ["git", "-c", "uploadpack.allowFilter=true", "-c", "uploadpack.allowAnySHA1InWant=true"]
        command += ["-c", "safe.directory=*", "upload-pack", "--stateless-rpc", *options, str(self.host.root / name)]
        done = subprocess.run(command, input=asked, capture_output=True, env=environment, check=False)
        return done.stdout

    def _answer(self, status: int, body: bytes, kind: str, headers: Mapping[str, str] | None = None) -> None:
        with suppress(ConnectionError):  # whoever asked may be gone
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(body)))
            for name, value in (headers or {}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
