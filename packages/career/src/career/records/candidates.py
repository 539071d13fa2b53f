"""What is kept about candidates: their CVs for a limited time, what a search fetched, and what it found."""

from __future__ import annotations

import contextlib
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast

from bson import ObjectId
from pydantic import BaseModel, ValidationError
from pymongo import ASCENDING, DESCENDING, IndexModel, ReturnDocument
from pymongo.errors import DuplicateKeyError

from career.model import CareerModel, Id
from career.records.owned import OwnedRecords, Stored
from career.records.resumes import RESUMES, ResumeRecord, resume_records
from career.tasks.candidates import Candidate, CandidateCounts, CandidateQuery
from longhaul.mongo.driver import Collection, Database

SEARCHES: Final = "candidate_searches"
DOWNLOADS: Final = "candidate_downloads"
RETENTION: Final = timedelta(days=180)

_DOTLESS: Final = frozenset({"gmail.com", "googlemail.com"})


class SearchRecord(CareerModel):
    """One search and everybody it found, best first; `artifact_ids` are the files it fetched."""

    job_id: str
    query: CandidateQuery
    candidates: list[Candidate] = []
    counts: CandidateCounts = CandidateCounts()
    artifact_ids: list[Id] = []


class Download(CareerModel):
    """What a job got from one address: a file (`artifact_id`), or a CV at once (`resume_id`), or why nothing."""

    job_id: str
    url: str
    sha256: str | None = None
    artifact_id: Id | None = None
    resume_id: Id | None = None
    filename: str | None = None
    code: str | None = None
    message: str | None = None


class Forgotten(BaseModel):
    """What was removed of a person. The results and files of `job_ids` and the files `artifact_ids` may still name
    them until the jobs expire.
    """

    resumes: int = 0
    searches: int = 0
    downloads: int = 0
    job_ids: list[str] = []
    artifact_ids: list[str] = []


@dataclass(frozen=True, slots=True)
class KeptCv:
    """A CV as kept, with the SHA-256 of its file."""

    id: str
    sha256: str
    value: ResumeRecord


class CandidateRecords:
    """Keeps an owner's candidates. Everything written here expires after `retention`, counted from the last search
    that met it.
    """

    def __init__(self, database: Database, *, retention: timedelta = RETENTION) -> None:
        self.resumes = resume_records(database)
        self.searches = OwnedRecords(database, SEARCHES, SearchRecord)
        self._downloads = OwnedRecords(database, DOWNLOADS, Download)
        self._retention = retention
        self._resume_documents: Collection = database.collection(RESUMES)
        self._search_documents: Collection = database.collection(SEARCHES)
        self._download_documents: Collection = database.collection(DOWNLOADS)

    async def ensure_indexes(self) -> None:
        """Create the indexes. May be called again."""
        await self.resumes.ensure_indexes()
        await self.searches.ensure_indexes(
            also=[IndexModel([("owner", ASCENDING), ("value.candidates.resume_id", ASCENDING)])]
        )
        await self._downloads.ensure_indexes(also=[IndexModel([("owner", ASCENDING), ("value.sha256", ASCENDING)])])

    async def keep_cv(self, owner: str, sha256: str, cv: ResumeRecord) -> str:
        """Keep a candidate's CV under the SHA-256 of its file; its id.

        Where a search has kept the file before, its time starts anew; a CV the owner uploaded stays as it is.
        """
        now = datetime.now(UTC)
        try:
            document = await self._resume_documents.find_one_and_update(
                {"owner": owner, "key": sha256, "value.origin": "candidate"},
                {
                    "$set": {
                        "value": cv.model_dump(mode="json"),
                        "updated_at": now,
                        "expires_at": now + self._retention,
                    },
                    "$setOnInsert": {"created_at": now},
                },
                upsert=True,
                projection={"_id": 1},
                return_document=ReturnDocument.AFTER,
            )
        except DuplicateKeyError:  # the owner's own, or another worker's of this moment
            kept = await self.resumes.find(owner, sha256)
            if kept is None:
                raise
            return kept.id
        return str(cast("dict[str, Any]", document)["_id"])

    async def known_cv(self, owner: str, sha256: str) -> Stored[ResumeRecord] | None:
        """The CV that was read from this very file before; a candidate's is kept for another while."""
        kept = await self.resumes.find(owner, sha256)
        if kept is not None and kept.value.origin == "candidate":
            await self._resume_documents.update_one(
                {"owner": owner, "key": sha256, "value.origin": "candidate"},
                {"$set": {"expires_at": datetime.now(UTC) + self._retention}},
            )
        return kept

    async def cv_ids(self, owner: str, *, after: str | None = None, limit: int) -> list[str]:
        """The ids of the owner's CVs, the owner's own and candidates', newest first, from behind `after`."""
        query: dict[str, Any] = {"owner": owner}
        if after is not None and ObjectId.is_valid(after):
            query["_id"] = {"$lt": ObjectId(after)}
        documents = self._resume_documents.find(query, {"_id": 1}).sort("_id", DESCENDING).limit(limit)
        return [str(document["_id"]) async for document in documents]

    async def cvs(self, owner: str, ids: Sequence[str]) -> dict[str, KeptCv]:
        """The owner's CVs with these ids, by id; those that are not there, or not readable any more, are missing."""
        wanted = [ObjectId(id_) for id_ in ids if ObjectId.is_valid(id_)]
        documents = await self._resume_documents.find({"owner": owner, "_id": {"$in": wanted}}).to_list(None)
        kept: dict[str, KeptCv] = {}
        for document in documents:
            with contextlib.suppress(ValidationError):  # written by another version of the product
                id_, value = str(document["_id"]), ResumeRecord.model_validate(document["value"], extra="ignore")
                kept[id_] = KeptCv(id_, document["key"], value)
        return kept

    async def download(self, owner: str, job_id: str, url: str) -> Download | None:
        """What this job got from `url` already, or None."""
        kept = await self._downloads.find(owner, _download_key(job_id, url))
        return kept.value if kept is not None else None

    async def downloaded(self, owner: str, download: Download) -> None:
        """Remember what a job got from an address, so that no attempt of it asks there again."""
        key = _download_key(download.job_id, download.url)
        await self._downloads.put(owner, key, download, expires_at=datetime.now(UTC) + self._retention)

    async def keep_search(self, owner: str, search: SearchRecord) -> str:
        """Keep what a job found, in place of what it had found before; the id of the search."""
        return await self.searches.put(owner, search.job_id, search, expires_at=datetime.now(UTC) + self._retention)

    async def forget_person(self, owner: str, email: str) -> Forgotten:
        """Remove every CV with this address, and the person from every search. Doing it again removes nothing more.

        A CV without an address of its own is the person's where its text has this one.
        """
        resumes = await self._resumes_of(owner, email)
        ids = [str(document["_id"]) for document in resumes]
        named: dict[str, Any] = {"owner": owner, "value.candidates.resume_id": {"$in": ids}}
        searches = await self._search_documents.find(named, {"value.job_id": 1}).to_list(None)
        fetched: dict[str, Any] = {
            "owner": owner,
            "$or": [
                {"value.sha256": {"$in": [document["key"] for document in resumes]}},
                {"value.resume_id": {"$in": ids}},
            ],
        }
        downloads = await self._download_documents.find(fetched, {"value": 1}).to_list(None)
        # The CVs last: after a failure half-way they still say what belongs to the person.
        await self._search_documents.update_many(named, {"$pull": {"value.candidates": {"resume_id": {"$in": ids}}}})
        await self._download_documents.delete_many(fetched)
        await self._resume_documents.delete_many(
            {"owner": owner, "_id": {"$in": [document["_id"] for document in resumes]}}
        )
        jobs = [document["value"]["job_id"] for document in (*searches, *downloads)]
        files = [document["value"].get("source_id") for document in resumes]
        files += [document["value"].get("artifact_id") for document in downloads]
        return Forgotten(
            resumes=len(resumes),
            searches=len(searches),
            downloads=len(downloads),
            job_ids=list(dict.fromkeys(jobs)),
            artifact_ids=list(dict.fromkeys(file for file in files if file)),
        )

    async def _resumes_of(self, owner: str, email: str) -> list[dict[str, Any]]:
        wanted = email_key(email)
        fields = {"key": 1, "value.resume.basics.email": 1, "value.source_id": 1}
        with_address = self._resume_documents.find(
            {"owner": owner, "value.resume.basics.email": {"$type": "string"}}, fields
        )
        found = [
            document
            async for document in with_address
            if email_key(document["value"]["resume"]["basics"]["email"]) == wanted
        ]
        as_word = rf"(?<![\w.+-]){re.escape(email.strip())}(?![\w-])"
        found += await self._resume_documents.find(
            {
                "owner": owner,
                "value.resume.basics.email": None,
                "value.text": {"$regex": as_word, "$options": "i"},
            },
            fields,
        ).to_list(None)
        return found


def email_key(email: str) -> str:
    """What is equal for two spellings of one mailbox: no capitals, no `+tag`, and no dots where the provider ignores
    them.

    Example:
        >>> email_key("Ada.Lovelace+jobs@GoogleMail.com")
        'adalovelace@gmail.com'
    """
    plain = unicodedata.normalize("NFKC", email).strip().strip("<>").casefold()
    local, _, domain = plain.removeprefix("mailto:").rpartition("@")
    domain = domain.rstrip(".")
    local = local.partition("+")[0] or local
    if domain in _DOTLESS:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def _download_key(job_id: str, url: str) -> str:
    return f"{job_id}:{hashlib.sha256(url.encode()).hexdigest()[:40]}"
