"""The tasks that are measured: one that does nothing, one that says when it began, one that waits to be stopped."""

from __future__ import annotations

import asyncio
import time

from pydantic import BaseModel

from longhaul.engine.context import Context
from longhaul.engine.handlers import Handler, HandlerRegistry
from longhaul.model.registry import TaskRegistry
from longhaul.model.task import Task


class Nothing(BaseModel):
    """No arguments, no result."""


class Began(BaseModel):
    """When the handler began, in seconds since 1970."""

    at: float


NOOP = Task("bench.noop", Nothing, Nothing)
CLOCK = Task("bench.clock", Nothing, Began)
WAIT = Task("bench.wait", Nothing, Nothing)
TASKS = TaskRegistry([NOOP, CLOCK, WAIT])


async def noop(_ctx: Context, _args: Nothing) -> None:
    """Do nothing."""


async def clock(_ctx: Context, _args: Nothing) -> Began:
    """Say when it began."""
    return Began(at=time.time())


async def wait(_ctx: Context, _args: Nothing) -> None:
    """Wait until stopped."""
    await asyncio.Event().wait()


def build_handlers(_core: object) -> HandlerRegistry:
    """The registry of these tasks' handlers."""
    return HandlerRegistry([Handler(NOOP, noop), Handler(CLOCK, clock), Handler(WAIT, wait)])
