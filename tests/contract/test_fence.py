"""Nothing that a worker without the lease writes lands, of any kind."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from longhaul.model.artifact import ArtifactRef
from longhaul.model.errors import LeaseLost
from longhaul.model.job import Failure, Job, Progress
from longhaul.model.lease import Lease
from longhaul.mongo.change import Success

from .conftest import Store

FAILURE = Failure("error", "transient", "BOOM", "it broke")
ARTIFACT = ArtifactRef(id="a" * 24, kind="text", filename="a.txt", content_type="text/plain", size=1, sha256="0" * 64)
Write = Callable[[Store, Job, Lease], Awaitable[object]]

WRITES: dict[str, Write] = {
    "progress": lambda store, job, lease: store.holder.report_progress(lease, Progress(50, "half")),
    "log": lambda store, job, lease: store.holder.write_log(lease, [{"message": "hello"}]),
    "step": lambda store, job, lease: store.holder.keep_step(lease, "load", {"result": 1}, 5),
    "publish": lambda store, job, lease: store.holder.publish(lease, ARTIFACT),
    "succeed": lambda store, job, lease: store.holder.succeed(Success(job, lease, job.v, {}, 1)),
    "retry": lambda store, job, lease: store.holder.retry(lease, FAILURE, 1.0, refund=False),
    "fail": lambda store, job, lease: store.holder.fail(lease, FAILURE),
    "snooze": lambda store, job, lease: store.holder.snooze(lease, 1.0, "later"),
    "release": lambda store, job, lease: store.holder.release(lease, 20),
    "cancel": lambda store, job, lease: store.holder.cancel(lease, "enough"),
}


@pytest.mark.parametrize("verb", WRITES)
async def test_a_worker_whose_job_was_rescued_writes_nothing(store: Store, verb: str) -> None:
    job, stale = await store.running("w1")
    store.time.advance(13)
    await store.holder.rescue(stale, 20)
    (again,) = await store.claim("w2")
    before = await store.document(again)

    with pytest.raises(LeaseLost):
        await WRITES[verb](store, job, stale)

    assert before == await store.document(again)


@pytest.mark.parametrize("verb", WRITES)
async def test_the_holder_writes_and_says_so_in_the_outbox(store: Store, verb: str) -> None:
    job, lease = await store.running()

    await WRITES[verb](store, job, lease)

    after = await store.document(job)
    assert job.v + 1 == after["v"]
    assert [entry["v"] for entry in after["outbox"]] == [1, 2, 3]
    assert after["outbox_at"] is not None


async def test_a_group_of_ends_refuses_the_stale_ones_and_writes_the_others(store: Store) -> None:
    stale_job, stale = await store.running("w1")
    store.time.advance(13)
    await store.holder.rescue(stale, 20)
    await store.claim("w2")
    job, lease = await store.running("w1")

    written = await store.holder.succeed_all(
        [Success(stale_job, stale, stale_job.v, {"by": "w1"}, 1), Success(job, lease, job.v, {"n": "$x"}, 1)]
    )

    assert written[0] is None
    assert written[1] is not None
    assert (await store.requests.get("ada", job.id)).result == {"n": "$x"}
    assert (await store.requests.get("ada", stale_job.id)).result is None


async def test_an_end_repeated_after_a_lost_answer_meets_itself(store: Store) -> None:
    job, lease = await store.running()
    end = Success(job, lease, job.v, {"ok": True}, 1)
    first = await store.holder.succeed(end)

    assert first == await store.holder.succeed(end)
    assert first.v == (await store.document(job))["v"]


async def test_every_group_end_knows_its_own_outbox_entry(store: Store) -> None:
    for _ in range(3):
        await store.enqueue()
    jobs = await store.claim(limit=3)

    written = await store.holder.succeed_all(
        [Success(job, job.lease, job.v, {"n": n}, 7) for n, job in enumerate(jobs) if job.lease]
    )

    for one in written:
        assert one is not None
        stored = await store.requests.get("ada", one.job_id)
        assert stored.outbox[-1:] == one.outbox
        assert "_place" not in await store.document(stored)


async def test_a_lease_that_expired_unrescued_can_still_be_renewed(store: Store) -> None:
    _, lease = await store.running()
    store.time.advance(13)

    (held,) = await store.jobs.renew([lease], 12.0)

    assert held.is_held
    with pytest.raises(LeaseLost):
        await store.holder.rescue(lease, 20)


async def test_a_renewal_tells_lost_leases_and_cancel_requests(store: Store) -> None:
    kept_job, kept = await store.running("w1")
    _, lost = await store.running("w1")
    store.time.advance(13)
    await store.holder.rescue(lost, 20)
    await store.requests.request_cancel("ada", kept_job.id)

    first, second = await store.jobs.renew([kept, lost], 12.0)

    assert (first.is_held, first.cancel_requested) == (True, True)
    assert not second.is_held
