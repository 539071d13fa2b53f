"""The real store that the machines play on: one loop and one database for all of them, emptied before each game."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Database, Document
from longhaul.mongo.indexes import build_indexes
from longhaul.mongo.rotation import Rotation

T = TypeVar("T")


@dataclass(frozen=True)
class Ground:
    """A database and the loop that its client belongs to."""

    runner: asyncio.Runner
    collections: Collections

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """What `work` answers."""
        return self.runner.run(work)

    def clear(self) -> None:
        """Forget every job."""
        self.run(self._clear())

    def documents(self) -> dict[str, Document]:
        """Every stored job by its id."""
        found = self.run(self._documents())
        return {str(document["_id"]): document for document in found}

    async def _clear(self) -> None:
        await self.collections.jobs.delete_many({})

    async def _documents(self) -> list[Document]:
        return await self.collections.jobs.find({}).to_list(None)


class AtRest(Rotation):
    """Gives nobody a turn: jobs are claimed in the order of the queue alone, so that it can be predicted."""

    def share(self, limit: int) -> int:  # noqa: ARG002 - the signature is the rotation's
        """None of them."""
        return 0


@contextmanager
def ground(uri: str, name: str) -> Generator[Ground]:
    """A fresh database with the engine's indexes, dropped afterwards."""
    # With a factory the runner leaves the thread's own event loop alone.
    with asyncio.Runner(loop_factory=asyncio.new_event_loop) as runner:
        database = Database(uri, name)
        runner.run(build_indexes(database))
        yield Ground(runner, Collections(database))
        runner.run(database.drop())
        runner.run(database.close())
