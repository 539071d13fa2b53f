"""The whole product on a standalone server, which has no change streams and no retryable writes: all by polling."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
from scripts.demo.inputs import cv_pdf, feed_xml
from scripts.demo.serving import served_feed
from scripts.local import local_client

from longhaul.testing.mongod import Mongod
from tests.degraded.conftest import environment
from tests.degraded.processes import API, WORKER, Watched, is_ready, watched
from tests.e2e.conftest import ended


async def test_files_feeds_and_the_event_stream_work_by_polling(
    standalone: Mongod, unused_name: str, tmp_path: Path
) -> None:
    variables = environment(standalone.uri, unused_name, LONGHAUL_MONGO_TIMEOUT_S="10", LONGHAUL_LEASE_S="12")
    with watched(API, tmp_path, **variables) as api, watched(WORKER, tmp_path, **variables) as worker:
        for process in (api, worker):
            await is_ready(process)
        async with local_client(api.url, timeout=60) as http:
            start = (await http.get("/events")).json()["cursor"]
            cv = cv_pdf()
            parsing = (await http.post("/resumes/parse", files={"file": ("ines.pdf", cv, "application/pdf")})).json()
            with served_feed(feed_xml(120)) as url:
                reading = (await http.post("/jobs/ingest", json={"url": url})).json()
                jobs = [await ended(http, asked["job_id"]) for asked in (parsing, reading)]
            source = next(entry for entry in jobs[0]["artifacts"] if entry["kind"] == "resume_source")
            stored = (await http.get(f"/artifacts/{source['id']}")).content
            streamed = await _stream(http, start, {job["id"] for job in jobs})

        said = [[str(line["event"]) for line in process.lines()] for process in (api, worker)]
        assert [0, 0] == [process.stop() for process in (worker, api)]

    assert ["succeeded", "succeeded"] == [job["status"] for job in jobs]
    assert "Ines Marchetti" == jobs[0]["result"]["resume"]["basics"]["name"]
    assert 120 == jobs[1]["result"]["jobs_new"]
    assert cv == stored
    seqs = [event["seq"] for event in streamed]
    assert sorted(set(seqs)) == seqs
    for job in jobs:
        assert list(range(1, job["v"] + 1)) == [event["v"] for event in streamed if event["job"] == job["id"]]
    assert [1, 1] == [events.count("no change streams here, polling instead") for events in said]
    _assert_nothing_to_complain(api, worker)


async def _stream(http: httpx.AsyncClient, after: str, jobs: set[str]) -> list[dict[str, Any]]:
    """The events of these jobs from `after` to the end of each, as the stream delivers them.

    Not those of all jobs, whose numbers have no gaps: the worker's own schedules may have come due in between.
    """
    events: list[dict[str, Any]] = []
    async with http.stream("GET", "/events/stream", params={"after": after, "compact": "0"}) as response:
        async for line in response.aiter_lines():
            if line.startswith("data: {") and (event := json.loads(line[6:])).get("job") in jobs:
                events.append(event)
                if jobs == {one["job"] for one in events if one["type"] == "job.completed"}:
                    break
    return events


def _assert_nothing_to_complain(*processes: Watched) -> None:
    assert [] == [line for process in processes for line in process.complaints()]
