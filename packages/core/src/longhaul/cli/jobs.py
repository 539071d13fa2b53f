"""`longhaul jobs`: list jobs of all owners, show one, and follow one until it ends."""

from __future__ import annotations

from typing import Annotated

import typer

from longhaul.cli import options
from longhaul.cli.acting import cancel, requeue
from longhaul.cli.event_views import event_facts, event_line, progress_bar
from longhaul.cli.following import job_events
from longhaul.cli.job_views import LIST_HEADER, job_facts, list_row, listed_facts, show_job, why_facts
from longhaul.cli.output import Output
from longhaul.cli.running import OK, CommandFailed, run
from longhaul.engine.why import Explanation
from longhaul.model.errors import StoreMisconfigured
from longhaul.model.job import Job
from longhaul.model.states import Status
from longhaul.mongo.all_jobs import Found
from longhaul.runtime import OperatorRuntime

app = typer.Typer(
    invoke_without_command=True,
    callback=options.help_without_command,
    help="List, show, follow, cancel and requeue jobs.",
)


@app.command("ls")
def list_jobs(
    status: options.StatusOption = None,
    type_: options.Type = None,
    queue: options.Queue = None,
    owner: options.Owner = None,
    tag: options.Tag = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000, help="How many at a time.")] = 20,
    page: Annotated[
        str | None, typer.Option("--page", metavar="PAGE", help="Continue where an earlier list ended.")
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="Every page, not only the first.")] = False,
    within: Annotated[
        float, typer.Option("--within", min=0.1, metavar="SECONDS", help="Look no longer than that for a page.")
    ] = 5.0,
    is_json: Annotated[
        bool, typer.Option("--json", help="Write one JSON document; with --all one job a line.")
    ] = False,
) -> None:
    """List jobs, newest first, of all owners.

    One status of `queued`, `running` or `failed`, or an owner with at most one of status and task, is answered by an
    index. Anything else looks through jobs from the newest on: after --within seconds it says how to go on.

    \b
    Examples:
      longhaul jobs ls --status failed --queue default
      longhaul jobs ls --owner ada --type resume.parse --limit 50
      longhaul jobs ls --tag nightly --all --json | jq -r .id
    """
    wanted = options.to_filter(status, type_, queue, tag)

    async def body(runtime: OperatorRuntime, output: Output) -> int:
        place, is_first = page, True
        while True:
            found = await runtime.all_jobs.page(wanted, owner=owner, limit=limit, page=place, within_s=within)
            await _write_page(runtime, output, found, is_first=is_first, is_one_of_many=all_)
            place, is_first = found.next_page, False
            if place is None or not all_:
                break
        if not output.is_json and place is not None:
            output.note(f"{_why_more(found)}: --page {place}")
        return OK

    run(body, is_json=is_json)


@app.command("show")
def show(job_id: options.JobId, is_json: options.Json = False) -> None:
    """Show everything about a job: facts, failed attempts, steps, files, and why it stands where it does.

    \b
    Example:
      longhaul jobs show 6b0964c0690486b9f46a45e0
    """

    async def body(runtime: OperatorRuntime, output: Output) -> int:
        job = await runtime.all_jobs.get(job_id)
        why: Explanation | None = None
        try:
            why = await runtime.core.explainer.explain(job.owner, job_id)
        except StoreMisconfigured as error:  # a user who may only read
            output.note(f"longhaul: why it stands there is not known: {error}")
        now = await runtime.core.time.now()
        if output.is_json:
            output.document({**job_facts(job, now), "why": why_facts(why) if why is not None else None})
        else:
            show_job(output, job, why, now)
        return OK

    run(body, is_json=is_json, with_tasks=True)


@app.command("tail")
def tail(job_id: options.JobId, is_json: options.JsonLines = False) -> None:
    """Follow a job: what the log has of it, then what happens, until it ends. Exits 0 only if it succeeded.

    \b
    Examples:
      longhaul jobs tail 6b0964c0690486b9f46a45e0
      longhaul jobs tail 6b0964c0690486b9f46a45e0 --json | jq -r .type
    """

    async def body(runtime: OperatorRuntime, output: Output) -> int:
        return await follow_job(runtime, output, await runtime.all_jobs.get(job_id))

    run(body, is_json=is_json)


app.command("cancel")(cancel)
app.command("requeue")(requeue)


async def follow_job(runtime: OperatorRuntime, output: Output, job: Job) -> int:
    """Write the job's events until it ends; the exit status."""
    if output.is_live:
        with progress_bar(output, job) as bar:
            async for event in job_events(runtime, job):
                if event.type != "job.progress":
                    output.say(event_line(event, is_of_one_job=True))
                bar.show(event)
    else:
        async for event in job_events(runtime, job):
            if output.is_json:
                output.line(event_facts(event))
            else:
                output.say(event_line(event, is_of_one_job=True))
    ended = await runtime.all_jobs.get(job.id)
    if ended.status is Status.FAILED and ended.error is not None:
        raise CommandFailed(f"the job failed: {ended.error.code}: {ended.error.message}")
    if ended.status is not Status.SUCCEEDED:
        raise CommandFailed(f"the job is {ended.status.value}")
    return OK


async def _write_page(
    runtime: OperatorRuntime, output: Output, found: Found, *, is_first: bool, is_one_of_many: bool
) -> None:
    now = await runtime.core.time.now()
    if output.is_json and is_one_of_many:
        for job in found.jobs:
            output.line(listed_facts(job, now))
    elif output.is_json:
        facts = [listed_facts(job, now) for job in found.jobs]
        output.document({"jobs": facts, "next_page": found.next_page, "is_whole": found.is_whole})
    elif found.jobs or is_first:
        output.table(LIST_HEADER, [list_row(job, now) for job in found.jobs])


def _why_more(found: Found) -> str:
    return "there are more" if found.is_whole else "the time was up before all were looked at; go on with"
