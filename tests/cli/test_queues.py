"""`longhaul queues`, `workers` and `schedules`."""

from __future__ import annotations

from longhaul.model.schedule import Schedule
from longhaul.runtime import Core
from tests.cli.conftest import Cli, insert
from tests.engine.conftest import Desk
from tests.support.waiting import eventually


async def test_queues_say_how_full_they_are(cli: Cli, core: Core) -> None:
    await insert(core, count=3, queue="mail")
    await core.jobs.claim(worker_id="w", queues=["mail"], types=["test.echo"], limit=1, lease_s=60)

    ran = await cli("queues", "--json")

    (mail,) = [queue for queue in ran.document["queues"] if queue["name"] == "mail"]
    assert (2, 1, 0, False) == (mail["queued"], mail["running"], mail["failed"], mail["paused"])
    assert mail["oldest_wait_s"] >= 0


async def test_a_queue_is_paused_and_resumed(cli: Cli, core: Core) -> None:
    paused = await cli("queues", "pause", "mail", "--json")
    between = await core.registry.paused_queues()
    resumed = await cli("queues", "resume", "mail", "--json")

    assert (True, {"mail"}, False) == (paused.document["paused"], between, resumed.document["paused"])
    assert frozenset() == await core.registry.paused_queues()


async def test_what_is_no_name_of_a_queue_is_refused(cli: Cli, core: Core) -> None:
    ran = await cli("queues", "pause", "No Queue")

    assert (2, "") == (ran.status, ran.out)
    assert frozenset() == await core.registry.paused_queues()


async def test_workers_are_told_with_what_each_runs(cli: Cli, desk: Desk) -> None:
    job_id = await desk.enqueue("test.wait")
    await desk.events(job_id, until="job.progress")
    await eventually(desk.api.core.registry.list, description="the worker has reported itself")

    text, told = await cli("workers"), await cli("workers", "--json")

    (worker,) = told.document["workers"]
    assert desk.worker.worker.id == worker["id"]
    assert [job_id] == [job["id"] for job in worker["jobs"]]
    assert job_id in text.out


async def test_schedules_are_told_with_their_next_tick(cli: Cli, core: Core) -> None:
    await core.schedules.sync([Schedule("nightly", "test.echo", "30 2 * * *", "Europe/Berlin", owner="ada")])

    text, told = await cli("schedules"), await cli("schedules", "--json")

    (schedule,) = told.document["schedules"]
    assert ("nightly", "30 2 * * *", True) == (schedule["name"], schedule["cron"], schedule["enabled"])
    assert "Europe/Berlin" in text.out
