"""Mongod processes that tests kill, freeze, make refuse writes, or lock with users and passwords."""

from __future__ import annotations

import contextlib
import signal
import stat
import subprocess
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from pymongo import MongoClient
from pymongo.database import Database
from pymongo.errors import AutoReconnect, OperationFailure

from longhaul.testing.mongod import SMALL_JOURNALS, find_mongod
from longhaul.testing.ports import HeldPort

ADMIN: Final = "root"
PASSWORD: Final = "root-secret-5f1d"
_NAME: Final = "rs0"
_PATIENCE_S: Final = 60.0


class Server:
    """One mongod on a fixed port, with whatever arguments a test adds."""

    def __init__(self, directory: Path, *arguments: str, replica_set: bool = True) -> None:
        self.directory = directory
        self._held = HeldPort()
        self.port = self._held.number
        self.is_replica_set = replica_set
        self._arguments = arguments
        self._process: subprocess.Popen[bytes] | None = None
        self._failed_before = 0

    @property
    def uri(self) -> str:
        """Without any user."""
        return f"mongodb://127.0.0.1:{self.port}/?directConnection=true"

    def uri_of(self, user: str, password: str) -> str:
        """As `user`, whom the database admin knows."""
        return f"mongodb://{user}:{password}@127.0.0.1:{self.port}/?directConnection=true&authSource=admin"

    def start(self) -> None:
        """Start the process, anew on the same data where it has ended, and wait until it takes writes."""
        self.directory.mkdir(parents=True, exist_ok=True)
        arguments = [
            *(str(find_mongod()), "--dbpath", str(self.directory), "--port", str(self.port)),
            *("--bind_ip", "127.0.0.1", "--nounixsocket", "--wiredTigerCacheSizeGB", "0.25"),
            *("--logpath", str(self.directory / "mongod.log"), "--logappend"),
            *("--setParameter", "diagnosticDataCollectionEnabled=false"),
            *("--setParameter", "shutdownTimeoutMillisForSignaledShutdown=100"),
            *("--wiredTigerEngineConfigString", SMALL_JOURNALS),
            *(("--replSet", _NAME, "--oplogSize", "64") if self.is_replica_set else ()),
            *self._arguments,
        ]
        self._process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._wait_until_writable()

    def kill(self) -> None:
        """SIGKILL it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(60)

    def end(self) -> None:
        """Kill it and give up its port."""
        self.kill()
        self._held.release()

    def freeze(self) -> None:
        """SIGSTOP it: its connections stay open and nothing answers."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """SIGCONT it."""
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    @contextmanager
    def client(self, uri: str | None = None) -> Generator[MongoClient[dict[str, Any]]]:
        """A client of the test's own, which no failpoint of `fail` meets."""
        with MongoClient[dict[str, Any]](uri or self.uri, appname="test", serverSelectionTimeoutMS=5000) as client:
            yield client

    @contextmanager
    def admin(self, uri: str | None = None) -> Generator[Database[dict[str, Any]]]:
        """The database admin, as seen by such a client."""
        with self.client(uri) as client:
            yield client.admin

    def fail(self, commands: Sequence[str], code: int | None = None, **data: Any) -> None:
        """Have the engine's `commands` fail from now on, with `code` and as `data` says."""
        facts: dict[str, Any] = {"failCommands": list(commands), "appName": "longhaul", **data}
        if code is not None:
            facts["errorCode"] = code
        with self.admin() as admin:
            point = {"configureFailPoint": "failCommand", "mode": "alwaysOn", "data": facts}
            self._failed_before = admin.command(point)["count"]

    def heal(self) -> int:
        """Fail nothing any more; how many commands failed since `fail`."""
        with self.admin() as admin:
            count: int = admin.command({"configureFailPoint": "failCommand", "mode": "off"})["count"]
        return count - self._failed_before

    def _wait_until_writable(self) -> None:
        assert self._process is not None
        until = time.monotonic() + _PATIENCE_S
        with MongoClient[dict[str, Any]](self.uri, serverSelectionTimeoutMS=500) as client:
            while time.monotonic() < until:
                if self._process.poll() is not None:
                    raise AssertionError(f"mongod ended with status {self._process.returncode}")
                try:
                    if client.admin.command("hello").get("isWritablePrimary"):
                        return
                    self._initiate(client)
                except AutoReconnect:
                    pass  # not listening yet
                time.sleep(0.05)
        raise AssertionError(f"mongod took no writes within {_PATIENCE_S:.0f} s")

    def _initiate(self, client: MongoClient[dict[str, Any]]) -> None:
        members = [{"_id": 0, "host": f"127.0.0.1:{self.port}"}]
        config = {"_id": _NAME, "members": members, "settings": {"electionTimeoutMillis": 1000}}
        with contextlib.suppress(OperationFailure):  # it was, and elects itself
            client.admin.command("replSetInitiate", config)


@contextmanager
def server(directory: Path, *arguments: str, replica_set: bool = True, is_started: bool = True) -> Generator[Server]:
    """A running mongod for the length of a block, or one that the block has to start."""
    running = Server(directory, *arguments, replica_set=replica_set)
    try:
        if is_started:
            running.start()
        yield running
    finally:
        running.end()


@contextmanager
def locked_server(directory: Path) -> Generator[Server]:
    """A one-node replica set that lets nobody in without a password; `ADMIN` may do everything."""
    directory.mkdir(parents=True, exist_ok=True)
    key = directory / "key"
    key.write_text("bG9uZ2hhdWwgdGVzdHMgaGF2ZSBubyBzZWNyZXRz", encoding="ascii")
    key.chmod(stat.S_IRUSR | stat.S_IWUSR)
    with server(directory / "data", "--auth", "--keyFile", str(key)) as running:
        with running.client() as client:  # the first user may be made from here without one
            client.admin.command("createUser", ADMIN, pwd=PASSWORD, roles=["root"])
        yield running
