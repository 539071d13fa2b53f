"""Nobody waits behind all the jobs of somebody else."""

from __future__ import annotations

import asyncio

import pytest

from longhaul.model.job import NewJob
from longhaul.mongo.rotation import REST_S, Rotation

from .conftest import Store


async def flood(store: Store, owner: str, count: int, priority: int = 5) -> None:
    """Many jobs of one owner, a second before whatever comes next."""
    await store.jobs.insert([NewJob("demo.noop", owner, {}, priority=priority) for _ in range(count)])
    store.time.advance(1)


async def claims_until(store: Store, owner: str, *, limit: int, most: int = 30) -> int:
    """How many claims it takes until one brings a job of `owner`."""
    for number in range(1, most + 1):
        if any(job.owner == owner for job in await store.claim(limit=limit)):
            return number
    raise AssertionError(f"no job of {owner} in {most} claims")


@pytest.mark.parametrize(("limit", "within"), [(1, 4), (2, 2), (10, 2)])
async def test_one_job_does_not_wait_behind_hundreds_of_another_owner(store: Store, limit: int, within: int) -> None:
    await flood(store, "ada", 300)
    await store.enqueue(owner="bob")

    assert await claims_until(store, "bob", limit=limit) <= within


async def test_nor_behind_those_of_a_higher_priority(store: Store) -> None:
    await flood(store, "ada", 300, priority=0)
    await store.enqueue(owner="bob", priority=9)

    assert await claims_until(store, "bob", limit=10) <= 2


@pytest.mark.parametrize("limit", [1, 2, 8])
async def test_each_of_many_owners_has_its_turn_within_as_many_claims(store: Store, limit: int) -> None:
    owners = [f"owner{n:02}" for n in range(8)]
    for owner in reversed(owners):
        await flood(store, owner, 40)

    claimed = [job for _ in range(2 * (len(owners) + 1)) for job in await store.claim(limit=limit)]

    assert set(owners) == {job.owner for job in claimed}


async def test_the_rotation_takes_an_owners_jobs_by_priority(store: Store) -> None:
    await flood(store, "ada", 50)
    urgent = [(await store.enqueue(owner="bob", priority=priority)).id for priority in (9, 0, 5)]

    claimed = [job for _ in range(4) for job in await store.claim(limit=2)]

    assert [urgent[1], urgent[2]] == [job.id for job in claimed if job.owner == "bob"][:2]


async def test_half_of_a_claim_keeps_the_order_of_the_queue(store: Store) -> None:
    await flood(store, "bob", 20)
    await flood(store, "ada", 20)
    await flood(store, "cleo", 2, priority=0)

    claimed = await store.claim(limit=4)

    assert ["ada", "ada", "cleo", "cleo"] == [job.owner for job in claimed]


async def test_what_all_fits_is_claimed_in_the_order_of_the_queue(store: Store) -> None:
    await flood(store, "cleo", 1)
    await flood(store, "ada", 1)
    await flood(store, "bob", 1)

    claimed = await store.claim(limit=10)

    assert ["cleo", "ada", "bob"] == [job.owner for job in claimed]


async def test_jobs_of_many_owners_are_shared_out_without_a_double_claim(store: Store) -> None:
    for n in range(10):
        await flood(store, f"owner{n}", 12)

    async def take(worker: str, limit: int) -> list[str]:
        taken: list[str] = []
        while jobs := await store.claim(worker, limit=limit):
            taken += [job.id for job in jobs]
        return taken

    shares = await asyncio.gather(*(take(f"w{n}", limit) for n, limit in enumerate((1, 2, 7, 20))))
    # A round that lost every race answers empty: one more pass takes what such a round left.
    rest = await take("w9", 10)

    ids = [job_id for share in (*shares, rest) for job_id in share]
    assert 120 == len(ids) == len(set(ids))


def test_while_one_owner_waits_the_rotation_rests() -> None:
    now = [0.0]
    rotation = Rotation(lambda: now[0])
    assert 5 == rotation.share(10)
    rotation.served(["ada"] * 5, 5)
    assert "ada" == rotation.after

    rotation.served([], 5)

    assert [0, 0, 0] == [rotation.share(limit) for limit in (10, 1, 1)]
    now[0] += REST_S
    assert ("", 5) == (rotation.after, rotation.share(10))


def test_while_several_wait_it_goes_round_without_a_rest() -> None:
    rotation = Rotation(lambda: 0.0)

    rotation.served(["ada", "ada"], 2)
    rotation.served(["bob"], 2)

    assert ("", 2) == (rotation.after, rotation.share(4))


def test_of_single_claims_every_second_goes_by_rotation() -> None:
    rotation = Rotation(lambda: 0.0)

    assert [1, 0, 1, 0] == [rotation.share(1) for _ in range(4)]
