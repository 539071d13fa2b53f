"""What counting and explaining examine: keys up to a cap, however many jobs have ended, wait or are not due."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bson import ObjectId

from longhaul.model.job import Job
from longhaul.model.states import ACTIVE, TERMINAL, Status
from longhaul.mongo.clock import ServerTime
from longhaul.mongo.codec import to_job
from longhaul.mongo.collections import JOBS, Collections
from longhaul.mongo.driver import Database, Document
from longhaul.mongo.insights import AHEAD_CAP, Insights
from longhaul.mongo.requests import COUNT_CAP, JobFilter, JobRequests

from .test_query_plans import PRIORITIES, job

PAST, FUTURE = datetime.now(UTC) - timedelta(days=1), datetime.now(UTC) + timedelta(days=1)


def jobs(status: str, count: int, **fields: Any) -> list[Document]:
    """Jobs of all priorities, a second apart."""
    start: datetime = fields.pop("run_at", PAST)
    return [
        {
            **job(status, run_at=start + timedelta(seconds=n % 1000), priority=n % PRIORITIES),
            "created_at": PAST,
            **fields,
        }
        for n in range(count)
    ]


class Watched:
    """A database whose commands on jobs are looked at."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.insights = Insights(Collections(database), ServerTime(database))
        self.requests = JobRequests(Collections(database), ServerTime(database))

    async def examined(self) -> list[Document]:
        """What each command on jobs since the beginning examined, as the server's profiler saw it."""
        raw = self._database.raw()
        seen = {"ns": f"{self._database.name}.{JOBS}", "op": {"$in": ["query", "command"]}}
        return (
            await raw["system.profile"].find(seen, {"keysExamined": 1, "docsExamined": 1, "planSummary": 1}).to_list()
        )


@pytest.fixture
async def watched(database: Database) -> AsyncIterator[Watched]:
    """A database with many jobs that have ended, watched from now on."""
    ended = [*jobs("succeeded", 15_000), *jobs("failed", COUNT_CAP + 2000), *jobs("cancelled", 500)]
    await database.collection(JOBS).insert_many(ended, ordered=False)
    await database.collection(JOBS).insert_many(jobs("queued", COUNT_CAP + 2000), ordered=False)
    await database.collection(JOBS).insert_many(jobs("queued", 3000, run_at=FUTURE), ordered=False)
    lease = {"worker_id": "w1", "token": ObjectId(), "expires_at": FUTURE}
    await database.collection(JOBS).insert_many(jobs("running", 300, lease=lease))
    await database.raw().command({"profile": 2})
    yield Watched(database)
    await database.raw().command({"profile": 0})


def last_of(priority: int) -> Job:
    """A due job behind all others of its priority."""
    document = {**job("queued", run_at=datetime.now(UTC), priority=priority), "created_at": PAST}
    return to_job({**document, "args": {}, "attempt": 0, "max_attempts": 1, "timeout_s": 1.0})


async def test_waiting_jobs_are_counted_to_the_cap_by_the_index_of_claims(watched: Watched) -> None:
    assert COUNT_CAP == await watched.insights.queued("default")

    (command,) = await watched.examined()
    assert command["planSummary"].startswith("IXSCAN { queue: 1, priority: 1, run_at: 1 }")
    assert command["keysExamined"] <= COUNT_CAP + 1


async def test_dead_letters_are_counted_without_reading_one(watched: Watched) -> None:
    assert COUNT_CAP == await watched.insights.failed("default")

    (command,) = await watched.examined()
    assert command["planSummary"].startswith("IXSCAN { queue: 1, status: 1 }")
    assert (0, True) == (command["docsExamined"], command["keysExamined"] <= COUNT_CAP + 1)


async def test_running_jobs_are_grouped_by_looking_at_those_alone(watched: Watched) -> None:
    running = await watched.insights.running()

    assert ({"default": 300}, {"w1": 300}) == (running.by_queue, running.by_worker)
    (command,) = await watched.examined()
    assert 300 == command["docsExamined"]


async def test_finding_the_queues_in_which_jobs_wait_takes_a_key_for_each(watched: Watched) -> None:
    assert ["default"] == await watched.insights.waiting_queues()

    assert [True, True] == [command["keysExamined"] <= 2 for command in await watched.examined()]


async def test_the_oldest_wait_of_each_queue_is_a_key_for_each_priority(watched: Watched) -> None:
    waits_s = await watched.insights.oldest_waits_s(["default", "empty"])

    assert ["default"] == list(waits_s)
    assert 86_300 < waits_s["default"] < 87_400
    (command,) = await watched.examined()
    assert "COLLSCAN" not in command["planSummary"]
    # A few more than one for each priority: the planner tries out other indexes for as long as that takes.
    assert command["keysExamined"] <= 4 * PRIORITIES


async def test_who_is_ahead_is_counted_to_a_cap_past_jobs_that_are_not_due(watched: Watched) -> None:
    assert AHEAD_CAP == await watched.insights.ahead(last_of(3))

    commands = await watched.examined()
    assert ["IXSCAN"] == list({command["planSummary"].split()[0] for command in commands})
    assert sum(command["keysExamined"] for command in commands) <= AHEAD_CAP + 2 * PRIORITIES


async def test_the_first_in_line_has_nobody_ahead(watched: Watched, database: Database) -> None:
    await database.collection(JOBS).delete_many({"status": "queued", "priority": {"$lt": 9}, "run_at": {"$lt": FUTURE}})
    first = await database.collection(JOBS).find_one({"status": "queued", "priority": 9}, sort=[("run_at", 1)])
    assert first is not None

    assert 0 == await watched.insights.ahead(
        to_job({**first, "args": {}, "attempt": 0, "max_attempts": 1, "timeout_s": 1.0})
    )


@pytest.mark.parametrize("statuses", [ACTIVE, TERMINAL, Status.FAILED])
async def test_acting_on_many_finds_their_ids_in_order_without_sorting_in_memory(
    watched: Watched, statuses: Status | frozenset[Status]
) -> None:
    ids = await watched.requests.ids("ada", JobFilter(status=statuses), limit=100)

    assert (100, sorted(ids)) == (len(ids), ids)
    commands = await watched.examined()
    assert all("COLLSCAN" not in command["planSummary"] for command in commands)
    assert sum(command["docsExamined"] for command in commands) <= 200
