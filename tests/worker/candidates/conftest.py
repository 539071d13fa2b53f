"""A setting for each test."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest

from longhaul.mongo.driver import Database
from tests.worker.candidates.setting import Setting
from tests.worker.fetch.serving import serving
from tests.worker.mail.serving import PostOffice, post_office


@pytest.fixture
async def setting(database: Database) -> AsyncGenerator[Setting]:
    """A database and a site of the test's own; no mail server."""
    async with serving() as site:
        yield await Setting.on(database, site)


@pytest.fixture
async def office() -> AsyncGenerator[PostOffice]:
    """A mail server that takes everything."""
    async with post_office() as running:
        yield running
