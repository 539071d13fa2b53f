"""What the holder of a lease writes: every write is fenced by the token and refused as `LeaseLost` without it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bson import ObjectId
from pymongo import ReturnDocument
from pymongo.errors import PyMongoError

from longhaul.model.artifact import ArtifactRef
from longhaul.model.errors import InvalidInput, LeaseLost
from longhaul.model.event import OutboxEntry
from longhaul.model.job import Failure, Progress
from longhaul.model.lease import Lease
from longhaul.model.states import Status
from longhaul.mongo import transitions
from longhaul.mongo.change import Change, Success
from longhaul.mongo.clock import TimeSource
from longhaul.mongo.codec import to_outbox
from longhaul.mongo.collections import COUNTERS, Collections
from longhaul.mongo.driver import UNSTORABLE, Document, translated

_WRITTEN = {"_id": 1, "owner": 1, "status": 1, "v": 1, "outbox": 1}


@dataclass(frozen=True, slots=True)
class Written:
    """What a transition left: the new version, the status, and the whole outbox for the relay."""

    job_id: str
    owner: str
    status: Status
    v: int
    outbox: tuple[OutboxEntry, ...]


class HolderStore:
    """The writes of running jobs. Each raises `LeaseLost` where the lease no longer holds, and then wrote nothing."""

    def __init__(self, collections: Collections, time: TimeSource) -> None:
        self._jobs = collections.jobs
        self._database = collections.database
        self._reach = collections.reach
        self._time = time

    async def confirm(self) -> None:
        """Return when the majority takes writes, which renewals need. Raises `StoreUnavailable` where it does not."""
        await self._database.try_write(COUNTERS)

    async def report_progress(self, lease: Lease, progress: Progress) -> Written:
        """Store how far the job is."""
        return await self._write(lease, transitions.report_progress(lease, progress, self._time.now_expr()))

    async def write_log(self, lease: Lease, lines: Sequence[Document]) -> Written:
        """Append lines of the handler's log."""
        return await self._write(lease, transitions.write_log(lease, lines, self._time.now_expr()))

    async def keep_step(self, lease: Lease, name: str, memo: dict[str, Any], duration_ms: int) -> Written:
        """Remember the result of a step."""
        await self._reach("keeping")
        now = self._time.now_expr()
        return await self._write(lease, transitions.keep_step(lease, name, memo, duration_ms, now))

    async def publish(self, lease: Lease, artifact: ArtifactRef) -> Written:
        """Make a staged file the job's."""
        await self._reach("publishing")
        return await self._write(lease, transitions.publish(lease, artifact, self._time.now_expr()))

    async def succeed(self, end: Success) -> Written:
        """End as succeeded."""
        return await self._end(end.lease, transitions.succeed(end, self._time.now_expr()))

    async def retry(self, lease: Lease, failure: Failure, delay_s: float, *, refund: bool) -> Written:
        """Back to queued after a failure, or cancelled where that was asked for."""
        change = transitions.retry(lease, failure, delay_s, refund=refund, now=self._time.now_expr())
        return await self._end(lease, change)

    async def fail(self, lease: Lease, failure: Failure, *, peak_rss_mb: float | None = None) -> Written:
        """End as failed."""
        now = self._time.now_expr()
        return await self._end(lease, transitions.fail(lease, failure, now, peak_rss_mb=peak_rss_mb))

    async def snooze(self, lease: Lease, delay_s: float, reason: str) -> Written:
        """Back to queued, no attempt spent."""
        return await self._end(lease, transitions.snooze(lease, delay_s, reason, self._time.now_expr()))

    async def release(self, lease: Lease, interruptions_cap: int) -> Written:
        """Give the job back because this worker stops."""
        return await self._end(lease, transitions.release(lease, interruptions_cap, self._time.now_expr()))

    async def cancel(self, lease: Lease, reason: str) -> Written:
        """End as cancelled."""
        return await self._end(lease, transitions.cancel(lease, reason, self._time.now_expr()))

    async def rescue(self, lease: Lease, interruptions_cap: int) -> Written:
        """Take the job from the holder of an expired lease. `LeaseLost` says that it was renewed or ended meanwhile."""
        await self._reach("rescuing")
        return await self._write(lease, transitions.rescue(lease, interruptions_cap, self._time.now_expr()))

    async def succeed_all(self, ends: Sequence[Success]) -> list[Written | None]:
        """End many jobs as succeeded in one statement, each job at most once in `ends`.

        None at a job's place says that its version moved on: use `succeed` for it, which will tell.
        """
        change = transitions.succeed_all(ends, self._time.now_expr())
        await self._reach("ending")
        try:
            outcome = await self._jobs.update_many(change.filter, change.update)
            await self._reach("changed")
            if outcome.modified_count == len(ends):
                return [_succeeded(end) for end in ends]
            tokens = {end.lease.job_id: end.lease.token for end in ends}
            wanted = {**_WRITTEN, "ended_by": 1}
            found = await self._jobs.find({"_id": {"$in": [ObjectId(id_) for id_ in tokens]}}, wanted).to_list(None)
        except UNSTORABLE:
            return [None] * len(ends)  # one of them spoils the statement; alone, each is told what it is
        except PyMongoError as error:
            raise translated(error) from error
        landed = {
            str(entry["_id"]): _to_written(entry)
            for entry in found
            if entry["status"] == Status.SUCCEEDED.value
            and str(entry.get("ended_by", {}).get("token")) == tokens[str(entry["_id"])]
        }
        return [landed.get(end.lease.job_id) for end in ends]

    async def _write(self, lease: Lease, change: Change) -> Written:
        try:
            document = await self._jobs.find_one_and_update(
                change.filter, change.update, projection=_WRITTEN, return_document=ReturnDocument.AFTER
            )
        except UNSTORABLE as error:
            raise InvalidInput(f"the value cannot be stored: {error}") from error
        except PyMongoError as error:
            raise translated(error) from error
        if document is None:
            raise LeaseLost(lease.job_id)
        await self._reach("changed")
        return _to_written(document)

    async def _end(self, lease: Lease, change: Change) -> Written:
        await self._reach("ending")
        try:
            return await self._write(lease, change)
        except LeaseLost:
            # An end whose answer was lost on the way is tried again and meets itself: it has landed.
            mine = {"_id": ObjectId(lease.job_id), "ended_by.token": ObjectId(lease.token), "lease": {"$exists": False}}
            try:
                document = await self._jobs.find_one(mine, _WRITTEN)
            except PyMongoError as error:
                raise translated(error) from error
            if document is None:
                raise
            return _to_written(document)


def _to_written(document: Document) -> Written:
    return Written(
        job_id=str(document["_id"]),
        owner=document["owner"],
        status=Status(document["status"]),
        v=document["v"],
        outbox=to_outbox(document),
    )


def _succeeded(end: Success) -> Written:
    """The end as its statement wrote it: token and version matched, so the outbox is known without reading it."""
    return Written(end.lease.job_id, end.job.owner, Status.SUCCEEDED, end.v + 1, (end.entry,))
