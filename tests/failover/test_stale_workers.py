"""The fence of a job across a failover, beside a finish that does not look at the lease's token."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Literal

import pytest
from bson import ObjectId

from longhaul.model.event import RETRYING
from longhaul.model.job import Failure, Job
from longhaul.model.lease import Lease
from longhaul.mongo.change import Change, Success
from longhaul.mongo.clock import ManualTime
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Database
from longhaul.mongo.holder import HolderStore, Written
from longhaul.mongo.jobs import JobStore, new_token
from longhaul.mongo.requests import JobRequests
from tests.contract.conftest import Store
from tests.failover.patience import PATIENCE_S, insist, is_accepted, unless_unavailable
from tests.failover.trio import FAULTS, Fault, Trio, aside

FAILURE = Failure("error", "transient", "BOOM", "it broke")
Kind = Literal["fenced", "unfenced"]
KINDS: tuple[Kind, ...] = ("fenced", "unfenced")


class UnfencedHolder(HolderStore):
    """Writes to whatever runs under the job's id, as if there were no tokens."""

    async def _write(self, lease: Lease, change: Change) -> Written:
        running = {"_id": ObjectId(lease.job_id), "status": "running"}
        return await super()._write(lease, Change(running, change.update))


class Bench(Store):
    """The stores on the set, with both kinds of holder. A job's owner is the kind that writes it."""

    def holder_of(self, kind: Kind) -> HolderStore:
        """The store that writes the jobs of this kind."""
        return self.holder if kind == "fenced" else UnfencedHolder(self.collections, self.time)

    async def claimed(self, worker_id: str) -> dict[str, tuple[Job, Lease]]:
        """The queued job of each kind, claimed by `worker_id`; right after an election a search may find none yet."""
        claimed: dict[str, tuple[Job, Lease]] = {}
        async with asyncio.timeout(PATIENCE_S):
            while len(claimed) < len(KINDS):
                for job in await self._claim_as_a_worker_does(worker_id):
                    assert job.lease is not None
                    claimed[job.owner] = job, job.lease
        return claimed

    async def _claim_as_a_worker_does(self, worker_id: str) -> list[Job]:
        token = new_token()
        jobs = await unless_unavailable(
            lambda: self.jobs.claim(worker_id, ["default"], ["demo.noop"], lease_s=12.0, limit=1, token=token)
        )
        if jobs is not None:
            return jobs
        return await insist(lambda: self.jobs.claimed_with(token, lease_s=12.0))  # it may have landed


@pytest.fixture
def store(database: Database) -> Bench:
    """Stores on the set, with a clock that the test moves by hand."""
    collections, time = Collections(database), ManualTime(datetime(2100, 3, 1, 12, tzinfo=UTC))
    return Bench(
        collections, time, JobStore(collections, time), HolderStore(collections, time), JobRequests(collections, time)
    )


@pytest.mark.crash
@pytest.mark.parametrize("fault", FAULTS)
async def test_only_the_token_keeps_a_stale_result_out_after_a_failover(trio: Trio, store: Bench, fault: Fault) -> None:
    for kind in KINDS:
        await store.enqueue(owner=kind)
    stale = await store.claimed("w1")
    store.time.advance(13)
    for _, lease in stale.values():
        await store.holder.rescue(lease, 20)
    present = await store.claimed("w2")
    await aside(lambda: trio.fall(fault))

    accepted = {
        kind: [
            await is_accepted(success(store, kind, *stale[kind], "w1")),
            await is_accepted(success(store, kind, *present[kind], "w2")),
        ]
        for kind in KINDS
    }

    jobs = {kind: await store.requests.get(kind, present[kind][0].id) for kind in KINDS}
    assert {"fenced": [False, True], "unfenced": [True, True]} == accepted
    assert {"fenced": {"by": "w2"}, "unfenced": {"by": "w1"}} == {kind: job.result for kind, job in jobs.items()}


@pytest.mark.crash
@pytest.mark.parametrize("fault", FAULTS)
async def test_only_the_token_keeps_an_end_sent_again_after_a_failover_from_ending_the_next_attempt(
    trio: Trio, store: Bench, fault: Fault
) -> None:
    for kind in KINDS:
        await store.enqueue(owner=kind)
    first = await store.claimed("w1")
    for kind in KINDS:
        await retry(store, kind, first[kind][1])()
    await aside(lambda: trio.fall(fault))
    await store.claimed("w2")

    # The answers to the first ends were lost with the primary: the worker does not know that they landed.
    accepted = {kind: await is_accepted(retry(store, kind, first[kind][1])) for kind in KINDS}

    jobs = {kind: await store.requests.get(kind, first[kind][0].id) for kind in KINDS}
    ends = {kind: [entry.type for entry in job.outbox].count(RETRYING) for kind, job in jobs.items()}
    assert {"fenced": False, "unfenced": True} == accepted
    assert {"fenced": 1, "unfenced": 2} == ends


def success(store: Bench, kind: Kind, job: Job, lease: Lease, by: str) -> Callable[[], Awaitable[object]]:
    """Ends the attempt with a result that says whose it is."""
    return lambda: store.holder_of(kind).succeed(Success(job, lease, job.v, {"by": by}, 1))


def retry(store: Bench, kind: Kind, lease: Lease) -> Callable[[], Awaitable[object]]:
    """Ends the attempt as one to be repeated at once."""
    return lambda: store.holder_of(kind).retry(lease, FAILURE, 0.0, refund=False)
