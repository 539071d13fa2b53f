"""Servers for the API's tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from longhaul.mongo.driver import Database
from longhaul_api.settings import ApiSettings
from tests.api.support import RunningApi, running_api

MakeSettings = Callable[..., ApiSettings]


@pytest.fixture
def make_settings(mongo_uri: str, database: Database) -> MakeSettings:
    """Settings of an API on this test's database; keywords are fields."""

    def make(**fields: Any) -> ApiSettings:
        return ApiSettings(
            _env_file=None,  # pyright: ignore[reportCallIssue] - of pydantic-settings
            **{"mongodb_uri": mongo_uri, "mongodb_database": database.name, "port": 0, "drain_s": 2.0, **fields},
        )

    return make


@pytest.fixture
async def api(make_settings: MakeSettings) -> AsyncIterator[RunningApi]:
    """One API process's worth, on loopback."""
    async with running_api(make_settings()) as running:
        yield running
