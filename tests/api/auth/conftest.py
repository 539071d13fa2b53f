"""A guarded server for the tests of authentication."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.api.auth.support import BOTH, guarded_api
from tests.api.conftest import MakeSettings
from tests.api.support import RunningApi


@pytest.fixture
async def guarded(make_settings: MakeSettings) -> AsyncIterator[RunningApi]:
    """An API that takes tokens and API keys."""
    async with guarded_api(make_settings(**BOTH)) as running:
        yield running
