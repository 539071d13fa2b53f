"""Faults at named points of the engine: kill this very process there, or hold it there until a test lets it go."""

from __future__ import annotations

import asyncio
import os
import signal
from collections import Counter, defaultdict
from collections.abc import Callable

from longhaul.model.probe import POINTS, Point


class Crash:
    """A probe that kills its own process with SIGKILL at the `nth` time that it reaches `point`."""

    def __init__(self, point: Point, nth: int = 1, *, kill: Callable[[], None] | None = None) -> None:
        """`kill` replaces the real thing in tests of this class."""
        if nth < 1:
            raise ValueError("nth counts from 1")
        self._point = point
        self._left = nth
        self._kill = kill or _kill_this_process

    @classmethod
    def parse(cls, text: str) -> Crash:
        """Read `"point"` or `"point:nth"`. Raises `ValueError` naming the points there are."""
        name, _, nth = text.partition(":")
        points: dict[str, Point] = {point: point for point in POINTS}
        if name not in points:
            raise ValueError(f"there is no point {name!r}; there are {', '.join(POINTS)}")
        return cls(points[name], int(nth) if nth else 1)

    async def __call__(self, point: Point) -> None:
        """Count the times at `point`, and end at the last of them."""
        if point == self._point:
            self._left -= 1
            if self._left == 0:
                self._kill()


class Pauses:
    """A probe that holds whoever comes to a point of `hold`, until `release`.

    Example:
        >>> async def cancel_meets_the_end(pauses: Pauses) -> None:
        ...     pauses.hold("ending")
        ...     await pauses.reached("ending")  # the attempt is about to write its end
        ...     ...  # cancel it
        ...     pauses.release("ending")
    """

    def __init__(self) -> None:
        self._open: dict[Point, asyncio.Event] = {}
        self._arrived: defaultdict[Point, asyncio.Event] = defaultdict(asyncio.Event)
        self.passed: Counter[Point] = Counter()

    def hold(self, point: Point) -> None:
        """From now on nobody goes past `point`."""
        self._open[point] = asyncio.Event()
        self._arrived[point].clear()

    def release(self, point: Point) -> None:
        """Let go whoever waits at `point`, and all that come later."""
        self._open.pop(point).set()

    async def reached(self, point: Point, *, timeout_s: float = 20.0) -> None:
        """Return when somebody waits at `point`. Raises `AssertionError` when nobody comes within `timeout_s`."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._arrived[point].wait()
        except TimeoutError:
            raise AssertionError(f"nobody came to {point!r} within {timeout_s:g} s") from None

    async def __call__(self, point: Point) -> None:
        """Wait here while the point is held."""
        held = self._open.get(point)
        if held is not None:
            self._arrived[point].set()
            await held.wait()
        self.passed[point] += 1


def _kill_this_process() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
