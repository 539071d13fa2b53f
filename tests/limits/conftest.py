"""Limits on a real mongod, with a clock that tests move by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from longhaul.engine.client import Client
from longhaul.engine.relay import Relay
from longhaul.model.job import Job, NewJob
from longhaul.mongo.clock import ManualTime
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Database, Document
from longhaul.mongo.event_log import EventLog
from longhaul.mongo.holder import HolderStore
from longhaul.mongo.jobs import JobStore
from longhaul.mongo.limits import RateLimits
from longhaul.mongo.outbox import Outboxes
from longhaul.mongo.requests import JobFilter, JobRequests
from longhaul.mongo.slots import SlotStore
from tests.limits.tasks import TASKS

NOW = datetime(2100, 1, 1, tzinfo=UTC)
"""Ahead of the server's clock, or its retention monitor would join in."""


@dataclass
class Office:
    """The stores of one database, its clock, and shorthands that keep tests readable."""

    collections: Collections
    time: ManualTime
    jobs: JobStore
    holder: HolderStore
    requests: JobRequests
    rates: RateLimits
    slots: SlotStore
    client: Client

    async def count(self, owner: str = "ada") -> int:
        """How many jobs there are."""
        return await self.requests.count(owner, JobFilter())

    async def running(self, owner: str = "ada") -> Job:
        """A job that has been enqueued and claimed."""
        await self.jobs.insert([NewJob("limits.slotted", owner, {})])
        return await self.claimed()

    async def claimed(self) -> Job:
        """The next job, claimed with a lease of 12 seconds."""
        (job,) = await self.claim()
        return job

    async def claim(self, limit: int = 1) -> list[Job]:
        """Claim as a worker would."""
        return await self.jobs.claim("w1", ["default"], TASKS.names, lease_s=12.0, limit=limit)

    async def limit(self, id_: str) -> Document:
        """A document of `limits`."""
        found = await self.collections.limits.find_one({"_id": id_})
        assert found is not None
        return found


@pytest.fixture
async def office(either_database: Database) -> Office:
    """A fresh database under each driver."""
    collections, time = Collections(either_database), ManualTime(NOW)
    jobs, requests, rates = JobStore(collections, time), JobRequests(collections, time), RateLimits(collections, time)
    # Never started: what it is given stays in the outboxes.
    relay = Relay(EventLog(collections, time, retention_s=3600), Outboxes(collections, time))
    client = Client(jobs, requests, rates, relay, TASKS, args_limit_bytes=10_000)
    slots, holder = SlotStore(collections, time), HolderStore(collections, time)
    return Office(collections, time, jobs, holder, requests, rates, slots, client)
