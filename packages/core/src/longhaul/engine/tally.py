"""Counts in memory what becomes of this worker's jobs, and writes the sums every few seconds."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from longhaul.engine.service import Loop
from longhaul.model.errors import StoreUnavailable
from longhaul.model.histogram import Buckets, bucket_of
from longhaul.model.job import Job
from longhaul.model.states import Status
from longhaul.mongo.clock import TimeSource
from longhaul.mongo.minutes import End, Minute, MinuteStore, Tallied

WRITE_EVERY_S: Final = 5.0
_LAST_WRITE_S: Final = 2.0
_NEVER_RAN: Final = 2
"""The version of a job that was created and then claimed, and nothing else."""
_ENDS: Final[dict[Status, End]] = {
    Status.SUCCEEDED: "succeeded",
    Status.FAILED: "failed",
    Status.CANCELLED: "cancelled",
}


class Tally(Loop):
    """One write for each minute and queue, every five seconds at most, and none while nothing happens.

    Minutes are those of the database's clock. What was counted is written once more as this stops; a worker that is
    killed takes up to five seconds of counts with it.
    """

    def __init__(
        self, minutes: MinuteStore, server_time: TimeSource, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__("tally")
        self._minutes = minutes
        self._time = server_time
        self._monotonic = monotonic
        self._offset_s: float | None = None  # from this process's clock to the database's, once that was asked
        self._counted: dict[tuple[int, str], Tallied] = {}
        self._writing = asyncio.Lock()

    def started(self, job: Job) -> float | None:
        """Seconds that `job`, just claimed, waited since it was due, None while the database's time is not known.

        That of a first attempt is counted.
        """
        if self._offset_s is None:
            return None
        now_s = self._monotonic() + self._offset_s
        waited_s = now_s - max(job.created_at, job.run_at).timestamp()
        if job.attempt == 1 and job.v == _NEVER_RAN:
            _count(self._of(int(now_s // 60), job.queue).waits, waited_s)
        return waited_s

    def ended(self, queue: str, status: Status, *, is_retry: bool = False, run_s: float | None = None) -> None:
        """Count what became of an attempt after `run_s`; one that was given back or put off counts for nothing."""
        end: End | None = _ENDS.get(status)
        if end is None and is_retry:
            end = "retried"
        if self._offset_s is None or end is None:
            return
        tallied = self._of(int((self._monotonic() + self._offset_s) // 60), queue)
        tallied.ends[end] = tallied.ends.get(end, 0) + 1
        if run_s is not None:
            _count(tallied.runs, run_s)

    async def run_once(self) -> float:
        """Write what was counted; seconds until the next look."""
        await self._ask_time()
        async with self._writing:
            await self._write()
        return WRITE_EVERY_S

    async def start(self) -> None:
        """Begin, knowing the time if the database answers."""
        with contextlib.suppress(StoreUnavailable):
            await self._ask_time()
        await super().start()

    async def stop(self) -> None:
        """End, and write what is left, unless the database lets us wait."""
        with contextlib.suppress(TimeoutError, StoreUnavailable):
            async with asyncio.timeout(_LAST_WRITE_S):
                # Nor is a write cut off that may have counted already: what it wrote would be written again.
                async with self._writing:
                    await super().stop()
                if self._counted:
                    await self.run_once()
        await super().stop()

    async def _write(self) -> None:
        counted, self._counted = self._counted, {}
        try:
            while counted:
                minute, queue = key = next(iter(counted))
                at = datetime.fromtimestamp(minute * 60, tz=UTC)
                await self._minutes.add(Minute(at, queue, counted[key]))
                del counted[key]
        finally:
            for key, tallied in counted.items():
                self._of(*key).add(tallied)

    async def _ask_time(self) -> None:
        self._offset_s = (await self._time.now()).timestamp() - self._monotonic()

    def _of(self, minute: int, queue: str) -> Tallied:
        tallied = self._counted.get((minute, queue))
        if tallied is None:
            tallied = self._counted[minute, queue] = Tallied()
        return tallied


def _count(buckets: Buckets, seconds: float) -> None:
    bucket = bucket_of(seconds)
    buckets[bucket] = buckets.get(bucket, 0) + 1
