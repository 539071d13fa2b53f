"""Which indexes the stores build, learned by letting them build them on nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, cast

from pymongo import IndexModel

from career.records.desk import DeskRecords
from longhaul.mongo.clock import ServerTime
from longhaul.mongo.collections import ARTIFACT_BUCKET, Collections
from longhaul.mongo.driver import Collection, Database
from longhaul.mongo.gridfs import GridFSBlobs
from longhaul.mongo.indexes import build_indexes
from longhaul_api.auth.records import AuthRecords


@dataclass(frozen=True, slots=True)
class Built:
    """One index of a collection."""

    name: str
    keys: str
    kind: str


class _Nothing(Database):
    """A database that is not there, and remembers which indexes it was asked for."""

    def __init__(self) -> None:
        super().__init__("mongodb://127.0.0.1:1", "nothing")
        self.built: dict[str, list[Built]] = {}

    def collection(self, name: str) -> Collection:
        built = self.built.setdefault(name, [])
        return cast("Collection", _Remembering(built))


class _Remembering:
    def __init__(self, built: list[Built]) -> None:
        self._built = built

    async def create_indexes(self, models: Sequence[IndexModel]) -> None:
        self._built += [_built(model.document) for model in models]

    async def create_index(self, keys: list[tuple[str, int]], **options: Any) -> None:
        await self.create_indexes([IndexModel(keys, **options)])


def recorded() -> dict[str, list[Built]]:
    """The indexes of every collection of engine, desk and logins, beside the one that each has on `_id`."""
    return asyncio.run(_recorded())


async def _recorded() -> dict[str, list[Built]]:
    nothing = _Nothing()
    core = SimpleNamespace(database=nothing, collections=Collections(nothing), time=ServerTime(nothing))
    try:
        await build_indexes(nothing)
        await GridFSBlobs(nothing, ARTIFACT_BUCKET).build_indexes()
        await DeskRecords(cast("Any", core)).ensure_indexes()
        await AuthRecords(nothing).ensure_indexes()
    finally:
        await nothing.close()
    return nothing.built


def _built(document: dict[str, Any]) -> Built:
    keys = ", ".join(f"`{name}`{' down' if order == -1 else ''}" for name, order in document["key"].items())
    kinds: list[str] = []
    if document.get("unique"):
        kinds.append("unique")
    if (seconds := document.get("expireAfterSeconds")) is not None:
        kinds.append("TTL" if seconds == 0 else f"TTL, {seconds} s later")
    if (partial := document.get("partialFilterExpression")) is not None:
        kinds.append(f"only where `{json.dumps(partial)}`")
    return Built(document["name"], keys, "; ".join(kinds))
