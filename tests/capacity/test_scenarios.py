"""A very small run of each scenario on a real mongod: that figures come out, and that they fit together."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from scripts.capacity.claims import measure_claims
from scripts.capacity.crew import Crew, CrewError, crew
from scripts.capacity.hubs import measure_hubs
from scripts.capacity.idle import measure_idle
from scripts.capacity.logs import append_point
from scripts.capacity.meter import Server, processor_s
from scripts.capacity.plan import QUICK
from scripts.capacity.several import measure_replicated, measure_sharded
from scripts.capacity.site import Site, site
from scripts.capacity.storage import measure_storage

from longhaul.testing.mongod import Mongod

PLAN = replace(
    QUICK,
    step_s=0.3,
    warm_s=0.1,
    workers=(2,),
    appenders=(2,),
    rates=(100,),
    doorbells=("change_stream",),
    hubs=(1,),
    idle_s=1.0,
    settling_s=0.1,
    stored_jobs=200,
    logs=(2,),
    log_appenders=2,
    members=(1,),
    replicated_appenders=1,
    replicated_workers=1,
)


@pytest.fixture
async def here(replica_set: Mongod) -> AsyncIterator[Site]:
    """The session's server, with a meter on it."""
    servers = [Server(replica_set.uri, replica_set.process.pid)]
    async with crew(PLAN.hands) as hands, site(replica_set.uri, servers, PLAN, hands) as made:
        yield made


async def test_workers_at_one_queue_and_at_their_own_do_jobs_that_cost_something(here: Site) -> None:
    here.plan = replace(PLAN, step_s=1.0)

    one, own = await measure_claims(here)

    assert (one.queues, own.queues) == (1, 2)
    for point in (one, own):
        assert point.cost.per_s > 0
        assert point.cost.commands > 0
        assert point.cost.journal_bytes > 0
        assert 0 <= point.lost <= 1
        assert 0 <= point.empty <= 1
    assert own.lost == 0


async def test_a_call_that_appends_is_two_commands_and_one_that_counts_is_one(here: Site) -> None:
    log = await append_point(here, 2, 10)
    counter = await append_point(here, 2, 0)

    assert (log.what, counter.what) == ("log", "counter")
    assert log.events_per_s == pytest.approx(10 * log.cost.per_s)
    assert log.cost.commands > counter.cost.commands > 0
    assert log.latency.p50_ms <= log.latency.p95_ms
    assert (log.holes, counter.holes) == (0, 0)


async def test_a_hub_gets_every_event_of_the_appender(here: Site) -> None:
    alone, followed = await measure_hubs(here)

    assert alone.latency is None
    assert followed.latency is not None
    assert followed.delivered == 1.0
    assert followed.reads_per_s > 0


async def test_an_idle_api_and_worker_cost_few_operations_and_a_job_costs_some(here: Site) -> None:
    idle, (trickle,) = await measure_idle(here)

    assert [point.who for point in idle] == ["API", "API, one stream", "worker"]
    assert all(point.operations_per_s >= 0 for point in idle)
    assert trickle.operations_per_job > 3


async def test_finished_jobs_leave_themselves_and_three_events_each(here: Site) -> None:
    storage = await measure_storage(here)

    jobs, events = storage.collections
    assert (jobs.documents, events.documents) == (200, 600)
    assert jobs.total_bytes > sum(jobs.index_bytes.values()) > 0
    assert {"next_job", "owner_recent"} <= jobs.index_bytes.keys()


async def test_logs_are_shared_on_one_server_and_on_several(here: Site, tmp_path: Path) -> None:
    on_one, on_two = await measure_sharded(here, tmp_path)

    assert (on_one.logs, on_one.servers) == (2, 1)
    assert (on_two.logs, on_two.servers) == (2, 2)
    assert on_two.cost.busiest_us < on_two.cost.db_us


async def test_a_replica_set_is_measured_as_one_node_is(here: Site, tmp_path: Path) -> None:
    appends, claims = await measure_replicated(here, tmp_path)

    assert [point.members for point in (*appends, *claims)] == [1, 1, 1]
    assert all(point.cost.commands > 0 for point in (*appends, *claims))


async def test_a_process_of_the_crew_that_ends_is_an_error_and_no_wait() -> None:
    async with crew(1) as hands:
        with pytest.raises(CrewError, match="has ended"):
            await hands.prepare([{"do": "nothing that is known"}])


async def test_nobody_of_the_crew_outlives_its_block() -> None:
    async with crew(1) as hands:
        processes = list(_processes(hands))

    assert [process.returncode for process in processes] == [0]


def test_processor_time_of_this_process_grows() -> None:
    before = processor_s(os.getpid())
    while processor_s(os.getpid()) == before:
        sum(range(10_000))

    assert processor_s(os.getpid()) > before


def _processes(hands: Crew) -> list[asyncio.subprocess.Process]:
    return hands._all  # pyright: ignore[reportPrivateUsage]
