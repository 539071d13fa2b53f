"""Tasks whose handlers log, wherever they run."""

from __future__ import annotations

import logging
import sys

from pydantic import BaseModel

from longhaul.engine.context import Context, SyncContext
from longhaul.engine.handlers import Handler, HandlerRegistry
from longhaul.model.control import Fail
from longhaul.model.registry import TaskRegistry
from longhaul.model.task import Task
from longhaul.telemetry.logs import get_logger

SAID = "the handler speaks"
QUOTED = "a line of a file that nobody should read"


class Args(BaseModel):
    """Nothing."""

    secret: str = ""


LOOP = Task("talk.loop", Args, Args)
THREAD = Task("talk.thread", Args, Args, isolation="thread")
CHILD = Task("talk.child", Args, Args, isolation="process", memory_mb=256)
HELPER = Task("talk.helper", Args, Args)
BROKEN = Task("talk.broken", Args, Args, isolation="process", memory_mb=256, max_attempts=1)
TASKS = TaskRegistry([LOOP, THREAD, CHILD, HELPER, BROKEN])
_log = get_logger("talk")


async def on_the_loop(ctx: Context, args: Args) -> Args:
    """Say something."""
    _log.info(SAID, where="loop")
    await ctx.log("for the owner of the job")
    return args


def in_a_thread(ctx: SyncContext, args: Args) -> Args:
    """Say something."""
    _log.info(SAID, where="thread")
    return args


def in_a_child(ctx: SyncContext, args: Args) -> Args:
    """Say something in another's name; print; have a library complain."""
    _log.info(SAID, where="child", job_id="another", worker_id="another")
    sys.stdout.write(f"{QUOTED}\n")
    logging.getLogger("some.parser").error(QUOTED)
    return args


async def with_a_helper(ctx: Context, args: Args) -> Args:
    """Have something said in a child of an async handler."""
    await ctx.in_child(helper, memory_mb=256, seconds=20)
    return args


def helper() -> Args:
    """Say something."""
    _log.info(SAID, where="helper")
    return Args()


def broken(ctx: SyncContext, args: Args) -> Args:
    """Say more than anybody reads, and one line that is too long; then fail."""
    _log.info("long", text="x" * 20_000)
    for n in range(300):
        _log.info("one of many", n=n)
    raise Fail("that was all")


HANDLERS = HandlerRegistry(
    [
        Handler(LOOP, on_the_loop),
        Handler(THREAD, in_a_thread),
        Handler(CHILD, in_a_child),
        Handler(HELPER, with_a_helper),
        Handler(BROKEN, broken),
    ]
)
