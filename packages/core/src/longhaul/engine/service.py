"""What every loop of the engine is: something that starts, goes round, can be woken, and stops."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, Generator, Mapping, Sequence
from contextvars import ContextVar
from typing import Final, Protocol

import structlog

from longhaul.model.errors import StoreUnavailable
from longhaul.model.retry import RetryPolicy
from longhaul.telemetry.logs import get_logger
from longhaul.telemetry.metrics import Metrics

RECONNECT: Final = RetryPolicy(base_s=1.0, cap_s=5.0, floor_s=0.2)
"""How long a process that has never reached its database waits before it tries again."""
_AFTER_FAILURE: Final = RetryPolicy(base_s=0.4, cap_s=5.0, floor_s=0.1)


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


class Outage:
    """What a process says while it is without its database: one line as that begins and one when it is over.

    Its parts tell it of what they meet. A second line comes only where the database begins to refuse for another kind
    of reason. It is over when nobody has waited for a few seconds: a round with nothing to write proves nothing.
    """

    def __init__(self, *, quiet_s: float = 3.0) -> None:
        self._quiet_s = quiet_s
        self._waiting: set[str] = set()
        self._told: set[type[StoreUnavailable]] = set()
        self._since = 0.0
        self._ending: asyncio.TimerHandle | None = None
        self.metrics: Metrics | None = None
        self._log = get_logger("longhaul.database")

    @property
    def is_on(self) -> bool:
        """Whether it has been told and is not over."""
        return bool(self._told)

    def begin(self, part: str, error: StoreUnavailable) -> None:
        """`part` could not do its work and will try again."""
        if not self._told:
            self._since = time.monotonic()
            if self.metrics is not None:
                self.metrics.outage(is_on=True)
        self._waiting.add(part)
        if self._ending is not None:
            self._ending.cancel()
        if type(error) not in self._told:
            self._told.add(type(error))
            self._log.warning("waiting for the database", part=part, error=str(error))

    def end(self, part: str) -> None:
        """`part` works, or waits no longer because it stops; to be called at any time on the event loop."""
        if part in self._waiting:
            self._waiting.remove(part)
            if not self._waiting:
                self._ending = asyncio.get_running_loop().call_later(self._quiet_s, self._over, time.monotonic())

    def _over(self, at: float) -> None:
        self._told.clear()
        if self.metrics is not None:
            self.metrics.outage(is_on=False)
        self._log.info("database reached", seconds=round(at - self._since, 1))


_SHARED: Final[ContextVar[Outage | None]] = ContextVar("longhaul-outage", default=None)


@contextlib.contextmanager
def sharing(outage: Outage) -> Generator[None]:
    """Loops that are started within this block tell `outage` what they meet; elsewhere each has its own."""
    token = _SHARED.set(outage)
    try:
        yield
    finally:
        _SHARED.reset(token)


def outage_for(metrics: Metrics) -> Outage:
    """The outage that is shared here, else a new one; it is counted in `metrics` from now on."""
    outage = _SHARED.get() or Outage()
    outage.metrics = metrics
    return outage


@contextlib.asynccontextmanager
async def running(services: Sequence[Service], outage: Outage, **ids: str) -> AsyncGenerator[None]:
    """Run `services` for the length of a block: they tell `outage` what they meet, and their lines carry `ids`."""
    async with contextlib.AsyncExitStack() as stack:
        for service in services:
            # In a task, whose context is its own: what is bound here would stay with whoever asked.
            await asyncio.create_task(_start(service, outage, ids))
            stack.push_async_callback(service.stop)
        yield


async def _start(service: Service, outage: Outage, ids: Mapping[str, str]) -> None:
    structlog.contextvars.bind_contextvars(**ids)
    with sharing(outage):
        await service.start()


class Loop(ABC):
    """A service that repeats `run_once`, waits as long as that says, and can be woken earlier.

    A round that raises is logged and tried again with back-off and jitter: a loop never ends by itself. While the
    database does not answer, that is told to the `Outage` alone. Other failures in a row are logged ever more rarely:
    the first, second, fourth, eighth...
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._task: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._stopping = False
        self._failures = 0
        self._faults = 0
        self._outage = Outage()
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
            self._outage = _SHARED.get() or self._outage
            self._task = asyncio.create_task(self._run(), name=f"longhaul-{self._name}")

    async def stop(self) -> None:
        """Cancel the current round and wait until it is gone."""
        self._stopping = True
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._outage.end(self._name)

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
                self._after_success()
            await self.pause(wait_s)

    def _after_success(self) -> None:
        if self._failures:
            self._outage.end(self._name)
        if self._faults:
            self._log.info("loop recovered", loop=self._name, failures=self._faults)
        self._failures = self._faults = 0

    def _after_failure(self, error: Exception) -> float:
        self._failures += 1
        if isinstance(error, StoreUnavailable):
            self._outage.begin(self._name, error)
        else:
            self._faults += 1
            if self._faults & (self._faults - 1) == 0:
                self._log.error("loop failed", loop=self._name, failures=self._faults, exc_info=error)
        return _AFTER_FAILURE.delay_s(self._failures, self._rng)
