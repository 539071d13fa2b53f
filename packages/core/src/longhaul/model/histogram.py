"""How long things take, counted in buckets that grow by a constant factor, merged exactly and read as percentiles."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

GROWTH: Final = 2**0.25
"""Each bucket ends this much further than the one before: a percentile is at most 19 % off."""
_FIRST_S: Final = 0.001
_LOG_GROWTH: Final = math.log(GROWTH)
_LAST: Final = math.ceil(math.log(7 * 86_400 / _FIRST_S, GROWTH))

Buckets = dict[int, int]
"""How many fell into which bucket. Bucket 0 ends at 1 ms, the last one holds everything beyond a week."""


def bucket_of(seconds: float) -> int:
    """The bucket into which a duration falls; what is negative falls into the first."""
    if seconds <= _FIRST_S:
        return 0
    return min(_LAST, math.ceil(math.log(seconds / _FIRST_S) / _LOG_GROWTH))


def percentile(buckets: Mapping[int, int], share: float) -> float | None:
    """The duration in seconds that `share` (0 to 1) of what was counted does not exceed; None where nothing was.

    The buckets are those of a sketch with relative accuracy (Masson, Rim and Lee, "DDSketch", VLDB 2019): sums of two
    are the sketch of both. Within the bucket that has the rank, the place is interpolated linearly, as Prometheus'
    `histogram_quantile` does.

    Example:
        >>> percentile({bucket_of(0.0005): 10}, 0.5)
        0.0005
    """
    total = sum(buckets.values())
    if total == 0:
        return None
    rank, passed = share * total, 0
    for bucket in sorted(buckets):
        count = buckets[bucket]
        if passed + count >= rank:
            start, end = _start_s(bucket), _end_s(bucket)
            return start + (end - start) * max(0.0, rank - passed) / count
        passed += count
    return _end_s(max(buckets))


def _start_s(bucket: int) -> float:
    return 0.0 if bucket == 0 else _end_s(bucket - 1)


def _end_s(bucket: int) -> float:
    return _FIRST_S * GROWTH**bucket
