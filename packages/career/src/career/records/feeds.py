"""The collection `feeds`: what each feed's server said last, so that the next visit can ask only for changes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from pydantic import BaseModel
from pymongo import ASCENDING, IndexModel

from longhaul.mongo.driver import Collection, Database

FEEDS: Final = "feeds"


class FeedState(BaseModel):
    """The validators of the last complete visit, as the server gave them, and whether the feed is gone for good."""

    etag: str | None = None
    last_modified: str | None = None
    title: str | None = None
    visited_at: datetime | None = None
    gone_at: datetime | None = None


class FeedStore:
    """Keeps an owner's feeds by their address."""

    def __init__(self, database: Database) -> None:
        self._feeds: Collection = database.collection(FEEDS)

    async def ensure_indexes(self) -> None:
        """Create the unique index. May be called again."""
        await self._feeds.create_indexes(
            [
                IndexModel([("owner", ASCENDING), ("url", ASCENDING)], unique=True),
            ]
        )

    async def state(self, owner: str, url: str) -> FeedState:
        """What is known of the owner's feed at `url`; empty for one never visited."""
        document = await self._feeds.find_one({"owner": owner, "url": url})
        known: dict[str, Any] = document or {}
        return FeedState.model_validate({name: known.get(name) for name in FeedState.model_fields})

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
