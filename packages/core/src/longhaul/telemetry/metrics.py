"""What a process counts for Prometheus: a registry of its own, and the counters that its parts are given."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import Final, Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Metric, generate_latest
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector
from pydantic import SecretStr

from longhaul.model.job import Job
from longhaul.model.states import Status
from longhaul.model.task import AnyTask
from longhaul.telemetry.declared import Declared
from longhaul.telemetry.job_counts import JobCounts

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
PutBack = Literal["retry", "snooze", "release"]
"""Why an attempt ended without the end of its job."""
ChildEnd = Literal["answered", "died", "killed"]

_QUICK: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)


class Metrics:
    """What API and worker both count. Two of these share nothing.

    Labels take their values from closed lists, such as the names of tasks: never an owner, an id or a path.
    """

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self.declared: list[Declared] = []
        build = self.gauge("longhaul_build_info", "The version that runs; always 1.", "version")
        build.labels(version("longhaul")).set(1)
        self.database_up = self.gauge("longhaul_database_up", "1 while the database answers this process, else 0.")
        self.database_outages = self.counter(
            "longhaul_database_outages_total", "Times that this process began to wait for the database."
        )
        self.relay_backlog = self.gauge(
            "longhaul_relay_backlog_events", "Events of this process that wait to be appended to the log."
        )
        self.events_appended = self.counter(
            "longhaul_events_appended_total", "Events that this process appended to the log."
        )
        self.append_seconds = self.histogram(
            "longhaul_event_append_seconds", "Time to append one batch of events to the log.", _QUICK
        )
        self.outboxes_swept = self.counter(
            "longhaul_outboxes_swept_total", "Jobs whose events another process had left unrelayed."
        )
        self._artifacts = self.counter(
            "longhaul_artifacts_stored_total", "Files stored, by whom: a job, or an upload.", "source"
        )
        self._artifact_bytes = self.counter("longhaul_artifact_bytes_total", "Bytes of the files stored.", "source")
        self._enqueued = self.counter("longhaul_jobs_enqueued_total", "New jobs enqueued by this process.", "task")

    def gauge(self, name: str, documentation: str, *labels: str) -> Gauge:
        """A gauge of this registry."""
        self.declared.append(Declared(name, "gauge", labels, documentation))
        return Gauge(name, documentation, labels, registry=self.registry)

    def counter(self, name: str, documentation: str, *labels: str) -> Counter:
        """A counter of this registry."""
        self.declared.append(Declared(name, "counter", labels, documentation))
        return Counter(name, documentation, labels, registry=self.registry)

    def histogram(self, name: str, documentation: str, buckets: Iterable[float], *labels: str) -> Histogram:
        """A histogram of this registry; buckets are upper bounds in seconds."""
        self.declared.append(Declared(name, "histogram", labels, documentation))
        return Histogram(name, documentation, labels, registry=self.registry, buckets=tuple(buckets))

    def enqueued(self, task: str, count: int) -> None:
        """Count new jobs of `task`."""
        self._enqueued.labels(task).inc(count)

    def stored(self, source: Literal["job", "upload"], size: int) -> None:
        """Count a file of `size` bytes."""
        self._artifacts.labels(source).inc()
        self._artifact_bytes.labels(source).inc(size)

    def outage(self, *, is_on: bool) -> None:
        """The database has begun to be away, or answers again."""
        self.database_up.set(0 if is_on else 1)
        if is_on:
            self.database_outages.inc()

    def text(self) -> bytes:
        """Everything in the Prometheus text format."""
        return generate_latest(_Lean(self.registry))


class _Lean(Collector):
    """A registry without the moments at which its series began: Prometheus needs them for nothing here."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._registry = registry

    def collect(self) -> Iterator[Metric]:
        for family in self._registry.collect():
            family.samples = [sample for sample in family.samples if not sample.name.endswith("_created")]
            yield family


class HubMetrics(Metrics):
    """What the hub of an API counts beside that."""

    def __init__(self) -> None:
        super().__init__()
        self.hub_seq = self.gauge("longhaul_hub_read_seq", "The number up to which the hub has read the log.")
        self.gaps_closed = self.counter(
            "longhaul_log_gaps_closed_total", "Numbers of the log that this process closed because no event came."
        )
        self._resets = self.counter(
            "longhaul_stream_resets_total", "Readers told that their place cannot be continued.", "reason"
        )
        replays = self.counter(
            "longhaul_stream_replays_total",
            "Readers that caught up, by where from: the ring, or the database.",
            "source",
        )
        self.replays_from_ring, self.replays_from_database = replays.labels("ring"), replays.labels("database")

    def reset(self, reason: str) -> None:
        """Count a reader whose place cannot be continued."""
        self._resets.labels(reason).inc()


class WorkerMetrics(Metrics):
    """What a worker counts beside that."""

    def __init__(self) -> None:
        super().__init__()
        place = ("task", "queue")
        self.jobs = JobCounts()
        self.registry.register(self.jobs)
        self.declared += JobCounts.declared
        self.put_back = self.counter(
            "longhaul_attempts_put_back_total",
            "Attempts that ended with their job back in its queue: retry, snooze, or release at a shutdown.",
            *place,
            "reason",
        )
        self.failures = self.counter(
            "longhaul_attempt_failures_total", "Attempts that did not succeed, by cause.", *place, "cause"
        )
        self.running = self.gauge("longhaul_worker_running_jobs", "Jobs running in this process.")
        self.concurrency = self.gauge("longhaul_worker_concurrency", "Jobs that may run in this process at once.")
        self.renewals = self.counter("longhaul_lease_renewals_total", "Leases renewed.")
        self.renewals_failed = self.counter(
            "longhaul_lease_renewal_failures_total", "Rounds of renewing that the database did not answer."
        )
        self._rescues = self.counter(
            "longhaul_rescues_total",
            "Jobs taken from holders that are gone, by what became of them.",
            "queue",
            "status",
        )
        self._ticks = self.counter(
            "longhaul_schedule_ticks_total", "Ticks of schedules that this process handled.", "schedule", "outcome"
        )
        children = self.counter(
            "longhaul_children_ended_total",
            "Child processes, by how they ended: answered, died by themselves, or killed before they answered.",
            "how",
        )
        self.children: dict[ChildEnd, Counter] = {
            "answered": children.labels("answered"),
            "died": children.labels("died"),
            "killed": children.labels("killed"),
        }

    def expect(self, tasks: Iterable[AnyTask], queues: Iterable[str]) -> None:
        """Let what is counted of `tasks` and `queues` show at 0, so that the first of anything is a rise."""
        for task in tasks:
            self.jobs.of(task.name, task.queue)
        for queue in queues:
            self.jobs.wait_in(queue)
            for status in (Status.QUEUED, Status.FAILED):
                self._rescues.labels(queue, status.value)

    def claimed_job(self, job: Job, waited_s: float | None) -> None:
        """Count `job`, just claimed, and how long it had been due by then, where that is known."""
        counts = self.jobs.of(job.type, job.queue)
        counts.claimed += 1
        if waited_s is not None:
            counts.wait.add(max(0.0, waited_s))

    def ended(self, job: Job, status: Status, run_s: float, *, put_back: PutBack | None, cause: str | None) -> None:
        """Count the end of an attempt that left its job in `status`; `cause` is why it did not succeed."""
        counts = self.jobs.of(job.type, job.queue)
        counts.run.add(run_s)
        if status is Status.SUCCEEDED:
            counts.succeeded += 1
        else:
            self._left(job.type, job.queue, status, put_back, cause)

    def rescued(self, task: str, queue: str, status: Status, cause: str) -> None:
        """Count a job that was taken from a holder who is gone."""
        self._rescues.labels(queue, status.value).inc()
        self._left(task, queue, status, None, cause)

    def tick(self, schedule: str, outcome: Literal["fired", "refused"]) -> None:
        """Count a tick."""
        self._ticks.labels(schedule, outcome).inc()

    def _left(self, task: str, queue: str, status: Status, put_back: PutBack | None, cause: str | None) -> None:
        if status is not Status.QUEUED:
            self.jobs.of(task, queue).ended[status] += 1
        elif put_back is not None:
            self.put_back.labels(task, queue, put_back).inc()
        if cause is not None:
            self.failures.labels(task, queue, cause).inc()


def may_scrape(authorization: str | None, token: SecretStr | None) -> bool:
    """Whether a request with this header `Authorization` may read the metrics; without a `token` everybody may."""
    if token is None:
        return True
    scheme, _, given = (authorization or "").partition(" ")
    right = secrets.compare_digest(given.strip().encode(), token.get_secret_value().encode())
    return scheme.lower() == "bearer" and right
