"""What lives as long as the API process: its connection to the engine, its drain flag, its count of streams."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from longhaul.engine.service import RECONNECT, Outage, sharing
from longhaul.model.errors import StoreMisconfigured, StoreUnavailable
from longhaul.runtime import ApiRuntime
from longhaul.telemetry.logs import get_logger
from longhaul_api.auth.authenticator import Authenticator
from longhaul_api.auth.open_logins import OpenLogins
from longhaul_api.figures import Figures
from longhaul_api.following import Drain
from longhaul_api.metrics import ApiMetrics
from longhaul_api.settings import ApiSettings

RuntimeFactory = Callable[[], AbstractAsyncContextManager[ApiRuntime]]
_CLOSING_S = 10.0
_REMEMBERED_S = 5.0
_START = "start"
_REQUESTS = "requests"


class RuntimeHolder:
    """Opens the runtime in the background and keeps it open until `stop`.

    While the database does not answer, opening is tried again with back-off; the process serves meanwhile and answers
    503 where it needs the runtime. Any other fault is final: it is in `failure` and `failed` is set. What the parts of
    the process meet of a database that cannot be used is logged as one outage.
    """

    def __init__(self, factory: RuntimeFactory) -> None:
        self._factory = factory
        self._runtime: ApiRuntime | None = None
        self._task: asyncio.Task[None] | None = None
        self._stopping = asyncio.Event()
        self._opened = asyncio.Event()
        self.failed = asyncio.Event()
        self.failure: Exception | None = None
        self._outage = Outage()
        self._forgetting: asyncio.TimerHandle | None = None
        self._rng = random.Random()  # noqa: S311 - jitter
        self._log = get_logger("longhaul_api")

    @property
    def is_open(self) -> bool:
        """Whether the runtime can be had."""
        return self._runtime is not None

    @property
    def runtime(self) -> ApiRuntime:
        """The runtime. Raises `StoreUnavailable` while it is not open."""
        if self._runtime is None:
            raise StoreUnavailable("the database has not answered since this process started")
        return self._runtime

    def refused(self, error: StoreUnavailable) -> None:
        """A request met `error`: that is part of an outage, as long as there are such requests."""
        if self._runtime is None:
            return  # whoever opens it says why
        self._outage.begin(_REQUESTS, error)
        if self._forgetting is not None:
            self._forgetting.cancel()
        loop = asyncio.get_running_loop()
        self._forgetting = loop.call_later(_REMEMBERED_S, self._outage.end, _REQUESTS)

    async def start(self, *, wait_s: float = 2.0) -> None:
        """Begin to open; returns once it is open, or after `wait_s` while the attempts go on."""
        self._task = asyncio.create_task(self._run(), name="longhaul-api-runtime")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                await self._opened.wait()

    async def stop(self) -> None:
        """Close the runtime; what has not closed within 10 seconds, for instance without its database, is left."""
        self._stopping.set()
        if self._task is None:
            return
        if self._runtime is None:
            self._task.cancel()
        _, unfinished = await asyncio.wait({self._task}, timeout=_CLOSING_S)
        for task in unfinished:
            self._log.warning("the engine did not close in time", timeout_s=_CLOSING_S)
            task.cancel()
            await asyncio.wait({task}, timeout=1.0)

    async def _run(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            try:
                with sharing(self._outage):
                    await self._live()
            except StoreMisconfigured as error:
                self._fail(error)
                return
            except StoreUnavailable as error:
                failures += 1
                if not self._stopping.is_set():
                    self._outage.begin(_START, error)
            except Exception as error:  # noqa: BLE001 - reported by whoever waits for `failed`
                self._fail(error)
                return
            if not self._stopping.is_set():
                await asyncio.sleep(RECONNECT.delay_s(failures, self._rng))

    async def _live(self) -> None:
        async with self._factory() as runtime:
            self._runtime = runtime
            self._opened.set()
            self._outage.end(_START)
            try:
                await self._stopping.wait()
            finally:
                self._runtime = None

    def _fail(self, error: Exception) -> None:
        if isinstance(error, StoreMisconfigured):
            self._log.error("database refuses this process", error=str(error))
        else:
            self._log.error("the engine does not start", exc_info=error)
        self.failure = error
        self._opened.set()
        self.failed.set()


class StreamCount:
    """How many streams are open, and the limit on them."""

    def __init__(self, limit: int, metrics: ApiMetrics) -> None:
        self._limit = limit
        self._metrics = metrics
        self.open = 0

    @property
    def is_full(self) -> bool:
        """Whether one more is one too many."""
        return self.open >= self._limit

    def enter(self, transport: str) -> None:
        """Count a stream in; `leave` must follow."""
        self.open += 1
        self._metrics.stream_opened(transport)

    def leave(self, transport: str) -> None:
        """Count it out."""
        self.open -= 1
        self._metrics.stream_ended(transport)


@dataclass(frozen=True)
class ApiState:
    """Everything a route may need that outlives a request; kept as `app.state.api`."""

    settings: ApiSettings
    holder: RuntimeHolder
    metrics: ApiMetrics
    figures: Figures
    streams: StreamCount
    authenticator: Authenticator
    logins: OpenLogins
    drain: Drain = field(default_factory=Drain)
