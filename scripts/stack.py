"""Starts the product's processes on loopback and stops them by pid: for `make up`, the demo and end-to-end tests."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import httpx
from pymongo import MongoClient

from longhaul.testing.mongod import mongod
from longhaul.testing.ports import HeldPort

ROOT = Path(__file__).parents[1]
READY_TIMEOUT_S = 120.0


class StackError(RuntimeError):
    """A process did not come up; the message says which and what it said last."""


def web_server() -> Path:
    """The built web's server, whether it is there or not."""
    return Path(os.environ.get("LONGHAUL_WEB_SERVER") or ROOT / "apps/web/.next/standalone/apps/web/server.js")


@dataclass
class Service:
    """One running process of the product."""

    name: str
    process: subprocess.Popen[bytes]
    port: int
    log: Path | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def send(self, number: signal.Signals) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    def stop(self, timeout_s: float = 30.0) -> int:
        """Ask it to end, by force if it does not; the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout_s)
            except subprocess.TimeoutExpired:
                self.process.kill()
        return self.process.wait(10)

    def kill(self) -> None:
        """End it at once, as the kernel does when memory is short."""
        self.process.kill()
        self.process.wait(10)

    def wait_until_ready(self) -> None:
        """Wait until /readyz answers 200. Raises `StackError` where that does not happen."""
        until = time.monotonic() + READY_TIMEOUT_S
        with httpx.Client(timeout=2, verify=False, trust_env=False) as http:  # noqa: S501 - no TLS here
            while time.monotonic() < until:
                if self.process.poll() is not None:
                    raise StackError(f"{self.name} ended with status {self.process.returncode}:\n{self.tail()}")
                try:
                    if http.get(f"{self.url}/readyz").is_success:
                        return
                except httpx.TransportError:
                    pass  # not listening yet
                time.sleep(0.05)
        raise StackError(f"{self.name} was not ready within {READY_TIMEOUT_S:.0f} s:\n{self.tail()}")

    def tail(self) -> str:
        """The last lines of its log."""
        if self.log is None or not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-8:])


@dataclass
class Stack:
    """The processes of one database."""

    mongodb_uri: str
    database: str
    directory: Path
    environment: dict[str, str] = field(default_factory=dict[str, str])
    services: list[Service] = field(default_factory=list[Service])
    ports: list[HeldPort] = field(default_factory=list[HeldPort])
    """Those that were not named: kept until the end, for a service may be started anew where it was."""

    def api(self, name: str = "api", *, port: int = 0, **environment: str) -> Service:
        """Start an API and wait until it is ready."""
        return self._start(name, [sys.executable, "-m", "longhaul_api"], port, environment)

    def worker(self, name: str = "worker", **environment: str) -> Service:
        """Start a worker and wait until it is ready."""
        return self._start(name, [sys.executable, "-m", "longhaul_worker"], 0, environment)

    def web(self, api: Service, name: str = "web", *, port: int = 0, **environment: str) -> Service:
        """Start the web before `api` and wait until it is ready. Raises `StackError` where it has not been built.

        LONGHAUL_WEB_SERVER names the server of another build than this tree's, such as one unpacked from an image.
        """
        server = web_server()
        if not server.exists():
            raise StackError("the web has not been built: make web")
        fixed = {
            "HOSTNAME": "127.0.0.1",
            "API_ORIGIN": api.url,
            "NODE_ENV": "production",
            "NEXT_TELEMETRY_DISABLED": "1",
        }
        return self._start(name, ["node", str(server)], port, {**fixed, **environment})

    def stop(self) -> None:
        """Stop everything, the youngest first."""
        while self.services:
            self.services.pop().stop()
        while self.ports:
            self.ports.pop().release()

    def _start(self, name: str, command: Sequence[str], port: int, environment: dict[str, str]) -> Service:
        if not port:
            self.ports.append(HeldPort())
            port = self.ports[-1].number
        log = self.directory / f"{name}.log"
        variables = {
            **os.environ,
            "MONGODB_URI": self.mongodb_uri,
            "MONGODB_DATABASE": self.database,
            "HOST": "127.0.0.1",
            "PORT": str(port),
            **self.environment,
            **environment,
        }
        with log.open("ab") as output:
            process = self._spawn(command, variables, output)
        service = Service(name, process, port, log)
        self.services.append(service)
        service.wait_until_ready()
        return service

    @staticmethod
    def _spawn(command: Sequence[str], variables: dict[str, str], output: IO[bytes]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            cwd=ROOT,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )


@contextmanager
def stack(
    directory: Path, *, database: str = "longhaul", mongodb_uri: str | None = None, drop: bool = False
) -> Generator[Stack]:
    """A stack for the length of a block: on `mongodb_uri`, else MONGODB_URI, else an embedded mongod in `directory`.

    With `drop` the database is dropped at the end.
    """
    directory.mkdir(parents=True, exist_ok=True)
    with ExitStack() as cleanup:
        uri = mongodb_uri or os.environ.get("MONGODB_URI")
        if not uri:
            uri = cleanup.enter_context(mongod(directory / "mongod")).uri
        running = Stack(uri, database, directory)
        if drop:
            cleanup.callback(_drop, uri, database)
        cleanup.callback(running.stop)
        yield running


def _drop(uri: str, database: str) -> None:
    with MongoClient[dict[str, Any]](uri) as client:
        client.drop_database(database)
