"""How often an owner may ask for a task."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from longhaul.engine.client import Request
from longhaul.model.errors import InvalidInput, KeyConflict, RateExceeded
from longhaul.model.job import NewJob
from longhaul.model.task import Rate
from longhaul.mongo.driver import Document

from .conftest import NOW, Office
from .tasks import RATE, RATED


async def took(office: Office, owner: str = "ada", task: str = "limits.rated") -> bool:
    """Whether one more was granted."""
    try:
        await office.rates.take(owner, task, RATE)
    except RateExceeded:
        return False
    return True


async def test_of_many_at_once_exactly_as_many_as_allowed_are_granted(office: Office) -> None:
    granted = await asyncio.gather(*(took(office) for _ in range(12)))

    assert 3 == sum(granted)


async def test_no_window_of_any_place_holds_more_than_the_rate(office: Office) -> None:
    granted_at: list[float] = []
    for second in range(0, 300, 7):
        if await took(office):
            granted_at.append(second)
        office.time.advance(7)

    for start in granted_at:
        assert len([at for at in granted_at if start <= at < start + 60]) <= 3
    assert len(granted_at) >= 3 * 300 // 63


async def test_a_refusal_says_when_the_next_fits_and_then_it_does(office: Office) -> None:
    await office.rates.take("ada", "limits.rated", RATE)
    office.time.advance(10)
    await office.rates.take("ada", "limits.rated", RATE, times=2)
    office.time.advance(5)

    with pytest.raises(RateExceeded, match="at most 3 in 60 s; try again in 45 s") as refused:
        await office.rates.take("ada", "limits.rated", RATE)
    with pytest.raises(RateExceeded) as refused_two:
        await office.rates.take("ada", "limits.rated", RATE, times=2)

    assert (45.0, 55.0) == (refused.value.retry_after_s, refused_two.value.retry_after_s)
    office.time.advance(45)
    assert await took(office)


async def test_a_refusal_costs_nothing(office: Office) -> None:
    for _ in range(3):
        await took(office)
    office.time.advance(59)
    refused = [await took(office) for _ in range(20)]
    office.time.advance(1)

    granted = [await took(office) for _ in range(4)]

    assert [False] * 20 == refused
    assert [True, True, True, False] == granted


async def test_each_owner_and_each_task_has_its_own_window(office: Office) -> None:
    for _ in range(3):
        await took(office)

    assert not await took(office)
    assert await took(office, owner="bob")
    assert await took(office, task="limits.other")


async def test_the_document_stays_small_and_goes_when_its_window_has(office: Office) -> None:
    for _ in range(50):
        await took(office)
        office.time.advance(5)
    office.time.advance(-5)

    document = await office.limit("rate:ada:limits.rated")

    assert len(document["hits"]) <= 3
    assert NOW + timedelta(seconds=49 * 5 + 60) == document["expires_at"]


async def test_a_job_over_the_rate_is_not_stored(office: Office) -> None:
    for _ in range(3):
        await office.client.enqueue(RATED, {}, owner="ada")

    with pytest.raises(RateExceeded):
        await office.client.enqueue(RATED, {}, owner="ada")

    assert 3 == await office.count()


@pytest.mark.parametrize("key", [{"idempotency_key": "k"}, {"unique_key": "k"}])
async def test_asking_again_with_the_same_key_counts_once_and_is_answered_at_the_limit(
    office: Office, key: dict[str, str]
) -> None:
    first = await office.client.enqueue(RATED, {}, owner="ada", **key)
    for _ in range(5):
        await office.client.enqueue(RATED, {}, owner="ada", **key)
    await office.client.enqueue(RATED, {}, owner="ada")
    await office.client.enqueue(RATED, {}, owner="ada")

    again = await office.client.enqueue(RATED, {}, owner="ada", **key)

    assert (True, first.job.id) == (again.existed, again.job.id)
    with pytest.raises(RateExceeded):
        await office.client.enqueue(RATED, {}, owner="ada")


async def test_a_key_used_for_something_else_is_a_conflict_and_counts_nothing(office: Office) -> None:
    await office.client.enqueue(RATED, {"n": 1}, owner="ada", idempotency_key="k")

    with pytest.raises(KeyConflict):
        await office.client.enqueue(RATED, {"n": 2}, owner="ada", idempotency_key="k")

    assert 1 == len((await office.limit("rate:ada:limits.rated"))["hits"])


async def test_a_batch_is_refused_as_a_whole_and_takes_nothing(office: Office) -> None:
    await office.client.enqueue("limits.rated", {}, owner="ada")
    batch = [Request("limits.rare", {}), Request("limits.free", {}), *[Request("limits.rated", {})] * 3]

    with pytest.raises(RateExceeded):
        await office.client.enqueue_many(batch, owner="ada")

    assert 1 == await office.count()
    await office.client.enqueue_many(batch[:4], owner="ada")


async def test_a_batch_that_can_never_fit_is_wrong_input(office: Office) -> None:
    with pytest.raises(InvalidInput, match="at most 3 of"):
        await office.client.enqueue_many([Request("limits.rated", {})] * 4, owner="ada")


async def test_one_key_twice_in_a_batch_counts_once(office: Office) -> None:
    batch = [Request("limits.rated", {}, unique_key=key) for key in ("a", "b", "a", "c")]

    answers = await office.client.enqueue_many(batch, owner="ada")

    assert [False, False, True, False] == [answer.existed for answer in answers]


async def test_looking_for_taken_keys_reads_their_index_only(office: Office) -> None:
    # Of nothing every index is as good, and the one that was built first is taken.
    await office.jobs.insert([NewJob("limits.rated", "ada", {}) for _ in range(20)])
    by_key: Document = {"owner": {"$in": ["ada"]}, "idempotency_key": {"$type": "string", "$in": ["k", None]}}
    by_unique_key: Document = {
        "owner": {"$in": ["ada"]},
        "type": {"$in": ["limits.rated"]},
        "unique_key": {"$type": "string", "$in": ["k", None]},
        "status": {"$in": ["queued", "running"]},
    }

    plans = [
        str(
            await office.collections.database.raw().command(
                {"explain": {"find": "background_jobs", "filter": matching}, "verbosity": "queryPlanner"}
            )
        )
        for matching in (by_key, by_unique_key)
    ]

    assert "'indexName': 'idempotency'" in plans[0].split("rejectedPlans")[0]
    assert "'indexName': 'unique_key'" in plans[1].split("rejectedPlans")[0]


@pytest.mark.parametrize(("count", "per_s"), [(0, 1.0), (1001, 1.0), (1, 0.0)])
def test_a_rate_that_makes_no_sense_is_refused(count: int, per_s: float) -> None:
    with pytest.raises(ValueError, match="a rate's"):
        Rate(count, per_s)
