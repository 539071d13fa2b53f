"""Does to the processes what the plan says, and keeps what was done when."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from longhaul.testing.mongod import MongodError
from longhaul.testing.replica_set import Member, ReplicaSet
from scripts.prove.fleet import Fleet, Life, Slot
from scripts.prove.plan import Fault, Kind, Plan


@dataclass
class Injected:
    """A fault as it happened, by `time.time()`; `pid` is the process it was meant for."""

    kind: Kind
    name: str
    began_at: float
    ended_at: float = 0.0
    pid: int | None = None
    detail: str = ""
    problem: str = ""


@dataclass
class Injector:
    """Carries out a plan."""

    plan: Plan
    fleet: Fleet
    members: ReplicaSet
    on_fault: Callable[[Injected], None]
    injected: list[Injected] = field(default_factory=list[Injected])

    def __post_init__(self) -> None:
        self._electing = asyncio.Lock()

    async def run(self) -> None:
        """Begin each fault at its time; return when the last has ended."""
        begins = asyncio.get_running_loop().time()
        running: list[asyncio.Task[None]] = []
        for fault in self.plan.faults:
            await asyncio.sleep(max(0.0, begins + fault.at_s - asyncio.get_running_loop().time()))
            running.append(asyncio.create_task(self._inject(fault), name=f"fault-{fault.kind}"))
        await asyncio.sleep(max(0.0, begins + self.plan.seconds - asyncio.get_running_loop().time()))
        await asyncio.gather(*running)

    async def _inject(self, fault: Fault) -> None:
        injected = Injected(fault.kind, "", time.time(), detail=fault.detail)
        self.injected.append(injected)
        try:
            if fault.kind.startswith("primary"):
                async with self._electing:  # a set of three survives one at a time
                    await self._strike_primary(fault, injected)
            elif fault.kind.startswith("network"):
                await self._strike_network(fault, injected)
            else:
                slots = self.fleet.workers if fault.kind.startswith("worker") else self.fleet.apis
                await self._strike_process(fault, slots[fault.target], injected)
        except (TimeoutError, MongodError) as error:
            injected.problem = f"{type(error).__name__}: {error}"
        injected.ended_at = time.time()
        self.on_fault(injected)

    async def _strike_process(self, fault: Fault, slot: Slot, injected: Injected) -> None:
        injected.name = slot.name
        match fault.kind:
            case "worker_kill" | "api_kill":
                await self._end(injected, slot, await slot.strike("kill", signal.SIGKILL))
            case "worker_restart" | "api_restart":
                life = await slot.strike("term", signal.SIGTERM)
                await self._end(injected, slot, life)
                await slot.ready()
            case "worker_crash" | "api_crash":
                await self._end(injected, slot, await slot.crash(fault.detail))
            case _:
                injected.pid = (await slot.ready()).pid
                injected.began_at = time.time()
                slot.freeze()
                await asyncio.sleep(fault.seconds)
                slot.thaw()

    async def _end(self, injected: Injected, slot: Slot, life: Life) -> None:
        injected.pid = life.pid
        injected.began_at = life.struck_at or time.time()
        await slot.ended(life)
        if life.blow == "crash":
            injected.began_at = life.struck_at = life.ended_at or time.time()

    async def _strike_primary(self, fault: Fault, injected: Injected) -> None:
        primary = await asyncio.to_thread(self.members.wait_for_primary)
        injected.name, injected.began_at = f"node{self.members.members.index(primary)}", time.time()
        match fault.kind:
            case "primary_kill":
                self.members.kill(primary)
                await asyncio.sleep(fault.seconds)
                await asyncio.to_thread(self.members.restart, primary)
            case "primary_freeze":
                self.members.freeze(primary)
                await asyncio.sleep(fault.seconds)
                self.members.thaw(primary)
            case _:
                await asyncio.to_thread(self.members.step_down, primary, seconds=round(fault.seconds))
        await self._whole(primary)

    async def _whole(self, member: Member) -> None:
        """Wait until the set has a primary and `member` is part of it again: the next fault must not be the second."""
        await asyncio.to_thread(self.members.wait_for_primary)
        await asyncio.to_thread(self.members.wait_for_member, member)

    async def _strike_network(self, fault: Fault, injected: Injected) -> None:
        slot = self.fleet.slots[fault.target]
        injected.name = slot.name
        for proxy in slot.proxies:
            match fault.kind:
                case "network_cut":
                    proxy.cut()
                case "network_half_open":
                    proxy.hold(towards=fault.detail != "back", back=fault.detail != "towards")
                case _:
                    proxy.delay_s = float(fault.detail)
        await asyncio.sleep(fault.seconds)
        for proxy in slot.proxies:
            if fault.kind == "network_half_open":
                proxy.cut()  # as a router that has forgotten the connection: nothing held back arrives
            proxy.heal()
