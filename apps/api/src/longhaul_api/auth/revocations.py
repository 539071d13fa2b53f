"""The collection `revocations`: logins that were signed out and keys that were withdrawn, while that matters."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from longhaul.mongo.driver import Collection, Database, translating

REVOCATIONS: Final = "revocations"
_MARGIN: Final = timedelta(days=1)
"""Longer than a login is accepted after its expiry, than clocks differ, and than another token of a session lives."""


class Revocations:
    """What was revoked, by the credential's name."""

    def __init__(self, database: Database) -> None:
        self._revocations: Collection = database.collection(REVOCATIONS)
        self._settled = database.settled

    async def ensure_indexes(self) -> None:
        """Create the indexes. May be called again."""
        with translating():
            await self._revocations.create_index([("expires_at", 1)], expireAfterSeconds=0)
            await self._revocations.create_index([("revoked_at", 1)])

    async def add(self, credential: str, expires_at: datetime) -> None:
        """Refuse `credential` from now on; after `expires_at` it is refused by itself. Idempotent."""
        fields = {"revoked_at": "$$NOW", "expires_at": {"$literal": expires_at + _MARGIN}}
        with translating():
            await self._revocations.update_one({"_id": credential}, [{"$set": fields}], upsert=True)

    async def has(self, credential: str) -> bool:
        """Whether `credential` was revoked."""
        with translating():
            # No older than what was confirmed before an election: a revocation stays one.
            found = await self._settled(lambda: self._revocations.find_one({"_id": credential}, {"_id": 1}))
        return found is not None

    async def recent(self, within_s: float) -> list[str]:
        """What was revoked in the last `within_s` seconds, by the database's clock."""
        since = {"$subtract": ["$$NOW", round(within_s * 1000)]}
        with translating():
            found = self._revocations.find({"$expr": {"$gt": ["$revoked_at", since]}}, {"_id": 1})
            return [document["_id"] for document in await found.to_list(None)]
