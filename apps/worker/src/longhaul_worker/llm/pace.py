"""Keeps the requests and tokens of one worker below what the server allows a minute."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Final

from longhaul_worker.llm.errors import LlmLimited

WINDOW_S: Final = 60.0
PATIENCE_S: Final = 3.0
"""Shorter waits are sat out; for longer ones the job is put back, so that it holds no place in the worker."""


class Pace:
    """Requests and tokens of the last minute, held below `rpm` and `tpm` where these are given."""

    def __init__(
        self,
        rpm: int | None,
        tpm: int | None,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._rpm = rpm
        self._tpm = tpm
        self._clock = clock
        self._sleep = sleep
        self._spent: deque[tuple[float, int]] = deque()

    async def admit(self, tokens: int) -> None:
        """Count a request of about `tokens` tokens, after a short wait if need be. A long wait raises `LlmLimited`."""
        if self._rpm is None and self._tpm is None:
            return
        waited = 0.0
        while (wait_s := self._wait_s(tokens)) > 0:
            if waited + wait_s > PATIENCE_S:
                raise LlmLimited("As much as allowed was asked of the language model in this minute.", wait_s)
            waited += wait_s
            await self._sleep(wait_s)
        self._spent.append((self._clock(), tokens))

    def _wait_s(self, tokens: int) -> float:
        now = self._clock()
        while self._spent and self._spent[0][0] <= now - WINDOW_S:
            self._spent.popleft()
        used = sum(spent for _, spent in self._spent)
        requests = len(self._spent) + 1 - self._rpm if self._rpm is not None else 0
        # A question larger than the bound passes alone, or it never would.
        surplus = used + min(tokens, self._tpm) - self._tpm if self._tpm is not None else 0
        if requests <= 0 and surplus <= 0:
            return 0.0
        for at, spent in self._spent:
            requests -= 1
            surplus -= spent
            if requests <= 0 and surplus <= 0:
                return max(at + WINDOW_S - now, 0.001)
        return 0.0
