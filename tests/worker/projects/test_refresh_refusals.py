"""`project.refresh` where it does not go well: servers that refuse or have moved, and jobs that are cancelled."""

from __future__ import annotations

import asyncio

import pytest

from career.records.owned import OwnedRecords
from career.records.projects import ProjectRecord
from longhaul.model.control import Cancel, ErrorKind, Fail, Retry
from longhaul_worker.handlers.project_refresh import ProjectRefresh
from tests.support.waiting import eventually
from tests.worker.projects.asking import FILES, PROJECT, Desks, args
from tests.worker.projects.repositories import commit
from tests.worker.projects.serving import Hub


async def test_cancelling_ends_a_clone_that_waits(server: Hub, refresh: ProjectRefresh, desks: Desks) -> None:
    commit(server.root / "app", FILES)
    server.gate.clear()
    desk = desks()
    job = asyncio.ensure_future(refresh(desk.context(), args(server)))
    await eventually(lambda: "CLONE" in [code for _, _, code in desk.said], description="the clone begins")
    desk.is_cancelled = True

    with pytest.raises(Cancel):
        await job


@pytest.mark.parametrize(
    ("status", "expected", "code"),
    [
        (404, Fail, "REPO_NOT_FOUND"),
        (401, Fail, "AUTH_REQUIRED"),
        (403, Fail, "AUTH_REQUIRED"),
        (500, Retry, "SERVER_ERROR"),
        (429, Retry, "RATE_LIMITED"),
    ],
)
async def test_what_the_server_answers_decides_whether_to_try_again(
    server: Hub, refresh: ProjectRefresh, desks: Desks, status: int, expected: type[Exception], code: str
) -> None:
    server.answers["app"] = (status, {})

    with pytest.raises(expected) as raised:
        await refresh(desks().context(), args(server))

    assert code == getattr(raised.value, "code", None)


async def test_a_repository_that_has_moved_is_followed(
    server: Hub, refresh: ProjectRefresh, projects: OwnedRecords[ProjectRecord], desks: Desks
) -> None:
    sha = commit(server.root / "app", FILES)
    server.answers["old"] = (301, {"location": f"{server.url('app')}/info/refs?service=git-upload-pack"})

    result = await refresh(desks().context(), args(server, "old"))
    kept = await projects.find("ann", PROJECT)

    assert sha == result.head_sha
    assert kept is not None
    assert server.url("old") == kept.value.repo_url


@pytest.mark.parametrize(
    ("location", "code"),
    [("/login", "REPO_NOT_FOUND"), ("http://127.0.0.1:1/x", "CONNECTION_FAILED"), ("file:///x", "SSRF_BLOCKED")],
)
async def test_a_repository_that_has_moved_to_nowhere_is_not_followed(
    server: Hub, refresh: ProjectRefresh, desks: Desks, location: str, code: str
) -> None:
    server.answers["old"] = (302, {"location": location})

    with pytest.raises((Fail, Retry)) as raised:
        await refresh(desks().context(), args(server, "old"))

    assert code == getattr(raised.value, "code", None)


async def test_a_model_that_is_required_and_missing_fails_the_job(
    server: Hub, refresh: ProjectRefresh, desks: Desks
) -> None:
    with pytest.raises(Fail) as raised:
        await refresh(desks().context(), args(server, llm="required"))

    assert "LLM_NOT_CONFIGURED" == raised.value.code


async def test_a_server_that_asks_to_slow_down_costs_no_attempt(
    server: Hub, refresh: ProjectRefresh, desks: Desks
) -> None:
    server.answers["app"] = (429, {})

    with pytest.raises(Retry) as raised:
        await refresh(desks().context(), args(server))

    assert (ErrorKind.RATE_LIMITED, 60.0) == (raised.value.kind, raised.value.after_s)
