"""What tests of isolation share: a runner with its fork server, and waiting for a process to be gone."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from longhaul.engine.isolation import ChildRunner


@pytest.fixture
async def runner() -> AsyncIterator[ChildRunner]:
    """A started runner whose children find the bodies of these tests loaded."""
    runner = ChildRunner(["tests.isolation.child_bodies"])
    await runner.start()
    yield runner
    await runner.stop()
