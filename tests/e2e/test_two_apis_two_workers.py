"""One real job from one API through a worker to GridFS, and its events from the other API."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

import httpx
from httpx_sse import EventSource, ServerSentEvent, aconnect_sse
from scripts.demo.following import Follower
from scripts.demo.inputs import cv_pdf, feed_xml
from scripts.demo.serving import served_feed

from tests.e2e.conftest import ended
from tests.support.waiting import eventually

ENDS = {"job.completed", "job.failed", "job.cancelled"}


async def first_of(source: EventSource, event: str) -> AsyncGenerator[ServerSentEvent]:
    """The stream's first frame of type `event`."""
    async with asyncio.timeout(60):
        async for frame in source.aiter_sse():
            if frame.event == event:
                yield frame
                return


async def test_a_cv_is_parsed_and_its_files_come_back_whole(
    first: httpx.AsyncClient, second: httpx.AsyncClient
) -> None:
    cv = cv_pdf()

    asked = await first.post("/resumes/parse", files={"file": ("ines.pdf", cv, "application/pdf")})
    job = await ended(second, asked.json()["job_id"])

    assert (asked.status_code, job["status"]) == (202, "succeeded")
    assert job["result"]["resume"]["basics"]["name"] == "Ines Marchetti"
    assert {artifact["kind"] for artifact in job["artifacts"]} == {"resume_source", "resume_text", "resume_json"}
    source = next(artifact for artifact in job["artifacts"] if artifact["kind"] == "resume_source")
    answer = await second.get(f"/artifacts/{source['id']}")
    assert answer.content == cv
    assert hashlib.sha256(cv).hexdigest() in answer.headers["etag"]


async def test_a_feed_read_twice_adds_its_postings_once(first: httpx.AsyncClient, second: httpx.AsyncClient) -> None:
    with served_feed(feed_xml(250)) as url:
        jobs = [await client.post("/jobs/ingest", json={"url": url}) for client in (first, second)]
        results = [(await ended(first, job.json()["job_id"]))["result"] for job in jobs]

    assert sum(result["jobs_new"] for result in results) == 250
    assert sum(result["jobs_unchanged"] for result in results) == 250


async def test_a_client_goes_on_at_the_other_api_with_every_event_once_and_in_order(
    first: httpx.AsyncClient, second: httpx.AsyncClient
) -> None:
    asked = (await first.post("/resumes/parse", files={"file": ("ines.pdf", cv_pdf(), "application/pdf")})).json()
    before = Follower(first, asked["cursor"], cut_after=3)
    async with aclosing(before.events()) as events:
        async for _ in events:
            if len(before.seqs) == 3:
                break

    # What `Last-Event-ID` carries, given to the other process.
    after: list[dict[str, Any]] = []
    headers = {"Last-Event-ID": before.cursor}
    async with asyncio.timeout(60):
        url = f"/events/stream?job={asked['job_id']}"
        async with aconnect_sse(second, "GET", url, headers=headers) as source:
            async for frame in source.aiter_sse():
                if frame.event.startswith("job."):
                    after.append(frame.json())
                    if frame.event in ENDS:
                        break

    history = (await second.get(f"/background-jobs/{asked['job_id']}/events")).json()["events"]
    of_this_job = [event["seq"] for event in history]
    seen = [seq for seq in before.seqs if seq in of_this_job] + [event["seq"] for event in after]
    assert seen == of_this_job


async def test_a_cursor_of_another_database_is_answered_with_a_reset(first: httpx.AsyncClient) -> None:
    async with aconnect_sse(first, "GET", "/events/stream?after=3.zzzzzz") as source:
        resets = [frame.json() async for frame in first_of(source, "reset")]

    assert resets[0]["reason"] in {"unknown", "ahead"}
    assert resets[0]["cursor"]


async def test_both_workers_are_known_and_ready(first: httpx.AsyncClient) -> None:
    async def are_known() -> bool:
        return len((await first.get("/workers")).raise_for_status().json()["workers"]) == 2

    await eventually(are_known, description="both have reported, which they begin to as they become ready")
    assert (await first.get("/readyz")).status_code == 200
