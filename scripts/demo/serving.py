"""The outside world of the demo, on loopback: a site with a feed and an advert, a git server, a mailbox."""

from __future__ import annotations

import os
import subprocess
import threading
from collections import Counter
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from longhaul.testing.ports import HeldPort

_GIT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "Ines Marchetti",
    "GIT_AUTHOR_EMAIL": "ines.marchetti@example.org",
    "GIT_COMMITTER_NAME": "Ines Marchetti",
    "GIT_COMMITTER_EMAIL": "ines.marchetti@example.org",
    "PATH": os.environ.get("PATH", ""),
}


class Quiet(BaseHTTPRequestHandler):
    """A handler that says nothing of requests: the terminal belongs to others."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""


@contextmanager
def served(handler: Any) -> Generator[str]:
    """Serve requests by `handler` on loopback for the length of a block; the address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass(frozen=True)
class Page:
    """What is at one path."""

    content_type: str
    body: bytes


@contextmanager
def site(pages: Mapping[str, Page], fetched: Counter[str] | None = None) -> Generator[str]:
    """Serve `pages` by path for the length of a block, and count in `fetched` how often each was; the address."""
    with served(partial(_Site, pages, Counter() if fetched is None else fetched)) as url:
        yield url


class _Site(Quiet):
    def __init__(self, pages: Mapping[str, Page], fetched: Counter[str], *args: object) -> None:
        self._pages = pages
        self._fetched = fetched
        super().__init__(*args)  # pyright: ignore[reportArgumentType] - what the server passes on

    def do_GET(self) -> None:
        """Answer with the page."""
        path = self.path.partition("?")[0]
        self._fetched[path] += 1
        page = self._pages.get(path)
        if page is None:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Type", page.content_type)
        self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
        self.wfile.write(page.body)


def make_repository(directory: Path, files: Mapping[str, str], message: str = "First version") -> Path:
    """Write `files` and commit them; also into a repository that is there already."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if not (directory / ".git").exists():
        _git(directory, "init", "--quiet", "--initial-branch=main")
    _git(directory, "add", "--all")
    _git(directory, "commit", "--quiet", "--message", message)
    return directory


def _git(directory: Path, *args: str) -> None:
    subprocess.run(["git", *args], cwd=directory, env=_GIT, check=True, capture_output=True)  # noqa: S607 - from PATH


@contextmanager
def git_server(root: Path) -> Generator[str]:
    """Serve the repositories below `root` by git's own HTTP backend for the length of a block; the address."""
    with served(partial(_Git, root)) as url:
        yield url


class _Git(Quiet):
    def __init__(self, root: Path, *args: object) -> None:
        self._root = root
        super().__init__(*args)  # pyright: ignore[reportArgumentType] - what the server passes on

    def do_GET(self) -> None:
        """What refs there are."""
        self._answer(b"")

    def do_POST(self) -> None:
        """What a clone asks for."""
        self._answer(self._body())

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", "0")))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _answer(self, body: bytes) -> None:
        """Run the backend as RFC 3875 says, and pass on what it says."""
        path, _, query = self.path.partition("?")
        environment = {
            **_GIT,
            "GIT_PROJECT_ROOT": str(self._root),
            "GIT_HTTP_EXPORT_ALL": "1",
            "REQUEST_METHOD": self.command,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""),
            # The repositories may belong to another user, as in a container.
            "GIT_CONFIG_COUNT": "1",
            "GIT_CONFIG_KEY_0": "safe.directory",
            "GIT_CONFIG_VALUE_0": "*",
        }
        ran = subprocess.run(
            ["git", "http-backend"],  # noqa: S607 - from PATH
            input=body,
            env=environment,
            capture_output=True,
            check=True,
        )
        head, _, content = ran.stdout.partition(b"\r\n\r\n")
        headers = [line.split(": ", 1) for line in head.decode().split("\r\n")]
        status = next((value.split()[0] for name, value in headers if name == "Status"), "200")
        self.send_response(int(status))
        for name, value in headers:
            if name != "Status":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@dataclass
class Mailbox:
    """A mail server that keeps what it is sent."""

    host: str
    port: int
    messages: list[Message] = field(default_factory=list[Message])

    def environment(self, allowed: str) -> dict[str, str]:
        """The settings of a worker that mails through this, to `allowed` only."""
        return {
            "SMTP_HOST": self.host,
            "SMTP_PORT": str(self.port),
            "SMTP_TLS": "none",
            "SMTP_FROM": "desk@example.org",
            "MAIL_ALLOWED": allowed,
        }


class _Keeper:
    def __init__(self, messages: list[Message]) -> None:
        self._messages = messages

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802
        """Keep a message."""
        self._messages.append(message_from_bytes(envelope.content))
        return "250 kept"


@contextmanager
def mailbox() -> Generator[Mailbox]:
    """A mail server on loopback for the length of a block."""
    messages: list[Message] = []
    with HeldPort() as port:
        controller = Controller(_Keeper(messages), hostname="127.0.0.1", port=port.number)
        controller.start()
        try:
            yield Mailbox("127.0.0.1", controller.port, messages)
        finally:
            controller.stop()


@contextmanager
def served_feed(body: bytes) -> Generator[str]:
    """Serve `body` as a feed for the length of a block; its address."""
    with site({"/feed.xml": Page("application/rss+xml; charset=utf-8", body)}) as url:
        yield f"{url}/feed.xml"
