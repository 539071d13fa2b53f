"""`longhaul jobs cancel` and `requeue`: jobs by their ids, or all that match a filter."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Final

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from longhaul.cli import options
from longhaul.cli.output import Output
from longhaul.cli.running import FAILED, OK, USAGE, CommandFailed, require_prepared, run, settle
from longhaul.model.errors import Conflict, InvalidInput, NotFound, StoreUnavailable
from longhaul.model.job import Job
from longhaul.model.states import ACTIVE, TERMINAL, Status
from longhaul.mongo.all_jobs import Named
from longhaul.mongo.requests import JobFilter
from longhaul.runtime import OperatorRuntime

_AT_ONCE: Final = 20
_LIMIT: Final = 10_000

JobIds = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Ids of jobs; or use a filter.")]
Limit = Annotated[
    int, typer.Option("--limit", metavar="N", min=1, help="With a filter: no more than so many, the newest.")
]
Act = Callable[[str, str], Awaitable[Job]]


@dataclass(frozen=True, slots=True)
class Verb:
    """What is done to jobs: its words, and the states of the jobs it can be done to."""

    name: str
    done: str
    states: frozenset[Status]
    default: frozenset[Status]
    rule: str


CANCEL: Final = Verb("cancel", "cancelled", ACTIVE, ACTIVE, "that have not ended can be cancelled")
REQUEUE: Final = Verb("requeue", "requeued", TERMINAL, frozenset({Status.FAILED}), "that have ended can be requeued")


@dataclass(slots=True)
class Acted:
    """What became of the jobs that were to be acted on; `left` had changed meanwhile."""

    done: list[Job] = field(default_factory=list[Job])
    left: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


def cancel(
    job_ids: JobIds = None,
    status: options.StatusOption = None,
    type_: options.Type = None,
    queue: options.Queue = None,
    owner: options.Owner = None,
    tag: options.Tag = None,
    limit: Limit = _LIMIT,
    yes: options.Yes = False,
    dry_run: options.DryRun = False,
    is_json: options.Json = False,
) -> None:
    """Cancel queued jobs at once, and ask running ones to stop.

    Either the jobs named, or all that match the filter: without --status those that are queued or running. Before it
    acts on a filter it says how many jobs that are and asks.

    \b
    Examples:
      longhaul jobs cancel 6b0964c0690486b9f46a45e0
      longhaul jobs cancel --status queued --type feed.ingest
    """
    _act(CANCEL, job_ids, owner, options.to_filter(status, type_, queue, tag), limit, yes, dry_run, is_json)


def requeue(
    job_ids: JobIds = None,
    status: options.StatusOption = None,
    type_: options.Type = None,
    queue: options.Queue = None,
    owner: options.Owner = None,
    tag: options.Tag = None,
    limit: Limit = _LIMIT,
    yes: options.Yes = False,
    dry_run: options.DryRun = False,
    is_json: options.Json = False,
) -> None:
    """Start ended jobs anew, with all their attempts. What did not succeed keeps its steps and files.

    Either the jobs named, or all that match the filter: without --status those that failed. Before it acts on a
    filter it says how many jobs that are and asks.

    \b
    Examples:
      longhaul jobs requeue 6b0964c0690486b9f46a45e0
      longhaul jobs requeue --status failed --type resume.parse --queue default
    """
    _act(REQUEUE, job_ids, owner, options.to_filter(status, type_, queue, tag), limit, yes, dry_run, is_json)


def _act(
    verb: Verb,
    job_ids: list[str] | None,
    owner: str | None,
    wanted: JobFilter,
    limit: int,
    yes: bool,
    dry_run: bool,
    is_json: bool,
) -> None:
    is_filtered = owner is not None or wanted != JobFilter()
    if bool(job_ids) == is_filtered:
        raise typer.BadParameter("name jobs by their ids, or say which by a filter such as --type; one of the two")

    async def body(runtime: OperatorRuntime, output: Output) -> int:
        if job_ids:
            await require_prepared(runtime.core)
            return await _act_on_named(runtime, output, verb, list(dict.fromkeys(job_ids)))
        matching = _narrowed(verb, wanted)
        named, is_more = await runtime.all_jobs.matching(matching, owner=owner, limit=limit)
        if dry_run or not named:
            _say_matched(output, verb, len(named), is_more=is_more)
            return OK
        _confirm(verb, len(named), is_more=is_more, yes=yes, is_json=is_json)
        await require_prepared(runtime.core)
        return await _act_on_many(runtime, output, verb, named, is_more=is_more)

    run(body, is_json=is_json)


def _narrowed(verb: Verb, wanted: JobFilter) -> JobFilter:
    told = {wanted.status} if isinstance(wanted.status, Status) else set(wanted.status or ())
    if told - verb.states:
        raise InvalidInput(f"--status: only jobs {verb.rule}: {', '.join(sorted(verb.states))}", field="status")
    states = frozenset(told or verb.default)
    status = next(iter(states)) if len(states) == 1 else states
    return JobFilter(status=status, type=wanted.type, queue=wanted.queue, tag=wanted.tag)


def _confirm(verb: Verb, count: int, *, is_more: bool, yes: bool, is_json: bool) -> None:
    if yes:
        return
    if is_json or not sys.stdin.isatty():
        raise CommandFailed(f"{_jobs(count)} would be {verb.done}: add --yes, or --dry-run to look", status=USAGE)
    more = " (there are more; --limit says how many at once)" if is_more else ""
    if not typer.confirm(f"{verb.name.capitalize()} {_jobs(count)}{more}?", err=True):
        raise CommandFailed("nothing was done")


async def _act_on_named(runtime: OperatorRuntime, output: Output, verb: Verb, job_ids: Sequence[str]) -> int:
    act, acted = _of(runtime, verb), Acted()
    for job_id in job_ids:
        try:
            job = await runtime.all_jobs.get(job_id)
            acted.done.append(await act(job.owner, job_id))
        except (Conflict, NotFound) as error:
            acted.left.append((job_id, str(error)))
    await settle(runtime.core, output)
    if output.is_json:
        output.document(_facts(verb, acted))
    for job in () if output.is_json else acted.done:
        asked = verb is CANCEL and job.status is Status.RUNNING
        output.say(f"{job.id}  {'asked to stop' if asked else verb.done}")
    for job_id, reason in () if output.is_json else acted.left:
        output.note(f"longhaul: {job_id}: {reason}")
    return FAILED if acted.left else OK


async def _act_on_many(
    runtime: OperatorRuntime, output: Output, verb: Verb, named: Sequence[Named], *, is_more: bool
) -> int:
    act, acted = _of(runtime, verb), Acted()

    async def one(job: Named) -> None:
        try:
            acted.done.append(await act(job.owner, job.id))
        except (Conflict, NotFound) as error:  # it has changed since it was found
            acted.left.append((job.id, str(error)))

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=output.errors, disable=output.is_json or not output.errors.is_terminal) as bars:
        bar = bars.add_task(verb.done, total=len(named))
        try:
            for first in range(0, len(named), _AT_ONCE):
                some = named[first : first + _AT_ONCE]
                outcomes = await asyncio.gather(*(one(job) for job in some), return_exceptions=True)
                for outcome in outcomes:
                    if outcome is not None:
                        raise outcome
                await settle(runtime.core, output)
                bars.advance(bar, len(some))
        except StoreUnavailable:
            output.note(f"longhaul: {len(acted.done):,} of {_jobs(len(named))} were {verb.done} before this:")
            raise
    if output.is_json:
        output.document({**_facts(verb, acted), "is_more": is_more})
    else:
        left = f", {len(acted.left):,} had changed meanwhile and were left" if acted.left else ""
        output.say(f"{_jobs(len(acted.done))} {verb.done}{left}")
        if is_more:
            output.note("longhaul: there are more; run it again")
    return OK


def _of(runtime: OperatorRuntime, verb: Verb) -> Act:
    return runtime.core.client.cancel if verb is CANCEL else runtime.core.client.requeue


def _say_matched(output: Output, verb: Verb, count: int, *, is_more: bool) -> None:
    if output.is_json:
        output.document({"matched": count, "is_more": is_more, verb.done: 0})
    else:
        output.say(f"{_jobs(count)} would be {verb.done}{', and there are more' if is_more else ''}")


def _facts(verb: Verb, acted: Acted) -> dict[str, Any]:
    return {
        verb.done: len(acted.done),
        "jobs": [{"id": job.id, "owner": job.owner, "status": job.status, "v": job.v} for job in acted.done],
        "left": [{"id": job_id, "reason": reason} for job_id, reason in acted.left],
    }


def _jobs(count: int) -> str:
    return "1 job" if count == 1 else f"{count:,} jobs"
