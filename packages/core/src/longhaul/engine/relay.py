"""Carries events from the jobs' outboxes into the log: one appender per process."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable, Sequence
from itertools import islice

from longhaul.engine.service import Loop
from longhaul.model.errors import StoreUnavailable
from longhaul.model.event import Event, NewEvent, OutboxEntry
from longhaul.mongo.event_log import EventLog
from longhaul.mongo.outbox import JobOutbox, Outboxes
from longhaul.telemetry.metrics import Metrics

_IDLE_S = 3600.0
_STOP_S = 5.0
_REMEMBERED_JOBS = 20_000
_CLEAR_AT_JOBS = 500

OnAppend = Callable[[Sequence[Event]], None]


class Relay(Loop):
    """Appends what is submitted, in batches: one batch is on its way while the next one gathers.

    Nothing submitted is given up: while the database does not answer, it is kept and tried again. What a dying process
    leaves behind is still in the outboxes, where the `Sweeper` of another process finds it.
    """

    def __init__(
        self,
        log: EventLog,
        outboxes: Outboxes,
        *,
        on_append: OnAppend | None = None,
        batch_limit: int = 500,
        clear_every_s: float = 0.0,
        metrics: Metrics | None = None,
    ) -> None:
        """`on_append` is called with the events of each batch, in log order, as soon as they are in the log.

        Outboxes are cleared every `clear_every_s`: in a worker a little later, so that the events of a short job are
        cleared by one write; elsewhere at once, since whoever changes the job next would relay them again.
        """
        super().__init__("relay")
        self._events = log
        self._outboxes = outboxes
        self._on_append = on_append
        self._batch_limit = batch_limit
        self._clear_every_s = clear_every_s
        self._metrics = metrics or Metrics()
        self._metrics.relay_backlog.set_function(lambda: self.backlog)
        self._queue: deque[NewEvent] = deque()
        self._newest: dict[str, int] = {}
        self._after_gap: set[tuple[str, int]] = set()
        self._foreign: set[tuple[str, int]] = set()
        self._uncleared: dict[str, list[int]] = {}
        self._clear_at = 0.0
        self._submitted = 0
        self._appended = 0
        self._flushes: deque[tuple[int, asyncio.Future[None]]] = deque()

    @property
    def backlog(self) -> int:
        """How many events wait to be appended."""
        return len(self._queue)

    @property
    def jobs_waiting(self) -> set[str]:
        """The jobs that have events waiting to be appended."""
        return {event.job_id for event in self._queue}

    def submit(self, owner: str, job_id: str, entries: Sequence[OutboxEntry]) -> None:
        """Have `entries` of one job, in `v` order, appended soon; returns at once.

        They continue what this relay was given of that job before, or they are its whole outbox. What was submitted
        before is ignored. All others but the last are from other processes and may be in the log already; that is
        looked up, since numbers reserved for them would be wasted. Where versions are missing in between, another
        process wrote them, or a call that has not answered yet: the job's outbox is read again before anything goes on.
        """
        newest = self._newest.pop(job_id, None)
        for entry in entries:
            if newest is not None:
                if entry.v <= newest:
                    continue
                if entry.v != newest + 1:
                    self._after_gap.add((job_id, entry.v))
            newest = entry.v
            if entry is not entries[-1]:
                self._foreign.add((job_id, entry.v))
            self._queue.append(NewEvent(entry.type, owner, job_id, entry.v, entry.data))
            self._submitted += 1
        if newest is not None:
            self._newest[job_id] = newest
            if len(self._newest) > _REMEMBERED_JOBS:
                del self._newest[next(iter(self._newest))]
        if self._queue:
            self.wake()

    async def flush(self) -> None:
        """Return when all submitted so far is in the log. Raises `StoreUnavailable` when the relay stops first."""
        if self._appended < self._submitted:
            done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._flushes.append((self._submitted, done))
            await done

    async def stop(self) -> None:
        """Go on for up to five seconds until everything is in the log and out of the outboxes, then end."""
        with contextlib.suppress(TimeoutError, StoreUnavailable):
            async with asyncio.timeout(_STOP_S):
                if self._task is not None:
                    await self.flush()
                await super().stop()
                await self._clear()
        await super().stop()
        while self._flushes:
            _, done = self._flushes.popleft()
            if not done.done():
                done.set_exception(StoreUnavailable("the relay stopped before everything was in the log"))

    async def run_once(self) -> float:
        """Append one batch, and meanwhile clear the outboxes of those before, if it is time."""
        outcomes = await asyncio.gather(self._clear_if_due(), self._append_batch(), return_exceptions=True)
        for outcome in outcomes:
            if outcome is not None:
                raise outcome
        if self._queue:
            return 0.0
        return max(0.0, self._clear_at - time.monotonic()) if self._uncleared else _IDLE_S

    async def _append_batch(self) -> None:
        batch = list(islice(self._queue, self._batch_limit))
        if not batch:
            return
        stored = await self._already_stored(batch)
        fresh = [event for event in batch if (event.job_id, event.v) not in stored]
        events = await self._append(await self._without_gaps(fresh)) if fresh else []
        for event in batch:
            self._queue.popleft()
            self._after_gap.discard((event.job_id, event.v))
            self._foreign.discard((event.job_id, event.v))
        for event in (*stored.values(), *events):
            if event.job_id is not None and event.v is not None:
                self._uncleared.setdefault(event.job_id, []).append(event.v)
        self._appended += len(batch)
        while self._flushes and self._flushes[0][0] <= self._appended:
            _, done = self._flushes.popleft()
            if not done.done():
                done.set_result(None)
        if events and self._on_append is not None:
            self._on_append(events)

    async def _append(self, batch: list[NewEvent]) -> list[Event]:
        with self._metrics.append_seconds.time():
            events = await self._events.append(batch)
        self._metrics.events_appended.inc(len(events))
        return events

    async def _already_stored(self, batch: list[NewEvent]) -> dict[tuple[str, int], Event]:
        foreign = [event for event in batch if (event.job_id, event.v) in self._foreign]
        return await self._events.find_stored(foreign) if foreign else {}

    async def _without_gaps(self, batch: list[NewEvent]) -> list[NewEvent]:
        torn = {event.job_id for event in batch if (event.job_id, event.v) in self._after_gap}
        if not torn:
            return batch
        stored = {outbox.job_id: outbox for outbox in await self._outboxes.of(torn)}
        mended: list[NewEvent] = []
        for event in batch:
            outbox = stored.get(event.job_id)
            if outbox is not None and (event.job_id, event.v) in self._after_gap:
                sent = self._uncleared.get(event.job_id, ())
                mended += [earlier for earlier in _events_before(outbox, event.v) if earlier.v not in sent]
            mended.append(event)
        return mended  # `append` takes the first of what stands there twice

    async def _clear_if_due(self) -> None:
        if len(self._uncleared) >= _CLEAR_AT_JOBS or time.monotonic() >= self._clear_at:
            await self._clear()

    async def _clear(self) -> None:
        sent, self._uncleared = self._uncleared, {}
        self._clear_at = time.monotonic() + self._clear_every_s
        if not sent:
            return
        try:
            await self._outboxes.clear(sent)
        except BaseException:
            for job_id, versions in sent.items():
                self._uncleared.setdefault(job_id, []).extend(versions)
            raise


def _events_before(outbox: JobOutbox, v: int) -> list[NewEvent]:
    return [
        NewEvent(entry.type, outbox.owner, outbox.job_id, entry.v, entry.data)
        for entry in outbox.entries
        if entry.v < v
    ]
