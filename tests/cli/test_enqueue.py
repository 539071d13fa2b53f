"""`longhaul enqueue` and `tasks`: jobs of installed tasks, and mistakes that name their field."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

import pytest

from longhaul.model.event import Scope
from longhaul.runtime import Core
from tests.cli.conftest import Cli, offer_tasks, typed, words


async def test_a_job_is_stored_and_in_the_log_when_the_command_ends(cli: Cli, core: Core) -> None:
    ran = await cli("enqueue", "test.echo", "--args", '{"n": 3, "text": "夜"}', "--owner", "bo", "--tag", "a")

    job = await core.requests.get("bo", ran.out.strip())
    head = await core.log.head()
    events = await core.log.read(Scope("bo", job.id), 0, head.seq, 10)
    assert 0 == ran.status
    assert (3, "夜", ("a",), ()) == (job.args["n"], job.args["text"], job.tags, job.outbox)
    assert ["job.created"] == [event.type for event in events]


async def test_options_go_into_the_job(cli: Cli, core: Core) -> None:
    ran = await cli(
        *("enqueue", "test.echo", "--queue", "mail", "--priority", "2", "--run-at", "+2h"),
        *("--unique-key", "u", "--idempotency-key", "i", "--json"),
    )

    job = await core.requests.get("local", ran.document["job"]["id"])
    now = await core.time.now()
    assert ("mail", 2, "u", "i") == (job.queue, job.priority, job.unique_key, job.idempotency_key)
    assert timedelta(hours=1, minutes=55) < job.run_at - now <= timedelta(hours=2)


async def test_args_come_from_a_file_or_standard_input(
    cli: Cli, core: Core, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "args.json").write_text('{"n": 4}', encoding="utf-8")
    by_file = await cli("enqueue", "test.echo", "--args-file", str(tmp_path / "args.json"))
    monkeypatch.setattr(sys, "stdin", typed('{"n": 5}'))
    by_input = await cli("enqueue", "test.echo", "--args", "-")

    jobs = [await core.requests.get("local", ran.out.strip()) for ran in (by_file, by_input)]

    assert [4, 5] == [job.args["n"] for job in jobs]


async def test_the_same_idempotency_key_gives_the_same_job(cli: Cli, core: Core) -> None:
    first = await cli("enqueue", "test.echo", "--idempotency-key", "k", "--json")
    second = await cli("enqueue", "test.echo", "--idempotency-key", "k", "--json")

    assert first.document["job"]["id"] == second.document["job"]["id"]
    assert [False, True] == [ran.document["existed"] for ran in (first, second)]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["nope"], "there is no task 'nope'; the tasks are: "),
        (["test.echo", "--args", '{"n": "many"}'], "args.n: Input should be a valid integer"),
        (["test.echo", "--args", "{"], "--args: this is not JSON"),
        (["test.echo", "--args", "[]"], "--args: args are a JSON object"),
        (["test.echo", "--args-file", "/nowhere"], "--args-file: cannot read /nowhere"),
        (["test.echo", "--run-at", "soon"], "--run-at: 'soon' is no time"),
        (["test.echo", "--run-at", "2027-01-31T09:00:00"], "say which time zone"),
        (["test.echo", "--unique-key", ""], "unique_key: must have 1 to 255 characters"),
    ],
    ids=words,
)
async def test_a_mistake_names_its_field_and_nothing_is_stored(
    cli: Cli, core: Core, arguments: list[str], told: str
) -> None:
    ran = await cli("enqueue", *arguments)

    stored = await core.collections.jobs.count_documents({})
    assert (2, "", 0) == (ran.status, ran.out, stored)
    assert told in ran.err
    assert 1 == len(ran.err.splitlines())


async def test_tasks_are_listed_with_their_args(cli: Cli, core: Core) -> None:
    ran = await cli("tasks", "--json")

    told = {task["name"]: task for task in ran.document["tasks"]}
    assert {"n", "text", "mode"} == set(told["test.echo"]["args"])
    assert 60 == told["test.wait"]["timeout_s"]


async def test_an_entry_point_that_cannot_be_loaded_is_one_line(cli: Cli, core: Core, offered_tasks: Path) -> None:
    offer_tasks(offered_tasks, "tests.support.nowhere:TASKS")

    ran = await cli("tasks")

    assert 1 == ran.status
    assert "the entry point offered = tests.support.nowhere:TASKS cannot be loaded" in ran.err
    assert 1 == len(ran.err.splitlines())
