"""A reader that does not wait for lower numbers is caught under the same failures of the primary."""

from __future__ import annotations

import asyncio

import pytest

from longhaul.testing.faults import Pauses
from tests.failover.chaos import NaiveReader
from tests.failover.following import Follower
from tests.failover.judging import complaints
from tests.failover.patience import insist
from tests.failover.trio import FAULTS, Fault, Trio, aside
from tests.log.bench import LogBench, new_job_id, progress


@pytest.mark.crash
@pytest.mark.parametrize("fault", FAULTS)
async def test_what_was_on_its_way_when_the_primary_failed_is_read_by_the_tail_and_lost_by_the_naive(
    trio: Trio, log: LogBench, fault: Fault
) -> None:
    pauses, slow_job, quick_job = Pauses(), new_job_id(), new_job_id()
    naive, follower = NaiveReader(log.log), Follower(log.log)
    pauses.hold("reserved")
    slow = asyncio.ensure_future(log.appender(probe=pauses, monotonic=lambda: 0.0).append([progress(1, slow_job)]))
    await pauses.reached("reserved")
    await aside(lambda: trio.fall(fault))
    (quick,) = await insist(lambda: log.log.append([progress(1, quick_job)]))
    await naive.reach(quick.seq)
    await insist(follower.read)
    pauses.release("reserved")
    await slow

    await insist(naive.read)
    await insist(follower.read_all)

    changes = {slow_job: 1, quick_job: 1}
    assert {"lost"} == complaints(naive.events, changes)
    assert set() == complaints(follower.events, changes)
