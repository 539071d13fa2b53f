"""How long single requests to the API take: asking for a job, reading it, and a probe. One after the other."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx

from longhaul.testing.ports import HeldPort
from scripts.bench.figures import Latency, latency
from scripts.bench.ground import Ground, until
from scripts.local import local_client

_API = "longhaul_api"
_WARMING = 3  # the first ones open connections
_ASKED = {"type": "resume.parse", "args": {"text": "Ada Lovelace, engineer at Lantern Freight since 2019."}}


@asynccontextmanager
async def serving(ground: Ground, name: str) -> AsyncGenerator[tuple[httpx.AsyncClient, str]]:
    """An API process on the database `name`, ready: a client and its address."""
    async with local_client(timeout=30) as client:
        with HeldPort() as port:
            process = ground.process(_API, name, {"PORT": str(port.number), "HOST": "127.0.0.1"})
            try:
                url = f"http://127.0.0.1:{port.number}"
                await until(lambda: _answers(client, f"{url}/readyz"))
                yield client, url
            finally:
                process.terminate()
                await asyncio.to_thread(process.wait, 30)


async def measure_requests(ground: Ground) -> dict[str, Latency]:
    """From sending a request until its whole answer is there, by what is asked."""
    ground.said("requests of the API")
    name, ids = ground.new_database(), list[str]()
    async with ground.database(name), serving(ground, name) as (client, url):

        async def create() -> None:
            answer = await client.post(f"{url}/background-jobs", json=_ASKED)
            ids.append(answer.raise_for_status().json()["job_id"])

        async def read() -> None:
            (await client.get(f"{url}/background-jobs/{ids.pop()}")).raise_for_status()

        async def probe() -> None:
            (await client.get(f"{url}/healthz")).raise_for_status()

        asked: dict[str, Callable[[], Awaitable[None]]] = {"create": create, "read": read, "healthz": probe}
        return {what: latency(await _taken(ask, ground.plan.samples)) for what, ask in asked.items()}


async def _taken(ask: Callable[[], Awaitable[None]], samples: int) -> list[float]:
    taken: list[float] = []
    for _ in range(samples + _WARMING):
        began = time.perf_counter()
        await ask()
        taken.append(time.perf_counter() - began)
    return taken[_WARMING:]


async def _answers(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(url)).is_success
    except httpx.TransportError:
        return False
