"""Every index of the engine in one list, and the building of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.errors import PyMongoError

from longhaul.mongo.collections import ARTIFACTS, EVENTS, JOBS, LIMITS, MINUTES, SCHEDULES, WORKERS
from longhaul.mongo.driver import Database, translated

CLAIM: Final = "next_job"
FAIR: Final = "fair"
PARKED: Final = "parked"
LEASES: Final = "leases"
OUTBOX: Final = "outbox"
DEAD: Final = "dead_by_queue"
DEAD_RECENT: Final = "dead_recent"


@dataclass(frozen=True, slots=True)
class Index:
    """One index: on which collection, what for, and how it is built."""

    collection: str
    name: str
    keys: Sequence[tuple[str, int]]
    purpose: str
    partial: dict[str, Any] | None = None
    unique: bool = False
    ttl: bool = False

    def model(self) -> IndexModel:
        """The driver's description of this index."""
        options: dict[str, Any] = {"name": self.name, "unique": self.unique}
        if self.partial is not None:
            options["partialFilterExpression"] = self.partial
        if self.ttl:
            options["expireAfterSeconds"] = 0
        return IndexModel(list(self.keys), **options)


_ACTIVE: Final = {"$in": ["queued", "running"]}

INDEXES: Final[tuple[Index, ...]] = (
    # Partial on what waits, so that a million finished jobs cost a claim nothing.
    Index(
        JOBS,
        CLAIM,
        [
            ("queue", ASCENDING),
            ("status", ASCENDING),
            ("priority", ASCENDING),
            ("run_at", ASCENDING),
            # Tasks that a worker does not know are passed by without reading their jobs.
            ("type", ASCENDING),
        ],
        "find the next job, and count those that wait without reading them",
        partial={"status": "queued"},
    ),
    Index(
        JOBS,
        FAIR,
        [("queue", ASCENDING), ("owner", ASCENDING), ("priority", ASCENDING), ("run_at", ASCENDING)],
        "find the next job of one owner",
        partial={"status": "queued"},
    ),
    Index(
        JOBS,
        PARKED,
        [("waits_for", ASCENDING), ("priority", ASCENDING), ("_id", ASCENDING)],
        "find the next job that waits for a slot",
        partial={"status": "queued", "waits_for": {"$exists": True}},
    ),
    Index(
        JOBS,
        LEASES,
        [("lease.expires_at", ASCENDING)],
        "find expired leases",
        partial={"status": "running"},
    ),
    Index(
        JOBS,
        DEAD,
        [("queue", ASCENDING), ("status", ASCENDING), ("_id", DESCENDING), ("type", ASCENDING)],
        "count a queue's dead letters without reading them, and list them",
        partial={"status": "failed"},
    ),
    Index(
        JOBS,
        DEAD_RECENT,
        [("status", ASCENDING), ("_id", DESCENDING), ("type", ASCENDING)],
        "list the dead letters of all queues",
        partial={"status": "failed"},
    ),
    Index(
        JOBS,
        OUTBOX,
        [("outbox_at", ASCENDING)],
        "find outboxes that nobody relayed",
        partial={"outbox_at": {"$type": "date"}},
    ),
    Index(
        JOBS,
        "idempotency",
        [("owner", ASCENDING), ("idempotency_key", ASCENDING)],
        "one job per idempotency key",
        partial={"idempotency_key": {"$type": "string"}},
        unique=True,
    ),
    Index(
        JOBS,
        "unique_key",
        [("owner", ASCENDING), ("type", ASCENDING), ("unique_key", ASCENDING)],
        "one active job per unique key",
        partial={"unique_key": {"$type": "string"}, "status": _ACTIVE},
        unique=True,
    ),
    Index(JOBS, "owner_recent", [("owner", ASCENDING), ("_id", DESCENDING)], "list an owner's jobs"),
    Index(
        JOBS,
        "owner_status",
        [("owner", ASCENDING), ("status", ASCENDING), ("_id", DESCENDING)],
        "list and count an owner's jobs by status",
    ),
    Index(
        JOBS,
        "owner_type",
        [("owner", ASCENDING), ("type", ASCENDING), ("_id", DESCENDING)],
        "list an owner's jobs by task",
    ),
    Index(JOBS, "retention", [("expires_at", ASCENDING)], "delete finished jobs", ttl=True),
    Index(EVENTS, "retention", [("expires_at", ASCENDING)], "the log forgets", ttl=True),
    Index(
        EVENTS,
        "once",
        [("job", ASCENDING), ("v", ASCENDING)],
        "an event is stored once however often it is relayed",
        partial={"v": {"$exists": True}},
        unique=True,
    ),
    Index(EVENTS, "owner", [("owner", ASCENDING), ("_id", ASCENDING)], "replay for an owner"),
    Index(EVENTS, "job", [("job", ASCENDING), ("_id", ASCENDING)], "replay for a job"),
    Index(ARTIFACTS, "job", [("job", ASCENDING), ("_id", ASCENDING)], "the files of a job"),
    Index(ARTIFACTS, "sweep", [("sweep_at", ASCENDING)], "find files that may be orphans"),
    Index(WORKERS, "gone", [("expires_at", ASCENDING)], "forget workers that are gone", ttl=True),
    Index(SCHEDULES, "due", [("next_run_at", ASCENDING)], "find the next tick"),
    Index(MINUTES, "retention", [("expires_at", ASCENDING)], "forget old minutes", ttl=True),
    Index(LIMITS, "expiry", [("expires_at", ASCENDING)], "forget old windows", ttl=True),
)


def indexes_by_collection() -> dict[str, list[Index]]:
    """The list, by collection and in its order."""
    by_collection: dict[str, list[Index]] = {}
    for index in INDEXES:
        by_collection.setdefault(index.collection, []).append(index)
    return by_collection


async def build_indexes(database: Database) -> None:
    """Create what is missing; what exists stays. Safe to call from several processes at once."""
    try:
        for name, indexes in indexes_by_collection().items():
            await database.collection(name).create_indexes([index.model() for index in indexes])
    except PyMongoError as error:
        raise translated(error) from error


async def missing_indexes(database: Database) -> list[Index]:
    """The indexes of the list that the database does not have."""
    present: set[tuple[str, str]] = set()
    try:
        for name in indexes_by_collection():
            present |= {(name, index) for index in await database.collection(name).index_information()}
    except PyMongoError as error:
        raise translated(error) from error
    return [index for index in INDEXES if (index.collection, index.name) not in present]
