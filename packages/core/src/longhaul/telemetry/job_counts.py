"""What a worker counts thousands of times a second: plain numbers, brought into the form of Prometheus when read."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Final

from prometheus_client.metrics_core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from longhaul.model.states import Status
from longhaul.telemetry.declared import Declared

_RUNS: Final = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0)
_WAITS: Final = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0, 21_600.0, 86_400.0)
_PLACE: Final = ("task", "queue")

CLAIMED: Final = Declared("longhaul_jobs_claimed_total", "counter", _PLACE, "Jobs claimed.")
STARTED: Final = Declared("longhaul_attempts_started_total", "counter", _PLACE, "Attempts whose handler was called.")
ENDED: Final = Declared(
    "longhaul_jobs_ended_total", "counter", (*_PLACE, "status"), "Jobs that ended here or were ended by a rescue."
)
RUN: Final = Declared("longhaul_attempt_run_seconds", "histogram", ("task",), "How long attempts ran.")
WAIT: Final = Declared(
    "longhaul_job_wait_seconds",
    "histogram",
    ("queue",),
    "From when a job was due to its claim, by the database's clock.",
)


class Durations:
    """A histogram. As little as possible is done when a duration is added."""

    __slots__ = ("_bounds", "_counts", "_sum_s")

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self._bounds = bounds
        self._counts = [0] * (len(bounds) + 1)
        self._sum_s = 0.0

    def add(self, seconds: float) -> None:
        """Count one duration."""
        self._counts[bisect_left(self._bounds, seconds)] += 1
        self._sum_s += seconds

    def into(self, family: HistogramMetricFamily, label: str) -> None:
        """Write it into `family` under `label`."""
        upto = [*map(str, self._bounds), "+Inf"]
        family.add_metric([label], list(zip(upto, accumulate(self._counts), strict=True)), self._sum_s)


class Counts:
    """Those of one task in one queue; the counters are added to in place."""

    __slots__ = ("claimed", "ended", "run", "started", "succeeded", "wait")

    def __init__(self, run: Durations, wait: Durations) -> None:
        self.claimed = 0
        self.started = 0
        self.succeeded = 0
        self.ended = {Status.FAILED: 0, Status.CANCELLED: 0}
        self.run = run
        self.wait = wait


class JobCounts(Collector):
    """The counts of all tasks and queues. Added to and read on one event loop: there is no lock."""

    declared = (CLAIMED, STARTED, ENDED, RUN, WAIT)

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str], Counts] = {}
        self._runs: dict[str, Durations] = {}
        self._waits: dict[str, Durations] = {}

    def of(self, task: str, queue: str) -> Counts:
        """The counts of `task` in `queue`; asking for them makes them show, at 0."""
        counts = self._counts.get((task, queue))
        if counts is None:
            counts = Counts(self._runs.setdefault(task, Durations(_RUNS)), self.wait_in(queue))
            self._counts[task, queue] = counts
        return counts

    def wait_in(self, queue: str) -> Durations:
        """How long jobs of `queue` waited."""
        return self._waits.setdefault(queue, Durations(_WAITS))

    def collect(self) -> Iterator[Metric]:
        """What Prometheus is shown."""
        items = self._counts.items()
        yield _counter(CLAIMED, ((place, counts.claimed) for place, counts in items))
        yield _counter(STARTED, ((place, counts.started) for place, counts in items))
        yield _counter(
            ENDED,
            (
                ((*place, status.value), count)
                for place, counts in items
                for status, count in ((Status.SUCCEEDED, counts.succeeded), *counts.ended.items())
            ),
        )
        yield _histogram(RUN, self._runs)
        yield _histogram(WAIT, self._waits)


def _counter(declared: Declared, values: Iterable[tuple[tuple[str, ...], int]]) -> Metric:
    family = CounterMetricFamily(declared.name, declared.documentation, labels=declared.labels)
    for labels, value in values:
        family.add_metric(labels, value)
    return family


def _histogram(declared: Declared, durations: dict[str, Durations]) -> Metric:
    family = HistogramMetricFamily(declared.name, declared.documentation, labels=declared.labels)
    for label, of_label in durations.items():
        of_label.into(family, label)
    return family
