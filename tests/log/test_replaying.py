"""Replays: only what the scope admits, in order, by index, whole or compacted."""

from __future__ import annotations

import pytest

from longhaul.engine.replay import Replay
from longhaul.model.event import COMPLETED, CREATED, PROGRESS, Cursor, Event, NewEvent, Scope
from longhaul.mongo.driver import Document
from longhaul.mongo.event_log import Gap
from tests.log.bench import IN_2100, JOB, LogBench, new_job_id, progress

BEFORE = Cursor(0, 0)


async def replayed(bench: LogBench, scope: Scope, *, compact: bool | None) -> list[Event]:
    """All pages of a replay of the whole log."""
    head = await bench.log.head()
    replay = await Replay.begin(bench.log, scope, BEFORE, head, compact=compact)
    events: list[Event] = []
    while not replay.is_done:
        events += await replay.page()
    assert head == replay.place
    return events


async def two_owners(bench: LogBench) -> tuple[str, str]:
    """Two jobs, one of each owner, whose events alternate."""
    ada, bob = new_job_id(), new_job_id()
    for v in range(1, 4):
        await bench.log.append([progress(v, ada, "ada"), progress(v, bob, "bob")])
    await bench.collections.counters.update_one({"_id": "events"}, {"$inc": {"n": 2}})
    await bench.log.close_gaps([Gap(7, 8, at=IN_2100)])
    return ada, bob


async def test_an_owner_sees_only_what_is_theirs(bench: LogBench) -> None:
    await two_owners(bench)

    assert [1, 3, 5] == [event.seq for event in await bench.log.read(Scope("ada"), 0, 8, 100)]


async def test_operators_see_everything_but_tombstones(bench: LogBench) -> None:
    await two_owners(bench)

    assert [1, 2, 3, 4, 5, 6] == [event.seq for event in await bench.log.read(Scope(None), 0, 8, 100)]


async def test_anothers_job_is_empty(bench: LogBench) -> None:
    _, bob = await two_owners(bench)

    assert [] == await bench.log.read(Scope("ada", job_id=bob), 0, 8, 100)
    assert [2, 4, 6] == [event.seq for event in await bench.log.read(Scope("bob", job_id=bob), 0, 8, 100)]


async def test_a_replay_ends_where_the_hub_has_read_to(bench: LogBench) -> None:
    await two_owners(bench)

    assert [3] == [event.seq for event in await bench.log.read(Scope("ada"), 1, 4, 100)]


@pytest.mark.parametrize(
    ("scope", "index"),
    [(Scope("ada"), "owner"), (Scope("ada", types=frozenset({CREATED})), "owner"), (Scope("ada", JOB), "job")],
)
async def test_a_scoped_replay_examines_no_more_than_the_scope_has(live: LogBench, scope: Scope, index: str) -> None:
    other = new_job_id()
    await live.log.append([progress(v, owner="bob", job_id=other) for v in range(1, 301)])
    await live.log.append([progress(v, JOB, "ada") for v in range(1, 21)])

    plan = await _explain(live, scope)

    assert index in str(plan["queryPlanner"]["winningPlan"])
    assert plan["executionStats"]["totalKeysExamined"] <= 21


async def test_compacted_every_lifecycle_event_stays_and_of_the_progress_the_newest(bench: LogBench) -> None:
    first, second = new_job_id(), new_job_id()
    for v in range(2, 6):
        await bench.log.append([progress(v, first), progress(v, second)])
    await bench.log.append([progress(6, first, type_=COMPLETED), progress(6, second)])

    events = await replayed(bench, Scope("ada"), compact=True)

    assert [(first, 5, PROGRESS), (first, 6, COMPLETED), (second, 6, PROGRESS)] == [
        (event.job_id, event.v, event.type) for event in events
    ]


@pytest.mark.parametrize(("count", "expected"), [(200, 200), (201, 1)])
async def test_past_two_hundred_events_a_replay_compacts_by_itself(live: LogBench, count: int, expected: int) -> None:
    await live.fill(count)
    await live.fill(300, owner="bob")

    assert expected == len(await replayed(live, Scope("ada"), compact=None))


async def test_a_compacted_replay_keeps_the_order_across_its_pages(live: LogBench) -> None:
    jobs = [new_job_id() for _ in range(700)]
    created = [NewEvent(CREATED, "ada", job, 1, {}) for job in jobs]
    await live.log.append([event for new in created for event in (new, progress(2, new.job_id))])
    await live.log.append([progress(3, job) for job in jobs[::2]])

    events = await replayed(live, Scope("ada"), compact=True)

    assert sorted(event.seq for event in events) == [event.seq for event in events]
    assert 700 == sum(event.type == CREATED for event in events)
    assert {job: 3 if index % 2 == 0 else 2 for index, job in enumerate(jobs)} == {
        event.job_id: event.v for event in events if event.type == PROGRESS
    }


async def test_a_long_replay_is_whole_when_it_must_not_compact(live: LogBench) -> None:
    await live.fill(1100)

    assert list(range(1, 1101)) == [event.seq for event in await replayed(live, Scope("ada"), compact=False)]


async def _explain(bench: LogBench, scope: Scope) -> Document:
    """How the server answers the very statement that `read` sends."""
    database = bench.collections.database
    await database.raw().command({"profile": 2})
    await bench.log.read(scope, 0, 1_000, 500)
    await database.raw().command({"profile": 0})
    found = await database.collection("system.profile").find({"command.find": "events"}).to_list(None)
    command = {key: value for key, value in found[-1]["command"].items() if not key.startswith(("$", "lsid"))}
    for name in ("txnNumber", "maxTimeMS"):
        command.pop(name, None)
    return await database.raw().command({"explain": command, "verbosity": "executionStats"})
