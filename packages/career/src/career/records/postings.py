"""The collection `postings`: every advert of an owner once, however many feeds and workers bring it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from bson import ObjectId
from pydantic import BaseModel
from pymongo import ASCENDING, DESCENDING, IndexModel, UpdateOne
from pymongo.errors import BulkWriteError

from career.posting import Posting
from career.records.merging import merged
from career.records.reposts import Fingerprint, fingerprint, repost_key
from longhaul.mongo.driver import Collection, Database

POSTINGS: Final = "postings"
BATCH: Final = 100
_DUPLICATE_KEY: Final = 11000
_RACES: Final = 5
_OF_PAGES: Final = frozenset({"description_html", "description_text", "content_hash", "posting_key"})
_KNOWN: Final = ("posting_key", "content_hash", "reposts", "added_by", "changed_by", "is_extracted", "feed_hash")

Document = dict[str, Any]


class UpsertCounts(BaseModel):
    """What became of adverts that were brought: they add up to how many there were."""

    new: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicate: int = 0

    def __add__(self, other: UpsertCounts) -> UpsertCounts:
        """Both counts together."""
        return UpsertCounts(
            new=self.new + other.new,
            updated=self.updated + other.updated,
            unchanged=self.unchanged + other.unchanged,
            duplicate=self.duplicate + other.duplicate,
        )


class ConflictingWrites(Exception):
    """Others kept changing the advert at the same time; trying again later may do."""

    def __init__(self, posting_key: str) -> None:
        super().__init__(f"the advert {posting_key} changes all the time")


class Kept(BaseModel):
    """An advert as it is kept now: its id, whether this piece of work added it, and all that is known of it."""

    id: str
    is_new: bool
    posting: Posting


class StoredPosting(Posting):
    """An advert as kept: with its id and when it was first brought, last changed and last seen."""

    id: str
    first_seen_at: datetime
    updated_at: datetime
    last_seen_at: datetime


@dataclass
class _Plan:
    """What one batch is going to write."""

    inserts: list[Document] = field(default_factory=list[Document])
    updates: list[UpdateOne] = field(default_factory=list[UpdateOne])
    reposts: list[UpdateOne] = field(default_factory=list[UpdateOne])
    seen: list[str] = field(default_factory=list[str])
    counts: UpsertCounts = field(default_factory=UpsertCounts)


class PostingStore:
    """Keeps an owner's adverts apart from everybody else's and each of them once."""

    def __init__(self, database: Database) -> None:
        self._postings: Collection = database.collection(POSTINGS)

    async def ensure_indexes(self) -> None:
        """Create the indexes, among them the unique one that decides races. May be called again."""
        await self._postings.create_indexes(
            [
                IndexModel([("owner", ASCENDING), ("posting_key", ASCENDING)], unique=True),
                IndexModel([("owner", ASCENDING), ("repost_key", ASCENDING)]),
                IndexModel([("owner", ASCENDING), ("reposts", ASCENDING)]),
                IndexModel([("owner", ASCENDING), ("_id", DESCENDING)]),
            ]
        )

    async def upsert(self, owner: str, postings: Sequence[Posting], *, by: str | None = None) -> UpsertCounts:
        """Keep `postings` in batches of 100 and say what was new, changed, as before, or a re-post.

        Idempotent, and safe beside another worker doing the same: what the other one added meanwhile counts as
        unchanged. With `by` (a name for this piece of work, such as job and step) a repetition of the same piece
        gives the same counts as the first time.
        """
        counts = UpsertCounts()
        for start in range(0, len(postings), BATCH):
            counts += await self._upsert_batch(owner, postings[start : start + BATCH], by)
        return counts

    async def keep(
        self, owner: str, posting: Posting, *, also: Sequence[str] = (), unsure: frozenset[str] = frozenset(), by: str
    ) -> Kept:
        """Keep what was read on an advert's own page, together with what a feed said of it.

        `also` are other keys under which it may be known; `unsure` fields give way to known ones. `by` names this piece
        of work: repeating it changes nothing and gives the same answer. A later feed leaves the page's text alone.
        """
        keys = [posting.posting_key, *also]
        for _ in range(_RACES):
            known = await self._known(owner, keys)
            before = next((known[key] for key in keys if key in known), None)
            if before is None:
                await self._upsert_batch(owner, [posting], by)
            elif kept := await self._put_together(before["_id"], posting, unsure, by):
                return kept
        raise ConflictingWrites(posting.posting_key)

    async def get(self, owner: str, posting_id: str) -> StoredPosting | None:
        """The owner's advert with this id, or None."""
        if not ObjectId.is_valid(posting_id):
            return None
        document = await self._postings.find_one({"owner": owner, "_id": ObjectId(posting_id)})
        return _stored(document) if document else None

    async def list(self, owner: str, limit: int = 50, after: str | None = None) -> list[StoredPosting]:
        """The owner's adverts, newest first, at most `limit`, from behind the one with id `after`."""
        query: Document = {"owner": owner}
        if after is not None and ObjectId.is_valid(after):
            query["_id"] = {"$lt": ObjectId(after)}
        documents = await self._postings.find(query).sort("_id", DESCENDING).limit(limit).to_list(None)
        return [_stored(document) for document in documents]

    async def _put_together(self, id_: ObjectId, posting: Posting, unsure: frozenset[str], by: str) -> Kept | None:
        """Merge `posting` into the advert with this id; None where it changed meanwhile."""
        document = await self._postings.find_one({"_id": id_})
        if document is None:
            return None
        values = merged(_posting(document), posting, unsure)
        is_new = document.get("added_by") == by
        is_mine = is_new or document.get("changed_by") == by
        kept = Kept(id=str(id_), is_new=is_new, posting=values)
        is_of_feed = not is_mine and not document.get("is_extracted")
        fields = {
            **_fields(values),
            "repost_key": repost_key(values),
            "is_extracted": True,
            "feed_hash": document["content_hash"] if is_of_feed else document.get("feed_hash"),
        }
        if all(name in document and document[name] == value for name, value in fields.items()):
            return kept
        now = _now()
        changed = {**fields, "updated_at": now, "last_seen_at": now, "changed_by": by}
        found = await self._postings.update_one(
            {"_id": id_, "content_hash": document["content_hash"]}, {"$set": changed}
        )
        return kept if found.matched_count else None

    async def _upsert_batch(self, owner: str, postings: Sequence[Posting], by: str | None) -> UpsertCounts:
        unique = {posting.posting_key: posting for posting in reversed(postings)}
        plan = await self._plan(owner, list(reversed(unique.values())), by)
        plan.counts.duplicate += len(postings) - len(unique)
        if plan.updates:
            updated = await self._postings.bulk_write(plan.updates, ordered=False)
            plan.counts.updated += updated.modified_count
            plan.counts.unchanged += len(plan.updates) - updated.modified_count
        if plan.inserts:
            added = await self._insert(plan.inserts)
            plan.counts.new += added
            plan.counts.unchanged += len(plan.inserts) - added
        if plan.reposts:
            await self._postings.bulk_write(plan.reposts, ordered=False)
        if plan.seen:
            await self._postings.update_many(
                {"owner": owner, "posting_key": {"$in": plan.seen}}, {"$set": {"last_seen_at": _now()}}
            )
        return plan.counts

    async def _plan(self, owner: str, postings: Sequence[Posting], by: str | None) -> _Plan:
        plan = _Plan()
        known = await self._known(owner, [posting.posting_key for posting in postings])
        missing = [posting for posting in postings if posting.posting_key not in known]
        alike = await self._alike(owner, missing)
        now = _now()
        for posting in postings:
            before = known.get(posting.posting_key)
            if before is not None:
                _plan_known(plan, posting, before, by, now)
                continue
            key = repost_key(posting)
            of_same_job = alike.setdefault(key, []) if key else []
            if any(other.posting_key == posting.posting_key for other in of_same_job):
                plan.counts.unchanged += 1  # another worker has just added it
                continue
            print_ = fingerprint(posting)
            original = next((other for other in of_same_job if print_.is_repost_of(other)), None)
            if original is not None:
                plan.counts.duplicate += 1
                plan.reposts.append(
                    UpdateOne(
                        {"owner": owner, "posting_key": original.posting_key},
                        {"$addToSet": {"reposts": posting.posting_key}},
                    )
                )
                continue
            of_same_job.append(print_)
            plan.inserts.append(
                {
                    "owner": owner,
                    **_fields(posting),
                    "repost_key": key,
                    "reposts": [],
                    "first_seen_at": now,
                    "updated_at": now,
                    "last_seen_at": now,
                    "added_by": by,
                }
            )
        return plan

    async def _known(self, owner: str, keys: Sequence[str]) -> dict[str, Document]:
        """What is kept under `keys`, by key; a re-post's key leads to its original."""
        documents = await self._postings.find(
            {"owner": owner, "$or": [{"posting_key": {"$in": list(keys)}}, {"reposts": {"$in": list(keys)}}]},
            dict.fromkeys(_KNOWN, 1),
        ).to_list(None)
        originals = {repost: document for document in documents for repost in document["reposts"]}
        return {**originals, **{document["posting_key"]: document for document in documents}}

    async def _alike(self, owner: str, postings: Iterable[Posting]) -> dict[str | None, list[Fingerprint]]:
        """The kept adverts with the company and title of one of `postings`, by what they share."""
        keys = {key for posting in postings if (key := repost_key(posting))}
        alike: dict[str | None, list[Fingerprint]] = {}
        if not keys:
            return alike
        documents = await self._postings.find(
            {"owner": owner, "repost_key": {"$in": list(keys)}},
            {"repost_key": 1, "posting_key": 1, "title": 1, "jobLocation": 1, "description_text": 1},
        ).to_list(None)
        for document in documents:
            places = [place["raw"] for place in document["jobLocation"]]
            known = Fingerprint(document["posting_key"], document["title"], places, document["description_text"])
            alike.setdefault(document["repost_key"], []).append(known)
        return alike

    async def _insert(self, documents: Sequence[Document]) -> int:
        """Insert what no other worker has inserted meanwhile; how many that were."""
        try:
            await self._postings.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            faults: list[Document] = (error.details or {}).get("writeErrors", [])
            if not faults or any(fault.get("code") != _DUPLICATE_KEY for fault in faults):
                raise
            return len(documents) - len(faults)
        return len(documents)


def _plan_known(plan: _Plan, posting: Posting, before: Document, by: str | None, now: datetime) -> None:
    if before["posting_key"] != posting.posting_key:
        plan.counts.duplicate += 1
        plan.seen.append(before["posting_key"])
        return
    if posting.content_hash not in {before["content_hash"], before.get("feed_hash")}:
        unchanged_since = {"_id": before["_id"], "content_hash": before["content_hash"]}
        fields = {**_fields(posting), "repost_key": repost_key(posting)}
        if before.get("is_extracted"):
            fields = _beside_page(posting)
        fields |= {"updated_at": now, "last_seen_at": now, "changed_by": by}
        plan.updates.append(UpdateOne(unchanged_since, {"$set": fields}))
        return
    plan.seen.append(posting.posting_key)
    if by is not None and before.get("added_by") == by:
        plan.counts.new += 1
    elif by is not None and before.get("changed_by") == by:
        plan.counts.updated += 1
    else:
        plan.counts.unchanged += 1


def _beside_page(posting: Posting) -> Document:
    """What a feed may change of an advert whose own page was read: what it has, but not the text."""
    fields = {name: value for name, value in _fields(posting).items() if name not in _OF_PAGES}
    return {
        **{name: value for name, value in fields.items() if value not in (None, "", [])},
        "feed_hash": posting.content_hash,
    }


def _fields(posting: Posting) -> Document:
    return posting.model_dump(mode="json")


def _posting(document: Document) -> Posting:
    return Posting.model_validate(
        {name: document[name] for name in Posting.model_fields if name in document}, extra="ignore"
    )


def _stored(document: Document) -> StoredPosting:
    names = set(StoredPosting.model_fields) - {"id"}
    return StoredPosting.model_validate(
        {
            "id": str(document["_id"]),
            **{name: document[name] for name in names if name in document},
        },
        extra="ignore",
    )


def _now() -> datetime:
    return datetime.now(UTC)
