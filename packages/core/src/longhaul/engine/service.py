"""What every loop of the engine is: something that starts, goes round, can be woken, and stops."""

from __future__ import annotations

import asyncio
import contextlib
import random
from abc import ABC, abstractmethod
from typing import Final, Protocol

from longhaul.model.errors import StoreMisconfigured, StoreUnavailable
from longhaul.model.retry import RetryPolicy
from longhaul.telemetry.logs import get_logger

RECONNECT: Final = RetryPolicy(base_s=1.0, cap_s=10.0, floor_s=0.2)
"""How long a process that has never reached its database waits before it tries again."""
_AFTER_FAILURE: Final = RetryPolicy(base_s=0.4, cap_s=15.0, floor_s=0.1)


class Service(Protocol):
    """A part of a process that lives from `start` to `stop`."""

    @property
    def name(self) -> str:
        """How logs and health call it."""
        ...

    async def start(self) -> None:
        """Begin; returns as soon as the service is under way."""
        ...

    async def stop(self) -> None:
        """End; returns when nothing of it runs any more. Safe to call twice and before `start`."""
        ...


class Loop(ABC):
    """A service that repeats `run_once`, waits as long as that says, and can be woken earlier.

    A round that raises is logged and tried again with back-off and jitter: a loop never ends by itself. While the
    database does not answer, one line says so, and one line when it is back.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._task: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._stopping = False
        self._failures = 0
        self._rng = random.Random()  # noqa: S311 - jitter
        self._log = get_logger("longhaul.loop")

    @property
    def name(self) -> str:
        """How logs and health call it."""
        return self._name

    @property
    def is_healthy(self) -> bool:
        """Whether the loop runs and its last round went well."""
        return self._task is not None and not self._task.done() and self._failures == 0

    @abstractmethod
    async def run_once(self) -> float:
        """Do one round and say how many seconds the next may wait (0 goes on at once)."""

    async def start(self) -> None:
        """Begin the rounds."""
        if self._task is None:
            self._stopping = False
            self._task = asyncio.create_task(self._run(), name=f"longhaul-{self._name}")

    async def stop(self) -> None:
        """Cancel the current round and wait until it is gone."""
        self._stopping = True
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    def wake(self) -> None:
        """Let the next round begin now."""
        self._wake.set()

    async def pause(self, seconds: float) -> None:
        """Wait until `seconds` have passed or somebody calls `wake`."""
        if seconds <= 0:
            await asyncio.sleep(0)
        else:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._wake.wait()
        self._wake.clear()

    async def _run(self) -> None:
        while not self._stopping:
            try:
                wait_s = await self.run_once()
            except Exception as error:  # noqa: BLE001 - a loop outlives whatever goes wrong in one round
                wait_s = self._after_failure(error)
            else:
                if self._failures:
                    self._log.info("loop recovered", loop=self._name, failures=self._failures)
                self._failures = 0
            await self.pause(wait_s)

    def _after_failure(self, error: Exception) -> float:
        self._failures += 1
        if not isinstance(error, StoreUnavailable | StoreMisconfigured):
            self._log.error("loop failed", loop=self._name, exc_info=error)
        elif self._failures == 1:
            self._log.warning("loop waits for the database", loop=self._name, error=str(error))
        return _AFTER_FAILURE.delay_s(self._failures, self._rng)
