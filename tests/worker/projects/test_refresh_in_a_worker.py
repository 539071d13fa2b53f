"""`project.refresh` through a real worker: its children, its steps, its artifacts, and cancelling it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import pytest

from career.records.projects import project_records
from career.tasks.project import PROJECT_REFRESH
from longhaul.engine.handlers import Handler, HandlerRegistry
from longhaul.model.event import Cursor, Scope
from longhaul.model.job import Job
from longhaul.model.registry import TaskRegistry
from longhaul.model.settings import WorkerSettings
from longhaul.model.states import is_terminal
from longhaul.runtime import ApiRuntime, Core, open_api, open_worker
from longhaul_worker.fetch.fetcher import Fetcher
from longhaul_worker.handlers.project_refresh import ProjectRefresh
from longhaul_worker.projects.address import RepositoryPolicy
from tests.support.waiting import eventually
from tests.worker.fetch.serving import bare_tls
from tests.worker.projects.repositories import commit
from tests.worker.projects.serving import Hub

PROJECT = "0123456789abcdef01234567"
PRELOAD = [f"longhaul_worker.projects.{name}" for name in ("scan", "plan_find", "skills")]


@dataclass
class Office:
    """An API beside a worker that refreshes projects."""

    api: ApiRuntime

    async def refresh(self, url: str) -> str:
        """Ask for a refresh; the id of the job."""
        enqueued = await self.api.core.client.enqueue(
            PROJECT_REFRESH.name, {"project_id": PROJECT, "repo_url": url, "llm": "off"}, owner="ann"
        )
        return enqueued.job.id

    async def job(self, job_id: str) -> Job:
        """The job as it is stored."""
        return await self.api.core.requests.get("ann", job_id)

    async def ended(self, job_id: str) -> Job:
        """Wait for the end of the job."""
        subscription = await self.api.hub.subscribe(Scope("ann", job_id=job_id), Cursor(0, 0))
        async with asyncio.timeout(30):
            async for _ in subscription:
                job = await self.job(job_id)
                if is_terminal(job.status):
                    return job
        raise AssertionError("the stream ended")


@pytest.fixture
async def office(mongo_uri: str, database_name: str, policy: RepositoryPolicy) -> AsyncGenerator[Office]:
    """An office on the session's replica set."""
    settings = WorkerSettings.model_validate(
        {"mongodb_uri": mongo_uri, "mongodb_database": database_name, "LONGHAUL_GRACE_S": 0.0}
    )
    tasks = TaskRegistry([PROJECT_REFRESH])
    async with Fetcher(allow_private=True, tls=bare_tls()) as fetcher:

        def build(core: Core) -> HandlerRegistry:
            return HandlerRegistry(
                [Handler(PROJECT_REFRESH, ProjectRefresh(project_records(core.database), policy, fetcher))]
            )

        async with open_api(settings, tasks) as api, open_worker(settings, tasks, build, preload=PRELOAD) as worker:
            await project_records(api.core.database).ensure_indexes()
            working = asyncio.create_task(worker.supervisor.run(signals=False))
            yield Office(api)
            worker.supervisor.shut_down()
            await working


async def test_a_repository_is_read_by_the_workers_children(server: Hub, office: Office) -> None:
    plan = "".join(f"- [{'x' if n % 2 else ' '}] {'step ' * 30}{n}\n" for n in range(3000))
    commit(server.root / "app", {"PLAN.md": plan, "a.py": "import flask\n" * 90, "requirements.txt": "flask\n"})

    first = await office.ended(await office.refresh(server.url("app")))
    second = await office.ended(await office.refresh(server.url("app")))

    assert first.result is not None
    assert (1500, 3000) == (first.result["plan"]["done"], first.result["plan"]["total"])
    assert ["Python", "Flask"] == [skill["name"] for skill in first.result["skills"]]
    assert ["plan.json"] == [ref["filename"] for ref in first.result["artifacts"].values()]
    assert second.result is not None
    assert second.result["unchanged"]


async def test_hostile_files_do_not_end_the_worker(server: Hub, office: Office) -> None:
    files = {
        "k8s.yaml": "apiVersion: v1\nkind: " + "[" * 100_000,
        "PLAN.md": "- [x] a\n" + ">" * 100_000,
        "package.json": "[" * 200_000,
        "setup.py": "(" * 50_000,
        "a.ipynb": "[" * 200_000,
        "docs/b.md": "---\nx: " + "{a: " * 10_000 + "\n---\n- [ ] b\n",
    }
    commit(server.root / "app", files)

    job = await office.ended(await office.refresh(server.url("app")))

    assert job.result is not None
    assert (1, 1) == (job.result["plan"]["done"], job.result["plan"]["total"])


async def test_a_cancelled_clone_ends_though_the_server_says_nothing(server: Hub, office: Office) -> None:
    commit(server.root / "app", {"a.bin": os.urandom(100_000)})
    server.gate.clear()
    job_id = await office.refresh(server.url("app"))
    await eventually(lambda: server.requests.count("/app/git-upload-pack") >= 2, description="the pack is asked for")

    await office.api.core.client.cancel("ann", job_id)
    job = await office.ended(job_id)

    assert "cancelled" == job.status
