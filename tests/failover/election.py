"""The moment after an election in which the new primary has everything, and does not know yet that the majority has."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Final, TypeVar

from pymongo.read_concern import ReadConcern

from longhaul.mongo.driver import Collection, Database
from tests.failover.trio import NO_NEWS_OF_COMMITS, NO_REPLICATION, Trio, aside
from tests.support.waiting import eventually

T = TypeVar("T")

_A_WHILE_S: Final = 0.3


class Election:
    """One that this test holds. Until `begin` the old primary is in office, and the majority has what it writes.

    A new primary may show nothing by a majority read that it has not heard to be the majority's, and what is older
    than its own office it only learns from the next write that the majority takes over. That write needs another
    member: while none copies, which takes as long as it takes them to give up a silent primary, every majority read
    answers with an older state. Here two failpoints hold it there, so the tests do not depend on who is quick.
    """

    def __init__(self, trio: Trio, database: Database) -> None:
        self._trio = trio
        self._name = database.name
        self._markers: Collection = database.collection("markers")
        self._seen: dict[int, float] = {}
        self._new = trio.copier()
        self._idle = [member for member in trio.nodes.members if member is not self._new]

    async def hold(self) -> None:
        """From here on the next primary does not hear what the majority has; of all before it has heard."""
        for member in self._idle:
            self._trio.failpoint(member, NO_REPLICATION, on=True)
        await self._markers.insert_one({"_id": "heard"})
        await eventually(lambda: aside(self._has_heard), description="what was confirmed before is read there too")
        self._trio.failpoint(self._new, NO_NEWS_OF_COMMITS, on=True)

    async def begin(self) -> None:
        """Elect it. What was confirmed since `hold` cannot be read now, which is made sure of here."""
        await self._markers.insert_one({"_id": "confirmed"})
        await aside(lambda: self._trio.elect(self._new))
        assert await self._markers.find_one({"_id": "confirmed"}) is None

    async def end(self) -> None:
        """Let the majority copy from the new primary, so that its writes are confirmed and all is read again."""
        self._trio.failpoint(self._new, NO_NEWS_OF_COMMITS, on=False)
        for member in self._idle:
            self._trio.failpoint(member, NO_REPLICATION, on=False)

    async def ask(self, question: Coroutine[Any, Any, T]) -> T:
        """What `question` gives when it is asked in that moment; if it waits for the moment to pass, it may."""
        asking = asyncio.ensure_future(question)
        await eventually(lambda: asking.done() or self.is_waited_for(), description="an answer, or someone who waits")
        await self.end()
        return await asking

    async def is_waited_for(self) -> bool:
        """Whether some operation waits on the new primary: one that has been there for a while."""
        here: dict[str, Any] = {"active": True, "ns": {"$regex": f"^{self._name}[.]"}, "op": {"$ne": "getmore"}}

        def ask() -> list[int]:
            with self._trio.client(self._new) as client:
                return [one["opid"] for one in client.admin.aggregate([{"$currentOp": {}}, {"$match": here}])]

        now = time.monotonic()
        self._seen = {opid: self._seen.get(opid, now) for opid in await aside(ask)}
        return any(now - since > _A_WHILE_S for since in self._seen.values())

    def _has_heard(self) -> bool:
        with self._trio.client(self._new) as client:
            database = client.get_database(self._name, read_concern=ReadConcern("majority"))
            return database.get_collection("markers").find_one({"_id": "heard"}) is not None


@asynccontextmanager
async def election(trio: Trio, database: Database) -> AsyncGenerator[Election]:
    """An election for the length of a block; it has ended afterwards."""
    one = Election(trio, database)
    try:
        yield one
    finally:
        await one.end()
