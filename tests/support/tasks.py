"""Small tasks that tests run: each does one thing that an engine must cope with."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import time
from typing import Any

from pydantic import BaseModel

from longhaul.engine.context import Context, SyncContext
from longhaul.engine.handlers import Handler, HandlerRegistry
from longhaul.model.control import Cancel, ErrorKind, Fail, Retry, Snooze
from longhaul.model.errors import InvalidInput
from longhaul.model.registry import TaskRegistry
from longhaul.model.retry import RetryPolicy
from longhaul.model.task import Task

QUICK = RetryPolicy(base_s=0.02, cap_s=0.05, floor_s=0.01)


class Args(BaseModel):
    """What the test tasks take."""

    n: int = 0
    text: str = ""
    mode: str = ""


class Result(BaseModel):
    """What the test tasks give."""

    value: Any = None


def _task(name: str, **more: Any) -> Task[Args, Result]:
    return Task(name, Args, Result, retry=QUICK, **more)


ECHO = _task("test.echo")
TELL = _task("test.tell")
WAIT = _task("test.wait", timeout_s=60)
STUBBORN = _task("test.stubborn", timeout_s=1)
END = _task("test.end", max_attempts=3)
STEPS = _task("test.steps", max_attempts=3)
FILES = _task("test.files")
SHORT = _task("test.short", timeout_s=0.3, max_attempts=1)
THREAD = _task("test.thread", isolation="thread", timeout_s=30)
SPIN = _task("test.spin", isolation="process", timeout_s=60, memory_mb=256, max_attempts=1)
CHILD = _task("test.child", isolation="process", timeout_s=20, memory_mb=128, max_attempts=1)
BIG = _task("test.big")
UNTELLABLE = _task("test.untellable", max_attempts=1)
BLOCK = _task("test.block")
WORK = _task("test.work", max_attempts=1)

TASKS = TaskRegistry(
    [ECHO, TELL, WAIT, STUBBORN, END, STEPS, FILES, SHORT, THREAD, SPIN, CHILD, BIG, BLOCK, WORK, UNTELLABLE]
)


async def echo(ctx: Context, args: Args) -> Result:
    """Give back what came."""
    return Result(value=[args.n, args.text, ctx.job.attempt])


async def tell(ctx: Context, args: Args) -> Result:
    """Say a lot."""
    for n in range(args.n):
        await ctx.progress(round(100 * (n + 1) / args.n), f"line {n}", code="TELL", n=n)
        await ctx.log(f"line {n}", number=n)
    return Result(value=args.n)


async def wait(ctx: Context, args: Args) -> Result:
    """Wait until stopped, saying that it has begun; in mode `big` end then with a result of `n` characters."""
    await ctx.progress(10, "waiting")
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        if args.mode != "big":
            raise
    return Result(value="x" * args.n)


async def stubborn(ctx: Context, args: Args) -> Result:
    """Swallow the first cancellation."""
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        await asyncio.Event().wait()
    return Result(value=args.n)


async def end(ctx: Context, args: Args) -> Result:
    """End as `mode` says."""
    match args.mode:
        case "fail":
            raise Fail("it is wrong", code="WRONG", hint="mend it")
        case "retry_once":
            if ctx.job.attempt == 1:
                raise Retry("not yet", after_s=0.0)
        case "rate_limited":
            if ctx.job.refunds == 0:
                raise Retry("slow down", after_s=0.0, kind=ErrorKind.RATE_LIMITED)
        case "snooze":
            if ctx.job.v < 4:
                raise Snooze(0.0)
        case "cancel":
            raise Cancel("changed my mind")
        case "boom":
            raise ValueError("boom $1")
        case "not_storable":
            return Result(value=2**80)
        case "surrogate":
            return Result(value="\ud800")
        case _:
            pass
    return Result(value=ctx.job.attempt)


async def steps(ctx: Context, args: Args) -> Result:
    """Two steps; the first attempt breaks between them."""
    done: list[str] = []

    async def first() -> dict[str, int]:
        done.append("first")
        return {"n": args.n + 1}

    got = await ctx.step("first", first)
    if ctx.job.attempt == 1:
        raise Retry("broke off", after_s=0.0)

    async def second() -> int:
        done.append("second")
        return got["n"] * 10

    return Result(value={"done": done, "sum": await ctx.step("second", second)})


async def files(ctx: Context, args: Args) -> Result:
    """Read the uploaded file named by `text`, take it over, and leave a file."""
    content = await ctx.read_artifact(args.text, max_bytes=1_000_000)
    taken = await ctx.adopt_artifact(args.text, kind="source")
    made = await ctx.save_artifact("out.txt", content.upper(), kind="output", content_type="text/plain")
    return Result(value={"taken": taken.id, "made": made.id})


def thread(ctx: SyncContext, args: Args) -> Result:
    """Do as `mode` says in a thread."""
    ctx.progress(10, "in a thread")
    if args.mode == "spin":
        while True:
            args.n += 1
    return Result(value=ctx.step("sum", lambda: args.n + 1))


def spin(ctx: SyncContext, args: Args) -> Result:
    """Use the processor without end."""
    ctx.progress(10, "spinning")
    n = 0
    while True:
        n += 1


def child(ctx: SyncContext, args: Args) -> Result:
    """Do as `mode` says in a child process."""
    ctx.progress(10, "in a child", code="CHILD")
    match args.mode:
        case "memory":
            hoard = [bytearray(16 * 1024 * 1024) for _ in range(1000)]
            return Result(value=len(hoard))
        case "crash":
            ctypes.string_at(0)
        case "fail":
            raise Fail("not with me", code="NOT_WITH_ME")
        case "sleep":
            time.sleep(300)
        case _:
            pass
    ref = ctx.save_artifact("child.txt", args.text.encode(), kind="output", content_type="text/plain")
    ctx.log("saved", size=ref.size)
    return Result(value={"size": ref.size, "read": ctx.read_artifact(ref.id, max_bytes=1000).decode()})


async def big(ctx: Context, args: Args) -> Result:
    """Give a result of `n` characters."""
    return Result(value="x" * args.n)


async def untellable(ctx: Context, args: Args) -> Result:
    """Say something that no database can hold, and go on."""
    with contextlib.suppress(InvalidInput):
        await ctx.progress(10, "huge", huge=2**80)

    async def count() -> int:
        return args.n

    return Result(value=await ctx.step("count", count))


async def block(ctx: Context, args: Args) -> Result:
    """Do what no async handler should: block the event loop for `n` seconds."""
    await ctx.progress(10, "blocking")
    time.sleep(args.n)  # noqa: ASYNC251 - the fault under test
    return Result(value=ctx.job.attempt)


async def work(ctx: Context, args: Args) -> Result:
    """Work for a while, saying so all the time; then keep a step and a file."""
    for n in range(args.n):
        await ctx.progress(round(100 * (n + 1) / args.n), f"piece {n}")
        await ctx.log(f"piece {n}", number=n)
        await asyncio.sleep(0.05)

    async def count() -> int:
        return args.n

    kept = await ctx.step("count", count)
    await ctx.save_artifact("work.txt", b"done", kind="output", content_type="text/plain")
    return Result(value=kept)


HANDLERS = (
    Handler(ECHO, echo),
    Handler(TELL, tell),
    Handler(WAIT, wait),
    Handler(STUBBORN, stubborn),
    Handler(END, end),
    Handler(STEPS, steps),
    Handler(FILES, files),
    Handler(SHORT, wait),
    Handler(THREAD, thread),
    Handler(SPIN, spin),
    Handler(CHILD, child),
    Handler(BIG, big),
    Handler(UNTELLABLE, untellable),
    Handler(BLOCK, block),
    Handler(WORK, work),
)


def build_handlers(_: object) -> HandlerRegistry:
    """The registry of these tasks' handlers."""
    return HandlerRegistry(HANDLERS)
