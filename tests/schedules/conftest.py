"""Schedulers on a real mongod, with a clock that tests move by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from longhaul.engine.client import Client
from longhaul.engine.relay import Relay
from longhaul.engine.scheduler import Scheduler
from longhaul.model.job import Job
from longhaul.model.schedule import Schedule
from longhaul.mongo.clock import ManualTime
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Database
from longhaul.mongo.event_log import EventLog
from longhaul.mongo.jobs import JobStore
from longhaul.mongo.limits import RateLimits
from longhaul.mongo.outbox import Outboxes
from longhaul.mongo.requests import JobFilter, JobRequests
from longhaul.mongo.schedules import ScheduleRecord, ScheduleStore
from tests.support.tasks import TASKS

NOON = datetime(2100, 3, 1, 12, 0, 30, tzinfo=UTC)
"""Half a minute past twelve on a Monday, ahead of the server's clock, or its retention monitor would join in."""


def hourly(name: str = "hourly", **more: object) -> Schedule:
    """A schedule that ticks at every full hour."""
    return Schedule(**{"name": name, "task": "test.echo", "cron": "0 * * * *", "owner": "ada", **more})  # pyright: ignore[reportArgumentType]


@dataclass
class Plan:
    """The stores of one database, its clock, and what tests ask of schedules."""

    collections: Collections
    time: ManualTime
    store: ScheduleStore
    client: Client
    requests: JobRequests

    def scheduler(self, *schedules: Schedule, store: ScheduleStore | None = None) -> Scheduler:
        """A scheduler of `schedules`; every one of them stands for another process."""
        return Scheduler(store or self.store, self.client, self.time, TASKS, schedules)

    async def declared(self, *schedules: Schedule) -> Scheduler:
        """A scheduler that has declared its schedules and found nothing due."""
        scheduler = self.scheduler(*schedules)
        await scheduler.run_once()
        return scheduler

    async def record(self, name: str = "hourly") -> ScheduleRecord:
        """The schedule as it is stored."""
        return next(record for record in await self.store.list() if record.schedule.name == name)

    async def jobs(self, owner: str = "ada") -> list[Job]:
        """What has been enqueued, the newest first."""
        return (await self.requests.list(owner, JobFilter())).jobs


@pytest.fixture
async def plan(either_database: Database) -> Plan:
    """No schedules yet, half a minute past twelve, under each driver."""
    collections, time = Collections(either_database), ManualTime(NOON)
    jobs, requests = JobStore(collections, time), JobRequests(collections, time)
    # Never started: what it is given stays in the outboxes.
    relay = Relay(EventLog(collections, time, retention_s=3600), Outboxes(collections, time))
    client = Client(jobs, requests, RateLimits(collections, time), relay, TASKS, args_limit_bytes=10_000)
    return Plan(collections, time, ScheduleStore(collections, time), client, requests)
