"""A model server for every test that asks for one."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest

from tests.worker.llm.serving import ModelServer, model_server


@pytest.fixture
async def server() -> AsyncGenerator[ModelServer]:
    """A running model server without replies."""
    async with model_server() as running:
        yield running
