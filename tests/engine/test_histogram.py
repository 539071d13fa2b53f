"""Percentiles out of buckets: close to those of the durations themselves, and sums are the buckets of both."""

from __future__ import annotations

import random

import pytest

from longhaul.model.histogram import GROWTH, Buckets, bucket_of, percentile


def counted(durations: list[float]) -> Buckets:
    """The buckets of some durations."""
    buckets: Buckets = {}
    for seconds in durations:
        buckets[bucket_of(seconds)] = buckets.get(bucket_of(seconds), 0) + 1
    return buckets


@pytest.mark.parametrize("share", [0.5, 0.95])
def test_a_percentile_is_off_by_no_more_than_a_bucket(share: float) -> None:
    rng = random.Random(5)
    durations = sorted(rng.lognormvariate(0, 2) for _ in range(5000))

    found = percentile(counted(durations), share)

    exact = durations[int(share * len(durations)) - 1]
    assert found is not None
    assert exact / GROWTH <= found <= exact * GROWTH


def test_within_a_bucket_the_place_is_interpolated() -> None:
    buckets = {0: 4}

    assert (0.0005, 0.001) == (percentile(buckets, 0.5), percentile(buckets, 1.0))


def test_nothing_counted_has_no_percentile() -> None:
    assert percentile({}, 0.5) is None


def test_what_is_negative_or_endless_falls_into_the_outer_buckets() -> None:
    week = bucket_of(7 * 86_400)

    assert (0, 0, week) == (bucket_of(-3.0), bucket_of(0.0), bucket_of(1e9))
