"""How long to wait before the next attempt."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Exponential back-off with full jitter.

    The wait before attempt n + 1 is drawn evenly from 0 to `min(cap_s, base_s * 2 ** (n - 1))` seconds
    ("full jitter", Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015), but never less
    than `floor_s`, so that a failing job does not spin.
    """

    base_s: float = 2.0
    cap_s: float = 600.0
    floor_s: float = 0.5

    def delay_s(self, attempt: int, rng: random.Random) -> float:
        """Seconds to wait after attempt number `attempt` (from 1) failed."""
        ceiling = min(self.cap_s, self.base_s * 2.0 ** min(attempt - 1, 60))
        return max(self.floor_s, rng.uniform(0.0, ceiling))
