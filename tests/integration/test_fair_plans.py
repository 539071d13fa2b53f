"""What finding the next owner's jobs examines: not what others have waiting, nor what is not due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from longhaul.mongo import transitions
from longhaul.mongo.clock import ServerTime
from longhaul.mongo.collections import JOBS
from longhaul.mongo.driver import Database, Document
from longhaul.mongo.indexes import FAIR

from .test_query_plans import PRIORITIES, job

PAST, FUTURE = datetime.now(UTC) - timedelta(days=1), datetime.now(UTC) + timedelta(days=1)


def of(owner: str, count: int, *, run_at: datetime = PAST, queue: str = "default") -> list[Document]:
    """Waiting jobs of `owner`, of all priorities."""
    return [
        {**job("queued", run_at=run_at, priority=n % PRIORITIES, queue=queue), "owner": owner} for n in range(count)
    ]


async def examined(database: Database, after: str, queues: list[str], *, limit: int) -> Document:
    """Execution statistics of the find for those whose turn it is."""
    due = transitions.due(queues, ["demo.noop"], ServerTime(database).now_expr())
    find = {
        "find": JOBS,
        "filter": {**due, "owner": {"$gt": after}},
        "sort": {"owner": 1, "priority": 1, "run_at": 1},
        "limit": limit,
        "hint": FAIR,
    }
    answer: Any = await database.raw().command({"explain": find, "verbosity": "executionStats"})
    return answer["executionStats"]


async def test_the_next_owner_is_found_past_thousands_of_jobs_of_the_one_before(database: Database) -> None:
    await database.collection(JOBS).insert_many([*of("ada", 5000), *of("bob", 1), *of("cleo", 5000)])

    stats = await examined(database, "ada", ["default"], limit=1)

    assert (1, 1) == (stats["nReturned"], stats["totalDocsExamined"])
    assert stats["totalKeysExamined"] <= 2


async def test_jobs_that_are_not_due_cost_a_few_keys_for_each_owner(database: Database) -> None:
    waiting = [entry for n in range(10) for entry in of(f"later{n}", 500, run_at=FUTURE)]
    await database.collection(JOBS).insert_many([*waiting, *of("zoe", 1)])

    stats = await examined(database, "", ["default"], limit=5)

    assert (1, 1) == (stats["nReturned"], stats["totalDocsExamined"])
    assert stats["totalKeysExamined"] <= 10 * (2 * PRIORITIES + 2) + 4


async def test_several_queues_are_merged_without_sorting_in_memory(database: Database) -> None:
    jobs = [entry for n in range(3) for owner in ("ada", "bob") for entry in of(owner, 1000, queue=f"q{n}")]
    await database.collection(JOBS).insert_many(jobs)

    stats = await examined(database, "", ["q0", "q1", "q2"], limit=10)

    assert 10 == stats["nReturned"]
    assert "'SORT'" not in str(stats)
    assert stats["totalKeysExamined"] <= 3 * (2 * PRIORITIES + 2) + 10
