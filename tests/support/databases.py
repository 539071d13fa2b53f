"""Databases that one test after the other uses: building their indexes takes longer than most tests do."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from pymongo import MongoClient

#: A database that held more than this is dropped: reading past what has been deleted takes time as well.
_MOST_DELETED = 20_000


class Databases:
    """The databases of one server that nobody uses at present; all are empty, most have indexes."""

    def __init__(self, uri: str) -> None:
        self._client: MongoClient[dict[str, Any]] = MongoClient(uri)
        self._free: list[str] = []

    def take(self) -> str:
        """The name of a database that is empty, and nobody else's until it is given back."""
        return self._free.pop() if self._free else f"test_{uuid4().hex[:16]}"

    def give_back(self, name: str) -> None:
        """Take out of it what is in it; the indexes stay."""
        database = self._client[name]
        collections = database.list_collection_names()
        is_profiled = "system.profile" in collections
        if is_profiled:
            database.command("profile", 0)
        deleted = sum(
            database[collection].delete_many({}).deleted_count
            for collection in collections
            if not collection.startswith("system.")
        )
        if is_profiled or deleted > _MOST_DELETED:
            self._client.drop_database(name)
        self._free.append(name)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()
