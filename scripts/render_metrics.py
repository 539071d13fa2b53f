"""Writes `docs/reference/metrics.md` from what the processes declare: `python -m scripts.render_metrics`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import get_args

from longhaul.model.states import TERMINAL, Cause
from longhaul.mongo.log_reader import ResetReason
from longhaul.telemetry.declared import Declared
from longhaul.telemetry.metrics import ChildEnd, PutBack, WorkerMetrics
from longhaul_api.metrics import REFUSALS, ApiMetrics
from scripts.rendering import table, write

NAME = "metrics.md"

_INTRO = """\
# Metrics

Written by `python -m scripts.render_metrics` from what the processes declare; do not edit it by hand.

Each process answers `GET /metrics` in the Prometheus text format: the API on its own port, a worker on that of its
probes (`PORT`). Where `LONGHAUL_METRICS_TOKEN` is set, both ask for it as `Authorization: Bearer` and answer 401
otherwise. Without it the API's are for operators, and a worker's for whoever reaches the port. They are not reached
through the web: `/api/metrics` is 404 there. How to use them is told in [observe](../how-to/observe.md).

Beside those below, each process has the usual `process_*` (processor time, memory, open files) and `python_info`. A
histogram `x` is the series `x_bucket{le}`, `x_sum` and `x_count`.

Labels take their values from closed lists: tasks and schedules that the program declares, routes and not paths, and
queues, of which at most a hundred are read beside the declared ones. There is never an owner, a job or an address among
them.
"""

_NOTES = """\
## What the API reads for a scrape

The gauges `longhaul_queue_*` and `longhaul_workers` are read from the database as `/metrics` is asked for, at most
every five seconds for each API process. They are the same from each of them: take `max by (queue)`, not a sum. Each
reading counts by indexes and stops at 10,000 for each queue and state. Without the database they are absent, within two
seconds; `longhaul_database_up` is 0 then, and all else is there.
"""

_VALUES: tuple[tuple[str, Iterable[str]], ...] = (
    ("`status` of a job; of a rescue also `queued`", sorted(TERMINAL)),
    ("`cause`", get_args(Cause)),
    ("`reason` of what was put back", get_args(PutBack)),
    ("`reason` of a refusal", REFUSALS.values()),
    ("`reason` of a reset", get_args(ResetReason)),
    ("`how` a child ended", get_args(ChildEnd)),
    ("`source` of a replay", ("ring", "database")),
    ("`source` of a file", ("job", "upload")),
    ("`outcome` of a tick", ("fired", "refused")),
    ("`transport`", ("sse", "websocket")),
)


def page() -> str:
    """The whole page."""
    api, worker = ({one.name: one for one in metrics.declared} for metrics in (ApiMetrics(), WorkerMetrics()))
    both = [one for name, one in api.items() if name in worker]
    parts = [_INTRO]
    for title, declared in (
        ("API and worker", both),
        ("API", [one for name, one in api.items() if name not in worker]),
        ("Worker", [one for name, one in worker.items() if name not in api]),
    ):
        rows = [_row(one) for one in declared]
        parts += [f"## {title}\n", table(("Name", "Type", "Labels", "Meaning"), rows), ""]
    rows = [(where, ", ".join(f"`{value}`" for value in values)) for where, values in _VALUES]
    parts += ["## Values of labels\n", table(("Label", "Values"), rows), ""]
    return "\n".join([*parts, _NOTES])


def _row(one: Declared) -> tuple[str, str, str, str]:
    return f"`{one.name}`", one.kind, ", ".join(f"`{label}`" for label in one.labels), one.documentation


def main() -> int:
    """Write the page; the exit status."""
    write(NAME, page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
