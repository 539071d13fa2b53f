"""Whether this process can do its work at the moment, told with a time limit."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from longhaul.model.errors import StoreMisconfigured
from longhaul.mongo.collections import COUNTERS
from longhaul.mongo.driver import Database

PROBE_TIMEOUT_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class Readiness:
    """`is_ready`, and per check `ok` or what is wrong."""

    is_ready: bool
    checks: dict[str, str]


class Health:
    """Answers readiness probes. Liveness needs no answer from here: a process that answers at all is alive."""

    def __init__(self, database: Database, *, also: Mapping[str, Callable[[], bool]] | None = None) -> None:
        """`also` names further checks, each a function that says whether it is well."""
        self._database = database
        self._also = dict(also or {})
        self.draining = False
        self._pinging: asyncio.Task[str] | None = None

    async def ready(self) -> Readiness:
        """Ask the database, briefly, and every other check. Not ready while draining."""
        checks = {"mongodb": await self._ping()}
        for name, is_well in self._also.items():
            checks[name] = "ok" if is_well() else "not ready"
        if self.draining:
            checks["draining"] = "yes"
        return Readiness(all(state == "ok" for state in checks.values()), checks)

    async def _ping(self) -> str:
        # One question at a time, never cut off: probes come often, and while the database is away each would add one.
        if self._pinging is None or self._pinging.done():
            self._pinging = asyncio.create_task(self._ask(), name="longhaul-ping")
        await asyncio.wait({self._pinging}, timeout=PROBE_TIMEOUT_S)
        return self._pinging.result() if self._pinging.done() else "does not answer"

    async def _ask(self) -> str:
        otherwise = "does not answer"
        try:
            if not (await self._database.hello()).get("isWritablePrimary"):
                return "takes no writes"
            otherwise = "takes no writes"
            # Anybody may say hello, also who may do nothing else, and a primary without a majority says it too.
            await self._database.try_write(COUNTERS)
        except StoreMisconfigured:
            return "refuses this process"
        except Exception:  # noqa: BLE001 - whatever it is, it is not ready; the loops meet it too, and log it
            return otherwise
        return "ok"
