"""How the indexes of a database compare with the engine's list, and building what is missing however long it takes."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

import pymongo
from pymongo.errors import PyMongoError

from longhaul.mongo.driver import Database, translated
from longhaul.mongo.indexes import Index, indexes_by_collection

Verdict = Literal["ok", "missing", "different", "extra"]

_OPTIONS: Final = ("unique", "sparse", "partialFilterExpression", "expireAfterSeconds", "collation", "hidden")
_OFF: Final = {"unique": False, "sparse": False, "hidden": False}


@dataclass(frozen=True, slots=True)
class IndexState:
    """One index: as it should be or as it is. `difference` says in words what is not as it should be."""

    collection: str
    name: str
    verdict: Verdict
    purpose: str
    difference: str | None = None


async def index_states(database: Database) -> list[IndexState]:
    """Every index of the engine's list, and those of its collections that are not in it, by collection."""
    states: list[IndexState] = []
    for collection, indexes in indexes_by_collection().items():
        try:
            present: Mapping[str, Any] = await database.collection(collection).index_information()
        except PyMongoError as error:
            raise translated(error) from error
        wanted = {index.name: index for index in indexes}
        states += [_state(index, present.get(name)) for name, index in wanted.items()]
        states += [
            IndexState(collection, name, "extra", f"not Longhaul's: {_keys(found)}")
            for name, found in sorted(present.items())
            if name not in wanted and name != "_id_"
        ]
    return states


async def build_patiently(database: Database) -> AsyncGenerator[str]:
    """Build what is missing, one collection after the other, whose names are given before each.

    Unlike `build_indexes` without a bound in time: a large collection takes minutes, and the server gives up a build
    whose caller has gone. Raises `StoreMisconfigured` for an index of the same name that is defined otherwise.
    """
    for collection, indexes in indexes_by_collection().items():
        yield collection
        try:
            with pymongo.timeout(None):
                await database.collection(collection).create_indexes([index.model() for index in indexes])
        except PyMongoError as error:
            raise translated(error) from error


def _state(index: Index, found: Mapping[str, Any] | None) -> IndexState:
    if found is None:
        return IndexState(index.collection, index.name, "missing", index.purpose)
    wanted = index.model().document
    told: list[str] = []
    if _keys({"key": list(index.keys)}) != _keys(found):
        told.append(f"it has {_keys(found)} and should have {_keys({'key': list(index.keys)})}")
    for option in _OPTIONS:
        should, is_ = wanted.get(option, _OFF.get(option)), found.get(option, _OFF.get(option))
        if should != is_:
            told.append(f"its {option} is {is_!r} and should be {should!r}")
    if not told:
        return IndexState(index.collection, index.name, "ok", index.purpose)
    return IndexState(index.collection, index.name, "different", index.purpose, "; ".join(told))


def _keys(found: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {int(way) if isinstance(way, int | float) else way}" for name, way in found["key"])
