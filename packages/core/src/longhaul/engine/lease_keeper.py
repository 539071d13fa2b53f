"""Keeps the leases of running jobs from a thread of its own, so that no handler can starve it."""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from longhaul.model.errors import LonghaulError
from longhaul.model.lease import Lease
from longhaul.mongo.jobs import Held
from longhaul.telemetry.logs import get_logger
from longhaul.telemetry.metrics import WorkerMetrics

Signal = Literal["lease_lost", "cancelled"]

LOOK_INTERVAL_S: Final = 0.5
"""How often running jobs are looked at for a cancel: it is seen within a second."""
SILENCE_GRACE_S: Final = 10.0
"""While the database does not answer, a body may go on this long after its lease expired: an election takes as long."""


class LeaseStore(Protocol):
    """The two calls a keeper makes."""

    async def renew(self, leases: list[Lease], lease_s: float) -> list[Held]:
        """Keep the leases and say how they stand."""
        ...

    async def look(self, leases: list[Lease]) -> list[Held]:
        """Say how the leases stand."""
        ...


StoreOpener = Callable[[], AbstractAsyncContextManager[LeaseStore]]


@dataclass(slots=True)
class _Entry:
    lease: Lease
    on_signal: Callable[[Signal], None]
    kept_at: float
    cancel_told: bool = False


class LeaseKeeper:
    """Renews every lease added to it at a third of its length, in one write for all.

    The thread has an event loop and a connection of its own (`open_store`), so a handler that blocks the worker's loop
    delays nothing here. `on_signal` is called from that thread: once with `cancelled` when somebody asked, once with
    `lease_lost` when the database says so, or when it has been silent until 10 s after the lease expired.
    """

    def __init__(self, open_store: StoreOpener, *, lease_s: float, metrics: WorkerMetrics | None = None) -> None:
        self._open_store = open_store
        self._lease_s = lease_s
        self._metrics = metrics or WorkerMetrics()
        self._entries: dict[tuple[str, str], _Entry] = {}
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = threading.Event()
        self._started = threading.Event()
        self._wake: asyncio.Event | None = None
        self._is_silent = False
        self._log = get_logger("longhaul.lease_keeper")

    @property
    def name(self) -> str:
        """How logs and health call it."""
        return "lease-keeper"

    async def start(self) -> None:
        """Start the thread."""
        ids = contextvars.copy_context()  # what its lines are to carry
        self._thread = threading.Thread(
            target=ids.run, args=(lambda: asyncio.run(self._run()),), name="longhaul-lease-keeper", daemon=True
        )
        self._thread.start()
        await asyncio.to_thread(self._started.wait)

    async def stop(self) -> None:
        """End the thread; leases are then kept no more."""
        self._stopping.set()
        self._nudge()
        thread, self._thread = self._thread, None
        if thread is not None:
            await asyncio.to_thread(thread.join)

    def add(self, lease: Lease, on_signal: Callable[[Signal], None], *, asked_at: float) -> None:
        """Keep `lease`, which was claimed no earlier than `asked_at` by the monotonic clock.

        The answer of a claim may be late: one that the driver repeats after an election says what was written before
        it, and then most of the lease is over.
        """
        with self._lock:
            was_idle = not self._entries
            self._entries[lease.job_id, lease.token] = _Entry(lease, on_signal, asked_at)
        if was_idle:
            self._nudge()

    def remove(self, lease: Lease) -> None:
        """Keep `lease` no more: its attempt is over."""
        with self._lock:
            self._entries.pop((lease.job_id, lease.token), None)

    def is_held(self, lease: Lease) -> bool:
        """Whether the lease is still kept here: not lost, not given up, not removed."""
        with self._lock:
            return (lease.job_id, lease.token) in self._entries

    def _nudge(self) -> None:
        loop, wake = self._loop, self._wake
        if loop is not None and wake is not None and not loop.is_closed():
            try:
                loop.call_soon_threadsafe(wake.set)
            except RuntimeError:  # closed between the question and the call
                return

    async def _run(self) -> None:
        self._loop, self._wake = asyncio.get_running_loop(), asyncio.Event()
        async with self._open_store() as store:
            self._started.set()
            while not self._stopping.is_set():
                was_idle = not self._entries
                # Jobs that end within the first interval cost nothing here.
                await self._wait(None if was_idle else min(LOOK_INTERVAL_S, self._lease_s / 6))
                if not was_idle and (entries := self._snapshot()):
                    oldest = min(entry.kept_at for entry in entries)
                    await self._round(store, entries, renewing=time.monotonic() - oldest >= self._lease_s / 3)

    async def _round(self, store: LeaseStore, entries: list[_Entry], *, renewing: bool) -> None:
        asked_at = time.monotonic()
        leases = [entry.lease for entry in entries]
        # A call to a silent database must not outlast the time at which bodies are to be stopped.
        trusted_s = min(entry.kept_at for entry in entries) + self._lease_s + SILENCE_GRACE_S - asked_at
        try:
            async with asyncio.timeout(max(LOOK_INTERVAL_S, trusted_s)):
                held = await (store.renew(leases, self._lease_s) if renewing else store.look(leases))
                if not renewing and not all(state.is_held for state in held):
                    held, renewing = await store.renew(leases, self._lease_s), True  # a look may be out of date
        except (LonghaulError, TimeoutError) as error:
            self._metrics.renewals_failed.inc()
            if not self._is_silent:
                self._is_silent = True
                self._log.warning("leases are not renewed", leases=len(leases), error=str(error) or "no answer in time")
            self._give_up_overdue(entries)
            return
        except Exception as error:  # noqa: BLE001 - this thread must outlive whatever goes wrong in one round
            self._log.error("lease round failed", exc_info=error)
            self._give_up_overdue(entries)
            return
        if self._is_silent:
            self._is_silent = False
            self._log.info("leases are renewed again", leases=len(leases))
        if renewing:
            self._metrics.renewals.inc(sum(state.is_held for state in held))
        for entry, state in zip(entries, held, strict=True):
            if not state.is_held:
                self._tell(entry, "lease_lost")
            elif renewing:
                entry.kept_at = asked_at
            if state.is_held and state.cancel_requested and not entry.cancel_told:
                entry.cancel_told = True
                self._tell(entry, "cancelled")

    def _give_up_overdue(self, entries: list[_Entry]) -> None:
        now = time.monotonic()
        for entry in entries:
            if now - entry.kept_at > self._lease_s + SILENCE_GRACE_S:
                self._tell(entry, "lease_lost")

    def _tell(self, entry: _Entry, signal: Signal) -> None:
        with self._lock:
            key = (entry.lease.job_id, entry.lease.token)
            if key not in self._entries:
                return  # ended meanwhile
            if signal == "lease_lost":
                del self._entries[key]
        entry.on_signal(signal)

    def _snapshot(self) -> list[_Entry]:
        with self._lock:
            return list(self._entries.values())

    async def _wait(self, seconds: float | None) -> None:
        assert self._wake is not None  # noqa: S101 - set when the loop began
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return
        self._wake.clear()
