"""`longhaul queues`, `workers` and `schedules`: who waits where, who runs what, and what the clock asks for."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import typer
from rich.text import Text

from longhaul.cli import options
from longhaul.cli.output import Output, duration, moment, plain, styled
from longhaul.cli.running import OK, run
from longhaul.engine.census import take_census
from longhaul.model.errors import InvalidInput
from longhaul.model.job import Job
from longhaul.mongo.requests import COUNT_CAP
from longhaul.runtime import Core, OperatorRuntime

app = typer.Typer(help="List queues; pause and resume them.")

_HELD_TOLD = 200
_NAME = re.compile(r"^[a-z0-9_-]{1,64}$")

QueueName = Annotated[str, typer.Argument(metavar="QUEUE", help="The queue's name.")]


@dataclass(frozen=True, slots=True)
class QueueFacts:
    """How full one queue is. Counts go no further than 10,000."""

    name: str
    queued: int
    running: int
    failed: int
    oldest_wait_s: float | None
    workers: int
    paused: bool


@app.callback(invoke_without_command=True)
def list_queues(context: typer.Context, is_json: options.Json = False) -> None:
    """List the queues in which jobs are, which workers serve, which tasks use, or which somebody paused.

    \b
    Examples:
      longhaul queues
      longhaul queues pause default
    """
    if context.invoked_subcommand is not None:
        return

    async def body(runtime: OperatorRuntime, output: Output) -> int:
        queues = await queue_facts(runtime.core)
        if output.is_json:
            output.document({"queues": queues, "counts_capped_at": COUNT_CAP})
        else:
            _show(output, queues)
        return OK

    run(body, is_json=is_json, with_tasks=True)


@app.command("pause")
def pause(name: QueueName, is_json: options.Json = False) -> None:
    """Let nothing more be taken from a queue; what runs goes on.

    \b
    Example:
      longhaul queues pause default
    """
    _set_paused(name, paused=True, is_json=is_json)


@app.command("resume")
def resume(name: QueueName, is_json: options.Json = False) -> None:
    """Let jobs be taken from a queue again.

    \b
    Example:
      longhaul queues resume default
    """
    _set_paused(name, paused=False, is_json=is_json)


def workers(is_json: options.Json = False) -> None:
    """List the workers that have reported themselves within the last minute, and what each runs.

    \b
    Example:
      longhaul workers
    """

    async def body(runtime: OperatorRuntime, output: Output) -> int:
        core = runtime.core
        records, held = await asyncio.gather(core.registry.list(), core.insights.held(_HELD_TOLD))
        now = await core.time.now()
        by_worker: dict[str, list[Job]] = {}
        for job in sorted(held, key=lambda job: (job.started_at or job.created_at, job.id)):
            if job.lease is not None:
                by_worker.setdefault(job.lease.worker_id, []).append(job)
        if output.is_json:
            told = [
                {**plain(one), "jobs": [_held_facts(job, now) for job in by_worker.get(one.id, [])]} for one in records
            ]
            output.document({"workers": told})
            return OK
        rows: list[tuple[str | Text, ...]] = []
        for one in records:
            seen = duration(max(0.0, (now - one.seen_at).total_seconds()))
            up = duration((now - one.started_at).total_seconds())
            slots = f"{len(by_worker.get(one.id, []))}/{one.concurrency}"
            rows.append((one.id, styled(one.state), slots, up, seen, ",".join(one.queues)))
            rows += [(f"  {job.id}", "", "", _running_for(job, now), "", job.type) for job in by_worker.get(one.id, [])]
        output.table(("WORKER", "STATE", "JOBS", "FOR", "SEEN", "QUEUES, TASK"), rows)
        if not records:
            output.note("longhaul: no worker has reported itself within the last minute")
        return OK

    run(body, is_json=is_json)


def schedules(is_json: options.Json = False) -> None:
    """List the schedules of all owners: what the clock asks for, when it did last and when it will next.

    \b
    Example:
      longhaul schedules
    """

    async def body(runtime: OperatorRuntime, output: Output) -> int:
        records = await runtime.core.schedules.list()
        if output.is_json:
            told = [{**plain(one.schedule), **plain(one)} for one in records]
            for one in told:
                del one["schedule"]
            output.document({"schedules": told})
            return OK
        rows = [
            (
                one.schedule.name,
                one.schedule.cron,
                one.schedule.timezone,
                moment(one.next_run_at) if one.enabled else styled("paused"),
                moment(one.last_run_at),
                one.schedule.task,
            )
            for one in records
        ]
        output.table(("SCHEDULE", "CRON", "ZONE", "NEXT (UTC)", "LAST (UTC)", "TASK"), rows)
        return OK

    run(body, is_json=is_json)


async def queue_facts(core: Core, *, also: str | None = None) -> list[QueueFacts]:
    """Every queue that is known, by name, and `also`."""
    census = await take_census(core.registry, core.insights, core.tasks, also=also)
    return [
        QueueFacts(
            name=name,
            queued=figures.queued,
            running=figures.running,
            failed=figures.failed,
            oldest_wait_s=figures.oldest_wait_s,
            workers=figures.workers,
            paused=figures.is_paused,
        )
        for name, figures in census.queues.items()
    ]


def _set_paused(name: str, *, paused: bool, is_json: bool) -> None:
    async def body(runtime: OperatorRuntime, output: Output) -> int:
        if not _NAME.match(name):
            raise InvalidInput(f"QUEUE: {name[:70]!r} is no queue's name: 1 to 64 of a-z, 0-9, _ and -", field="name")
        await runtime.core.registry.set_paused(name, paused=paused)
        queues = [queue for queue in await queue_facts(runtime.core, also=name) if queue.name == name]
        if output.is_json:
            output.document(queues[0])
        else:
            _show(output, queues)
        return OK

    run(body, is_json=is_json)


def _show(output: Output, queues: list[QueueFacts]) -> None:
    rows = [
        (
            queue.name,
            _count(queue.queued),
            _count(queue.running),
            _count(queue.failed),
            duration(queue.oldest_wait_s),
            str(queue.workers),
            styled("paused") if queue.paused else "",
        )
        for queue in queues
    ]
    output.table(("QUEUE", "QUEUED", "RUNNING", "FAILED", "OLDEST WAIT", "WORKERS", ""), rows)


def _count(count: int) -> str:
    return f"{count:,}+" if count >= COUNT_CAP else f"{count:,}"


def _running_for(job: Job, now: datetime) -> str:
    return duration(max(0.0, (now - job.started_at).total_seconds())) if job.started_at is not None else "-"


def _held_facts(job: Job, now: datetime) -> dict[str, object]:
    running_s = (now - job.started_at).total_seconds() if job.started_at is not None else None
    return {"id": job.id, "type": job.type, "owner": job.owner, "queue": job.queue, "running_s": running_s}
