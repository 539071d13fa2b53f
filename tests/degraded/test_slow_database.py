"""A database that answers slowly: leases are kept all the same."""

from __future__ import annotations

from pathlib import Path

from longhaul.runtime import open_api
from longhaul.testing.mongod import Mongod
from longhaul.testing.proxy import proxy
from tests.degraded.asking import ask, ended
from tests.degraded.conftest import environment
from tests.degraded.processes import RECORDER, Usage, usage_over, watched
from tests.degraded.recorder import TASKS, read_book
from tests.engine.conftest import settings
from tests.support.waiting import eventually


async def test_a_database_that_is_slow_costs_no_lease(replica_set: Mongod, database_name: str, tmp_path: Path) -> None:
    book = tmp_path / "book"
    # Bodies that work for longer than a lease; a shorter one would be lost where the machine alone stalls.
    patient = {"LONGHAUL_MONGO_TIMEOUT_S": "10", "LONGHAUL_LEASE_S": "6"}
    async with (
        proxy(replica_set.port) as wire,
        open_api(settings(replica_set.uri, database_name), TASKS) as api,
    ):
        behind = f"mongodb://127.0.0.1:{wire.port}/?directConnection=true"
        # The other worker is quick: it would rescue whatever is not renewed in time.
        with (
            watched(RECORDER, tmp_path, **environment(behind, database_name, **patient)) as slow,
            watched(RECORDER, tmp_path, **environment(replica_set.uri, database_name, **patient)) as quick,
        ):
            for process in (slow, quick):
                await eventually(lambda process=process: "worker started" in process.said())
            ids = [await ask(api, book, pieces=80) for _ in range(6)]
            await eventually(lambda: len(read_book(book)) == len(ids), description="all bodies run")
            wire.delay_s = 0.15  # each way, for each piece

            used: list[Usage] = await usage_over(4.0, slow)
            jobs = await ended(api, ids)

    assert {("succeeded", 1, 0)} == {(job.status.value, job.attempt, job.interruptions) for job in jobs}
    assert {"returned"} == {body.ending for body in read_book(book)}
    used[0].assert_modest(lines=2)
