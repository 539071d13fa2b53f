"""The collections that authentication keeps, on one database."""

from __future__ import annotations

from typing import Final

from longhaul.mongo.driver import Database
from longhaul_api.auth.api_keys import API_KEYS, ApiKeys
from longhaul_api.auth.revocations import REVOCATIONS, Revocations
from longhaul_api.auth.tickets import TICKETS, Tickets

KEPT: Final[dict[str, str]] = {
    API_KEYS: "API keys, of which only a hash is kept; written by the API",
    TICKETS: "tickets that open one stream each, as hashes, for a minute; written by the API",
    REVOCATIONS: "what was signed out or revoked, until it would have expired anyway; written by the API",
}
"""Each collection, what it holds, and who writes it."""


class AuthRecords:
    """The stores; making them costs next to nothing."""

    def __init__(self, database: Database) -> None:
        self.keys = ApiKeys(database)
        self.tickets = Tickets(database)
        self.revocations = Revocations(database)

    async def ensure_indexes(self) -> None:
        """Create the indexes of every collection. May be called again, also by several processes at once."""
        for store in (self.keys, self.tickets, self.revocations):
            await store.ensure_indexes()
