"""Tasks with limits, and handlers that tell how many of them run at once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from pydantic import BaseModel

from longhaul.engine.context import Context
from longhaul.engine.handlers import Handler, HandlerRegistry
from longhaul.model.registry import TaskRegistry
from longhaul.model.task import Rate, Task


class Args(BaseModel):
    """What these tasks take."""

    n: int = 0


class Nothing(BaseModel):
    """What they give."""


RATE = Rate(count=3, per_s=60)
RATED = Task("limits.rated", Args, Nothing, rate=RATE)
RARE = Task("limits.rare", Args, Nothing, rate=Rate(count=1, per_s=60))
SLOTTED = Task("limits.slotted", Args, Nothing, concurrency_per_owner=2, max_attempts=1)
FREE = Task("limits.free", Args, Nothing)
TASKS = TaskRegistry([RATED, RARE, SLOTTED, FREE])


@dataclass
class Gauge:
    """How many bodies run, how many ever did at once for one owner, and in which order they began."""

    running: dict[str, int] = field(default_factory=dict[str, int])
    most: dict[str, int] = field(default_factory=dict[str, int])
    begun: list[tuple[str, int]] = field(default_factory=list[tuple[str, int]])
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def body(self, ctx: Context, args: Args) -> Nothing:
        """Run until the gate is open."""
        owner = ctx.job.owner
        self.begun.append((owner, args.n))
        self.running[owner] = self.running.get(owner, 0) + 1
        self.most[owner] = max(self.most.get(owner, 0), self.running[owner])
        try:
            await self.gate.wait()
            await asyncio.sleep(0)
        finally:
            self.running[owner] -= 1
        return Nothing()

    def handlers(self, _: object) -> HandlerRegistry:
        """Every task runs `body`."""
        return HandlerRegistry([Handler(task, self.body) for task in TASKS])
