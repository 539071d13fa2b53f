"""What the server tells of itself, as far as it may be asked: for operators, nothing in the engine depends on it."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from pymongo.errors import OperationFailure, PyMongoError

from longhaul.model.errors import StoreMisconfigured
from longhaul.mongo.collections import COUNTERS, EVENTS
from longhaul.mongo.driver import (
    Database,
    Document,
    is_unavailable,
    is_without_change_streams,
    translated,
    watch,
)
from longhaul.mongo.log_reader import NEWS

_COUNTED: Final = ("insert", "query", "update", "delete", "getmore", "command")
_HINT_MISSING: Final = "hint provided does not correspond to an existing index"


@dataclass(frozen=True, slots=True)
class Greeting:
    """One `hello`: how long it took, and by how much this machine's clock is ahead of the server's, in seconds.

    `replica_set` is its name; a router of a sharded cluster has none and is one all the same.
    """

    took_s: float
    ahead_s: float
    replica_set: str | None
    is_router: bool


@dataclass(frozen=True, slots=True)
class Counters:
    """What the whole server, not only this database, has done since it started; `at_s` is a monotonic clock."""

    at_s: float
    operations: dict[str, int]
    ttl_passes: int | None
    ttl_deleted: int | None


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes of this database; the disk's are None where the server does not tell."""

    data: int
    storage: int
    indexes: int
    disk_used: int | None
    disk_total: int | None


@dataclass(frozen=True, slots=True)
class Building:
    """An index build that is under way; `done` and `total` count documents or keys of its present part."""

    collection: str
    what: str
    done: int | None
    total: int | None


class ServerFacts:
    """Asks the server. Raises `StoreMisconfigured` for whatever it refuses to tell, and `StoreUnavailable`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def greeting(self) -> Greeting:
        """Say hello and look at both clocks."""
        asked_at, began = datetime.now(tz=UTC), time.perf_counter()
        hello = await self._database.hello()
        took_s = time.perf_counter() - began
        ahead_s = (asked_at - hello["localTime"].replace(tzinfo=UTC)).total_seconds() + took_s / 2
        return Greeting(took_s, ahead_s, hello.get("setName"), hello.get("msg") == "isdbgrid")

    async def version(self) -> str:
        """The server's version, such as "6.0.5"."""
        return str((await self._ask({"buildInfo": 1}))["version"])

    async def majority_write_s(self) -> float:
        """How long a write takes that changes nothing and waits for the majority."""
        began = time.perf_counter()
        async with _telling():
            await self._database.try_write(COUNTERS)
        return time.perf_counter() - began

    async def has_change_streams(self) -> bool:
        """Whether this user can open a change stream here."""
        try:
            async with watch(self._database.collection(EVENTS), list(NEWS), max_await_ms=1):
                return True
        except PyMongoError as error:
            if is_without_change_streams(error):
                return False
            raise translated(error) from error

    async def ttl_is_on(self) -> bool:
        """Whether the monitor that deletes expired documents runs."""
        return bool((await self._ask({"getParameter": 1, "ttlMonitorEnabled": 1}))["ttlMonitorEnabled"])

    async def counters(self) -> Counters:
        """Operations and passes of the TTL monitor so far."""
        status = await self._ask({"serverStatus": 1, "repl": 0, "locks": 0, "wiredTiger": 0, "tcmalloc": 0})
        counted: dict[str, Any] = status.get("opcounters") or {}
        metrics: dict[str, Any] = status.get("metrics") or {}
        ttl: dict[str, Any] = metrics.get("ttl") or {}
        if not counted:
            raise StoreMisconfigured("it does not tell how many operations it has done")
        return Counters(
            at_s=time.monotonic(),
            operations={name: int(counted[name]) for name in _COUNTED if name in counted},
            ttl_passes=_whole(ttl.get("passes")),
            ttl_deleted=_whole(ttl.get("deletedDocuments")),
        )

    async def sizes(self) -> Sizes:
        """How much this database holds."""
        async with _telling():
            stats = await self._database.raw().command("dbStats")
        return Sizes(
            data=int(stats["dataSize"]),
            storage=int(stats["storageSize"]),
            indexes=int(stats["indexSize"]),
            disk_used=_whole(stats.get("fsUsedSize")),
            disk_total=_whole(stats.get("fsTotalSize")),
        )

    async def index_builds(self) -> list[Building]:
        """The index builds of this database that are under way, whoever began them."""
        stages: list[Document] = [
            {"$currentOp": {"allUsers": True, "idleConnections": False}},
            {"$match": {"msg": {"$regex": "^Index Build"}, "ns": {"$regex": f"^{self._database.name}[.]"}}},
        ]
        answer = await self._ask({"aggregate": 1, "pipeline": stages, "cursor": {}})
        return [_building(document) for document in answer["cursor"]["firstBatch"]]

    async def _ask(self, command: Document) -> Document:
        async with _telling():
            return await self._database.command(command)


def fault(error: BaseException) -> str | None:
    """What the database refused, in one line without anybody's data; None for what is no error of the driver."""
    if not isinstance(error, PyMongoError):
        return None
    if isinstance(error, OperationFailure):
        if _HINT_MISSING in str(error):
            return "an index is missing that this needs: run `longhaul indexes build`"
        details: Document = dict(error.details or {})
        return f"the database refuses: {details.get('codeName') or f'error {error.code}'}"
    return f"the driver gives up: {type(error).__name__}"


@asynccontextmanager
async def _telling() -> AsyncGenerator[None]:
    try:
        yield
    except OperationFailure as error:
        if is_unavailable(error):
            raise translated(error) from error
        known = translated(error)
        raise (known if isinstance(known, StoreMisconfigured) else StoreMisconfigured(str(fault(error)))) from error
    except PyMongoError as error:
        raise translated(error) from error


def _building(document: Document) -> Building:
    progress: dict[str, Any] = document.get("progress") or {}
    # The part's name stands twice, each time behind "Index Build:", and after the second its figures.
    what = str(document["msg"]).rpartition("Index Build:")[2].partition(":")[0].strip() or "waiting"
    namespace = str(document["ns"]).partition(".")[2]
    return Building(namespace, what, _whole(progress.get("done")), _whole(progress.get("total")))


def _whole(value: Any) -> int | None:
    return int(value) if value is not None else None
