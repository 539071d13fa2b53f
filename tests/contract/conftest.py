"""The job store on a real mongod, under both drivers, with a clock that tests move by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from longhaul.model.job import Job, NewJob
from longhaul.model.lease import Lease
from longhaul.mongo.clock import ManualTime
from longhaul.mongo.collections import Collections
from longhaul.mongo.driver import Database, Document
from longhaul.mongo.holder import HolderStore
from longhaul.mongo.jobs import JobStore
from longhaul.mongo.requests import JobRequests


@dataclass
class Store:
    """The stores of one database, its clock, and shorthands that keep tests readable."""

    collections: Collections
    time: ManualTime
    jobs: JobStore
    holder: HolderStore
    requests: JobRequests

    async def enqueue(self, type_: str = "demo.noop", owner: str = "ada", **fields: Any) -> Job:
        """Store one job."""
        return (await self.jobs.insert([NewJob(type_, owner, fields.pop("args", {}), **fields)]))[0].job

    async def claim(
        self, worker_id: str = "w1", *, limit: int = 1, queues: tuple[str, ...] = ("default",)
    ) -> list[Job]:
        """Claim as a worker of the demo tasks would, with a lease of 12 seconds."""
        types = ("demo.noop", "demo.other")
        return await self.jobs.claim(worker_id, queues, types, lease_s=12.0, limit=limit)

    async def running(self, worker_id: str = "w1", **fields: Any) -> tuple[Job, Lease]:
        """A job that has just been claimed, and its lease."""
        await self.enqueue(**fields)
        job = (await self.claim(worker_id))[0]
        assert job.lease is not None
        return job, job.lease

    async def document(self, job: Job) -> Document:
        """The job's document as it is stored."""
        found = await self.collections.jobs.find_one(
            {"type": job.type, "owner": job.owner, "created_at": job.created_at}
        )
        assert found is not None
        return found


@pytest.fixture
async def store(either_database: Database) -> Store:
    """A fresh store under each driver."""
    collections, time = Collections(either_database), ManualTime(datetime(2100, 3, 1, 12, tzinfo=UTC))
    return Store(
        collections, time, JobStore(collections, time), HolderStore(collections, time), JobRequests(collections, time)
    )
