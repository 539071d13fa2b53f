"""The whole product in processes of its own: two APIs and two workers on one database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest
from scripts.local import local_client
from scripts.stack import Service, Stack, stack

from longhaul.testing.mongod import Mongod


@dataclass
class Product:
    """The running processes."""

    stack: Stack
    apis: tuple[Service, Service]
    workers: tuple[Service, Service]


@pytest.fixture(scope="session")
def product(replica_set: Mongod, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Two APIs and two workers side by side, shared by the tests of this folder."""
    directory, database = tmp_path_factory.mktemp("product"), f"e2e_{uuid4().hex[:12]}"
    with stack(directory, database=database, mongodb_uri=replica_set.uri) as running:
        running.environment["ALLOW_PRIVATE_FETCH"] = "1"
        apis = running.api("api-1"), running.api("api-2")
        workers = running.worker("worker-1"), running.worker("worker-2")
        yield Product(running, apis, workers)


@pytest.fixture
async def first(product: Product) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the first API."""
    async with local_client(product.apis[0].url, timeout=60) as client:
        yield client


@pytest.fixture
async def second(product: Product) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the second API."""
    async with local_client(product.apis[1].url, timeout=60) as client:
        yield client


async def ended(client: httpx.AsyncClient, job_id: str) -> dict[str, Any]:
    """Wait for the end of a job through the long poll, and give the job."""
    job: dict[str, Any] = (await client.get(f"/background-jobs/{job_id}")).raise_for_status().json()
    cursor = job["cursor"]
    while job["status"] in {"queued", "running"}:
        news = await client.get("/events", params={"after": cursor, "wait": 20, "job": job_id})
        cursor = news.raise_for_status().json()["cursor"]
        job = (await client.get(f"/background-jobs/{job_id}")).raise_for_status().json()
    return job
