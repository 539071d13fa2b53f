"""Finds jobs whose worker is gone and queues them again, by the database's clock alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from longhaul.engine.relay import Relay
from longhaul.engine.service import Loop
from longhaul.engine.tally import Tally
from longhaul.model.errors import LeaseLost
from longhaul.model.lease import Lease
from longhaul.model.states import Status
from longhaul.mongo.holder import HolderStore
from longhaul.mongo.jobs import JobStore
from longhaul.telemetry.logs import get_logger
from longhaul.telemetry.metrics import WorkerMetrics

BATCH: Final = 100
MARGIN_S: Final = 0.05
"""Past the expiry, so that the database agrees that it has come."""


class Rescuer(Loop):
    """Rescues expired leases, and otherwise sleeps until the next one could expire.

    An outage expires every lease, and those who hold them must get the chance to renew. So after a start or an outage
    of its own, a lease is taken when it has been seen expired for one renewal period in which writes were possible;
    otherwise at once.
    """

    def __init__(
        self,
        jobs: JobStore,
        holder: HolderStore,
        relay: Relay,
        *,
        lease_s: float,
        interruptions_cap: int,
        tally: Tally | None = None,
        metrics: WorkerMetrics | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__("rescuer")
        self._jobs = jobs
        self._holder = holder
        self._relay = relay
        self._tally = tally
        self._metrics = metrics or WorkerMetrics()
        self._renew_s = lease_s / 3
        # A lease that is not there yet expires no earlier than this from now.
        self._longest_wait_s = lease_s / 2
        # Only an outage of two thirds of a lease can expire one that is kept. Of that we sleep through half a lease at
        # most, so the rest, a sixth, shows in how long our own question takes.
        self._patience_s = lease_s / 7
        self._interruptions_cap = interruptions_cap
        self._answered_at: float | None = None
        self._calm_from = 0.0
        self._expired_since: dict[Lease, float] = {}
        self._monotonic = monotonic
        self._facts = get_logger("longhaul.rescuer")

    async def run_once(self) -> float:
        """Rescue what expired; seconds until the next lease could."""
        asked_at, last_answer_at = self._monotonic(), self._answered_at
        self._answered_at = None  # a question that fails leaves it so
        leases = await self._jobs.next_to_expire(BATCH)
        now = self._monotonic()
        was_away = last_answer_at is None or asked_at - last_answer_at > self._longest_wait_s + self._patience_s
        if was_away or now - asked_at > self._patience_s:
            if was_away:
                self._expired_since.clear()
            # A thawed or cut off primary answers questions while nobody can renew. Only a write shows that they can.
            await self._holder.confirm()
            now = self._monotonic()
            self._calm_from = now + self._renew_s
        self._answered_at = now
        expired = [lease for lease, left_s in leases if left_s <= 0]
        self._expired_since = {lease: self._expired_since.get(lease, now) for lease in expired}
        for lease in expired:
            # The second holds while every answer is slow, as on a machine that has too much to do.
            if now >= self._calm_from or asked_at - self._expired_since[lease] >= self._renew_s:
                del self._expired_since[lease]
                await self._rescue(lease)
        return self._wait_s(now, [left_s for _, left_s in leases if left_s > 0], is_full=len(expired) == BATCH)

    def _wait_s(self, now: float, left_s: list[float], *, is_full: bool) -> float:
        if self._expired_since:
            ripe_at = min(self._expired_since.values()) + self._renew_s
            return max(0.0, min(ripe_at, self._calm_from) - now)
        return 0.0 if is_full else min(self._longest_wait_s, min(left_s, default=self._longest_wait_s) + MARGIN_S)

    async def _rescue(self, lease: Lease) -> None:
        try:
            written = await self._holder.rescue(lease, self._interruptions_cap)
        except LeaseLost:
            return  # renewed or ended since
        self._relay.submit(written.owner, written.job_id, written.outbox)
        data = written.outbox[-1].data
        if self._tally is not None:
            self._tally.ended(data["queue"], written.status)
        # One that is queued again carries the error of an attempt before, if any.
        cause = data["error"]["cause"] if written.status is Status.FAILED else "worker_died"
        self._metrics.rescued(data["task"], data["queue"], written.status, cause)
        self._facts.warning("job rescued", job_id=lease.job_id, holder=lease.worker_id, status=written.status.value)
