"""A worker and an API's runtime whose metrics tests read."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from longhaul.model.job import Job
from longhaul.telemetry.metrics import Metrics
from tests.engine.conftest import Desk, open_desk, settings
from tests.support.waiting import eventually


@dataclass(frozen=True)
class Measured:
    """A desk and what its worker counts."""

    desk: Desk

    async def ran(self, task: str, mode: str = "") -> Job:
        """Run one job to its end, counted."""
        job = await self.desk.ended(await self.desk.enqueue(task, mode=mode, n=1, text="a"))
        # The end is counted once it is written, which readers may see first.
        await eventually(lambda: not self.desk.worker.worker.running, description="the end is counted")
        await self.desk.worker.core.relay.flush()
        return job

    def counted(self, name: str, **labels: str) -> float | None:
        """A series of the worker, None where there is none."""
        return value(self.desk.worker.core.metrics, name, **labels)


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    """A series as a scrape would show it, None where there is none."""
    return metrics.registry.get_sample_value(name, labels)


@pytest.fixture
async def measured(mongo_uri: str, database_name: str) -> AsyncIterator[Measured]:
    """A desk on the session's replica set."""
    async with open_desk(settings(mongo_uri, database_name)) as desk:
        yield Measured(desk)
