"""`longhaul doctor`: what is well passes, each planted fault is found, and nobody sees a traceback."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from longhaul.mongo.driver import Database
from longhaul.mongo.indexes import build_indexes
from longhaul.runtime import Core
from longhaul.testing.mongod import Mongod
from tests.cli.conftest import Cli, insert
from tests.degraded.servers import ADMIN, PASSWORD, Server, locked_server
from tests.engine.conftest import Desk
from tests.support.waiting import eventually

QUICK = ("doctor", "--watch", "0", "--json")
SECRET = "look-4f1b"


async def found(cli: Cli) -> tuple[int, dict[str, Any]]:
    """The status, and each check by its name."""
    ran = await cli(*QUICK)
    return ran.status, {check["name"]: check for check in ran.document["checks"]}


async def test_a_deployment_that_works_passes(cli: Cli, desk: Desk) -> None:
    await eventually(desk.api.core.registry.list, description="the worker has reported itself")
    ran = await cli("doctor", "--watch", "0.5", "--json")

    # How full the disk of this machine is, and how quick it is, is none of the product's business.
    levels = {one["name"]: one["level"] for one in ran.document["checks"] if one["name"] != "storage"}
    assert set() == {name for name, level in levels.items() if level not in {"ok", "warn"}}
    assert ["ok"] * 6 == [levels[name] for name in ("deployment", "indexes", "log", "leases", "workers", "operations")]


async def test_the_operations_of_the_server_are_counted(cli: Cli, core: Core) -> None:
    ran = await cli("doctor", "--watch", "0.5", "--json")

    facts = ran.document["checks"][-1]["facts"]
    assert facts["operations_per_s"] > 0
    assert (0.0, None) == (facts["events_per_s"], facts["operations_per_event"])


async def test_as_text_every_check_is_a_line_with_its_level(cli: Cli, core: Core) -> None:
    ran = await cli("doctor", "--watch", "0")

    lines = [line for line in ran.out.splitlines() if line and not line.startswith(" ")]
    assert {"ok", "warn", "fail", "unknown"} >= {line.split()[0] for line in lines[:-1]}
    assert lines[0].startswith("ok") or lines[0].startswith("warn")


async def test_a_missing_index_fails(cli: Cli, core: Core) -> None:
    await core.collections.jobs.drop_index("fair")

    status, checks = await found(cli)
    await build_indexes(core.database)

    assert (1, "fail") == (status, checks["indexes"]["level"])
    assert "background_jobs.fair" in checks["indexes"]["found"]
    assert "longhaul indexes build" in checks["indexes"]["advice"]


async def test_a_missing_index_that_a_check_needs_is_no_traceback(cli: Cli, core: Core) -> None:
    await core.collections.jobs.drop_index("leases")

    status, checks = await found(cli)
    await build_indexes(core.database)

    assert (1, "fail") == (status, checks["leases"]["level"])
    assert "an index is missing" in checks["leases"]["found"]


async def test_a_lease_that_nobody_rescues_fails(cli: Cli, core: Core) -> None:
    await insert(core)
    (job,) = await core.jobs.claim(worker_id="w", queues=["default"], types=["test.echo"], limit=1, lease_s=60)
    await core.collections.jobs.update_one(
        {}, {"$set": {"lease.expires_at": await core.time.now() - timedelta(minutes=5)}}
    )

    status, checks = await found(cli)

    assert job.lease is not None
    assert (1, "fail", 1) == (status, checks["leases"]["level"], checks["leases"]["facts"]["jobs"])


async def test_an_outbox_that_nobody_carries_fails(cli: Cli, core: Core) -> None:
    await insert(core)
    await core.relay.stop()  # which would take it for its own
    old = await core.time.now() - timedelta(minutes=5)
    entry: dict[str, Any] = {"v": 2, "type": "job.log", "data": {}}
    await core.collections.jobs.update_one({}, {"$set": {"outbox": [entry], "outbox_at": old}})

    status, checks = await found(cli)

    assert (1, "fail") == (status, checks["outboxes"]["level"])


async def test_old_holes_in_the_log_are_told(cli: Cli, core: Core) -> None:
    await insert(core, count=5)
    await core.collections.events.delete_one({"_id": 3})
    old = await core.time.now() - timedelta(minutes=5)
    await core.collections.events.update_many({}, {"$set": {"at": old}})

    _, checks = await found(cli)

    assert ("warn", [{"first": 3, "last": 3}]) == (checks["log"]["level"], checks["log"]["facts"]["holes"])


async def test_a_counter_that_was_restored_too_old_fails(cli: Cli, core: Core) -> None:
    await insert(core, count=5)
    await core.collections.counters.update_one({}, {"$set": {"n": 2}})

    status, checks = await found(cli)

    assert (1, "fail") == (status, checks["log"]["level"])


async def test_a_database_that_was_never_used_is_told(cli: Cli, core: Core) -> None:
    await core.collections.counters.delete_many({})

    _, checks = await found(cli)

    assert "warn" == checks["log"]["level"]
    assert "no process has used this database yet" in checks["log"]["found"]


async def test_queues_that_are_paused_or_that_nobody_serves_are_told(cli: Cli, core: Core) -> None:
    await insert(core, queue="mail")
    await core.registry.set_paused("default", paused=True)

    status, checks = await found(cli)

    assert 0 == status
    assert (["mail"], "warn") == (checks["workers"]["facts"]["unserved"], checks["workers"]["level"])
    assert (["default"], "warn") == (checks["queues"]["facts"]["paused"], checks["queues"]["level"])


async def test_a_standalone_is_told(
    cli: Cli, standalone: Mongod, unused_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONGODB_URI", standalone.uri)
    monkeypatch.setenv("MONGODB_DATABASE", unused_name)

    _, checks = await found(cli)

    assert ("warn", "a standalone, without change streams") == (
        checks["deployment"]["level"],
        checks["deployment"]["found"],
    )


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that lets nobody in without a password."""
    with locked_server(tmp_path_factory.mktemp("guarded")) as running:
        yield running


def add_user(server: Server, database: str, role: str) -> str:
    """A user with one role in one database; the URI that names it."""
    name = f"{role}-{database}"
    with server.admin(server.uri_of(ADMIN, PASSWORD)) as admin:
        admin.command("createUser", name, pwd=SECRET, roles=[{"role": role, "db": database}])
    return server.uri_of(name, SECRET)


async def test_a_user_who_may_only_work_is_told_what_it_may_not_see(
    cli: Cli, guarded: Server, unused_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONGODB_URI", uri := add_user(guarded, unused_name, "readWrite"))
    monkeypatch.setenv("MONGODB_DATABASE", unused_name)
    database = Database(uri, unused_name)
    await build_indexes(database)
    await database.close()

    ran = await cli("doctor", "--watch", "0.2", "--json")

    checks = {check["name"]: check for check in ran.document["checks"]}
    assert (0, "") == (ran.status, ran.err)
    assert ("unknown", "ok", "ok") == tuple(checks[name]["level"] for name in ("operations", "TTL monitor", "indexes"))
    assert "not allowed to look" in checks["operations"]["found"]
    assert SECRET not in ran.out


async def test_a_user_who_may_only_read_fails_the_majority_write(
    cli: Cli, guarded: Server, unused_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MONGODB_URI", add_user(guarded, unused_name, "read"))
    monkeypatch.setenv("MONGODB_DATABASE", unused_name)

    status, checks = await found(cli)

    assert (1, "fail") == (status, checks["majority writes"]["level"])
    assert "readWrite" in checks["majority writes"]["advice"]
