"""How many operations a second the server is asked for, beside what Longhaul's own idling costs."""

from __future__ import annotations

import asyncio
import time
from typing import Final

from longhaul.cli.checks.finding import Check, Finding
from longhaul.model.errors import StoreMisconfigured
from longhaul.model.event import Cursor
from longhaul.mongo.server import Counters
from longhaul.runtime import OperatorRuntime

FREE_TIER_PER_S: Final = 100
"""What Atlas' free tier allows before it slows callers down."""
IDLE_WORKER_PER_S: Final = 0.9
"""Of one idle worker process, without the driver's heartbeats; docs/reference/measurements.md."""


def operations(watch_s: float) -> Check:
    """Look twice, `watch_s` apart."""

    async def ask(runtime: OperatorRuntime) -> Finding:
        before, head, began = await _counters(runtime), await _head(runtime), time.monotonic()
        await asyncio.sleep(watch_s)
        after, later, passed_s = await _counters(runtime), await _head(runtime), time.monotonic() - began
        events_per_s = (later.seq - head.seq) / passed_s if head is not None and later is not None else None
        if before is None or after is None:
            found = "not allowed to look at the server's counters"
            found += f"; {events_per_s:.1f} events/s" if events_per_s is not None else ""
            return Finding("unknown", found, facts={"events_per_s": _rounded(events_per_s)})
        return _told(before, after, events_per_s, len(await runtime.core.registry.list()))

    return Check("operations", ask)


def _told(before: Counters, after: Counters, events_per_s: float | None, workers: int) -> Finding:
    passed_s = after.at_s - before.at_s
    by_kind = {name: (count - before.operations.get(name, 0)) / passed_s for name, count in after.operations.items()}
    per_s = sum(by_kind.values())
    facts = {
        "operations_per_s": _rounded(per_s),
        "events_per_s": _rounded(events_per_s),
        "operations_per_event": _rounded(per_s / events_per_s) if events_per_s else None,
        "by_kind_per_s": {name: _rounded(rate) for name, rate in by_kind.items()},
        "idle_workers_per_s": _rounded(workers * IDLE_WORKER_PER_S),
        "free_tier_per_s": FREE_TIER_PER_S,
    }
    found = f"{per_s:.1f} operations/s on the whole server"
    if events_per_s:
        found += f", {events_per_s:.1f} events/s, {per_s / events_per_s:.1f} operations an event"
    elif events_per_s is not None:
        found += ", no events"
    found += f"; {per_s / FREE_TIER_PER_S:.0%} of the {FREE_TIER_PER_S} of Atlas' free tier"
    found += f", {workers} idle {'worker costs' if workers == 1 else 'workers cost'} {workers * IDLE_WORKER_PER_S:.1f}"
    if per_s > FREE_TIER_PER_S:
        return Finding("ok", found, "too much for the free tier; any larger one is not limited so", facts)
    return Finding("ok", found, facts=facts)


async def _counters(runtime: OperatorRuntime) -> Counters | None:
    try:
        return await runtime.server.counters()
    except StoreMisconfigured:
        return None


async def _head(runtime: OperatorRuntime) -> Cursor | None:
    try:
        return await runtime.core.log.head()
    except StoreMisconfigured:
        return None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
