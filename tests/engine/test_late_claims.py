"""A claim may be answered when most of its lease is over: the lease counts from when it was asked for."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from longhaul.engine.lease_keeper import LeaseKeeper
from longhaul.model.lease import Lease
from longhaul.mongo.jobs import Held
from tests.support.waiting import eventually

LEASE_S = 60.0


class Store:
    """Says of every lease that it is held, and remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def renew(self, leases: list[Lease], lease_s: float) -> list[Held]:  # noqa: ARG002 - a store has it
        """A renewal."""
        self.asked.append("renew")
        return [Held(lease, is_held=True, cancel_requested=False) for lease in leases]

    async def look(self, leases: list[Lease]) -> list[Held]:
        """A look."""
        self.asked.append("look")
        return [Held(lease, is_held=True, cancel_requested=False) for lease in leases]


@pytest.mark.parametrize(("claimed_s_ago", "first"), [(0.0, "look"), (LEASE_S / 2, "renew")])
async def test_a_lease_that_is_old_when_its_claim_is_answered_is_renewed_first_of_all(
    claimed_s_ago: float, first: str
) -> None:
    store = Store()

    @asynccontextmanager
    async def opened() -> AsyncGenerator[Store]:
        yield store

    keeper = LeaseKeeper(opened, lease_s=LEASE_S)
    await keeper.start()
    keeper.add(Lease("job", "token", "worker"), lambda _: None, asked_at=time.monotonic() - claimed_s_ago)

    await eventually(lambda: len(store.asked) > 1)
    await keeper.stop()

    assert [first, "look"] == store.asked[:2]
