"""What the API process counts for Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_BUCKETS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """The counters of one application; two applications in one process do not share them."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        labels = ("method", "route", "status")
        self._requests = Counter("longhaul_http_requests_total", "Requests answered.", labels, registry=self._registry)
        self._durations = Histogram(
            "longhaul_http_request_seconds",
            "Time from request to the end of its answer; streams are left out.",
            ("method", "route"),
            registry=self._registry,
            buckets=_BUCKETS,
        )
        self._streams = Gauge(
            "longhaul_streams_open", "Event streams that are open.", ("transport",), registry=self._registry
        )
        self._frames = Counter(
            "longhaul_stream_events_total", "Events sent to streams.", ("transport",), registry=self._registry
        )
        self._cut_off = Counter(
            "longhaul_streams_cut_off_total", "Streams ended because the reader took nothing.", registry=self._registry
        )

    def request_ended(self, method: str, route: str, status: int, elapsed_s: float) -> None:
        """Count a request."""
        self._requests.labels(method, route, str(status)).inc()
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

    def text(self) -> bytes:
        """Everything in the Prometheus text format."""
        return generate_latest(self._registry)
