"""The work of the run: one task for each thing an engine must cope with, each leaving lines in a ledger on disk."""

from __future__ import annotations

import asyncio
import hashlib
import os
import signal
import time
from collections.abc import Callable
from random import Random
from typing import Any, Final, cast

from pydantic import BaseModel

from longhaul.engine.context import Context, SyncContext
from longhaul.engine.handlers import Handler, HandlerRegistry
from longhaul.model.artifact import ArtifactRef
from longhaul.model.control import Fail, Snooze
from longhaul.model.job import Job
from longhaul.model.registry import TaskRegistry
from longhaul.model.retry import RetryPolicy
from longhaul.model.task import Task
from scripts.prove.ledger import Ledger

POISON_KILLS: Final = 6
"""LONGHAUL_INTERRUPTIONS_CAP of the run: after so many interruptions a job is poison."""


class Work(BaseModel):
    """`n` numbers the job and decides what it does exactly; `seconds` is how long it takes."""

    n: int
    seconds: float = 0.0


class Done(BaseModel):
    """Which attempt did it, and what came out."""

    token: str
    value: int = 0


def _task(name: str, *, max_attempts: int = 20, **more: Any) -> Task[Work, Done]:
    policy = RetryPolicy(base_s=0.1, cap_s=1.0, floor_s=0.05)
    # Interrupted often on purpose: what runs out of attempts here should be the exception.
    return Task(f"prove.{name}", Work, Done, retry=policy, timeout_s=120.0, max_attempts=max_attempts, **more)


QUICK = _task("quick")
TELL = _task("tell")
STEPS = _task("steps")
FLAKY = _task("flaky")
SNOOZY = _task("snoozy")
FAILS = _task("fails")
FILES = _task("files", isolation="process", memory_mb=256)
STREAM = _task("stream")
THREAD = _task("thread", isolation="thread")
SPIN = _task("spin", isolation="process", memory_mb=256)
LONG = _task("long")
LIMITED = _task("limited", concurrency_per_owner=3)
POISON = _task("poison", max_attempts=1000)

TASKS = TaskRegistry([QUICK, TELL, STEPS, FLAKY, SNOOZY, FAILS, FILES, STREAM, THREAD, SPIN, LONG, LIMITED, POISON])

_ledger = Ledger.from_environment


def content(n: int) -> bytes:
    """The file that job `n` leaves: several chunks of it, each as no other."""
    return Random(n).randbytes(700_000 + n % 7 * 300_000)  # noqa: S311


def sha256(n: int) -> str:
    """The digest of `content(n)`."""
    return hashlib.sha256(content(n)).hexdigest()


async def quick(ctx: Context, args: Work) -> Done:
    """Nothing but the ledger."""
    return _done(ctx.job, args)


async def tell(ctx: Context, args: Work) -> Done:
    """Progress and log lines for a while."""
    parts = 4 + args.n % 5
    for part in range(parts):
        await ctx.progress(100 * (part + 1) // parts, f"part {part + 1} of {parts}", part=part)
        await ctx.log(f"part {part}", number=part)
        await asyncio.sleep(0.3)
    return _done(ctx.job, args)


async def steps(ctx: Context, args: Work) -> Done:
    """Three parts that must not be repeated once they are kept."""
    value = 0
    for name in ("fetch", "work", "send"):

        async def part(name: str = name) -> int:
            _ledger().write("step", ctx.job, name=name)
            await asyncio.sleep(0.25)
            return len(name) + args.n

        value += await ctx.step(name, part)
    return _done(ctx.job, args, value)


async def flaky(ctx: Context, args: Work) -> Done:
    """Fail the first time or two."""
    if len(ctx.job.errors) < 1 + args.n % 2:
        raise ConnectionError("the other side hung up")
    return _done(ctx.job, args)


async def snoozy(ctx: Context, args: Work) -> Done:
    """Come back later, once."""
    if ctx.job.v < 4:
        raise Snooze(0.5, "not yet")
    return _done(ctx.job, args)


async def fails(_ctx: Context, args: Work) -> Done:
    """Fail for good."""
    raise Fail(f"job {args.n} never works", code="PROVE", hint="It is made so.")


def files(ctx: SyncContext, args: Work) -> Done:
    """Leave a file of several chunks, from a child process."""
    _save(lambda data: ctx.save_artifact("out.bin", data, kind="output", content_type="application/x-prove"), args.n)
    return _done(ctx.job, args)


async def stream(ctx: Context, args: Work) -> Done:
    """Leave a file from the event loop, and read it back."""
    data = content(args.n)
    ref = await ctx.save_artifact("out.bin", data, kind="output", content_type="application/x-prove")
    if await ctx.read_artifact(ref.id, max_bytes=len(data)) != data:
        raise Fail("the file read back is another one", code="CORRUPT")
    return _done(ctx.job, args)


def thread(ctx: SyncContext, args: Work) -> Done:
    """Work in a thread."""
    value = ctx.step("sum", lambda: sum(range(args.n % 1000)))
    until = time.monotonic() + args.seconds
    while time.monotonic() < until:
        ctx.progress(50, "in a thread")
        time.sleep(0.1)
    return _done(ctx.job, args, value)


def spin(ctx: SyncContext, args: Work) -> Done:
    """Use the processor in a child process."""
    ctx.progress(10, "spinning")
    until, value = time.monotonic() + min(args.seconds, 0.5), 0
    while time.monotonic() < until:
        value += 1
    return _done(ctx.job, args, value)


async def wait_long(ctx: Context, args: Work) -> Done:
    """Hold a lease for many renewals."""
    pieces = max(1, round(args.seconds * 2))
    for piece in range(pieces):
        await ctx.progress(100 * piece // pieces, "working")
        await asyncio.sleep(0.5)
    return _done(ctx.job, args)


async def poison(ctx: Context, args: Work) -> Done:
    """Kill the worker that runs this."""
    _ledger().write("poison", ctx.job)
    os.kill(os.getpid(), signal.SIGKILL)
    return _done(ctx.job, args)


def build_handlers(_: object) -> HandlerRegistry:
    """Every handler, each announcing its begin in the ledger."""
    pairs: list[tuple[Task[Work, Done], Callable[..., Any]]] = [
        (QUICK, quick),
        (TELL, tell),
        (STEPS, steps),
        (FLAKY, flaky),
        (SNOOZY, snoozy),
        (FAILS, fails),
        (STREAM, stream),
        (LONG, wait_long),
        (LIMITED, wait_long),
        (POISON, poison),
    ]
    handlers = [Handler(task, _announced(function)) for task, function in pairs]
    # These go to a child or thread by name; they announce themselves.
    handlers += [Handler(FILES, begun_files), Handler(SPIN, begun_spin), Handler(THREAD, begun_thread)]
    return HandlerRegistry(handlers)


def begun_files(ctx: SyncContext, args: Work) -> Done:
    """`files`, announced."""
    return _begun(files, ctx, args)


def begun_spin(ctx: SyncContext, args: Work) -> Done:
    """`spin`, announced."""
    return _begun(spin, ctx, args)


def begun_thread(ctx: SyncContext, args: Work) -> Done:
    """`thread`, announced."""
    return _begun(thread, ctx, args)


def _begun(function: Callable[[SyncContext, Work], Done], ctx: SyncContext, args: Work) -> Done:
    _ledger().write("begin", ctx.job)
    return function(ctx, args)


def _announced(function: Callable[..., Any]) -> Callable[..., Any]:
    async def announced(ctx: Context, args: Work) -> Done:
        _ledger().write("begin", ctx.job)
        return cast("Done", await function(ctx, args))

    return announced


def _done(job: Job, args: Work, value: int = 0) -> Done:
    _ledger().write("done", job)
    assert job.lease is not None  # noqa: S101 - a running job has one
    return Done(token=job.lease.token, value=value or args.n)


def _save(save: Callable[[bytes], ArtifactRef], n: int) -> None:
    data = content(n)
    if save(data).size != len(data):
        raise Fail("the file stored has another size", code="CORRUPT")
