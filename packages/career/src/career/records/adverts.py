"""The adverts of `postings` as the matcher reads them, and the collection `match_adverts`, which keeps what it read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from bson import Binary, ObjectId
from pymongo import ASCENDING, DESCENDING, IndexModel, ReplaceOne

from career.posting import Posting
from career.records.postings import POSTINGS
from longhaul.mongo.driver import Collection, Database

ADVERTS: Final = "match_adverts"
_READ: Final = dict.fromkeys(set(Posting.model_fields) - {"description_html"}, 1) | {"updated_at": 1}
_FIELDS: Final = set(Posting.model_fields)


@dataclass(frozen=True, slots=True)
class Stamp:
    """An advert's id, when it changed, and a text that is another one after every change."""

    id: str
    stamp: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class AdvertText:
    """An advert without its HTML."""

    id: str
    stamp: str
    posting: Posting


@dataclass(frozen=True, slots=True)
class ReadAdvert:
    """What the matcher made of an advert: `reader` says by which rules, `vector` is its embedding by `model`."""

    id: str
    stamp: str
    reader: str
    profile: bytes
    model: str
    vector: bytes | None


class AdvertStore:
    """An owner's adverts, as texts and as read before."""

    def __init__(self, database: Database) -> None:
        self._postings: Collection = database.collection(POSTINGS)
        self._adverts: Collection = database.collection(ADVERTS)

    async def ensure_indexes(self) -> None:
        """Create the index of what was read. May be called again."""
        await self._adverts.create_indexes([IndexModel([("owner", ASCENDING), ("posting_id", ASCENDING)], unique=True)])

    async def count(self, owner: str) -> int:
        """How many adverts the owner has."""
        return await self._postings.count_documents({"owner": owner})

    async def stamps(self, owner: str, ids: Sequence[str] | None = None) -> list[Stamp]:
        """The owner's adverts, or those with one of `ids`, oldest first."""
        query: dict[str, Any] = {"owner": owner}
        if ids is not None:
            query["_id"] = {"$in": _object_ids(ids)}
        found = self._postings.find(query, {"content_hash": 1, "updated_at": 1}).sort("_id", ASCENDING)
        return [Stamp(str(one["_id"]), _stamp(one), one["updated_at"]) for one in await found.to_list(None)]

    async def texts(
        self, owner: str, ids: Sequence[str] | None = None, *, limit: int = 0, after: str | None = None
    ) -> list[AdvertText]:
        """The owner's adverts with one of `ids`, or all, newest first, at most `limit`, from behind `after`."""
        query: dict[str, Any] = {"owner": owner}
        if ids is not None:
            query["_id"] = {"$in": _object_ids(ids)}
        elif after is not None:
            query["_id"] = {"$lt": ObjectId(after)}
        found = self._postings.find(query, _READ).sort("_id", DESCENDING).limit(limit)
        return [_text(document) for document in await found.to_list(None)]

    async def text(self, owner: str, posting_id: str) -> AdvertText | None:
        """The owner's advert with this id, or None."""
        if not ObjectId.is_valid(posting_id):
            return None
        found = await self.texts(owner, [posting_id])
        return found[0] if found else None

    async def read_before(self, owner: str, ids: Sequence[str], *, reader: str) -> list[ReadAdvert]:
        """What is kept of the adverts with these ids, read by the rules of `reader`."""
        found = self._adverts.find(
            {"owner": owner, "posting_id": {"$in": _object_ids(ids)}, "reader": reader}, {"owner": 0}
        )
        return [
            ReadAdvert(
                id=str(one["posting_id"]),
                stamp=one["stamp"],
                reader=one["reader"],
                profile=bytes(one["profile"]),
                model=one["model"],
                vector=bytes(one["vector"]) if one["vector"] is not None else None,
            )
            for one in await found.to_list(None)
        ]

    async def keep(self, owner: str, adverts: Iterable[ReadAdvert]) -> None:
        """Keep what was made of adverts, in place of what was there. Idempotent."""
        writes = [
            ReplaceOne(
                {"owner": owner, "posting_id": ObjectId(advert.id)},
                {
                    "owner": owner,
                    "posting_id": ObjectId(advert.id),
                    "stamp": advert.stamp,
                    "reader": advert.reader,
                    "profile": Binary(advert.profile),
                    "model": advert.model,
                    "vector": Binary(advert.vector) if advert.vector is not None else None,
                },
                upsert=True,
            )
            for advert in adverts
        ]
        if writes:
            await self._adverts.bulk_write(writes, ordered=False)

    async def forget_gone(self, owner: str) -> int:
        """Remove what is kept of adverts that are no more; how many that were."""
        kept = {
            one["posting_id"] for one in await self._adverts.find({"owner": owner}, {"posting_id": 1}).to_list(None)
        }
        there = {one["_id"] for one in await self._postings.find({"owner": owner}, {"_id": 1}).to_list(None)}
        gone = list(kept - there)
        if not gone:
            return 0
        return (await self._adverts.delete_many({"owner": owner, "posting_id": {"$in": gone}})).deleted_count


def _text(document: dict[str, Any]) -> AdvertText:
    posting = Posting.model_validate(
        {name: value for name, value in document.items() if name in _FIELDS}, extra="ignore"
    )
    return AdvertText(str(document["_id"]), _stamp(document), posting)


def _stamp(document: dict[str, Any]) -> str:
    changed = document.get("updated_at")
    moment = changed.astimezone(UTC).isoformat(timespec="milliseconds") if isinstance(changed, datetime) else ""
    return f"{document['content_hash']}@{moment}"


def _object_ids(ids: Sequence[str]) -> list[ObjectId]:
    return [ObjectId(id_) for id_ in ids if ObjectId.is_valid(id_)]
