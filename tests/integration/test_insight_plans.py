"""What counting and explaining examine: keys up to a cap, however many jobs have ended, wait or are not due."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bson import ObjectId
from pymongo.errors import NotPrimaryError

from longhaul.model.job import Job
from longhaul.model.states import ACTIVE, TERMINAL, Status
from longhaul.mongo.clock import ServerTime
from longhaul.mongo.codec import to_job
from longhaul.mongo.collections import JOBS, Collections
from longhaul.mongo.driver import Database, Document, Driver
from longhaul.mongo.indexes import build_indexes
from longhaul.mongo.insights import AHEAD_CAP, Insights
from longhaul.mongo.requests import COUNT_CAP, JobFilter, JobRequests
from longhaul.testing.mongod import Mongod
from tests.support.databases import Databases

from .test_query_plans import PRIORITIES, job

PAST, FUTURE = datetime.now(UTC) - timedelta(days=1), datetime.now(UTC) + timedelta(days=1)
REST: Document = {"created_at": PAST, "args": {}, "attempt": 0, "max_attempts": 1, "timeout_s": 1.0}
"""What no index looks at."""
RARE = "demo.rare"
"""The task of the oldest dead letter, and of no other job."""


def jobs(status: str, count: int, **fields: Any) -> list[Document]:
    """Jobs of all priorities, a second apart."""
    start: datetime = fields.pop("run_at", PAST)
    return [
        {
            **job(status, run_at=start + timedelta(seconds=n % 1000), priority=n % PRIORITIES),
            **REST,
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
            await raw["system.profile"]
            .find(seen, {"keysExamined": 1, "docsExamined": 1, "planSummary": 1, "hasSortStage": 1})
            .to_list()
        )


@pytest.fixture(scope="module")
def crowded(databases: Databases, replica_set: Mongod) -> Iterator[str]:
    """The name of a database with many jobs that have ended, which these tests read and none changes."""

    async def stage(name: str) -> None:
        database = Database(replica_set.uri, name)
        await build_indexes(database)
        lease = {"worker_id": "w1", "token": ObjectId(), "expires_at": FUTURE}
        for some in (
            [*jobs("succeeded", 15_000), *jobs("failed", COUNT_CAP + 2000), *jobs("cancelled", 500)],
            [*jobs("queued", COUNT_CAP + 2000), *jobs("queued", 3000, run_at=FUTURE)],
            [*jobs("running", 300, lease=lease), *jobs("failed", 1, type=RARE, _id=ObjectId(b"\0" * 12))],
        ):
            await database.collection(JOBS).insert_many(some, ordered=False)
        await database.close()

    name = databases.take()
    asyncio.run(stage(name))
    yield name
    databases.give_back(name)


@pytest.fixture
async def watched(mongo_uri: str, crowded: str) -> AsyncIterator[Watched]:
    """That database, watched from now on."""
    database = Database(mongo_uri, crowded)
    await database.raw().command({"profile": 2})
    yield Watched(database)
    await database.raw().command({"profile": 0})
    await database.collection("system.profile").drop()
    await database.close()


def last_of(priority: int) -> Job:
    """A due job behind all others of its priority."""
    return to_job({**job("queued", run_at=datetime.now(UTC), priority=priority), **REST})


async def test_waiting_jobs_are_counted_to_the_cap_by_the_index_of_claims_without_reading_one(watched: Watched) -> None:
    assert COUNT_CAP == await watched.insights.queued("default")

    (command,) = await watched.examined()
    assert command["planSummary"].startswith("COUNT_SCAN { queue: 1, status: 1, priority: 1, run_at: 1,")
    assert (0, True) == (command["docsExamined"], command["keysExamined"] <= COUNT_CAP + 1)


async def test_due_jobs_are_counted_past_those_that_are_not_without_reading_one(watched: Watched) -> None:
    assert COUNT_CAP == await watched.insights.due("default")

    (command,) = await watched.examined()
    assert "IXSCAN { queue: 1, status: 1, priority: 1, run_at: 1," in command["planSummary"]
    assert (0, True) == (command["docsExamined"], command["keysExamined"] <= COUNT_CAP + 2 * PRIORITIES)


async def test_jobs_whose_time_has_not_come_are_not_due(database: Database) -> None:
    await database.collection(JOBS).insert_many([*jobs("queued", 7), *jobs("queued", 5, run_at=FUTURE)])
    insights = Insights(Collections(database), ServerTime(database))

    assert (12, 7) == (await insights.queued("default"), await insights.due("default"))


async def test_dead_letters_are_counted_without_reading_one(watched: Watched) -> None:
    assert COUNT_CAP == await watched.insights.failed("default")

    (command,) = await watched.examined()
    assert command["planSummary"].startswith("COUNT_SCAN { queue: 1, status: 1,")
    assert (0, True) == (command["docsExamined"], command["keysExamined"] <= COUNT_CAP + 1)


@pytest.mark.parametrize("driver", ["pymongo", "motor"])
async def test_a_count_that_an_election_cuts_short_is_asked_again(
    mongo_uri: str, database: Database, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    await database.collection(JOBS).insert_many([*jobs("queued", 3), *jobs("failed", 2)])
    other = Database(mongo_uri, database.name, driver=driver)
    insights = Insights(Collections(other), ServerTime(other))

    async def refuse(_command: Document) -> Document:
        raise NotPrimaryError("not primary")

    counted = await insights.queued("default"), await insights.failed("default")
    monkeypatch.setattr(other.raw(), "command", refuse)
    again = await insights.queued("default"), await insights.failed("default")
    await other.close()

    assert ((3, 2), (3, 2)) == (counted, again)


async def test_running_jobs_are_grouped_by_looking_at_those_alone(watched: Watched) -> None:
    running = await watched.insights.running()

    assert ({"default": 300}, {"w1": 300}) == (running.by_queue, running.by_worker)
    (command,) = await watched.examined()
    assert 300 == command["docsExamined"]


async def test_the_jobs_that_workers_hold_are_found_by_looking_at_no_more_than_are_told(watched: Watched) -> None:
    held = await watched.insights.held(201)

    assert 201 == len(held)
    (command,) = await watched.examined()
    assert (201, 201) == (command["keysExamined"], command["docsExamined"])


@pytest.mark.parametrize("queue", [None, "default"])
async def test_a_page_of_dead_letters_costs_as_many_documents_as_it_has(watched: Watched, queue: str | None) -> None:
    first = await watched.insights.dead_letters(queue=queue, limit=50)
    second = await watched.insights.dead_letters(queue=queue, limit=50, page=first.next_page)

    ids = [job.id for page in (first, second) for job in page.jobs]
    assert (100, sorted(ids, reverse=True)) == (len(ids), ids)
    assert [(51, 51)] * 2 == [(one["keysExamined"], one["docsExamined"]) for one in await watched.examined()]


@pytest.mark.parametrize("queue", [None, "default"])
async def test_dead_letters_of_a_rare_task_are_found_without_reading_the_others(
    watched: Watched, queue: str | None
) -> None:
    found = await watched.insights.dead_letters(queue=queue, type_=RARE, limit=50)

    assert [RARE] == [job.type for job in found.jobs]
    command = (await watched.examined())[-1]
    assert "IXSCAN" in command["planSummary"]
    assert 1 == command["docsExamined"]


async def test_a_page_of_several_states_sorts_nothing_in_memory(watched: Watched) -> None:
    page = await watched.requests.list("ada", JobFilter(status=ACTIVE), limit=50)
    await watched.requests.list("ada", JobFilter(status=ACTIVE), limit=50, page=page.next_page)

    commands = await watched.examined()
    assert [True, True] == [one["docsExamined"] <= 60 and not one.get("hasSortStage") for one in commands]


async def test_finding_the_queues_in_which_jobs_wait_takes_a_key_for_each(watched: Watched) -> None:
    assert ["default"] == await watched.insights.waiting_queues()

    assert [True, True] == [command["keysExamined"] <= 2 for command in await watched.examined()]


async def test_the_oldest_wait_of_each_queue_is_a_key_for_each_priority(watched: Watched) -> None:
    waits_s = await watched.insights.oldest_waits_s(["default", "empty"])

    assert ["default"] == list(waits_s)
    assert pytest.approx((datetime.now(UTC) - PAST).total_seconds(), abs=60) == waits_s["default"]
    (command,) = await watched.examined()
    assert "COLLSCAN" not in command["planSummary"]
    # A few more than one for each priority: the planner tries out other indexes for as long as that takes.
    assert command["keysExamined"] <= 4 * PRIORITIES


async def test_who_is_ahead_is_counted_to_a_cap_past_jobs_that_are_not_due(watched: Watched) -> None:
    assert AHEAD_CAP == await watched.insights.ahead(last_of(3))

    commands = await watched.examined()
    assert ["IXSCAN"] == list({command["planSummary"].split()[0] for command in commands})
    assert sum(command["keysExamined"] for command in commands) <= AHEAD_CAP + 2 * PRIORITIES


async def test_the_first_in_line_has_nobody_ahead(database: Database) -> None:
    due = [{**one, "priority": 9} for one in jobs("queued", 20)]
    await database.collection(JOBS).insert_many([*due, *jobs("queued", 100, run_at=FUTURE), *jobs("failed", 100)])
    first = await database.collection(JOBS).find_one({"status": "queued", "priority": 9}, sort=[("run_at", 1)])
    assert first is not None

    assert 0 == await Insights(Collections(database), ServerTime(database)).ahead(to_job(first))


@pytest.mark.parametrize("statuses", [ACTIVE, TERMINAL, Status.FAILED])
async def test_acting_on_many_finds_their_ids_in_order_without_sorting_in_memory(
    watched: Watched, statuses: Status | frozenset[Status]
) -> None:
    ids = await watched.requests.ids("ada", JobFilter(status=statuses), limit=100)

    assert (100, sorted(ids)) == (len(ids), ids)
    commands = await watched.examined()
    assert all("COLLSCAN" not in command["planSummary"] for command in commands)
    assert sum(command["docsExamined"] for command in commands) <= 200
