"""Finds jobs whose worker is gone and queues them again, by the database's clock alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from longhaul.engine.relay import Relay
from longhaul.engine.service import Loop
from longhaul.model.errors import LeaseLost
from longhaul.model.lease import Lease
from longhaul.mongo.holder import HolderStore
from longhaul.mongo.jobs import JobStore
from longhaul.telemetry.logs import get_logger

BATCH: Final = 100
MARGIN_S: Final = 0.05
"""Past the expiry, so that the database agrees that it has come."""


class Rescuer(Loop):
    """Rescues expired leases, and otherwise sleeps until the next one could expire.

    A rescuer that has just started, or has itself been without the database, first waits for one renewal period: an
    outage expires every lease, and those who hold them must get the chance to renew.
    """

    def __init__(
        self,
        jobs: JobStore,
        holder: HolderStore,
        relay: Relay,
        *,
        lease_s: float,
        interruptions_cap: int,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__("rescuer")
        self._jobs = jobs
        self._holder = holder
        self._relay = relay
        self._renew_s = lease_s / 3
        # A lease that is not there yet expires no earlier than this from now.
        self._longest_wait_s = lease_s / 2
        # Only an outage of two thirds of a lease can expire one that is kept. Of that we sleep through half a lease at
        # most, so the rest, a sixth, shows in how long our own question takes.
        self._patience_s = lease_s / 10
        self._interruptions_cap = interruptions_cap
        self._answered_at: float | None = None
        self._not_before = 0.0
        self._monotonic = monotonic
        self._facts = get_logger("longhaul.rescuer")

    async def run_once(self) -> float:
        """Rescue what expired; seconds until the next lease could."""
        asked_at, last_answer_at = self._monotonic(), self._answered_at
        self._answered_at = None  # a question that fails leaves it so
        leases = await self._jobs.next_to_expire(BATCH)
        now = self._answered_at = self._monotonic()
        if (
            last_answer_at is None
            or now - asked_at > self._patience_s
            or asked_at - last_answer_at > self._longest_wait_s + self._patience_s
        ):
            self._not_before = now + self._renew_s
        if now < self._not_before:
            return self._not_before - now
        expired = [lease for lease, left_s in leases if left_s <= 0]
        for lease in expired:
            await self._rescue(lease)
        if len(expired) == BATCH:
            return 0.0
        wait_s = min((left_s for _, left_s in leases if left_s > 0), default=self._longest_wait_s)
        return min(self._longest_wait_s, wait_s + MARGIN_S)

    async def _rescue(self, lease: Lease) -> None:
        try:
            written = await self._holder.rescue(lease, self._interruptions_cap)
        except LeaseLost:
            return  # renewed or ended since
        self._relay.submit(written.owner, written.job_id, written.outbox)
        self._facts.warning("job rescued", job=lease.job_id, worker=lease.worker_id, status=written.status.value)
