"""`longhaul jobs cancel` and `requeue`: what they change, and that its events are in the log when they end."""

from __future__ import annotations

import pytest

from longhaul.model.event import Scope
from longhaul.model.job import Failure, Job
from longhaul.model.states import Status
from longhaul.mongo.driver import Database
from longhaul.runtime import Core
from tests.cli.conftest import Cli, insert

ECHO = ["test.echo"]


async def fail(core: Core, owner: str, count: int = 1, **fields: str) -> list[Job]:
    """Jobs that have failed for good, their events in the log."""
    jobs = await insert(core, owner, count=count, **fields)
    claimed = await core.jobs.claim(
        worker_id="w", queues=[jobs[0].queue], types=[jobs[0].type], limit=count, lease_s=60
    )
    for job in claimed:
        assert job.lease is not None
        failed = await core.holder.fail(job.lease, Failure("error", "permanent", "WRONG", "it is wrong"))
        core.relay.submit(owner, job.id, failed.outbox)
    await core.relay.flush()
    return jobs


async def types_in_log(core: Core, job: Job) -> list[str]:
    """What the log has of a job."""
    head = await core.log.head()
    return [event.type for event in await core.log.read(Scope(None, job.id), 0, head.seq, 100)]


async def test_a_cancel_is_in_the_log_when_the_command_ends(cli: Cli, core: Core) -> None:
    (job,) = await insert(core)

    ran = await cli("jobs", "cancel", job.id)

    stored = await core.requests.get("ada", job.id)
    assert (0, f"{job.id}  cancelled\n") == (ran.status, ran.out)
    assert (Status.CANCELLED, ()) == (stored.status, stored.outbox)
    assert ["job.created", "job.cancelled"] == await types_in_log(core, job)


async def test_a_running_job_is_asked_to_stop(cli: Cli, core: Core) -> None:
    await insert(core)
    (job,) = await core.jobs.claim(worker_id="w", queues=["default"], types=ECHO, limit=1, lease_s=60)

    ran = await cli("jobs", "cancel", job.id)

    assert (0, f"{job.id}  asked to stop\n") == (ran.status, ran.out)


async def test_what_cannot_be_done_is_named_and_the_rest_done(cli: Cli, core: Core) -> None:
    (failed,) = await fail(core, "ada")
    (waiting,) = await insert(core)

    ran = await cli("jobs", "requeue", waiting.id, failed.id, "0" * 24)

    assert 1 == ran.status
    assert f"{failed.id}  requeued\n" == ran.out
    assert [waiting.id, "0" * 24] == [line.split(": ")[1] for line in ran.err.splitlines()]


async def test_a_filter_requeues_the_dead_letters_of_all_owners(cli: Cli, core: Core) -> None:
    wanted = [*await fail(core, "ada", 3), *await fail(core, "bo", 2)]
    (other,) = await fail(core, "ada", queue="mail")

    ran = await cli("jobs", "requeue", "--queue", "default", "--yes", "--json")

    again = await core.requests.get("ada", other.id)
    assert 0 == ran.status
    assert sorted(job.id for job in wanted) == sorted(job["id"] for job in ran.document["jobs"])
    assert {"job.requeued"} == {(await types_in_log(core, job))[-1] for job in wanted}
    assert Status.FAILED is again.status


async def test_without_yes_nothing_happens_where_nobody_can_be_asked(cli: Cli, core: Core) -> None:
    (job,) = await fail(core, "ada")

    ran = await cli("jobs", "requeue", "--status", "failed")

    stored = await core.requests.get("ada", job.id)
    assert (2, "") == (ran.status, ran.out)
    assert "1 job would be requeued: add --yes" in ran.err
    assert Status.FAILED is stored.status


async def test_a_dry_run_only_counts(cli: Cli, core: Core) -> None:
    jobs = await insert(core, count=3)

    ran = await cli("jobs", "cancel", "--type", "test.echo", "--dry-run")

    stored = await core.requests.get("ada", jobs[0].id)
    assert (0, "3 jobs would be cancelled\n") == (ran.status, ran.out)
    assert Status.QUEUED is stored.status


async def test_a_limit_leaves_the_oldest_for_the_next_run(cli: Cli, core: Core) -> None:
    jobs = await insert(core, count=5)

    first = await cli("jobs", "cancel", "--owner", "ada", "--limit", "3", "--yes", "--json")
    second = await cli("jobs", "cancel", "--owner", "ada", "--limit", "3", "--yes", "--json")

    assert ([3, True], [2, False]) == tuple(
        [ran.document["cancelled"], ran.document["is_more"]] for ran in (first, second)
    )
    assert sorted(job.id for job in jobs) == sorted(
        job["id"] for ran in (first, second) for job in ran.document["jobs"]
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["cancel"], "name jobs by their ids"),
        (["cancel", "0" * 24, "--type", "x"], "one of the two"),
        (["requeue", "--status", "queued"], "that have ended can be requeued"),
        (["cancel", "--status", "failed"], "that have not ended can be cancelled"),
    ],
)
async def test_what_makes_no_sense_is_refused_with_2(cli: Cli, core: Core, arguments: list[str], told: str) -> None:
    ran = await cli("jobs", *arguments)

    assert 2 == ran.status
    assert told in ran.err


async def test_nothing_is_changed_where_indexes_are_missing(
    cli: Cli, core: Core, mongo_uri: str, unused_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONGODB_DATABASE", unused_name)
    database = Database(mongo_uri, unused_name)

    ran = await cli("enqueue", "test.echo")

    stored = await database.collection("background_jobs").find_one({})
    await database.close()
    assert 1 == ran.status
    assert "run `longhaul indexes build` first" in ran.err
    assert stored is None
