"""Whose line it is: ids on what processes write, wherever a handler runs."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from longhaul.model.event import Scope
from longhaul.model.job import Job
from longhaul.model.states import is_terminal
from longhaul.runtime import ApiRuntime, open_api
from tests.degraded.processes import API, Line, Watched, is_ready, post, watched
from tests.engine.conftest import settings
from tests.support.waiting import eventually
from tests.telemetry.talking_tasks import QUOTED, SAID, TASKS

SECRET = "what is in the args is nobody's business"
_WORKER_ID = re.compile(r"^.+-\d+-[0-9a-f]{6}$")


@dataclass
class Talk:
    """A worker in a process of its own, and an API's runtime to ask it for jobs."""

    api: ApiRuntime
    process: Watched

    async def ran(self, task: str) -> Job:
        """Run one job to its end."""
        client, requests = self.api.core.client, self.api.core.requests
        asked = await client.enqueue(task, {"secret": SECRET}, owner="ada")

        async def ended() -> Job | None:
            job = await requests.get("ada", asked.job.id)
            return job if is_terminal(job.status) else None

        job = await eventually(ended, description=f"{task} ends")
        assert job is not None
        return job

    def lines(self, **wanted: Any) -> list[Line]:
        """The lines with these fields."""
        return [line for line in self.process.lines() if wanted.items() <= line.items()]


@pytest.fixture
async def talk(mongo_uri: str, database_name: str, tmp_path: Path) -> AsyncIterator[Talk]:
    """The two of them on the session's replica set."""
    variables = {"MONGODB_URI": mongo_uri, "MONGODB_DATABASE": database_name, "LONGHAUL_LOG_LEVEL": "debug"}
    async with open_api(settings(mongo_uri, database_name), TASKS) as api:
        with watched("tests.telemetry.talking_worker", tmp_path, **variables) as process:
            yield Talk(api, process)


async def test_lines_of_a_handler_carry_its_ids_wherever_it_runs(talk: Talk) -> None:
    jobs = {where: await talk.ran(f"talk.{where}") for where in ("loop", "thread", "child", "helper")}
    events = await talk.api.core.log.read(Scope("ada"), 0, (await talk.api.core.log.head()).seq, 1000)
    holders = {event.job_id: event.data["worker_id"] for event in events if event.type == "job.started"}

    for where, job in jobs.items():
        (line,) = talk.lines(event=SAID, where=where)
        ids = (line["job_id"], line["task"], line["attempt"], line["worker_id"])
        assert (job.id, job.type, 1, holders[job.id]) == ids
        ends = talk.lines(event="attempt ended", job_id=job.id)
        assert [("succeeded", holders[job.id])] == [(end["status"], end["worker_id"]) for end in ends]


async def test_what_a_child_prints_and_its_libraries_quote_is_in_no_log_and_nothing_of_args_is(talk: Talk) -> None:
    await talk.ran("talk.child")
    talk.process.stop()

    said = talk.process.said()
    assert QUOTED not in said
    assert SECRET not in said
    assert "for the owner" not in said
    (line,) = talk.lines(event=SAID)
    assert ("longhaul.child", "talk") == (line["logger"], line["child"])


async def test_a_child_that_says_too_much_is_cut_short_and_its_job_ends_as_it_would(talk: Talk) -> None:
    job = await talk.ran("talk.broken")

    assert "that was all" == (job.error.message if job.error else "")
    (long,) = talk.lines(event="long")
    assert (True, None) == (long["shortened"], long.get("text"))
    assert 199 == len(talk.lines(event="one of many"))
    assert [job.id] == [line["job_id"] for line in talk.lines(event="lines of a child left out")]


async def test_every_line_of_a_worker_is_json_and_names_the_worker(talk: Talk) -> None:
    await talk.ran("talk.loop")
    talk.process.stop()

    lines = talk.process.lines()
    assert [] == [line for line in lines if not {"event", "level", "logger", "timestamp"} <= line.keys()]
    assert 1 == len({line.get("worker_id") for line in lines}), lines
    assert _WORKER_ID.match(lines[0]["worker_id"])
    assert {"worker started", "worker stops"} <= {line["event"] for line in lines}


async def test_the_lines_of_a_process_with_a_server_are_all_of_one_form(
    mongo_uri: str, database_name: str, tmp_path: Path
) -> None:
    with watched(API, tmp_path, MONGODB_URI=mongo_uri, MONGODB_DATABASE=database_name) as process:
        await is_ready(process)
        asked = await post(
            process,
            "/background-jobs?token=abcdefg",
            json={"type": "feed.ingest", "args": {"url": "http://feed.example/"}},
            headers={"X-Request-ID": "request-1234"},
        )
        after = await post(process, "/background-jobs", json={}, headers={"X-Request-ID": "request-5678"})
        process.stop()
        lines = process.lines()

    assert (202, 422) == (asked.status_code, after.status_code)
    assert [] == [line for line in lines if not {"event", "level", "logger", "timestamp"} <= line.keys()]
    assert any(line["logger"].startswith("uvicorn") for line in lines)
    (line,) = (line for line in lines if line.get("request_id") == "request-1234")
    assert ("request", asked.json()["job_id"], 202) == (line["event"], line["job_id"], line["status"])
    (other,) = (line for line in lines if line.get("request_id") == "request-5678")
    assert "job_id" not in other, "what was bound for one request is not there for the next"
    assert "abcdefg" not in process.said()
    assert "feed.example" not in process.said()
