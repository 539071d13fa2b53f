"""Jobs of all owners, as operators look for them: by an index where one answers, else by looks of bounded length."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from bson import ObjectId
from pymongo.errors import PyMongoError

from longhaul.model.errors import InvalidInput, NotFound
from longhaul.model.job import Job
from longhaul.model.states import Status
from longhaul.mongo.codec import object_id, to_job
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Document, translated
from longhaul.mongo.indexes import CLAIM, DEAD, DEAD_RECENT, LEASES
from longhaul.mongo.requests import LISTED, JobFilter, to_listed

LOOK_KEYS: Final = 20_000
"""How many keys of an index one look passes at most, where the index does not answer all that was asked."""
_FEW_WAITING: Final = 10_000
_LEASED: Final[Document] = {"lease.expires_at": {"$type": "date"}}


@dataclass(frozen=True, slots=True)
class Found:
    """Some jobs, newest first, without args, steps and results; `next_page` continues after the last.

    Without `is_whole` the time was up before `limit` jobs were found: there may be more on the next page.
    """

    jobs: list[Job]
    next_page: str | None
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Named:
    """Which job, and whose."""

    owner: str
    id: str


@dataclass(frozen=True, slots=True)
class Way:
    """How to look: along which index, by what its keys say, and whether that is all that was asked.

    `is_by_age` says that the index has the jobs of `base` newest first.
    """

    index: str
    base: Document
    is_exact: bool
    is_by_age: bool = True


class AllJobs:
    """Reads over the jobs of every owner. None takes longer than it was told, however many jobs there are."""

    def __init__(self, collections: Collections) -> None:
        self._jobs = collections.jobs

    async def get(self, job_id: str) -> Job:
        """The job, whoever owns it. Raises `NotFound`."""
        try:
            document = await self._jobs.find_one({"_id": object_id(job_id)})
        except PyMongoError as error:
            raise translated(error) from error
        if document is None:
            raise NotFound("job", job_id)
        return to_job(document)

    async def page(
        self, wanted: JobFilter, *, owner: str | None, limit: int, page: str | None = None, within_s: float = 5.0
    ) -> Found:
        """Up to `limit` matching jobs, newest first; `page` is the `next_page` of the page before.

        Gives what it has once `within_s` is over. Raises `InvalidInput` where `page` is none.
        """
        before = _read_page(page) if page is not None else None
        way, query = await self.way(wanted, owner), _query(wanted, owner)
        until = time.monotonic() + within_s
        documents, edge = await self._look(way, query, LISTED, limit, before, until)
        next_page = str(edge) if edge is not None else None
        is_whole = edge is None or len(documents) == limit
        return Found([to_listed(document) for document in documents], next_page, is_whole)

    async def matching(self, wanted: JobFilter, *, owner: str | None, limit: int) -> tuple[list[Named], bool]:
        """The newest `limit` matching jobs, oldest first, and whether there may be more; takes as long as it takes."""
        way, query = await self.way(wanted, owner), _query(wanted, owner)
        documents, edge = await self._look(way, query, {"owner": 1}, limit, None, None)
        named = [Named(document["owner"], str(document["_id"])) for document in reversed(documents)]
        return named, edge is not None

    async def way(self, wanted: JobFilter, owner: str | None) -> Way:
        """How jobs that match are looked for."""
        query = _query(wanted, owner)
        base: Document = {}
        index = "_id_"
        if owner is not None:
            second = next((name for name in ("status", "type") if isinstance(query.get(name), str)), None)
            index = f"owner_{second or 'recent'}"
            base = {"owner": owner, **({second: query[second]} if second is not None else {})}
        elif wanted.status is Status.FAILED:
            index = DEAD if wanted.queue is not None else DEAD_RECENT
            base = {name: query[name] for name in ("queue", "status") if name in query}
        elif wanted.status is Status.RUNNING:
            return Way(LEASES, {"status": query["status"], **_LEASED}, is_exact=False, is_by_age=False)
        elif wanted.status is Status.QUEUED:
            waiting: Document = {"status": query["status"], "queue": query.get("queue", {"$gt": ""})}
            if await self._is_few(waiting):
                return Way(CLAIM, waiting, is_exact=False, is_by_age=False)
        return Way(index, base, is_exact=query.keys() <= base.keys())

    async def _is_few(self, waiting: Document) -> bool:
        # Where many wait, a look at the newest jobs of all finds some soon; where few do, that would pass all others.
        try:
            return await self._jobs.count_documents(waiting, hint=CLAIM, limit=_FEW_WAITING) < _FEW_WAITING
        except PyMongoError as error:
            raise translated(error) from error

    async def _look(
        self,
        way: Way,
        query: Document,
        fields: Document,
        limit: int,
        before: ObjectId | None,
        until: float | None,
    ) -> tuple[list[Document], ObjectId | None]:
        """Up to `limit` documents, and below which id the next look begins: None when nothing is left."""
        found: list[Document] = []
        is_long = way.is_by_age and not way.is_exact
        while True:
            edge = await self._edge(way, before) if is_long else None
            span = {name: id_ for name, id_ in (("$lt", before), ("$gte", edge)) if id_ is not None}
            matching = {**way.base, **query, **({"_id": span} if span else {})}
            more = limit + 1 - len(found)  # one that says whether there is another page
            try:
                found += await self._jobs.find(
                    matching, fields, sort=[("_id", -1)], hint=way.index, limit=more, batch_size=more
                ).to_list(None)
            except PyMongoError as error:
                raise translated(error) from error
            if len(found) > limit:
                return found[:limit], found[limit - 1]["_id"]
            if edge is None or (until is not None and time.monotonic() > until):
                return found, edge
            before = edge

    async def _edge(self, way: Way, before: ObjectId | None) -> ObjectId | None:
        """The id with which one look from `before` on ends; None where it reaches the oldest job."""
        below: Document = {"_id": {"$lt": before}} if before is not None else {}
        try:
            found = await self._jobs.find(
                {**way.base, **below}, {"_id": 1}, sort=[("_id", -1)], hint=way.index, skip=LOOK_KEYS - 1, limit=1
            ).to_list(None)
        except PyMongoError as error:
            raise translated(error) from error
        return found[0]["_id"] if found else None


def _query(wanted: JobFilter, owner: str | None) -> Document:
    query = wanted.query(owner or "")
    if owner is None:
        del query["owner"]
    return query


def _read_page(text: str) -> ObjectId:
    if not ObjectId.is_valid(text):
        raise InvalidInput("page is not one that an earlier answer gave as next_page", field="page")
    return ObjectId(text)
