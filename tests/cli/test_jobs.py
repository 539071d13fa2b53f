"""`longhaul jobs ls` and `show`: what operators find, along which index, and how long they look."""

from __future__ import annotations

from typing import Any

import pytest

from longhaul.model.states import Status
from longhaul.mongo import all_jobs
from longhaul.mongo.all_jobs import AllJobs
from longhaul.mongo.requests import JobFilter
from longhaul.runtime import Core
from tests.cli.conftest import Cli, insert, words


async def test_jobs_of_all_owners_are_listed_newest_first(cli: Cli, core: Core) -> None:
    (first,) = await insert(core, "ada")
    (second,) = await insert(core, "松本")

    ran = await cli("jobs", "ls", "--json")

    assert 0 == ran.status
    assert [(second.id, "松本"), (first.id, "ada")] == [(job["id"], job["owner"]) for job in ran.document["jobs"]]


async def test_a_table_in_a_pipe_has_no_colours_and_is_not_cut(cli: Cli, core: Core) -> None:
    owner = "someone-with-a-very-long-name-" * 4
    (job,) = await insert(core, owner)

    ran = await cli("jobs", "ls")

    header, row = ran.out.splitlines()
    assert header.split() == ["ID", "STATUS", "TASK", "QUEUE", "OWNER", "TRY", "AGE", "LAST", "WORD"]
    assert row.split()[:6] == [job.id, "queued", "test.echo", "default", owner, "0/5"]
    assert "\x1b" not in ran.out


async def test_text_of_jobs_cannot_steer_the_terminal(cli: Cli, core: Core) -> None:
    await insert(core, "ada\x1b[31m\u202e")

    ran = await cli("jobs", "ls")

    assert "\x1b" not in ran.out
    assert "\u202e" not in ran.out
    assert "ada" in ran.out


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (["--owner", "bo"], {"bo"}),
        (["--tag", "nightly"], {"tagged"}),
        (["--queue", "mail"], {"mailer"}),
        (["--type", "test.wait"], {"waiter"}),
        (["--status", "queued", "--queue", "mail"], {"mailer"}),
        (["--status", "succeeded", "--status", "failed"], set[str]()),
    ],
    ids=words,
)
async def test_filters_narrow_the_list(cli: Cli, core: Core, asked: list[str], expected: set[str]) -> None:
    await insert(core, "bo")
    await insert(core, "tagged", tags=("nightly",))
    await insert(core, "mailer", queue="mail")
    await insert(core, "waiter", type="test.wait")

    ran = await cli("jobs", "ls", "--json", *asked)

    assert expected == {job["owner"] for job in ran.document["jobs"]}


async def test_pages_go_on_where_the_last_ended(cli: Cli, core: Core) -> None:
    jobs = await insert(core, count=5)

    first = (await cli("jobs", "ls", "--limit", "3", "--json")).document
    second = (await cli("jobs", "ls", "--limit", "3", "--page", first["next_page"], "--json")).document

    assert sorted((job.id for job in jobs), reverse=True) == [job["id"] for job in first["jobs"] + second["jobs"]]
    assert second["next_page"] is None


async def test_all_pages_as_json_are_one_job_a_line(cli: Cli, core: Core) -> None:
    jobs = await insert(core, count=5)

    ran = await cli("jobs", "ls", "--limit", "2", "--all", "--json")

    assert sorted((job.id for job in jobs), reverse=True) == [job["id"] for job in ran.objects]


@pytest.mark.parametrize(
    ("wanted", "owner", "index", "is_exact"),
    [
        (JobFilter(), None, "_id_", True),
        (JobFilter(), "ada", "owner_recent", True),
        (JobFilter(status=Status.FAILED), "ada", "owner_status", True),
        (JobFilter(type="x"), "ada", "owner_type", True),
        (JobFilter(type="x", status=Status.FAILED), "ada", "owner_status", False),
        (JobFilter(status=Status.FAILED), None, "dead_recent", True),
        (JobFilter(status=Status.FAILED, queue="mail"), None, "dead_by_queue", True),
        (JobFilter(status=Status.RUNNING), None, "leases", False),
        (JobFilter(status=Status.QUEUED), None, "next_job", False),
        (JobFilter(tag="x"), None, "_id_", False),
    ],
)
async def test_what_an_index_answers_is_asked_of_it(
    core: Core, wanted: JobFilter, owner: str | None, index: str, is_exact: bool
) -> None:
    way = await AllJobs(core.collections).way(wanted, owner)

    assert (index, is_exact) == (way.index, way.is_exact)


async def test_a_look_for_what_no_index_has_ends_in_time_and_can_go_on(
    core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(all_jobs, "LOOK_KEYS", 10)
    (rare,) = await insert(core, tags=("rare",))
    await insert(core, count=25)
    store, wanted = AllJobs(core.collections), JobFilter(tag="rare")

    pages = [await store.page(wanted, owner=None, limit=5, within_s=0)]
    while pages[-1].next_page is not None:
        pages.append(await store.page(wanted, owner=None, limit=5, within_s=0, page=pages[-1].next_page))

    assert [[], [], [rare.id]] == [[job.id for job in page.jobs] for page in pages]
    assert [False, False, True] == [page.is_whole for page in pages]


async def test_looks_of_bounded_length_find_each_job_once(core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(all_jobs, "LOOK_KEYS", 3)
    jobs = await insert(core, count=10, tags=("x",))

    page = await AllJobs(core.collections).page(JobFilter(tag="x"), owner=None, limit=20)

    assert sorted((job.id for job in jobs), reverse=True) == [job.id for job in page.jobs]


async def test_where_many_wait_a_look_does_not_sort_them_all(core: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(all_jobs, "_FEW_WAITING", 3)
    await insert(core, count=4)

    way = await AllJobs(core.collections).way(JobFilter(status=Status.QUEUED), None)

    assert "_id_" == way.index


async def test_a_job_is_shown_with_why_it_waits(cli: Cli, core: Core) -> None:
    (job,) = await insert(core, queue="mail")

    text, told = await cli("jobs", "show", job.id), await cli("jobs", "show", job.id, "--json")

    assert "No live worker serves the queue mail." in text.out
    assert job.id == told.document["id"]
    assert ["no_worker"] == [reason["code"] for reason in told.document["why"]["reasons"]]


async def test_what_is_shown_of_a_running_job_has_no_lease_token(cli: Cli, core: Core) -> None:
    await insert(core)
    (job,) = await core.jobs.claim(worker_id="w1", queues=["default"], types=["test.echo"], limit=1, lease_s=60)
    assert job.lease is not None

    text, told = await cli("jobs", "show", job.id), await cli("jobs", "show", job.id, "--json")

    assert {"worker_id": "w1"}.items() <= told.document["lease"].items()
    assert job.lease.token not in told.out + text.out


@pytest.mark.parametrize("job_id", ["0" * 24, "nonsense"])
async def test_a_job_that_is_not_there_is_one_line_and_status_1(cli: Cli, core: Core, job_id: str) -> None:
    ran = await cli("jobs", "show", job_id)

    assert (1, "", f"longhaul: there is no job {job_id!r}\n") == (ran.status, ran.out, ran.err)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["jobs", "ls", "--limit", "0"], "--limit"),
        (["jobs", "ls", "--status", "done"], "'done' is not one of"),
        (["jobs", "ls", "--page", "x"], "page is not one"),
        (["jobs", "nope"], "nope"),
    ],
    ids=words,
)
async def test_a_mistake_on_the_command_line_is_one_line_and_status_2(
    cli: Cli, core: Core, arguments: list[Any], told: str
) -> None:
    ran = await cli(*arguments)

    assert (2, "") == (ran.status, ran.out)
    assert told in ran.err
    assert 1 == len(ran.err.splitlines())
