"""`project.refresh` through a real worker: its children, its steps, its artifacts, and cancelling it."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator

import pytest

from career.records.projects import project_records
from career.tasks.project import PROJECT_REFRESH
from longhaul.engine.handlers import Handler, HandlerRegistry
from longhaul.model.registry import TaskRegistry
from longhaul.runtime import Core
from longhaul_worker.fetch.fetcher import Fetcher
from longhaul_worker.handlers.project_refresh import ProjectRefresh
from longhaul_worker.projects.address import RepositoryPolicy
from tests.engine.conftest import OWNER, Desk, open_desk, settings
from tests.support.waiting import eventually
from tests.worker.fetch.serving import bare_tls
from tests.worker.projects.asking import PROJECT
from tests.worker.projects.repositories import commit
from tests.worker.projects.serving import Hub

TASKS = TaskRegistry([PROJECT_REFRESH])
PRELOAD = [f"longhaul_worker.projects.{name}" for name in ("scan", "plan_find", "skills")]


@pytest.fixture
async def desk(mongo_uri: str, database_name: str, policy: RepositoryPolicy) -> AsyncGenerator[Desk]:
    """An API's runtime and a worker."""
    async with Fetcher(allow_private=True, tls=bare_tls()) as fetcher:

        def handlers(core: Core) -> HandlerRegistry:
            records = project_records(core.database)
            return HandlerRegistry([Handler(PROJECT_REFRESH, ProjectRefresh(records, policy, fetcher))])

        async with open_desk(settings(mongo_uri, database_name), TASKS, handlers, PRELOAD) as opened:
            await project_records(opened.api.core.database).ensure_indexes()
            yield opened


async def asked(desk: Desk, server: Hub) -> str:
    """Ask for a refresh of the server's `app`; the id of the job."""
    return await desk.enqueue("project.refresh", project_id=PROJECT, repo_url=server.url("app"), llm="off")


async def test_a_repository_is_read_by_the_workers_children(server: Hub, desk: Desk) -> None:
    plan = "".join(f"- [{'x' if n % 2 else ' '}] {'step ' * 30}{n}\n" for n in range(3000))
    commit(server.root / "app", {"PLAN.md": plan, "a.py": "import flask\n" * 90, "requirements.txt": "flask\n"})

    first = await desk.ended(await asked(desk, server))
    second = await desk.ended(await asked(desk, server))

    assert first.result is not None
    assert (1500, 3000) == (first.result["plan"]["done"], first.result["plan"]["total"])
    assert ["Python", "Flask"] == [skill["name"] for skill in first.result["skills"]]
    assert ["plan.json"] == [ref["filename"] for ref in first.result["artifacts"].values()]
    assert second.result is not None
    assert second.result["unchanged"]


async def test_hostile_files_do_not_end_the_worker(server: Hub, desk: Desk) -> None:
    files = {
        "k8s.yaml": "apiVersion: v1\nkind: " + "[" * 100_000,
        "PLAN.md": "- [x] a\n" + ">" * 100_000,
        "package.json": "[" * 200_000,
        "setup.py": "(" * 50_000,
        "a.ipynb": "[" * 200_000,
        "docs/b.md": "---\nx: " + "{a: " * 10_000 + "\n---\n- [ ] b\n",
    }
    commit(server.root / "app", files)

    job = await desk.ended(await asked(desk, server))

    assert job.result is not None
    assert (1, 1) == (job.result["plan"]["done"], job.result["plan"]["total"])


async def test_a_cancelled_clone_ends_though_the_server_says_nothing(server: Hub, desk: Desk) -> None:
    commit(server.root / "app", {"a.bin": os.urandom(100_000)})
    server.gate.clear()
    job_id = await asked(desk, server)
    await eventually(lambda: server.requests.count("/app/git-upload-pack") >= 2, description="the pack is asked for")

    await desk.api.core.client.cancel(OWNER, job_id)
    job = await desk.ended(job_id)

    assert "cancelled" == job.status
