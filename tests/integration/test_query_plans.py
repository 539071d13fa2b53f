"""The plans behind hot queries: what they examine must not grow with what is finished or waiting."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bson import ObjectId

from longhaul.mongo import transitions
from longhaul.mongo.clock import ServerTime
from longhaul.mongo.collections import JOBS
from longhaul.mongo.driver import Database, Document
from longhaul.mongo.indexes import CLAIM, LEASES

PRIORITIES = 10


def job(status: str, *, run_at: datetime, priority: int = 5, queue: str = "default") -> Document:
    """A job document with what the indexes look at."""
    return {
        "_id": ObjectId(),
        "type": "demo.noop",
        "queue": queue,
        "status": status,
        "priority": priority,
        "run_at": run_at,
        "owner": "ada",
        "v": 1,
    }


async def examined(database: Database, queues: list[str], *, limit: int) -> Document:
    """Execution statistics of the find behind a claim."""
    now = ServerTime(database).now_expr()
    find = {
        "find": JOBS,
        "filter": transitions.due(queues, ["demo.noop"], now),
        "sort": {"priority": 1, "run_at": 1},
        "limit": limit,
        "hint": CLAIM,
    }
    answer: Any = await database.raw().command({"explain": find, "verbosity": "executionStats"})
    return answer["executionStats"]


@pytest.mark.parametrize("finished", [0, 20_000])
async def test_a_claim_examines_a_handful_of_keys_however_many_jobs_are_finished(
    database: Database, finished: int
) -> None:
    past, future = datetime.now(UTC) - timedelta(days=1), datetime.now(UTC) + timedelta(days=1)
    jobs = [job("succeeded", run_at=past, priority=n % PRIORITIES) for n in range(finished)]
    jobs += [job("queued", run_at=future, priority=n % PRIORITIES) for n in range(2000)]
    jobs += [job("queued", run_at=past, priority=9)]
    await database.collection(JOBS).insert_many(jobs)

    stats = await examined(database, ["default"], limit=1)

    assert stats["nReturned"] == 1
    assert stats["totalKeysExamined"] <= PRIORITIES * 2 + 2
    assert stats["totalDocsExamined"] == 1


async def test_a_claim_at_the_head_of_a_long_queue_examines_one_key(database: Database) -> None:
    past = datetime.now(UTC) - timedelta(days=1)
    jobs = [job("queued", run_at=past + timedelta(seconds=n), priority=0) for n in range(5000)]
    await database.collection(JOBS).insert_many(jobs)

    stats = await examined(database, ["default"], limit=1)

    assert (stats["totalKeysExamined"], stats["totalDocsExamined"]) == (1, 1)


async def test_a_claim_passes_by_the_jobs_of_unknown_tasks_without_reading_them(database: Database) -> None:
    past = datetime.now(UTC) - timedelta(days=1)
    jobs = [{**job("queued", run_at=past), "type": "demo.foreign"} for _ in range(2000)]
    await database.collection(JOBS).insert_many([*jobs, job("queued", run_at=past, priority=9)])

    stats = await examined(database, ["default"], limit=1)

    assert (1, 1) == (stats["nReturned"], stats["totalDocsExamined"])


async def test_claiming_from_several_queues_sorts_nothing_in_memory(database: Database) -> None:
    past = datetime.now(UTC) - timedelta(days=1)
    jobs = [job("queued", run_at=past + timedelta(seconds=n), queue=f"q{n % 3}") for n in range(3000)]
    await database.collection(JOBS).insert_many(jobs)

    stats = await examined(database, ["q0", "q1", "q2"], limit=10)

    assert stats["nReturned"] == 10
    assert "'SORT'" not in str(stats)
    assert stats["totalKeysExamined"] <= 3 * (PRIORITIES * 2 + 2) + 10


async def test_the_next_lease_to_expire_is_one_key_away(database: Database) -> None:
    now = datetime.now(UTC)
    running = [
        {**job("running", run_at=now), "lease": {"expires_at": now + timedelta(seconds=n), "token": ObjectId()}}
        for n in range(500)
    ]
    await database.collection(JOBS).insert_many(running)
    find = {
        "find": JOBS,
        "filter": {"status": "running", "lease.expires_at": {"$type": "date"}},
        "sort": {"lease.expires_at": 1},
        "limit": 1,
        "hint": LEASES,
    }

    answer: Any = await database.raw().command({"explain": find, "verbosity": "executionStats"})

    assert answer["executionStats"]["totalKeysExamined"] == 1
