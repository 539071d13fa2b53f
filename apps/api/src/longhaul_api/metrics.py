"""What the API process counts for Prometheus, and the gauges of queues and workers that it reads for a scrape."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final, get_args

from longhaul.engine.census import Census
from longhaul.mongo.requests import COUNT_CAP
from longhaul.mongo.workers import WorkerState
from longhaul.telemetry.metrics import HubMetrics

_BUCKETS: Final = (0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
REFUSALS: Final[Mapping[int, str]] = {
    401: "unauthenticated",
    403: "forbidden",
    413: "too_large",
    429: "rate",
    503: "unavailable",
}
"""Why a request was refused, by its status."""
_CAPPED: Final = f"; counted to {COUNT_CAP:,}."


class ApiMetrics(HubMetrics):
    """The counters of one application; two applications in one process do not share them."""

    def __init__(self) -> None:
        super().__init__()
        labels = ("method", "route", "status")
        self._requests = self.counter("longhaul_http_requests_total", "Requests answered.", *labels)
        self._durations = self.histogram(
            "longhaul_http_request_seconds",
            "Time from request to the end of its answer; streams are left out.",
            _BUCKETS,
            *("method", "route"),
        )
        self._in_flight = self.gauge(
            "longhaul_http_requests_in_flight", "Requests that are being handled; of streams only their beginning."
        )
        refusals = self.counter("longhaul_http_refusals_total", "Requests refused, by why.", "reason")
        self._refusals = {status: refusals.labels(reason) for status, reason in REFUSALS.items()}
        self._streams = self.gauge("longhaul_streams_open", "Event streams that are open.", "transport")
        self._frames = self.counter("longhaul_stream_events_total", "Events sent to streams.", "transport")
        self._cut_off = self.counter("longhaul_streams_cut_off_total", "Streams ended because the reader took nothing.")
        self._hub_lag = self.gauge(
            "longhaul_hub_lag_events", "Numbers given out by the log that the hub of this process had not read."
        )
        self._queues = _QueueGauges(self)
        for transport in ("sse", "websocket"):
            self._streams.labels(transport)
            self._frames.labels(transport)

    def request_began(self) -> None:
        """Count a request in."""
        self._in_flight.inc()

    def request_left(self) -> None:
        """Count it out; what it answers may go on as a stream."""
        self._in_flight.dec()

    def request_ended(self, method: str, route: str, status: int, elapsed_s: float) -> None:
        """Count a request."""
        self._requests.labels(method, route, str(status)).inc()
        if status in self._refusals:
            self._refusals[status].inc()
        if method != "WEBSOCKET" and not route.endswith("/stream"):
            self._durations.labels(method, route).observe(elapsed_s)

    def stream_opened(self, transport: str) -> None:
        """Count a stream in."""
        self._streams.labels(transport).inc()

    def stream_ended(self, transport: str) -> None:
        """Count a stream out."""
        self._streams.labels(transport).dec()

    def events_sent(self, transport: str, count: int) -> None:
        """Count events that went out."""
        self._frames.labels(transport).inc(count)

    def stream_cut_off(self) -> None:
        """Count a stream whose reader took nothing."""
        self._cut_off.inc()

    def database_answered(self, census: Census, due: Mapping[str, int], lag: float) -> None:
        """Show what was read; queues that are gone disappear."""
        self.database_up.set(1)
        self._hub_lag.set(lag)
        self._queues.show(census, due)

    def database_silent(self) -> None:
        """Show nothing that would have to be read: no figure is better than an old one."""
        self.database_up.set(0)
        self._hub_lag.set(math.nan)
        self._queues.clear()


class _QueueGauges:
    """What every API process reads alike: a sum over processes would count it once for each."""

    def __init__(self, metrics: HubMetrics) -> None:
        self._due = metrics.gauge("longhaul_queue_due_jobs", f"Jobs that could be claimed now{_CAPPED}", "queue")
        self._queued = metrics.gauge("longhaul_queue_queued_jobs", f"Jobs that wait, due or not{_CAPPED}", "queue")
        self._running = metrics.gauge("longhaul_queue_running_jobs", f"Jobs that run{_CAPPED}", "queue")
        self._failed = metrics.gauge("longhaul_queue_failed_jobs", f"Dead letters{_CAPPED}", "queue")
        self._oldest = metrics.gauge(
            "longhaul_queue_oldest_wait_seconds",
            "How long the job that is due longest has waited; 0 for none.",
            "queue",
        )
        self._paused = metrics.gauge("longhaul_queue_paused", "1 while nothing is claimed from the queue.", "queue")
        self._workers = metrics.gauge("longhaul_queue_workers", "Workers that serve the queue.", "queue")
        self._states = metrics.gauge("longhaul_workers", "Workers seen within the last minute.", "state")

    def show(self, census: Census, due: Mapping[str, int]) -> None:
        """Show these queues and workers and no others."""
        self.clear()
        for name, figures in census.queues.items():
            self._due.labels(name).set(due.get(name, 0))
            self._queued.labels(name).set(figures.queued)
            self._running.labels(name).set(figures.running)
            self._failed.labels(name).set(figures.failed)
            self._oldest.labels(name).set(figures.oldest_wait_s or 0.0)
            self._paused.labels(name).set(figures.is_paused)
            self._workers.labels(name).set(figures.workers)
        for state in get_args(WorkerState):
            self._states.labels(state).set(sum(worker.state == state for worker in census.workers))

    def clear(self) -> None:
        """Show none."""
        by_queue = (self._due, self._queued, self._running, self._failed, self._oldest, self._paused, self._workers)
        for gauge in (*by_queue, self._states):
            gauge.clear()
