"""The collection `stream_tickets`: one opening of a stream each, for readers that can send no header."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from longhaul.mongo.driver import Collection, Database, translating
from longhaul_api.auth.caller import Caller

TICKETS: Final = "stream_tickets"
LIFETIME_S: Final = 60
_LONGEST: Final = 100


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket as its caller gets it, once."""

    ticket: str
    expires_at: datetime


class Tickets:
    """Gives out tickets and takes each of them once. What is stored is their hash."""

    def __init__(self, database: Database) -> None:
        self._tickets: Collection = database.collection(TICKETS)

    async def ensure_indexes(self) -> None:
        """Create the indexes. May be called again."""
        with translating():
            await self._tickets.create_index([("expires_at", 1)], expireAfterSeconds=0)

    async def give(self, caller: Caller) -> Ticket:
        """A ticket that opens one stream as `caller`, within 60 seconds."""
        ticket = secrets.token_urlsafe(32)
        kept = {
            "owner": caller.owner,
            "roles": list(caller.roles),
            "method": caller.method,
            "credential": caller.credential,
            "until": caller.expires_at,
        }
        fields: dict[str, Any] = {name: {"$literal": value} for name, value in kept.items()}
        fields["expires_at"] = {"$add": ["$$NOW", LIFETIME_S * 1000]}
        with translating():
            stored = await self._tickets.find_one_and_update(
                {"_id": _hash(ticket)}, [{"$set": fields}], upsert=True, return_document=True
            )
        assert stored is not None  # noqa: S101 - it was just written
        return Ticket(ticket, stored["expires_at"])

    async def take(self, ticket: str) -> Caller | None:
        """Who got `ticket`; None where there is none, it was taken before, or its time is over."""
        if not 1 <= len(ticket) <= _LONGEST:
            return None
        valid = {"_id": _hash(ticket), "$expr": {"$gt": ["$expires_at", "$$NOW"]}}
        with translating():
            found = await self._tickets.find_one_and_delete(valid)
        if found is None:
            return None
        return Caller(found["owner"], tuple(found["roles"]), found["method"], found["credential"], found["until"])


def _hash(ticket: str) -> str:
    return hashlib.sha256(ticket.encode()).hexdigest()
