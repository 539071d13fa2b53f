"""`longhaul jobs tail`, `enqueue --wait` and `events tail`: every event once and in order, and an end that is told."""

from __future__ import annotations

import asyncio

import pytest

from longhaul.cli import following
from longhaul.runtime import Core
from tests.cli.conftest import Cli, insert, words
from tests.engine.conftest import Desk
from tests.support.waiting import eventually


async def test_a_job_is_followed_from_its_first_event_to_its_end(cli: Cli, desk: Desk) -> None:
    job_id = await desk.enqueue("test.tell", n=3)

    ran = await cli("jobs", "tail", job_id, "--json")

    told = [event["type"] for event in ran.objects]
    assert 0 == ran.status
    assert list(range(1, len(told) + 1)) == [event["v"] for event in ran.objects]
    assert ("job.created", "job.completed") == (told[0], told[-1])


async def test_a_job_that_ends_later_is_waited_for(cli: Cli, desk: Desk) -> None:
    job_id = await desk.enqueue("test.wait")
    await desk.events(job_id, until="job.progress")
    tailing = asyncio.create_task(cli("jobs", "tail", job_id, "--json"))

    await desk.api.core.client.cancel("ada", job_id)
    ran = await tailing

    assert 1 == ran.status
    assert "job.cancelled" == ran.objects[-1]["type"]
    assert "longhaul: the job is cancelled\n" == ran.err


async def test_a_failed_job_is_status_1_and_says_why(cli: Cli, desk: Desk) -> None:
    job_id = await desk.enqueue("test.end", mode="fail")

    ran = await cli("jobs", "tail", job_id)

    assert 1 == ran.status
    assert "job.failed" in ran.out
    assert "longhaul: the job failed: WRONG: it is wrong\n" == ran.err


async def test_waiting_for_a_new_job_gives_its_id_and_its_events(cli: Cli, desk: Desk) -> None:
    ran = await cli("enqueue", "test.echo", "--owner", "ada", "--wait", "--json")

    first, *events = ran.objects
    assert 0 == ran.status
    assert {first["job"]["id"]} == {event["job"] for event in events}
    assert "job.completed" == events[-1]["type"]


async def test_the_end_before_a_requeue_is_not_the_end(cli: Cli, desk: Desk) -> None:
    job_id = await desk.enqueue("test.end", mode="fail")
    await desk.ended(job_id)
    await desk.api.core.client.requeue("ada", job_id)
    await desk.events(job_id, until="job.requeued")
    await desk.ended(job_id)

    ran = await cli("jobs", "tail", job_id, "--json")

    ends = [event["type"] for event in ran.objects if event["type"] in {"job.failed", "job.requeued"}]
    assert ["job.failed", "job.requeued", "job.failed"] == ends


async def test_a_job_whose_end_the_log_has_forgotten_is_not_waited_for(cli: Cli, desk: Desk) -> None:
    job_id = await desk.enqueue("test.echo")
    await desk.events(job_id, until="job.completed")
    jobs = desk.api.core.collections.jobs
    await eventually(lambda: jobs.find_one({"outbox": []}), description="nobody brings the events again")
    await desk.api.core.collections.events.delete_many({})

    ran = await cli("jobs", "tail", job_id)

    assert (0, "") == (ran.status, ran.out)


async def test_the_log_is_read_from_its_oldest_entry_in_order_and_once(cli: Cli, core: Core) -> None:
    jobs = [*await insert(core, "ada", count=30), *await insert(core, "bo", count=3)]
    await core.collections.events.delete_many({"_id": {"$lte": 10}})

    ran = await cli("events", "tail", "--after", "0.0", "--no-follow", "--json")

    assert (0, "") == (ran.status, ran.err)
    assert list(range(11, len(jobs) + 1)) == [event["seq"] for event in ran.objects]


async def test_a_cursor_continues_behind_its_event(cli: Cli, core: Core) -> None:
    await insert(core, count=5)
    first = await cli("events", "tail", "--after", "0.0", "--no-follow", "--json")

    rest = await cli("events", "tail", "--after", first.objects[2]["cursor"], "--no-follow", "--json")

    assert [4, 5] == [event["seq"] for event in rest.objects]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [(["--owner", "bo"], 2), (["--types", "job.created,job.failed"], 5), (["--types", "job.failed"], 0)],
    ids=words,
)
async def test_the_log_is_narrowed_by_its_scope(cli: Cli, core: Core, asked: list[str], expected: int) -> None:
    await insert(core, "ada", count=3)
    await insert(core, "bo", count=2)

    ran = await cli("events", "tail", "--after", "0.0", "--no-follow", "--json", *asked)

    assert expected == len(ran.objects)


async def test_a_place_that_the_log_does_not_know_is_said(cli: Cli, core: Core) -> None:
    await insert(core, count=3)

    ran = await cli("events", "tail", "--after", "2.zz", "--no-follow")

    assert (1, "") == (ran.status, ran.out)
    assert ran.err.startswith("longhaul: reset (unknown): ")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--after", "here"], "--after: 'here' is not a cursor"),
        (["--types", "job.lost"], "--types: there is no event 'job.lost'"),
        (["--no-follow"], "say from where, with --after"),
    ],
    ids=words,
)
async def test_a_place_or_type_that_is_none_is_refused(cli: Cli, core: Core, arguments: list[str], told: str) -> None:
    ran = await cli("events", "tail", *arguments)

    assert (2, "") == (ran.status, ran.out)
    assert told in ran.err


async def test_a_tail_ends_within_moments_of_its_job(cli: Cli, desk: Desk) -> None:
    job_id = await desk.enqueue("test.echo")
    await desk.ended(job_id)

    async with asyncio.timeout(30):
        ran = await cli("jobs", "tail", job_id)

    assert 0 == ran.status
    assert following.TICK_S <= 1
