"""What a stretch of time cost the database: processor time by the kernel, everything else by the server itself."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from longhaul.mongo.driver import Database
from scripts.capacity.points import Cost

_HEARTBEAT: Final = "hello"
_OURS: Final = "serverStatus"


@dataclass(frozen=True)
class Server:
    """One mongod process and how to reach it alone."""

    uri: str
    pid: int


@dataclass(frozen=True)
class Spent:
    """What passed between two readings, of all servers together. `began` and `ended` are of the monotonic clock."""

    began: float
    ended: float
    db_s: tuple[float, ...]  # by server
    clients_s: float
    commands: dict[str, float]
    conflicts: float
    journal_bytes: float
    disk_bytes: float
    machine: tuple[float, float]  # busy, and all there is, in seconds of processors

    @property
    def others(self) -> float:
        """The share of the machine that neither the servers nor the clients used: other programs, and this one."""
        busy_s, all_s = self.machine
        return max(0.0, busy_s - sum(self.db_s) - self.clients_s) / all_s if all_s > 0 else 0.0

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self.ended - self.began

    @property
    def operations(self) -> float:
        """Commands less heartbeats."""
        return sum(count for name, count in self.commands.items() if name != _HEARTBEAT)

    @property
    def heartbeats(self) -> float:
        """The driver's looks at whether the server is there."""
        return self.commands.get(_HEARTBEAT, 0.0)

    def per(self, units: float) -> Cost:
        """The cost of each of `units`; of none, the rate is 0 and all of it is one unit's."""
        each = max(units, 1.0)
        return Cost(
            per_s=units / self.seconds,
            db_us=sum(self.db_s) / each * 1e6,
            busiest_us=max(self.db_s) / each * 1e6,
            client_us=self.clients_s / each * 1e6,
            commands=self.operations / each,
            conflicts=self.conflicts / each,
            journal_bytes=self.journal_bytes / each,
            disk_bytes=self.disk_bytes / each,
        )


@dataclass(frozen=True)
class Reading:
    """The counters as they stand."""

    at: float
    db_s: tuple[float, ...]  # by server
    clients_s: float
    commands: dict[str, float]
    conflicts: float
    journal_bytes: float
    disk_bytes: float
    machine: tuple[float, float]

    def until(self, later: Reading) -> Spent:
        """What passed from here to `later`."""
        commands = {name: total - self.commands.get(name, 0.0) for name, total in later.commands.items()}
        return Spent(
            self.at,
            later.at,
            tuple(now - then for now, then in zip(later.db_s, self.db_s, strict=True)),
            later.clients_s - self.clients_s,
            {name: count for name, count in commands.items() if count > 0},
            later.conflicts - self.conflicts,
            later.journal_bytes - self.journal_bytes,
            later.disk_bytes - self.disk_bytes,
            (later.machine[0] - self.machine[0], later.machine[1] - self.machine[1]),
        )


class Meter:
    """Reads the counters of `servers`. Linux only, for the processor time."""

    def __init__(self, servers: Sequence[Server]) -> None:
        self._servers = tuple(servers)
        self._databases = [Database(server.uri, "admin") for server in servers]

    async def read(self, clients: Sequence[int] = ()) -> Reading:
        """The counters now; `clients` are the processes that make the load."""
        states = [await database.command(_OURS) for database in self._databases]
        totals: dict[str, float] = {}
        for state in states:
            for name, one in cast("dict[str, Any]", state["metrics"]["commands"]).items():
                if isinstance(one, dict) and "total" in one and name != _OURS:
                    totals[name] = totals.get(name, 0.0) + float(cast("dict[str, Any]", one)["total"])
        return Reading(
            at=time.monotonic(),
            db_s=tuple(processor_s(server.pid) for server in self._servers),
            clients_s=sum(processor_s(pid) for pid in clients),
            commands=totals,
            conflicts=sum(float(state["metrics"]["operation"]["writeConflicts"]) for state in states),
            journal_bytes=sum(float(state["wiredTiger"]["log"]["log bytes written"]) for state in states),
            disk_bytes=sum(float(state["wiredTiger"]["block-manager"]["bytes written"]) for state in states),
            machine=_machine_s(),
        )

    async def close(self) -> None:
        """Close the connections."""
        for database in self._databases:
            await database.close()


def processor_s(pid: int) -> float:
    """Seconds of processor time that a process has used, in user and kernel mode."""
    # The name in brackets may hold blanks; after it come state, then user and system ticks as fields 12 and 13.
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _machine_s() -> tuple[float, float]:
    """Seconds of processor time that this machine has spent, and those that it could have."""
    ticks = [int(field) for field in Path("/proc/stat").read_text(encoding="utf-8").split("\n", 1)[0].split()[1:9]]
    idle, waiting = ticks[3], ticks[4]
    per_s = os.sysconf("SC_CLK_TCK")
    return (sum(ticks) - idle - waiting) / per_s, sum(ticks) / per_s
