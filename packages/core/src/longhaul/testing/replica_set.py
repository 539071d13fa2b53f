"""A replica set of real mongod processes on loopback, whose members can be killed, frozen and told to step down."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pymongo import MongoClient
from pymongo.errors import AutoReconnect, OperationFailure, PyMongoError

from longhaul.testing.mongod import Mongod, MongodError, spawn_mongod
from longhaul.testing.ports import HeldPort

_NAME = "rs0"
_PATIENCE_S = 60.0
_ALREADY_INITIALISED = 23


@dataclass
class Member:
    """One mongod of the set; `mongod` is the process it has at the moment."""

    directory: Path
    port: int
    mongod: Mongod

    @property
    def host(self) -> str:
        """Host and port, as the set's configuration has it."""
        return f"127.0.0.1:{self.port}"

    @property
    def is_alive(self) -> bool:
        """Whether its process runs; a frozen one does."""
        return self.mongod.process.poll() is None


class ReplicaSet:
    """Members on fixed ports. `election_timeout_ms` is how long the others wait for a silent primary."""

    def __init__(self, directory: Path, size: int, *, election_timeout_ms: int) -> None:
        self.election_timeout_ms = election_timeout_ms
        self.members: list[Member] = []
        self._ports = [HeldPort() for _ in range(size)]
        try:
            for number, port in enumerate(held.number for held in self._ports):
                home = directory / f"node{number}"
                self.members.append(Member(home, port, self._spawn(home, port)))
            self._initiate()
            self.wait_for_primary()
        except BaseException:
            self.stop()
            raise

    @property
    def uri(self) -> str:
        """Names every member."""
        return f"mongodb://{','.join(member.host for member in self.members)}/?replicaSet={_NAME}"

    def primary(self) -> Member | None:
        """The member that says that it is primary now; None during an election. Frozen members are not asked long."""
        best: tuple[Any, Member] | None = None
        for member in self.members:
            if not member.is_alive:
                continue
            with contextlib.suppress(PyMongoError), self._client(member) as client:
                hello = client.admin.command("hello")
                # Two may say so for a moment: the later election is right.
                if hello.get("isWritablePrimary") and (best is None or hello["electionId"] > best[0]):
                    best = (hello["electionId"], member)
        return best[1] if best else None

    def wait_for_primary(self) -> Member:
        """The primary, as soon as there is one. Raises `MongodError` where there is none within a minute."""
        until = time.monotonic() + _PATIENCE_S
        while time.monotonic() < until:
            member = self.primary()
            if member is not None:
                return member
            time.sleep(0.05)
        raise MongodError(f"no member became primary within {_PATIENCE_S:.0f} s")

    def wait_for_member(self, member: Member) -> None:
        """Return when `member` takes part as primary or secondary. Raises `MongodError` after a minute."""
        until = time.monotonic() + _PATIENCE_S
        while time.monotonic() < until:
            with contextlib.suppress(PyMongoError), self._client(member) as client:
                hello = client.admin.command("hello")
                if hello.get("isWritablePrimary") or hello.get("secondary"):
                    return
            time.sleep(0.05)
        raise MongodError(f"{member.host} did not join within {_PATIENCE_S:.0f} s")

    def kill(self, member: Member) -> None:
        """SIGKILL it."""
        member.mongod.process.kill()
        member.mongod.process.wait()

    def freeze(self, member: Member) -> None:
        """SIGSTOP it: its connections stay open and nothing answers."""
        member.mongod.process.send_signal(signal.SIGSTOP)

    def thaw(self, member: Member) -> None:
        """SIGCONT it."""
        member.mongod.process.send_signal(signal.SIGCONT)

    def step_down(self, member: Member, *, seconds: int = 5) -> None:
        """Have a primary give up its office; who is none any more is left alone."""
        command = {"replSetStepDown": seconds, "secondaryCatchUpPeriodSecs": max(1, seconds - 1)}
        # The connection may be closed over it; the set knows all the same.
        with contextlib.suppress(PyMongoError), self._client(member, timeout_ms=10_000) as client:
            client.admin.command(command)

    def restart(self, member: Member) -> None:
        """Start a member that has ended, on its data and port."""
        member.mongod = self._spawn(member.directory, member.port)

    def stop(self) -> None:
        """End every member at once; what they hold is not needed any more."""
        for member in self.members:
            if member.is_alive:
                member.mongod.process.kill()
        for member in self.members:
            member.mongod.process.wait()
        for held in self._ports:
            held.release()

    @staticmethod
    def _spawn(directory: Path, port: int) -> Mongod:
        return spawn_mongod(directory, port=port, replica_set=_NAME, ttl_sleep_s=60, cache_gb=0.25)

    def _initiate(self) -> None:
        members = [{"_id": number, "host": member.host} for number, member in enumerate(self.members)]
        # A new primary waits for what a frozen one may still have, by default for as long again as the election took;
        # for writes with majority there is nothing to wait for.
        settings = {
            "electionTimeoutMillis": self.election_timeout_ms,
            "heartbeatIntervalMillis": 500,
            "catchUpTimeoutMillis": 200,
        }
        config = {"_id": _NAME, "members": members, "settings": settings}
        until = time.monotonic() + _PATIENCE_S
        while time.monotonic() < until:
            with self._client(self.members[0], timeout_ms=5000) as client:
                try:
                    client.admin.command("replSetInitiate", config)
                    return
                except AutoReconnect:
                    pass  # not listening yet
                except OperationFailure as error:
                    if error.code == _ALREADY_INITIALISED:
                        return
                    if error.code != _NODE_NOT_FOUND:
                        raise
            time.sleep(0.1)
        raise MongodError("the replica set could not be initiated")

    @staticmethod
    @contextmanager
    def _client(member: Member, *, timeout_ms: int = 500) -> Generator[MongoClient[dict[str, Any]]]:
        names = ("serverSelectionTimeoutMS", "connectTimeoutMS", "socketTimeoutMS")
        bounds = "".join(f"&{name}={timeout_ms}" for name in names)
        with MongoClient[dict[str, Any]](f"mongodb://{member.host}/?directConnection=true{bounds}") as client:
            yield client


_NODE_NOT_FOUND = 74
"""A member that does not listen yet."""


@contextmanager
def replica_set(directory: Path, size: int = 3, *, election_timeout_ms: int = 2000) -> Generator[ReplicaSet]:
    """A running replica set for the length of a block. Raises `MongodError` where it does not come up."""
    running = ReplicaSet(directory, size, election_timeout_ms=election_timeout_ms)
    try:
        yield running
    finally:
        running.stop()
