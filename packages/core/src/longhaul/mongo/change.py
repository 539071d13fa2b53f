"""What a transition is before it is applied: a guarded update, and the facts of a successful end."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from longhaul.model import event
from longhaul.model.event import OutboxEntry
from longhaul.model.job import Job
from longhaul.model.lease import Lease
from longhaul.mongo.driver import Document


@dataclass(frozen=True, slots=True)
class Change:
    """One guarded update: applies to what matches `filter`, or to nothing."""

    filter: Document
    update: list[Document]


@dataclass(frozen=True, slots=True)
class Success:
    """One successful end, to be written together with others: `v` is the version the holder last wrote."""

    job: Job
    lease: Lease
    v: int
    result: dict[str, Any]
    duration_ms: int
    peak_rss_mb: float | None = None

    @property
    def data(self) -> dict[str, Any]:
        """What the event of this end says; known beforehand, so that the holder can relay it unread."""
        return {"status": "succeeded", "attempt": self.job.attempt, "duration_ms": self.duration_ms}

    @property
    def entry(self) -> OutboxEntry:
        """The event as the statement writes it into the outbox."""
        return OutboxEntry(self.v + 1, event.COMPLETED, {"task": self.job.type, "queue": self.job.queue, **self.data})
