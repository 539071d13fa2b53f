"""Relays the outboxes that nobody else does: those of processes that died or lost the database in between."""

from __future__ import annotations

import random

from longhaul.engine.relay import OnAppend, Relay
from longhaul.engine.service import Loop
from longhaul.model.event import NewEvent
from longhaul.mongo.event_log import EventLog
from longhaul.mongo.outbox import Outboxes
from longhaul.telemetry.logs import get_logger
from longhaul.telemetry.metrics import Metrics

_BATCH = 500


class Sweeper(Loop):
    """Looks, at the cost of one indexed query a round, for outboxes that have been waiting for too long."""

    def __init__(
        self,
        log: EventLog,
        outboxes: Outboxes,
        relay: Relay | None = None,
        *,
        on_append: OnAppend | None = None,
        older_than_s: float = 2.0,
        interval_s: float = 4.0,
        limit: int = 100,
        metrics: Metrics | None = None,
    ) -> None:
        """Jobs that wait in `relay`, this process's own, are left to it."""
        super().__init__("sweeper")
        self._events = log
        self._outboxes = outboxes
        self._relay = relay
        self._on_append = on_append
        self._older_than_s = older_than_s
        self._interval_s = interval_s
        self._limit = limit
        self._metrics = metrics or Metrics()

    async def run_once(self) -> float:
        """Relay the outboxes that are overdue; appending what the log has already changes nothing."""
        stale = await self._outboxes.stale(older_than_s=self._older_than_s, limit=self._limit)
        waiting = self._relay.jobs_waiting if stale and self._relay is not None else set[str]()
        orphaned = [outbox for outbox in stale if outbox.job_id not in waiting]
        if orphaned:
            events = [
                NewEvent(entry.type, outbox.owner, outbox.job_id, entry.v, entry.data)
                for outbox in orphaned
                for entry in outbox.entries
            ]
            for start in range(0, len(events), _BATCH):
                appended = await self._events.append(events[start : start + _BATCH])
                if self._on_append is not None:
                    self._on_append(appended)
            await self._outboxes.clear({outbox.job_id: [entry.v for entry in outbox.entries] for outbox in orphaned})
            self._metrics.outboxes_swept.inc(len(orphaned))
            get_logger("longhaul.sweeper").info("outboxes swept", jobs=len(orphaned), events=len(events))
        # Processes that started together must not look together.
        return 0.0 if len(orphaned) == self._limit else self._interval_s * random.uniform(0.8, 1.2)  # noqa: S311
