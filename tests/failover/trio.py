"""Three members of a replica set, and what tests do to them; every call here blocks until it is so."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any, Literal, get_args

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from longhaul.testing.replica_set import Member, ReplicaSet
from tests.failover.patience import PATIENCE_S

Fault = Literal["kill", "freeze", "step_down"]
FAULTS: tuple[Fault, ...] = get_args(Fault)

NO_REPLICATION = "stopReplProducer"
"""A member with this failpoint votes and answers, and takes over nothing that others have written."""
NO_NEWS_OF_COMMITS = "disableSnapshotting"
"""A member with this failpoint has not heard yet what the majority has: its majority reads stay where they are."""

_FAILPOINTS = (NO_REPLICATION, NO_NEWS_OF_COMMITS)


class Trio:
    """A set of three. Only the thread of the fixture may call `heal` and `rise`: Linux ends what a thread started."""

    def __init__(self, nodes: ReplicaSet) -> None:
        self.nodes = nodes

    def uri(self, *, timeout_ms: int) -> str:
        """For clients that notice soon who is primary. `timeout_ms` is what a call to a frozen member costs."""
        return f"{self.nodes.uri}&heartbeatFrequencyMS=500&connectTimeoutMS=1000&timeoutMS={timeout_ms}"

    def heal(self) -> None:
        """Make three healthy members of it again, with no failpoint set."""
        for member in self.nodes.members:
            self.rise(member)
        _until(self._is_healthy, "three healthy members")

    def primary(self) -> Member:
        """The present primary."""
        return self.nodes.wait_for_primary()

    def others(self) -> list[Member]:
        """All but the primary."""
        primary = self.primary()
        return [member for member in self.nodes.members if member is not primary]

    def fall(self, fault: Fault) -> Member:
        """Have the primary fail, and return it when there is another."""
        fallen = self.primary()
        match fault:
            case "kill":
                self.nodes.kill(fallen)
            case "freeze":
                self.nodes.freeze(fallen)
            case "step_down":
                self.nodes.step_down(fallen)
        _until(lambda: self.primary() is not fallen, "another primary")
        return fallen

    def rise(self, fallen: Member) -> None:
        """Start it if it has ended, wake it if it is frozen."""
        if fallen.is_alive:
            self.nodes.thaw(fallen)
        else:
            self.nodes.restart(fallen)

    def thaw(self) -> None:
        """Wake whoever is frozen: closing a client would wait for its answer."""
        for member in self.nodes.members:
            if member.is_alive:
                self.nodes.thaw(member)

    def elect(self, member: Member) -> None:
        """Make `member` the primary."""

        def is_elected() -> bool:
            with suppress(PyMongoError):
                self.command(member, {"replSetStepUp": 1})
            return self.primary() is member

        _until(is_elected, f"{member.host} elected")

    def copier(self) -> Member:
        """A member that copies from the primary itself, not from the other that does."""
        found: list[Member] = []

        def is_found() -> bool:
            primary = self.primary()
            found.extend(
                member
                for member in self.others()
                if self.command(member, {"replSetGetStatus": 1}).get("syncSourceHost") == primary.host
            )
            return bool(found)

        _until(is_found, "a member copies from the primary")
        return found[0]

    def failpoint(self, member: Member, name: str, *, on: bool) -> None:
        """Set or clear a failpoint of mongod."""
        self.command(member, {"configureFailPoint": name, "mode": "alwaysOn" if on else "off"})

    def command(self, member: Member, command: dict[str, Any]) -> dict[str, Any]:
        """Run a command on the admin database of this very member."""
        with self.client(member) as client:
            return client.admin.command(command)

    @contextmanager
    def client(self, member: Member) -> Generator[MongoClient[dict[str, Any]]]:
        """A client of this very member; what it reads is what the member has, whatever the others have."""
        bounds = "serverSelectionTimeoutMS=2000&connectTimeoutMS=2000&socketTimeoutMS=10000"
        with MongoClient[dict[str, Any]](f"mongodb://{member.host}/?directConnection=true&{bounds}") as client:
            yield client

    @asynccontextmanager
    async def alone(self) -> AsyncGenerator[Member]:
        """The primary, whose writes nobody takes over for the length of the block."""
        primary, others = self.primary(), self.others()
        for member in others:
            self.failpoint(member, NO_REPLICATION, on=True)
        try:
            yield primary
        finally:
            for member in others:
                self.failpoint(member, NO_REPLICATION, on=False)

    def _is_healthy(self) -> bool:
        try:
            for member in self.nodes.members:
                for name in _FAILPOINTS:
                    self.failpoint(member, name, on=False)
            told = [self.command(member, {"replSetGetStatus": 1}) for member in self.nodes.members]
        except PyMongoError:
            return False
        own = [next(one for one in status["members"] if one.get("self")) for status in told]
        # Who has just started is a secondary before it copies from anybody; were the primary frozen then, it would
        # wait for that one for twenty seconds, and nobody could confirm a write.
        copying = [bool(status.get("syncSourceHost")) for status in told]
        return (
            sorted(one["stateStr"] for one in own) == ["PRIMARY", "SECONDARY", "SECONDARY"]
            and all(one["stateStr"] == "PRIMARY" or copies for one, copies in zip(own, copying, strict=True))
            and len({one["optime"]["ts"] for one in own}) == 1
        )


async def aside(call: Callable[[], Any]) -> Any:
    """What blocks, off the event loop: everybody else goes on meanwhile."""
    return await asyncio.to_thread(call)


def _until(is_so: Callable[[], bool], description: str) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {PATIENCE_S:g} s: {description}")
        time.sleep(0.02)
