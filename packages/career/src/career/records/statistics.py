"""The collection `match_statistics`: in how many of an owner's adverts each term is, by version."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from pydantic import BaseModel
from pymongo import ASCENDING, DESCENDING, IndexModel

from longhaul.mongo.driver import Collection, Database

STATISTICS: Final = "match_statistics"
KEPT: Final = 5


class StatisticsRecord(BaseModel):
    """Frequencies of terms over `adverts` adverts, counted when the owner had `owned`."""

    version: str
    adverts: int
    owned: int
    frequencies: dict[str, int]


class StatisticsStore:
    """Keeps the last five versions of an owner's statistics."""

    def __init__(self, database: Database) -> None:
        self._statistics: Collection = database.collection(STATISTICS)

    async def ensure_indexes(self) -> None:
        """Create the indexes. May be called again."""
        await self._statistics.create_indexes(
            [
                IndexModel([("owner", ASCENDING), ("version", ASCENDING)], unique=True),
                IndexModel([("owner", ASCENDING), ("counted_at", DESCENDING)]),
            ]
        )

    async def put(self, owner: str, record: StatisticsRecord) -> None:
        """Make `record` the owner's newest and forget those before the last five. Idempotent."""
        # Terms may hold dots and dollars, which names of fields may not, so both sides are lists.
        fields = {
            "adverts": record.adverts,
            "owned": record.owned,
            "terms": list(record.frequencies),
            "counts": list(record.frequencies.values()),
            "counted_at": datetime.now(UTC),
        }
        await self._statistics.update_one({"owner": owner, "version": record.version}, {"$set": fields}, upsert=True)
        old = self._statistics.find({"owner": owner}, {"_id": 1}).sort("counted_at", DESCENDING).skip(KEPT)
        ids = [document["_id"] for document in await old.to_list(None)]
        if ids:
            await self._statistics.delete_many({"_id": {"$in": ids}})

    async def get(self, owner: str, version: str) -> StatisticsRecord | None:
        """The owner's statistics of this version, or None."""
        return _record(await self._statistics.find_one({"owner": owner, "version": version}))

    async def newest(self, owner: str) -> StatisticsRecord | None:
        """The owner's statistics that were counted last, or None."""
        return _record(await self._statistics.find_one({"owner": owner}, sort=[("counted_at", DESCENDING)]))


def _record(document: dict[str, Any] | None) -> StatisticsRecord | None:
    if document is None:
        return None
    return StatisticsRecord(
        version=document["version"],
        adverts=document["adverts"],
        owned=document["owned"],
        frequencies=dict(zip(document["terms"], document["counts"], strict=True)),
    )
