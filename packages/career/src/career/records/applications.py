"""The collection `applications`: how far the owner has come with each advert, every change told by an event.

A change and its event are one write: the event waits in the document's own outbox, as those of jobs do, until the log
has it. In the log an application stands where a job would.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, get_args

from bson import ObjectId
from pymongo import ASCENDING, DESCENDING, IndexModel, ReturnDocument
from pymongo.errors import DuplicateKeyError, PyMongoError

from career.model import CareerModel, Id
from longhaul.engine.sweeper import Sweeper
from longhaul.model.errors import NotFound
from longhaul.model.event import APPLICATION_STATUS_CHANGE, NewEvent
from longhaul.mongo.driver import Collection, Document, translated
from longhaul.mongo.indexes import OUTBOX
from longhaul.mongo.outbox import Outboxes
from longhaul.runtime import ApiRuntime, Core

APPLICATIONS: Final = "applications"
ApplicationStatus = Literal["draft", "applied", "screening", "interview", "offer", "accepted", "rejected", "withdrawn"]
STATUSES: Final = get_args(ApplicationStatus)
_NOTE_LENGTH: Final = 2000
_HISTORY: Final = 100


class StatusChange(CareerModel):
    """One step of an application."""

    status: ApplicationStatus
    at: datetime
    note: str | None = None


class ApplicationRecord(CareerModel):
    """An application: for which advert, with which CV and packet, and every status it had, oldest first."""

    posting_id: Id
    resume_id: Id | None = None
    packet_id: Id | None = None
    status: ApplicationStatus = "draft"
    history: list[StatusChange] = []


@dataclass(frozen=True, slots=True)
class StoredApplication:
    """An application as kept; `v` counts its changes, as the events do."""

    id: str
    v: int
    value: ApplicationRecord
    created_at: datetime
    updated_at: datetime


class Applications:
    """An owner's applications, at most one for each advert."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._applications: Collection = core.database.collection(APPLICATIONS)
        self._outboxes = Outboxes(core.collections, core.time, of=self._applications)

    async def ensure_indexes(self) -> None:
        """Create the indexes. May be called again."""
        await self._applications.create_indexes(
            [
                IndexModel([("owner", ASCENDING), ("posting_id", ASCENDING)], unique=True),
                IndexModel([("owner", ASCENDING), ("_id", DESCENDING)]),
                IndexModel([("posting_id", ASCENDING)]),
                IndexModel(
                    [("outbox_at", ASCENDING)],
                    name=OUTBOX,
                    partialFilterExpression={"outbox_at": {"$type": "date"}},
                ),
            ]
        )

    def sweeper(self, runtime: ApiRuntime, *, older_than_s: float = 2.0) -> Sweeper:
        """A service that carries events into the log which a process that died had left in outboxes."""
        return Sweeper(
            self._core.log, self._outboxes, on_append=lambda _: runtime.hub.ring(), older_than_s=older_than_s
        )

    async def create(self, owner: str, record: ApplicationRecord) -> StoredApplication:
        """Begin an application; where the advert has one already, that one as it is."""
        now = self._core.time.now_expr()
        document: Document = {
            "owner": owner,
            "v": 0,
            "posting_id": record.posting_id,
            "resume_id": record.resume_id,
            "packet_id": record.packet_id,
            "status": None,
            "history": [],
        }
        try:
            inserted = await self._applications.insert_one(document)
        except DuplicateKeyError:
            known = await self._applications.find_one({"owner": owner, "posting_id": record.posting_id})
            if known is None:
                raise NotFound("application", record.posting_id) from None
            if known["status"] is not None:
                return _stored(known)
            return await self._changed(owner, known["_id"], record.status, None, now)  # its creator died in between
        except PyMongoError as error:
            raise translated(error) from error
        return await self._changed(owner, inserted.inserted_id, record.status, None, now)

    async def change(
        self, owner: str, application_id: str, status: ApplicationStatus, note: str | None = None
    ) -> StoredApplication:
        """Give it `status` and tell so in the log. The status it has already changes nothing.

        Raises `NotFound` where the owner has no such application.
        """
        if not ObjectId.is_valid(application_id):
            raise NotFound("application", application_id)
        return await self._changed(owner, ObjectId(application_id), status, note, self._core.time.now_expr())

    async def get(self, owner: str, application_id: str) -> StoredApplication:
        """One application. Raises `NotFound`."""
        found = None
        if ObjectId.is_valid(application_id):
            found = await self._applications.find_one({"owner": owner, "_id": ObjectId(application_id)})
        if found is None:
            raise NotFound("application", application_id)
        return _stored(found)

    async def list(self, owner: str, *, limit: int = 50, after: str | None = None) -> list[StoredApplication]:
        """Applications, newest first, from behind the one with id `after`."""
        query: Document = {"owner": owner, "status": {"$ne": None}}
        if after is not None and ObjectId.is_valid(after):
            query["_id"] = {"$lt": ObjectId(after)}
        found = await self._applications.find(query).sort("_id", DESCENDING).limit(limit).to_list(None)
        return [_stored(document) for document in found]

    async def posting_ids(self, among: Sequence[str]) -> set[str]:
        """Those of these adverts that an owner has an application for."""
        return set(await self._applications.distinct("posting_id", {"posting_id": {"$in": list(among)}}))

    async def _changed(
        self, owner: str, id_: ObjectId, status: ApplicationStatus, note: str | None, now: Any
    ) -> StoredApplication:
        next_v = {"$add": ["$v", 1]}
        told = {"application": str(id_), "posting_id": "$posting_id", "status": status, "previous": "$status"}
        step = {"status": status, "at": now, "note": {"$literal": note[:_NOTE_LENGTH] if note else None}}
        entry = {"v": next_v, "type": APPLICATION_STATUS_CHANGE, "data": told}
        fields: Document = {
            "status": status,
            "updated_at": now,
            "created_at": {"$ifNull": ["$created_at", now]},
            "history": {"$slice": [{"$concatArrays": ["$history", [step]]}, -_HISTORY]},
            "v": next_v,
            "outbox": {"$concatArrays": [{"$ifNull": ["$outbox", []]}, [entry]]},
            "outbox_at": {"$ifNull": ["$outbox_at", now]},
        }
        try:
            changed = await self._applications.find_one_and_update(
                {"_id": id_, "owner": owner, "status": {"$ne": status}},
                [{"$set": fields}],
                return_document=ReturnDocument.AFTER,
            )
        except PyMongoError as error:
            raise translated(error) from error
        if changed is None:
            return await self.get(owner, str(id_))
        await self._tell(changed)
        return _stored(changed)

    async def _tell(self, document: Document) -> None:
        """Carry the whole outbox into the log: what an earlier process left comes first."""
        job_id = str(document["_id"])
        entries = document["outbox"]
        await self._core.log.append(
            [NewEvent(entry["type"], document["owner"], job_id, entry["v"], entry["data"]) for entry in entries]
        )
        await self._outboxes.clear({job_id: [entry["v"] for entry in entries]})


def _stored(document: Document) -> StoredApplication:
    names = ApplicationRecord.model_fields
    return StoredApplication(
        id=str(document["_id"]),
        v=document["v"],
        value=ApplicationRecord.model_validate(
            {name: document[name] for name in names if name in document}, extra="ignore"
        ),
        created_at=document["created_at"],
        updated_at=document["updated_at"],
    )
