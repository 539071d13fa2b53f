"""The adverts that nobody has shown for long, of all owners: what the clock forgets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bson import ObjectId
from pymongo import ASCENDING, IndexModel

from career.records.postings import POSTINGS
from longhaul.mongo.driver import Collection, Database


class OldPostings:
    """Finds and removes adverts by when they were seen last; never for a request."""

    def __init__(self, database: Database) -> None:
        self._postings: Collection = database.collection(POSTINGS)

    async def ensure_indexes(self) -> None:
        """Create the index. May be called again."""
        await self._postings.create_indexes([IndexModel([("last_seen_at", ASCENDING), ("_id", ASCENDING)])])

    async def unseen_since(self, before: datetime, limit: int, after: str | None = None) -> list[str]:
        """Ids of adverts that were seen last before `before`, by id, from behind `after`."""
        query: dict[str, Any] = {"last_seen_at": {"$lt": before}}
        if after is not None:
            query["_id"] = {"$gt": ObjectId(after)}
        found = await self._postings.find(query, {"_id": 1}).sort("_id", ASCENDING).limit(limit).to_list(None)
        return [str(document["_id"]) for document in found]

    async def forget(self, posting_ids: Sequence[str]) -> int:
        """Remove these adverts; how many there were."""
        ids = [ObjectId(id_) for id_ in posting_ids]
        return (await self._postings.delete_many({"_id": {"$in": ids}})).deleted_count
