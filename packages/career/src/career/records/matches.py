"""The collection `matches`: how well each advert suits each CV of an owner, for listing by score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from bson import ObjectId
from pydantic import BaseModel
from pymongo import ASCENDING, DESCENDING, IndexModel, UpdateOne

from career.records.postings import POSTINGS
from longhaul.mongo.driver import Collection, Database

MATCHES: Final = "matches"
BATCH: Final = 500
_DETAILS: Final = ("breakdown", "matched_skills", "missing_required", "missing_nice")

Document = dict[str, Any]


class Match(BaseModel):
    """A CV and an advert with their score; `exact` is the unrounded one. Parts of `breakdown` are 0 to 1.

    `basis` is a digest of all that the score depends on: the CV, the advert, the scorer and the statistics.
    """

    posting_id: str
    title: str
    company: str | None = None
    score: int
    exact: float
    breakdown: dict[str, float] = {}
    matched_skills: list[str] = []
    missing_required: list[str] = []
    missing_nice: list[str] = []
    scorer_version: str
    statistics_version: str
    embedding: str
    basis: str
    is_listed: bool = True


class StoredMatch(Match):
    """A match as kept: which CV it is about and when it was last scored."""

    resume_id: str
    scored_at: datetime


class WriteCounts(BaseModel):
    """How many matches were new and how many were scored again."""

    inserted: int = 0
    updated: int = 0

    def __add__(self, other: WriteCounts) -> WriteCounts:
        """Both counts together."""
        return WriteCounts(inserted=self.inserted + other.inserted, updated=self.updated + other.updated)


@dataclass(frozen=True, slots=True)
class Known:
    """What is kept of a match, as far as another run has to know."""

    basis: str
    exact: float
    is_listed: bool


class MatchStore:
    """Keeps each pair of CV and advert once, for its owner only.

    All pairs that were ever scored are kept with their number, so that nothing is scored twice; only the best are
    listed and have details.
    """

    def __init__(self, database: Database) -> None:
        self._matches: Collection = database.collection(MATCHES)
        self._postings: Collection = database.collection(POSTINGS)

    async def ensure_indexes(self) -> None:
        """Create the unique index of pairs and the one for listing by score. May be called again."""
        await self._matches.create_indexes(
            [
                IndexModel([("owner", ASCENDING), ("resume_id", ASCENDING), ("posting_id", ASCENDING)], unique=True),
                IndexModel(
                    [
                        ("owner", ASCENDING),
                        ("resume_id", ASCENDING),
                        ("is_listed", ASCENDING),
                        ("exact", DESCENDING),
                        ("posting_id", ASCENDING),
                    ]
                ),
                IndexModel([("owner", ASCENDING), ("posting_id", ASCENDING)]),
            ]
        )

    async def known(self, owner: str, resume_id: str) -> dict[str, Known]:
        """Everything kept of the owner's CV, by id of the advert."""
        found = self._matches.find(
            {"owner": owner, "resume_id": resume_id},
            {"_id": 0, "posting_id": 1, "basis": 1, "exact": 1, "is_listed": 1},
        )
        return {
            str(one["posting_id"]): Known(one["basis"], one["exact"], one["is_listed"])
            for one in await found.to_list(None)
        }

    async def keep(self, owner: str, resume_id: str, matches: Sequence[Match], *, by: str) -> WriteCounts:
        """Write up to 500 matches, in place of what was there; what is not listed without its details.

        Idempotent, and the same piece of work, named `by`, counts the same when it is repeated.
        """
        ids = [ObjectId(match.posting_id) for match in matches]
        before = self._matches.find(
            {"owner": owner, "resume_id": resume_id, "posting_id": {"$in": ids}}, {"posting_id": 1, "change": 1}
        )
        changes = {str(one["posting_id"]): one["change"] for one in await before.to_list(None)}
        kinds = [_kind(changes.get(match.posting_id), by) for match in matches]
        writes = [
            _write(owner, resume_id, match, {"kind": kind, "by": by})
            for match, kind in zip(matches, kinds, strict=True)
        ]
        if writes:
            await self._matches.bulk_write(writes, ordered=False)
        return WriteCounts(inserted=kinds.count("inserted"), updated=kinds.count("updated"))

    async def list(
        self, owner: str, resume_id: str, *, limit: int = 50, after: str | None = None, min_score: float = 0
    ) -> list[StoredMatch]:
        """The CV's matches, best first, at most `limit`, from behind the one with the advert `after`."""
        query: Document = {"owner": owner, "resume_id": resume_id, "is_listed": True}
        if min_score > 0:
            query["exact"] = {"$gte": min_score}
        last = await self._one(owner, resume_id, after) if after is not None else None
        if last is not None:
            behind = {"exact": last["exact"], "posting_id": {"$gt": last["posting_id"]}}
            query["$or"] = [{"exact": {"$lt": last["exact"]}}, behind]
        found = self._matches.find(query).sort([("exact", DESCENDING), ("posting_id", ASCENDING)]).limit(limit)
        return [_stored(document) for document in await found.to_list(None)]

    async def get(self, owner: str, resume_id: str, posting_id: str) -> StoredMatch | None:
        """The match of this CV and this advert, listed or not; None where they were never scored."""
        document = await self._one(owner, resume_id, posting_id)
        return _stored(document) if document else None

    async def unlist(self, owner: str, resume_id: str, posting_ids: Iterable[str]) -> int:
        """Take matches that are no longer among the best off the list; how many were on it. Idempotent."""
        ids = [ObjectId(posting_id) for posting_id in posting_ids]
        if not ids:
            return 0
        changed = await self._matches.update_many(
            {"owner": owner, "resume_id": resume_id, "posting_id": {"$in": ids}, "is_listed": True},
            {"$set": {"is_listed": False}, "$unset": dict.fromkeys(_DETAILS, "")},
        )
        return changed.modified_count

    async def remove_gone(self, owner: str, resume_id: str) -> int:
        """Remove matches whose advert is no more; how many that were. Idempotent."""
        mine = {"owner": owner, "resume_id": resume_id}
        kept = {one["posting_id"] for one in await self._matches.find(mine, {"posting_id": 1}).to_list(None)}
        there = {one["_id"] for one in await self._postings.find({"owner": owner}, {"_id": 1}).to_list(None)}
        gone = list(kept - there)
        if not gone:
            return 0
        return (await self._matches.delete_many({**mine, "posting_id": {"$in": gone}})).deleted_count

    async def _one(self, owner: str, resume_id: str, posting_id: str) -> Document | None:
        if not ObjectId.is_valid(posting_id):
            return None
        return await self._matches.find_one(
            {"owner": owner, "resume_id": resume_id, "posting_id": ObjectId(posting_id)}
        )


def _kind(before: Mapping[str, str] | None, by: str) -> str:
    if before is None:
        return "inserted"
    return before["kind"] if before["by"] == by else "updated"


def _write(owner: str, resume_id: str, match: Match, change: Document) -> UpdateOne:
    fields = match.model_dump(exclude={"posting_id"}) | {"change": change, "scored_at": datetime.now(UTC)}
    update: Document = {"$set": fields}
    if not match.is_listed:
        for name in _DETAILS:
            del fields[name]
        update["$unset"] = dict.fromkeys(_DETAILS, "")
    return UpdateOne(
        {"owner": owner, "resume_id": resume_id, "posting_id": ObjectId(match.posting_id)}, update, upsert=True
    )


def _stored(document: Document) -> StoredMatch:
    names = StoredMatch.model_fields
    fields = {name: document[name] for name in names if name in document}
    return StoredMatch.model_validate(fields | {"posting_id": str(document["posting_id"])}, extra="ignore")
