"""What was measured, as it stands in the JSON: one shape of cost for all scenarios, and a point for each step."""

from __future__ import annotations

import dataclasses
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from scripts.bench.figures import Latency


@dataclass(frozen=True)
class Cost:
    """Units a second, and what one unit costs: the processor in microseconds, everything else as a count or bytes.

    `db_us` is of all mongod processes together, `busiest_us` of the busiest one, `client_us` of the processes that
    made the load. `commands` are those of the database less heartbeats, `conflicts` its write conflicts,
    `journal_bytes` what it wrote ahead, `disk_bytes` what it wrote to data files.
    """

    per_s: float
    db_us: float
    busiest_us: float
    client_us: float
    commands: float
    conflicts: float
    journal_bytes: float
    disk_bytes: float

    @property
    def both_us(self) -> float:
        """Of server and clients: what a unit costs a machine that has both."""
        return self.db_us + self.client_us


@dataclass(frozen=True)
class ClaimPoint:
    """Workers at jobs that do nothing; a unit is a job. `queues` is 1, or one for each worker.

    `empty` is the share of claims that took nothing, `lost` that of the jobs that a claim saw and another took first.
    `reservations` is how often a job's events made the log's counter go up.
    """

    workers: int
    queues: int
    concurrency: int
    cost: Cost
    claims_per_s: float
    jobs_per_claim: float
    empty: float
    lost: float
    reservations: float
    ran_out: bool = False
    members: int = 1


@dataclass(frozen=True)
class AppendPoint:
    """Appenders, each with one call in flight; a unit is a call. `holes` are tombstones it left.

    `what` is `log` for appends of `group` events, `counter` for `$inc` of one document and nothing else. `logs` is how
    many of them the appenders share, on `servers` mongod processes of `members` each.
    """

    what: str
    appenders: int
    group: int
    cost: Cost
    latency: Latency
    holes: int = 0
    logs: int = 1
    servers: int = 1
    members: int = 1

    @property
    def events_per_s(self) -> float:
        """Events stored a second."""
        return self.cost.per_s * self.group


@dataclass(frozen=True)
class HubPoint:
    """Hubs that tail one log while `rate` events a second come; a unit is an event. No hub: the appender alone.

    `reads_per_s` are `find` and `getMore` together. `delivered` is the share of the events that arrived, of all hubs.
    """

    doorbell: str
    hubs: int
    rate: int
    cost: Cost
    appends_per_s: float
    reads_per_s: float
    latency: Latency | None
    delivered: float


@dataclass(frozen=True)
class IdlePoint:
    """Operations a second of a process with nothing to do, less those of the server alone; heartbeats apart."""

    who: str
    doorbell: str
    operations_per_s: float
    heartbeats_per_s: float
    by_command: dict[str, float]


@dataclass(frozen=True)
class TricklePoint:
    """What one job costs where they come one by one, beyond the idle load of a worker and of an API with a stream."""

    doorbell: str
    jobs_per_s: float
    operations_per_job: float
    operations_per_event: float


@dataclass(frozen=True)
class Stored:
    """One collection, in bytes for each of its documents. Partial indexes keep what they grew to."""

    name: str
    documents: int
    data_bytes: float
    storage_bytes: float
    index_bytes: dict[str, float]

    @property
    def total_bytes(self) -> float:
        """On the disk with all indexes."""
        return self.storage_bytes + sum(self.index_bytes.values())


@dataclass(frozen=True)
class Storage:
    """What finished jobs leave. Retention in days, as the defaults have it."""

    jobs: int
    events: int
    job_days: float
    event_days: float
    collections: list[Stored]

    def gb_after(self, jobs_per_day: float) -> float:
        """Gigabytes that stand once jobs come and go at this rate."""
        each = {one.name: one.total_bytes for one in self.collections}
        per_job = self.job_days * each["background_jobs"] + self.event_days * each["events"] * self.events / self.jobs
        return jobs_per_day * per_job / 1e9


@dataclass
class Report:
    """All figures of a run."""

    host: dict[str, str]
    plan: dict[str, Any]
    others: float = 0.0
    """The share of the machine that other programs used, the median over the steps."""
    claims: list[ClaimPoint] = field(default_factory=list[ClaimPoint])
    appends: list[AppendPoint] = field(default_factory=list[AppendPoint])
    hubs: list[HubPoint] = field(default_factory=list[HubPoint])
    idle: list[IdlePoint] = field(default_factory=list[IdlePoint])
    trickles: list[TricklePoint] = field(default_factory=list[TricklePoint])
    storage: Storage | None = None
    sharded: list[AppendPoint] = field(default_factory=list[AppendPoint])
    replicated_appends: list[AppendPoint] = field(default_factory=list[AppendPoint])
    replicated_claims: list[ClaimPoint] = field(default_factory=list[ClaimPoint])
    notes: list[str] = field(default_factory=list[str])


def to_json(report: Report) -> str:
    """The report with its figures to four digits, so that a run fits on a few pages."""
    return json.dumps(_rounded(dataclasses.asdict(report)), indent=1) + "\n"


def from_json(path: Path) -> Report:
    """A report that was written before. Raises `ValidationError` where the file is none."""
    return TypeAdapter(Report).validate_json(path.read_bytes())


def _rounded(value: Any) -> Any:
    match value:
        case float():
            return float(f"{value:.4g}")
        case dict():
            return {name: _rounded(one) for name, one in value.items()}  # pyright: ignore[reportUnknownVariableType]
        case list() | tuple():
            return [_rounded(one) for one in value]  # pyright: ignore[reportUnknownVariableType]
        case _:
            return value
