"""The bench goes through in its quick form and measures what it says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from scripts.bench.__main__ import main
from scripts.bench.figures import Counts, latency, rate, took
from scripts.bench.table import DESK, REQUESTS


@pytest.mark.timeout(600)
def test_a_quick_bench_measures_everything_and_counts_every_job_and_event_exactly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "bench.json"

    status = main(["--quick", "--json", str(target)])

    report: dict[str, Any] = json.loads(target.read_text())
    counts = [Counts(**one) for one in report["throughput"]["counts"]]
    assert 0 == status
    assert [True] * 3 == [one.is_exact for one in counts]
    assert [500, 100, 500] == [one.completed for one in counts]
    assert all(one["per_s"] > 0 for one in report["throughput"]["workers"].values())
    assert report["throughput"]["workers"]["50"]["ratio"] > 0
    assert {"single", "batch", "raw_batch"} == set(report["enqueueing"])
    assert {"change_stream", "poll"} == set(report["start_latency"])
    assert {"hub", "sse"} == set(report["event_latency"])
    assert 40 == report["event_latency"]["sse"]["samples"]
    assert set(REQUESTS) == set(report["request_latency"])
    assert 10 == report["cancel_latency"]["samples"]
    assert {"operations_per_s", "heartbeats_per_s", "by_command"} == set(report["idle"])
    assert set(DESK) == set(report["desk"])
    assert all(one["seconds"] > 0 for one in report["desk"].values())
    assert [name for name, one in report["desk"].items() if one["ratio"] is None] == ["adverts_matched"]
    assert "idle worker" in capsys.readouterr().out


def test_a_count_that_is_off_by_one_event_is_not_exact() -> None:
    exact = Counts(jobs=2, succeeded=2, created=2, started=2, completed=2, tombstones=0, outboxes_left=0)
    twice = Counts(jobs=2, succeeded=2, created=2, started=3, completed=2, tombstones=0, outboxes_left=0)

    answers = (exact.is_exact, twice.is_exact)

    assert (True, False) == answers


def test_rates_are_medians_and_percentiles_take_the_nearest_rank() -> None:
    base = rate([100.0, 200.0, 900.0])

    half = rate([100.0], raw=base)
    taken = latency([index / 1000 for index in range(1, 101)])
    work = took([3.0, 1.0, 2.0], "a page", "its text alone", [4.0, 1.0])

    assert (200.0, 0.5) == (base.per_s, half.ratio)
    assert (2.0, 0.8) == (work.seconds, work.ratio)
    assert (50.0, 95.0, 99.0) == (taken.p50_ms, taken.p95_ms, taken.p99_ms)
