"""A site to fetch from, and a fetcher that may."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest

from longhaul_worker.fetch.fetcher import Fetcher, FetchLimits
from tests.worker.fetch.serving import Site, bare_tls, serving


@pytest.fixture
async def site() -> AsyncGenerator[Site]:
    """A site on loopback."""
    async with serving() as running:
        yield running


@pytest.fixture
async def fetcher() -> AsyncGenerator[Fetcher]:
    """A fetcher that may reach loopback."""
    async with Fetcher(allow_private=True, tls=bare_tls()) as ready:
        yield ready


@pytest.fixture
async def impatient() -> AsyncGenerator[Fetcher]:
    """The same, for servers that never answer in time: one that would is given up too where the machine is busy."""
    limits = FetchLimits(connect_s=2, read_s=0.3, total_s=1)
    async with Fetcher(allow_private=True, limits=limits, tls=bare_tls()) as ready:
        yield ready
