"""The collection `feeds`: what each feed's server said last, so that the next visit can ask only for changes."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Any, Final

from bson import ObjectId
from pydantic import BaseModel
from pymongo import ASCENDING, DESCENDING, IndexModel

from longhaul.mongo.driver import Collection, Database

FEEDS: Final = "feeds"


class FeedState(BaseModel):
    """The validators of the last complete visit, as the server gave them, and whether the feed is gone for good."""

    etag: str | None = None
    last_modified: str | None = None
    title: str | None = None
    visited_at: datetime | None = None
    gone_at: datetime | None = None


class StoredFeed(FeedState):
    """A feed as kept: with its id and address."""

    id: str
    url: str


class FeedStore:
    """Keeps an owner's feeds by their address."""

    def __init__(self, database: Database) -> None:
        self._feeds: Collection = database.collection(FEEDS)

    async def ensure_indexes(self) -> None:
        """Create the unique index. May be called again."""
        await self._feeds.create_indexes(
            [
                IndexModel([("owner", ASCENDING), ("url", ASCENDING)], unique=True),
                IndexModel([("visited_at", ASCENDING)]),
            ]
        )

    async def state(self, owner: str, url: str) -> FeedState:
        """What is known of the owner's feed at `url`; empty for one never visited."""
        document = await self._feeds.find_one({"owner": owner, "url": url})
        known: dict[str, Any] = document or {}
        return FeedState.model_validate({name: known.get(name) for name in FeedState.model_fields}, extra="ignore")

    async def list(self, owner: str, *, limit: int = 50, after: str | None = None) -> list[StoredFeed]:
        """The owner's feeds, newest first, from behind the one with id `after`."""
        query: dict[str, Any] = {"owner": owner}
        if after is not None and ObjectId.is_valid(after):
            query["_id"] = {"$lt": ObjectId(after)}
        documents = await self._feeds.find(query).sort("_id", DESCENDING).limit(limit).to_list(None)
        names = FeedState.model_fields
        return [
            StoredFeed(id=str(found["_id"]), url=found["url"], **{name: found.get(name) for name in names})
            for found in documents
        ]

    async def delete(self, owner: str, feed_id: str) -> bool:
        """Forget the owner's feed, so that it is polled no more; whether there was one. Its adverts stay."""
        if not ObjectId.is_valid(feed_id):
            return False
        return (await self._feeds.delete_one({"owner": owner, "_id": ObjectId(feed_id)})).deleted_count == 1

    async def due(self, before: datetime) -> AsyncGenerator[tuple[str, str]]:
        """Owner and address of every feed that was visited last before `before` and is not gone for good."""
        query = {"visited_at": {"$lt": before}, "gone_at": None}
        async for document in self._feeds.find(query, {"owner": 1, "url": 1}).sort("visited_at", ASCENDING):
            yield document["owner"], document["url"]

    async def visited(
        self, owner: str, url: str, *, etag: str | None, last_modified: str | None, title: str | None
    ) -> None:
        """Remember a complete visit. Leave both validators None where the next visit must read everything."""
        values = {"etag": etag, "last_modified": last_modified, "title": title, "gone_at": None}
        await self._set(owner, url, {**values, "visited_at": datetime.now(UTC)})

    async def gone(self, owner: str, url: str) -> None:
        """Remember that the server said the feed is gone for good."""
        await self._set(owner, url, {"gone_at": datetime.now(UTC)})

    async def _set(self, owner: str, url: str, values: dict[str, Any]) -> None:
        await self._feeds.update_one({"owner": owner, "url": url}, {"$set": values}, upsert=True)
