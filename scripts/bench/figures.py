"""What was measured, as it stands in the JSON: rates with their rounds and ratios, latencies as percentiles."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Rate:
    """So many per second: the median of `rounds`. `ratio` is to the raw driver in the same run."""

    per_s: float
    rounds: list[float]
    ratio: float | None = None


@dataclass(frozen=True)
class Latency:
    """Percentiles in milliseconds (nearest rank) of so many samples."""

    samples: int
    p50_ms: float
    p95_ms: float
    p99_ms: float


@dataclass(frozen=True)
class Counts:
    """What a database holds after a round; `is_exact` where it is just what was asked for."""

    jobs: int
    succeeded: int
    created: int
    started: int
    completed: int
    tombstones: int
    outboxes_left: int

    @property
    def is_exact(self) -> bool:
        """Whether every job succeeded once, with its three events and nothing else in the log or left behind."""
        per_job = {self.succeeded, self.created, self.started, self.completed}
        return per_job == {self.jobs} and self.tombstones == 0 and self.outboxes_left == 0


@dataclass
class Throughput:
    """Jobs that do nothing, per second, from the first claim until both events of all are in the log."""

    raw_bulk: Rate
    raw_single: Rate
    workers: dict[int, Rate]
    counts: list[Counts]


@dataclass(frozen=True)
class Enqueueing:
    """Jobs enqueued per second: one after the other, and a thousand at a time."""

    single: Rate
    batch: Rate
    raw_batch: Rate


@dataclass(frozen=True)
class Idle:
    """What one idle worker process costs the database, per second. The driver's heartbeat (`hello`) is apart."""

    operations_per_s: float
    heartbeats_per_s: float
    by_command: dict[str, float]


@dataclass(frozen=True)
class FirstLoad:
    """A page loaded with nothing in the cache: medians. `script_kb` is what its scripts weigh on the wire."""

    script_kb: float
    paint_ms: float
    live_ms: float


@dataclass
class Browsing:
    """What people wait for, in a real browser through the web: events on the page by tabs, and pages by name."""

    visible: dict[str, Latency] = field(default_factory=dict[str, Latency])
    first_load: dict[str, FirstLoad] = field(default_factory=dict[str, FirstLoad])


@dataclass(frozen=True)
class Took:
    """How long work on `of` took: the median of `rounds`, in seconds. `ratio` is to `beside`, done in turn with it."""

    seconds: float
    rounds: list[float]
    of: str
    beside: str | None = None
    ratio: float | None = None


@dataclass
class Report:
    """All figures of a run."""

    host: dict[str, str]
    plan: dict[str, object]
    throughput: Throughput | None = None
    enqueueing: Enqueueing | None = None
    start_latency: dict[str, Latency] = field(default_factory=dict[str, Latency])
    event_latency: dict[str, Latency] = field(default_factory=dict[str, Latency])
    request_latency: dict[str, Latency] = field(default_factory=dict[str, Latency])
    cancel_latency: Latency | None = None
    idle: Idle | None = None
    desk: dict[str, Took] = field(default_factory=dict[str, Took])
    browsing: Browsing | None = None
    notes: list[str] = field(default_factory=list[str])


def rate(rounds: Sequence[float], *, raw: Rate | None = None) -> Rate:
    """The median of `rounds`, and its ratio to `raw`."""
    median = statistics.median(rounds)
    return Rate(round(median, 1), [round(one, 1) for one in rounds], round(median / raw.per_s, 3) if raw else None)


def took(rounds: Sequence[float], of: str, beside: str | None = None, others: Sequence[float] = ()) -> Took:
    """The median of `rounds`, and its ratio to that of `others`, the seconds that `beside` took."""
    median = statistics.median(rounds)
    ratio = round(median / statistics.median(others), 3) if others else None
    return Took(round(median, 4), [round(one, 4) for one in rounds], of, beside, ratio)


def latency(seconds: Sequence[float]) -> Latency:
    """The percentiles of `seconds`."""
    ordered = sorted(seconds)

    def at(percent: float) -> float:
        return round(ordered[max(0, math.ceil(percent / 100 * len(ordered)) - 1)] * 1000, 2)

    return Latency(len(ordered), at(50), at(95), at(99))
