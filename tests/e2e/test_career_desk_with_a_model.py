"""The desk's story with a language model that helps or misbehaves: no job fails for it, and a cancel never waits."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from rich.console import Console
from scripts.demo.following import Follower
from scripts.demo.live import Live
from scripts.demo.story import Story
from scripts.demo.world import world
from scripts.local import local_client

from longhaul.testing.mongod import Mongod
from tests.e2e.model_server import Manner, ModelServer, model_server


@dataclass
class Told:
    """The story's jobs, and what the desk still does afterwards."""

    client: httpx.AsyncClient
    story: Story
    jobs: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])


@asynccontextmanager
async def told(directory: Path, uri: str, model: ModelServer, **settings: str) -> AsyncGenerator[Told]:
    """Tell the story on processes of its own whose worker asks `model`."""
    environment = {"LLM_BASE_URL": model.url, "LLM_MODEL": "m", **settings}
    around = world(directory, uri, **environment)
    opened = await asyncio.to_thread(around.__enter__)
    try:
        async with local_client(opened.api_url, timeout=60) as client, asyncio.timeout(200):
            start = (await client.get("/events")).raise_for_status().json()["cursor"]
            quiet = Console(file=io.StringIO())
            live = Live(client, Follower(client, start, cut_after=6), quiet)
            story = Story(client, live, opened, quiet)
            await story.tell()
            await live.close()
            yield Told(client, story, live.ended)
    finally:
        await asyncio.to_thread(around.__exit__, None, None, None)


def notes_of(told: Told) -> set[str]:
    """The codes of the warnings in all results."""
    return {note["code"] for job in told.jobs for note in job["result"].get("warnings", [])}


@pytest.mark.parametrize("manner", ["broken", "garbage", "limited"])
async def test_a_model_that_misbehaves_costs_no_job_and_is_told_of(
    replica_set: Mongod, tmp_path: Path, manner: Manner
) -> None:
    with model_server(manner) as model:
        async with told(tmp_path, replica_set.uri, model, LLM_MAX_WAIT_S="2") as story:
            assert model.asked > 0
            assert "LLM_UNAVAILABLE" in notes_of(story)
            waited = [job for job in story.jobs if job["errors"]]
            codes = {error["code"] for job in waited for error in job["errors"]}
            assert codes <= {"LLM_RATE_LIMITED"}
            assert all(job["attempt"] == 1 for job in story.jobs)


async def test_a_model_that_answers_with_nothing_takes_nothing_away(replica_set: Mongod, tmp_path: Path) -> None:
    with model_server("well") as model:
        async with told(tmp_path, replica_set.uri, model) as story:
            assert model.asked > 0
            assert "LLM_UNAVAILABLE" not in notes_of(story)


async def test_jobs_are_cancelled_while_a_model_leaves_them_waiting(replica_set: Mongod, tmp_path: Path) -> None:
    with model_server("well") as model:
        async with told(tmp_path, replica_set.uri, model) as story:
            model.manner = "hanging"
            # An advert that nothing was asked about, since what a model answered is kept.
            others = (await story.client.get("/postings", params={"limit": 50})).raise_for_status().json()["items"]
            other = next(one["id"] for one in others if one["id"] != story.story.posting_id)
            pair = {"resume_id": story.story.resume_id, "posting_id": other}
            asked = {
                "/packets/generate": pair,
                "/interview/generate": pair,
                "/companies/research": {"company": "Tidewater Maps"},
            }
            for path, body in asked.items():
                model.was_asked.clear()
                job_id = (await story.client.post(path, json=body)).json()["job_id"]
                if not await asyncio.to_thread(model.was_asked.wait, 60):
                    raise AssertionError(f"{path} did not ask the model")
                await story.client.post(f"/background-jobs/{job_id}/cancel")
                ended = await _ended(story.client, job_id)

                assert "cancelled" == ended["status"], path


async def _ended(client: httpx.AsyncClient, job_id: str) -> dict[str, Any]:
    while True:
        job = (await client.get(f"/background-jobs/{job_id}")).raise_for_status().json()
        if job["status"] not in {"queued", "running"}:
            return job
        await client.get("/events", params={"after": job["cursor"], "wait": 10, "job": job_id})
