"""The collections that authentication keeps, on one database."""

from __future__ import annotations

from longhaul.mongo.driver import Database
from longhaul_api.auth.api_keys import ApiKeys
from longhaul_api.auth.revocations import Revocations
from longhaul_api.auth.tickets import Tickets


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
