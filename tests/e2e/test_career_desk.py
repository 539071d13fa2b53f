"""Every task of the career desk through API, worker, GridFS and the event log, on the inputs of the demo."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from rich.console import Console
from scripts.demo.following import Follower
from scripts.demo.live import Live
from scripts.demo.story import Story
from scripts.demo.world import World, world
from scripts.local import local_client
from scripts.task_facts import ARTIFACTS

from career.tasks.every import EVERY
from longhaul.testing.mongod import Mongod


@dataclass
class Told:
    """The story once it is told: its jobs with their histories, and what the API answers afterwards."""

    jobs: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    histories: dict[str, list[dict[str, Any]]] = field(default_factory=dict[str, list[dict[str, Any]]])
    lists: dict[str, int] = field(default_factory=dict[str, int])
    application_events: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])


@pytest.fixture(scope="session")
def told(replica_set: Mongod, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """The demo's story on processes of its own, told once for the tests below."""
    with world(tmp_path_factory.mktemp("desk"), replica_set.uri) as around:
        yield asyncio.run(_tell(around))


async def _tell(around: World) -> Told:
    told = Told()
    async with local_client(around.api_url, timeout=60) as client, asyncio.timeout(200):
        start = (await client.get("/events")).raise_for_status().json()["cursor"]
        quiet = Console(file=io.StringIO())
        live = Live(client, Follower(client, start, cut_after=6), quiet)
        await Story(client, live, around, quiet).tell()
        await live.compare_with_log()
        await live.close()
        for job in live.ended:
            history = (await client.get(f"/background-jobs/{job['id']}/events")).raise_for_status().json()
            told.jobs.setdefault(job["type"], job)
            told.histories.setdefault(job["type"], history["events"])
        for path in ("/resumes", "/documents", "/packets", "/interviews", "/companies", "/candidates", "/projects"):
            told.lists[path] = len((await client.get(path)).raise_for_status().json()["items"])
        events = await client.get("/events", params={"after": start, "types": "application.status_change"})
        told.application_events = events.raise_for_status().json()["events"]
    return told


@pytest.mark.parametrize("task", [task.name for task in EVERY])
def test_a_task_ends_with_its_files_and_a_history_without_gaps(told: Told, task: str) -> None:
    job, history = told.jobs[task], told.histories[task]

    percents = [event["data"]["percent"] for event in history if event["type"] == "job.progress"]
    assert job["status"] == "succeeded"
    assert {artifact["kind"] for artifact in job["artifacts"]} >= set(ARTIFACTS[task])
    assert percents == sorted(percents)
    assert percents
    assert job["progress"]["percent"] == 100
    assert (history[0]["type"], history[-1]["type"]) == ("job.created", "job.completed")


def test_what_the_tasks_made_is_listed(told: Told) -> None:
    assert told.lists["/resumes"] >= 1
    assert all(count >= 1 for count in told.lists.values()), told.lists


def test_each_change_of_an_application_is_an_event(told: Told) -> None:
    changes = [(event["data"]["previous"], event["data"]["status"]) for event in told.application_events]

    assert changes == [(None, "draft"), ("draft", "applied")]
