"""A worker of the career desk dies at each step of a job: the job ends once, and nothing is done or kept twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from scripts.demo.inputs.candidates import archive
from scripts.demo.serving import Page

from career.tasks.candidates import CANDIDATES_SEARCH
from career.tasks.packet import PACKET_GENERATE
from career.tasks.project import PROJECT_REFRESH
from longhaul.model.job import Job
from longhaul.model.states import Status
from tests.crash.career import OWNER, RECRUITER, Desk, desk, new_project

pytestmark = [pytest.mark.crash, pytest.mark.timeout(600)]


@pytest.fixture
async def made(mongo_uri: str, database_name: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """A desk with a CV, an advert and a repository."""
    async with desk(mongo_uri, database_name, tmp_path) as opened:
        yield opened


def hold_each_ended_once(jobs: list[Job]) -> None:
    """All succeeded, those with a killed worker at the second attempt, and no file is listed twice."""
    assert {Status.SUCCEEDED} == {job.status for job in jobs}
    assert [1] + [2] * (len(jobs) - 1) == [job.attempt for job in jobs]
    for job in jobs:
        files = Counter((artifact.kind, artifact.filename) for artifact in job.artifacts)
        assert 1 == max(files.values(), default=1)
    kinds = [sorted({artifact.kind for artifact in job.artifacts}) for job in jobs]
    assert [kinds[0]] * len(jobs) == kinds


async def test_a_packet_is_finished_once_whichever_step_its_worker_dies_at(made: Desk) -> None:
    async def ask(_number: int) -> dict[str, Any]:
        return {"resume_id": made.resume_id, "posting_id": made.posting_id}

    jobs = await made.kill_at_each_step(PACKET_GENERATE, ask)

    hold_each_ended_once(jobs)
    packets = await made.records.packets.list(OWNER, limit=200)
    assert len(jobs) == len(packets)
    assert {job.id for job in jobs} == {packet.value.job_id for packet in packets}


async def test_a_project_is_refreshed_once_whichever_step_its_worker_dies_at(made: Desk) -> None:
    async def ask(_number: int) -> dict[str, Any]:
        return {"project_id": await new_project(made), "repo_url": made.repository_url}

    jobs = await made.kill_at_each_step(PROJECT_REFRESH, ask)

    hold_each_ended_once(jobs)
    plans = {(job.result or {})["plan"]["done"] for job in jobs}
    histories = [len(project.value.history) for project in await made.records.projects.list(OWNER, limit=200)]
    assert {4} == plans
    assert [1] * len(jobs) == histories


async def test_a_search_mails_and_downloads_once_whichever_step_its_worker_dies_at(made: Desk) -> None:
    cvs = await made.upload("cvs.zip", archive(b"%PDF-"))

    async def ask(number: int) -> dict[str, Any]:
        path = f"/cvs/{number}/nils.txt"
        text = f"Nils Berg\nBackend Engineer\nnils{number}@example.org\n\nSkills\nPython, MongoDB, Docker\n"
        made.pages[path] = Page("text/plain; charset=utf-8", text.encode())
        return {
            "query": {"title": "Backend Engineer", "skills_required": ["Python", "MongoDB"]},
            "sources": [
                {"kind": "archive", "artifact_id": cvs},
                {"kind": "url_list", "urls": [made.site_url + path]},
            ],
            "notify": [RECRUITER],
        }

    jobs = await made.kill_at_each_step(CANDIDATES_SEARCH, ask)

    hold_each_ended_once(jobs)
    ids = [str(message["Message-ID"]) for message in made.mails.messages]
    fetched = {path: times for path, times in made.fetched.items() if path.startswith("/cvs/")}
    searches = await made.records.searches.list(OWNER, limit=200)
    assert len(jobs) == len(ids) == len(set(ids))
    assert {1} == set(fetched.values())
    assert len(jobs) == len(fetched)
    assert {job.id for job in jobs} == {search.value.job_id for search in searches}
