"""The processes of the run, each kept alive as a platform would, with its own proxies to the database."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from longhaul.testing.ports import HeldPort
from longhaul.testing.proxy import Proxy
from scripts.prove import ledger, process
from scripts.prove.plan import APIS, WORKERS
from scripts.stack import ROOT

Role = Literal["worker", "api"]
Blow = Literal["kill", "crash", "term", "poison"]
SKEWS_S: Final = (0.0, 600.0, -600.0)
"""How wrong the clock of each worker is."""
GRACE_S: Final[dict[Role, float]] = {"worker": 2.0, "api": 3.0}
"""LONGHAUL_GRACE_S of the workers, LONGHAUL_DRAIN_S of the APIs."""
_START_S: Final = 60.0
_EXIT_S: Final = 60.0


@dataclass
class Life:
    """One process from start to end. Times are `time.time()`; `blow` is what was meant to end it."""

    role: Role
    slot: int
    pid: int
    began_at: float
    ready_at: float | None = None
    struck_at: float | None = None
    blow: Blow | None = None
    ended_at: float | None = None
    status: int | None = None
    was_forced: bool = False
    """Whether it had to be killed because it did not end."""


@dataclass
class Slot:
    """A place for one process, which is started again whenever it ends."""

    role: Role
    number: int
    environment: dict[str, str]
    directory: Path
    proxies: list[Proxy]
    lives: list[Life] = field(default_factory=list[Life])
    held: HeldPort = field(default_factory=HeldPort)
    _process: asyncio.subprocess.Process | None = None
    _is_stopping: bool = False

    @property
    def name(self) -> str:
        """As logs and reports call it."""
        return f"{self.role}{self.number}"

    @property
    def port(self) -> int:
        """Where each of its processes listens."""
        return self.held.number

    @property
    def url(self) -> str:
        """Where an API listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def life(self) -> Life | None:
        """The present process, unless it has ended."""
        return self.lives[-1] if self.lives and self.lives[-1].ended_at is None else None

    async def keep(self) -> None:
        """Start the process, and again whenever it ends, until `stop`."""
        while not self._is_stopping:
            await self._live()

    async def ready(self) -> Life:
        """The present process once it works. Raises `TimeoutError` when that takes more than a minute."""
        async with asyncio.timeout(_START_S):
            while (life := self.life) is None or life.ready_at is None:  # noqa: ASYNC110 - a file tells
                await asyncio.sleep(0.05)
        return life

    async def strike(self, blow: Blow, number: signal.Signals) -> Life:
        """Send the present process a signal that is meant to end it; one that was told already is waited for."""
        life = await self.ready()
        while life.struck_at is not None:
            await self.ended(life)
            life = await self.ready()
        life.blow, life.struck_at = blow, time.time()
        self._send(number)
        return life

    async def crash(self, detail: str) -> Life:
        """Have the present process crash at a point of the engine: `"point:nth"`."""
        life = await self.ready()
        (self.directory / f"crash-{life.pid}").write_text(detail, encoding="utf-8")
        life.blow = "crash"
        self._send(signal.SIGUSR1)
        return life

    def freeze(self) -> None:
        """Stop it in its tracks."""
        self._send(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._send(signal.SIGCONT)

    async def ended(self, life: Life) -> None:
        """Return when that process has ended; by force where it does not."""
        try:
            async with asyncio.timeout(_EXIT_S):
                while life.ended_at is None:  # noqa: ASYNC110 - set by whoever keeps the slot
                    await asyncio.sleep(0.02)
        except TimeoutError:
            life.was_forced = True
            self._send(signal.SIGKILL)
            await self.ended(life)

    async def stop(self) -> None:
        """End it for good, gently."""
        self._is_stopping = True
        life = self.life
        if life is not None:
            self.thaw()
            life.blow, life.struck_at = "term", time.time()
            self._send(signal.SIGTERM)
            await self.ended(life)
        self.held.release()

    def _send(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(number)

    async def _live(self) -> None:
        with (self.directory / f"{self.name}.log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", f"scripts.prove.{self.role}_main"),
                cwd=ROOT,
                env={**os.environ, **self.environment, "PORT": str(self.port)},
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        life = Life(self.role, self.number, self._process.pid, time.time())
        self.lives.append(life)
        ending = asyncio.ensure_future(self._process.wait())
        ready = process.ready_file(self.directory, life.pid)
        while not ending.done() and not ready.exists():
            await asyncio.wait({ending}, timeout=0.05)
        if ready.exists():
            life.ready_at = time.time()
        life.status = await ending
        life.ended_at = time.time()
        if life.status == -signal.SIGKILL and life.blow in {None, "term"} and not life.was_forced:
            life.blow = "poison"  # also within the grace
        if life.ready_at is None and not self._is_stopping:
            await asyncio.sleep(0.3)  # what cannot start is not started in a circle


@dataclass
class Fleet:
    """Workers and APIs."""

    workers: list[Slot]
    apis: list[Slot]

    @property
    def slots(self) -> list[Slot]:
        """All of them, workers first: the order that network faults count in."""
        return [*self.workers, *self.apis]

    @property
    def lives(self) -> list[Life]:
        """Every process there was."""
        return [life for slot in self.slots for life in slot.lives]

    async def stop(self) -> None:
        """End all, the workers first, and cut the proxies."""
        await asyncio.gather(*(slot.stop() for slot in self.workers))
        await asyncio.gather(*(slot.stop() for slot in self.apis))
        for slot in self.slots:
            for proxy in slot.proxies:
                await proxy.stop()


async def open_fleet(uri: str, database: str, member_ports: list[int], directory: Path, **settings: str) -> Fleet:
    """Prepare the slots and their proxies; nothing runs before `Slot.keep`."""
    common = {
        "MONGODB_URI": uri,
        "MONGODB_DATABASE": database,
        "HOST": "127.0.0.1",
        process.DIRECTORY: str(directory),
        ledger.DIRECTORY: str(directory / "ledger"),
        **settings,
    }
    (directory / "ledger").mkdir()
    slots: list[Slot] = []
    for role, number in [("worker", n) for n in range(WORKERS)] + [("api", n) for n in range(APIS)]:
        proxies = [Proxy(port) for port in member_ports]
        for proxy in proxies:
            await proxy.start()
        ways = {str(proxy.target_port): proxy.port for proxy in proxies}
        skew_s = SKEWS_S[number] if role == "worker" else 0.0
        own = {process.PROXIES: json.dumps(ways), process.SKEW_S: str(skew_s)}
        slots.append(Slot("worker" if role == "worker" else "api", number, common | own, directory, proxies))
    return Fleet(slots[:WORKERS], slots[WORKERS:])
