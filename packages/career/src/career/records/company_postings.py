"""An owner's adverts by the company that placed them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pymongo import ASCENDING, DESCENDING, IndexModel

from career.records.postings import POSTINGS, StoredPosting
from longhaul.mongo.driver import Collection, Database

MOST: Final = 200


class CompanyPostings:
    """Reads the adverts that `PostingStore` keeps."""

    def __init__(self, database: Database) -> None:
        self._postings: Collection = database.collection(POSTINGS)

    async def ensure_indexes(self) -> None:
        """Create the index. May be called again."""
        await self._postings.create_indexes(
            [IndexModel([("owner", ASCENDING), ("hiringOrganization.name", ASCENDING)])]
        )

    async def names(self, owner: str) -> list[str]:
        """The names of all companies with adverts of the owner, as written, each once."""
        found = await self._postings.distinct("hiringOrganization.name", {"owner": owner})
        return sorted(name for name in found if isinstance(name, str) and name.strip())

    async def of(self, owner: str, names: Sequence[str]) -> list[StoredPosting]:
        """The owner's adverts of the companies written as one of `names`, newest first; at most 200."""
        query: dict[str, Any] = {"owner": owner, "hiringOrganization.name": {"$in": list(names)}}
        documents = await self._postings.find(query).sort("_id", DESCENDING).limit(MOST).to_list(None)
        fields = set(StoredPosting.model_fields) - {"id"}
        return [
            StoredPosting.model_validate(
                {"id": str(document["_id"]), **{name: document[name] for name in fields if name in document}},
                extra="ignore",
            )
            for document in documents
        ]
