"""The loop that deletes files nobody holds any more: of failed attempts, of expired jobs, of forgotten uploads."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from longhaul.engine.service import Loop
from longhaul.model.artifact import ArtifactState, BlobStore, Holder, SweepCandidate
from longhaul.model.errors import StoreUnavailable
from longhaul.model.states import Status, is_terminal
from longhaul.mongo.artifact_sweep import ArtifactSweep
from longhaul.telemetry.logs import get_logger

_INTERVAL_S = 60.0
_BATCH = 200
_AGAIN = timedelta(hours=1)
_AFTER_EXPIRY = timedelta(minutes=2)


class Pruner(Loop):
    """Deletes the bytes of an orphan and then its record, in this order: bytes never outlive their record.

    Any number of them may run at once.
    """

    def __init__(self, sweep: ArtifactSweep, blobs: BlobStore) -> None:
        super().__init__("pruner")
        self._sweep = sweep
        self._blobs = blobs
        self._log = get_logger("longhaul.pruner")

    async def run_once(self) -> float:
        """Look at the files that are due, a bounded number of them."""
        now = await self._sweep.now()
        due = await self._sweep.due(now, _BATCH)
        jobs = await self._sweep.holders(job for candidate in due for job in _job_ids(candidate))
        for candidate in due:
            holders = [jobs[job] for job in _job_ids(candidate) if job in jobs]
            until = keep_until(candidate, holders, now)
            if until is not None:
                await self._sweep.postpone(candidate, until, gone=set(candidate.job_ids) - jobs.keys())
            elif await self._sweep.withdraw(candidate):
                await self._delete(candidate, now)
        return 0.0 if len(due) == _BATCH else _INTERVAL_S

    async def _delete(self, candidate: SweepCandidate, now: datetime) -> None:
        try:
            await self._blobs.delete(candidate.id)
        except StoreUnavailable:
            raise
        except Exception as error:  # noqa: BLE001 - one file that cannot be deleted must not hold up the others
            self._log.error("artifact not deleted", artifact_id=candidate.id, exc_info=error)
            await self._sweep.postpone(candidate, now + _AGAIN)
        else:
            await self._sweep.remove(candidate.id)


def keep_until(candidate: SweepCandidate, holders: Collection[Holder], now: datetime) -> datetime | None:
    """When to look at a file again, None if nobody holds it. `holders` are its jobs that still exist.

    A job holds the files that it lists, the one that its present attempt is writing, and, until it ends, those that
    it adopted and is about to list. What the present attempt holds, the fence lets nobody else publish.
    """
    if candidate.state is ArtifactState.WITHDRAWN:
        return None
    held = [_looked_at_again(job, now) for job in holders if _holds(job, candidate)]
    return max(held, default=None)


def _holds(job: Holder, candidate: SweepCandidate) -> bool:
    if candidate.id in job.artifact_ids:
        return True
    if job.id in candidate.job_ids and not is_terminal(job.status):
        return True
    return job.id == candidate.job_id and job.status is Status.RUNNING and job.token == candidate.token


def _looked_at_again(job: Holder, now: datetime) -> datetime:
    if job.expires_at is None:
        return now + _AGAIN
    return max(job.expires_at, now) + _AFTER_EXPIRY


def _job_ids(candidate: SweepCandidate) -> Mapping[str, None]:
    own = [] if candidate.job_id is None else [candidate.job_id]
    return dict.fromkeys([*own, *candidate.job_ids])
