"""What owners ask: keys, cancel, requeue, delete, lists; and that nobody sees another's jobs."""

from __future__ import annotations

import pytest

from longhaul.model.errors import Conflict, InvalidInput, KeyConflict, NotFound
from longhaul.model.job import Failure, NewJob
from longhaul.model.states import Status
from longhaul.mongo.change import Success
from longhaul.mongo.requests import JobFilter

from .conftest import Store

FAILURE = Failure("error", "permanent", "BOOM", "it broke")


async def test_the_same_idempotency_key_gives_the_same_job(store: Store) -> None:
    new = NewJob("demo.noop", "ada", {"n": 1}, idempotency_key="k")

    (first,) = await store.jobs.insert([new])
    (second,) = await store.jobs.insert([new])

    assert (first.existed, second.existed) == (False, True)
    assert first.job.id == second.job.id


async def test_an_idempotency_key_for_something_else_is_a_conflict(store: Store) -> None:
    await store.enqueue(args={"n": 1}, idempotency_key="k")

    with pytest.raises(KeyConflict):
        await store.enqueue(args={"n": 2}, idempotency_key="k")


async def test_another_owner_may_use_the_same_keys(store: Store) -> None:
    first = await store.enqueue(owner="ada", idempotency_key="k", unique_key="u")
    second = await store.enqueue(owner="bob", idempotency_key="k", unique_key="u")

    assert first.id != second.id


async def test_a_unique_key_holds_while_the_job_is_active(store: Store) -> None:
    job, lease = await store.running(unique_key="u")
    (again,) = await store.jobs.insert([NewJob("demo.noop", "ada", {}, unique_key="u")])
    assert (True, job.id) == (again.existed, again.job.id)

    await store.holder.succeed(Success(job, lease, job.v, {}, 1))

    assert job.id != (await store.enqueue(unique_key="u")).id


async def test_a_batch_with_taken_keys_stores_the_others(store: Store) -> None:
    taken = await store.enqueue(unique_key="u")

    answer = await store.jobs.insert([NewJob("demo.noop", "ada", {}, unique_key=key) for key in ("a", "u", "b", "a")])

    assert [one.existed for one in answer] == [False, True, False, True]
    assert taken.id == answer[1].job.id
    assert answer[0].job.id == answer[3].job.id


async def test_a_batch_with_a_key_that_stands_for_something_else_stores_none(store: Store) -> None:
    await store.enqueue(idempotency_key="k")
    other = NewJob("demo.noop", "ada", {"n": 2}, idempotency_key="k")
    twice = [NewJob("demo.noop", "ada", {"n": n}, idempotency_key="again") for n in (1, 2)]

    for batch in ([NewJob("demo.noop", "ada", {}, idempotency_key="fine"), other], twice):
        with pytest.raises(KeyConflict):
            await store.jobs.insert(batch)

    assert 1 == await store.requests.count("ada", JobFilter(), cap=10)


async def test_a_queued_job_is_cancelled_at_once_and_only_once(store: Store) -> None:
    job = await store.enqueue()

    first, changed = await store.requests.request_cancel("ada", job.id)
    second, changed_again = await store.requests.request_cancel("ada", job.id)

    assert (first.status, changed, changed_again) == (Status.CANCELLED, True, False)
    assert first.v == second.v
    assert await store.claim() == []


async def test_a_running_job_is_asked_to_stop(store: Store) -> None:
    job, lease = await store.running()

    asked, _ = await store.requests.request_cancel("ada", job.id)

    assert (asked.status, asked.outbox[-1].type) == (Status.RUNNING, "job.cancel_requested")
    assert asked.expires_at is None
    await store.holder.cancel(lease, "on request")
    assert (await store.requests.get("ada", job.id)).status == Status.CANCELLED


async def test_what_has_ended_cannot_be_cancelled(store: Store) -> None:
    job, lease = await store.running()
    await store.holder.fail(lease, FAILURE)

    with pytest.raises(Conflict, match="failed already"):
        await store.requests.request_cancel("ada", job.id)


async def test_a_requeued_job_has_all_its_attempts_and_keeps_its_steps(store: Store) -> None:
    job, lease = await store.running(max_attempts=1)
    await store.holder.keep_step(lease, "load", {"result": {"n": 1}, "inputs_sha256": "x"}, 3)
    await store.holder.fail(lease, FAILURE)

    again = await store.requests.requeue("ada", job.id)

    assert (again.status, again.attempt, again.error, again.expires_at) == (Status.QUEUED, 0, None, None)
    assert again.steps["load"]["result"] == {"n": 1}
    assert not again.errors
    assert again.outbox[-1].type == "job.requeued"
    assert len(await store.claim()) == 1


async def test_a_requeue_whose_unique_key_is_taken_is_a_conflict(store: Store) -> None:
    job, lease = await store.running(unique_key="u")
    await store.holder.fail(lease, FAILURE)
    await store.enqueue(unique_key="u")

    with pytest.raises(KeyConflict):
        await store.requests.requeue("ada", job.id)


async def test_an_active_job_can_neither_be_requeued_nor_deleted(store: Store) -> None:
    job = await store.enqueue()

    with pytest.raises(Conflict):
        await store.requests.requeue("ada", job.id)
    with pytest.raises(Conflict):
        await store.requests.delete("ada", job.id)


async def test_another_owners_job_is_not_there(store: Store) -> None:
    job = await store.enqueue(owner="ada")

    for ask in (store.requests.get, store.requests.request_cancel, store.requests.requeue, store.requests.delete):
        with pytest.raises(NotFound):
            await ask("bob", job.id)
    assert (await store.requests.list("bob", JobFilter())).jobs == []
    assert await store.requests.count("bob", JobFilter()) == 0


async def test_an_id_that_is_none_is_not_found(store: Store) -> None:
    with pytest.raises(NotFound):
        await store.requests.get("ada", "not-an-id")


async def test_pages_hold_every_job_once_newest_first(store: Store) -> None:
    ids = [(await store.enqueue()).id for _ in range(7)]

    seen: list[str] = []
    page: str | None = None
    while True:
        answer = await store.requests.list("ada", JobFilter(), limit=3, page=page)
        seen += [job.id for job in answer.jobs]
        page = answer.next_page
        if page is None:
            break

    assert ids[::-1] == seen


async def test_a_page_that_is_none_is_refused(store: Store) -> None:
    with pytest.raises(InvalidInput, match="page"):
        await store.requests.list("ada", JobFilter(), page="zzz")


async def test_filters_restrict_the_list(store: Store) -> None:
    wanted = await store.enqueue("demo.other", tags=("red",))
    await store.enqueue("demo.noop", tags=("blue",))

    for chosen in (JobFilter(type="demo.other"), JobFilter(tag="red")):
        assert [wanted.id] == [job.id for job in (await store.requests.list("ada", chosen)).jobs]
    assert (await store.requests.list("ada", JobFilter(status=Status.FAILED))).jobs == []


async def test_args_that_look_like_expressions_stay_as_they_are(store: Store) -> None:
    strange = {"$set": {"$$NOW": "$status"}, "a.b": ["$x"], "text": "$5"}
    job, lease = await store.running(args=strange)

    await store.holder.succeed(Success(job, lease, job.v, strange, 1))

    after = await store.requests.get("ada", job.id)
    assert (strange, strange) == (after.args, after.result)


async def test_a_value_that_cannot_be_stored_is_refused_by_name(store: Store) -> None:
    with pytest.raises(InvalidInput, match="args"):
        await store.enqueue(args={"n": 2**70})
