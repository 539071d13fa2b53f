"""A worker whose bodies write down when they begin and end, and with which lease, for tests of outages."""

from __future__ import annotations

import asyncio
import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel

from longhaul.engine.context import Context
from longhaul.engine.handlers import Handler, HandlerRegistry
from longhaul.engine.service import Outage, sharing
from longhaul.model.errors import StoreUnavailable
from longhaul.model.registry import TaskRegistry
from longhaul.model.retry import RetryPolicy
from longhaul.model.settings import WorkerSettings, load_settings
from longhaul.model.task import Task
from longhaul.runtime import open_worker
from longhaul.telemetry.logs import configure_logs


class Args(BaseModel):
    """Where to write, and how many tenths of a second to work: in the first attempt, and in any other."""

    book: str
    pieces: int
    again: int = 3


class Result(BaseModel):
    """What it did."""

    pieces: int


HOLD = Task("degraded.hold", Args, Result, retry=RetryPolicy(base_s=0.1, cap_s=0.2, floor_s=0.05), timeout_s=120)
TASKS = TaskRegistry([HOLD])


@dataclass(frozen=True)
class Body:
    """One body that ran: for which job and lease, from when to when by the machine's monotonic clock."""

    job: str
    token: str
    began_at: float
    ended_at: float | None
    ending: str | None


async def hold(ctx: Context, args: Args) -> Result:
    """Work for a while, saying so all the time."""
    lease = ctx.job.lease
    assert lease is not None
    facts = {"job": ctx.job.id, "token": lease.token}
    pieces = args.pieces if ctx.job.attempt == 1 else args.again
    _write(args.book, {**facts, "what": "began", "at": time.monotonic()})
    ending = "stopped"
    try:
        for n in range(pieces):
            await asyncio.sleep(0.1)
            await ctx.progress(round(100 * (n + 1) / pieces), f"piece {n}")
        ending = "returned"
        return Result(pieces=pieces)
    finally:
        _write(args.book, {**facts, "what": ending, "at": time.monotonic()})


def read_book(book: Path) -> list[Body]:
    """The bodies that ran, in the order in which they began."""
    lines = book.read_text(encoding="utf-8").splitlines() if book.exists() else []
    notes = [json.loads(line) for line in lines]
    ends = {(note["job"], note["token"]): note for note in notes if note["what"] != "began"}
    bodies: list[Body] = []
    for note in notes:
        if note["what"] == "began":
            end = ends.get((note["job"], note["token"]), {})
            bodies.append(Body(note["job"], note["token"], note["at"], end.get("at"), end.get("what")))
    return bodies


def side_by_side(bodies: list[Body]) -> list[tuple[Body, Body]]:
    """The pairs of bodies of one job that ran at the same time."""
    return [
        (one, other)
        for number, one in enumerate(bodies)
        for other in bodies[number + 1 :]
        if one.job == other.job and (one.ended_at is None or other.began_at < one.ended_at)
    ]


def build_handlers(_: object) -> HandlerRegistry:
    """The registry of this worker's handlers."""
    return HandlerRegistry([Handler(HOLD, hold)])


async def work(settings: WorkerSettings) -> None:
    """Work until a signal, from when the database answers on."""
    while True:
        try:
            with sharing(Outage()):
                async with open_worker(settings, TASKS, build_handlers) as runtime:
                    await runtime.supervisor.run()
                    return
        except StoreUnavailable:
            await asyncio.sleep(0.2)


def _write(book: str, note: dict[str, object]) -> None:
    # One write of one line: what several processes append does not mix.
    descriptor = os.open(book, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, json.dumps(note).encode() + b"\n")
    finally:
        os.close(descriptor)


if __name__ == "__main__":
    chosen = load_settings(WorkerSettings)
    configure_logs(chosen.log_format, chosen.log_level)
    asyncio.run(work(chosen))
