"""`longhaul enqueue` and `longhaul tasks`: ask for a job of an installed task, and see which there are."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any, cast

import typer
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from longhaul.cli import options
from longhaul.cli.catalogue import GROUP
from longhaul.cli.job_views import job_facts
from longhaul.cli.jobs import follow_job
from longhaul.cli.output import Output, plain
from longhaul.cli.running import OK, require_prepared, run, settle
from longhaul.model.task import AnyTask
from longhaul.runtime import OperatorRuntime

_STDIN = "-"


def enqueue(
    task: Annotated[
        str, typer.Argument(metavar="TASK", help="Name of an installed task; `longhaul tasks` lists them.")
    ],
    args: Annotated[
        str | None, typer.Option("--args", metavar="JSON", help="The args, a JSON object; `-` reads standard input.")
    ] = None,
    args_file: Annotated[
        str | None, typer.Option("--args-file", metavar="FILE", help="A file with the args; `-` is standard input.")
    ] = None,
    owner: Annotated[str, typer.Option("--owner", metavar="OWNER", help="Whose job it is.")] = "local",
    queue: Annotated[
        str | None, typer.Option("--queue", metavar="QUEUE", help="Another queue than the task's.")
    ] = None,
    priority: Annotated[
        int | None, typer.Option("--priority", metavar="N", min=0, max=9, help="From 0, the most urgent, to 9.")
    ] = None,
    run_at: Annotated[
        str | None,
        typer.Option("--run-at", metavar="TIME", help="Not before: 2027-01-31T09:00:00Z, or +90s, +10m, +2h, +1d."),
    ] = None,
    unique_key: Annotated[
        str | None, typer.Option("--unique-key", metavar="KEY", help="No second active job of the task with this key.")
    ] = None,
    idempotency_key: Annotated[
        str | None, typer.Option("--idempotency-key", metavar="KEY", help="Asked again with it: the same job.")
    ] = None,
    tag: Annotated[list[str] | None, typer.Option("--tag", metavar="TAG", help="May be repeated.")] = None,
    wait: Annotated[bool, typer.Option("--wait", help="Follow the job; exit 0 only if it succeeds.")] = False,
    is_json: Annotated[
        bool, typer.Option("--json", help="Write one JSON document; with --wait the job, then its events, a line each.")
    ] = False,
) -> None:
    """Ask for a job of a task that an installed package offers.

    \b
    Examples:
      longhaul enqueue feed.ingest --args '{"url": "https://example.org/jobs.xml"}' --owner ada
      longhaul enqueue resume.parse --args-file cv.json --wait
      echo '{"resume_id": "..."}' | longhaul enqueue match.recompute --args - --run-at +10m
    """
    given = _read_args(args, args_file)

    async def body(runtime: OperatorRuntime, output: Output) -> int:
        core = runtime.core
        core.tasks.get(task).parse_args(given)
        await require_prepared(core)
        at = options.read_moment(run_at, await core.time.now(), "--run-at") if run_at is not None else None
        enqueued = await core.client.enqueue(
            task,
            given,
            owner=owner,
            queue=queue,
            priority=priority,
            run_at=at,
            unique_key=unique_key,
            idempotency_key=idempotency_key,
            tags=tuple(tag or ()),
        )
        await settle(core, output)
        if output.is_json:
            facts = {"job": job_facts(enqueued.job, await core.time.now()), "existed": enqueued.existed}
            (output.line if wait else output.document)(facts)
        else:
            # The id alone goes where a script reads it.
            output.say(enqueued.job.id)
            if enqueued.existed:
                output.note(f"longhaul: this is an older job with the same key; it is {enqueued.job.status.value}")
        return await follow_job(runtime, output, enqueued.job) if wait else OK

    run(body, is_json=is_json, with_tasks=True)


def tasks(is_json: options.Json = False) -> None:
    """List the tasks that installed packages offer, with their args; those with a star must be given.

    \b
    Examples:
      longhaul tasks
      longhaul tasks --json | jq '.tasks[].name'
    """

    async def body(runtime: OperatorRuntime, output: Output) -> int:
        known = sorted(runtime.core.tasks, key=lambda task: task.name)
        if output.is_json:
            output.document({"tasks": [_task_facts(task) for task in known]})
            return OK
        if not known:
            output.note(f"longhaul: no installed package offers tasks (entry-point group {GROUP!r})")
        rows = [(task.name, task.queue, task.isolation, str(task.max_attempts), _args_in_words(task)) for task in known]
        output.table(("TASK", "QUEUE", "RUNS IN", "ATTEMPTS", "ARGS"), rows)
        return OK

    run(body, is_json=is_json, with_tasks=True)


def _read_args(args: str | None, args_file: str | None) -> dict[str, Any]:
    if args is not None and args_file is not None:
        raise typer.BadParameter("--args and --args-file stand for the same; give one of them")
    text, option = (args, "--args") if args_file is None else (args_file, "--args-file")
    if text is None:
        return {}
    if text == _STDIN:
        text = sys.stdin.read()
    elif args_file is not None:
        try:
            text = Path(args_file).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
            raise typer.BadParameter(f"{option}: cannot read {args_file}: {reason}") from error
    try:
        given: Any = json.loads(text)
    except ValueError as error:
        raise typer.BadParameter(f"{option}: this is not JSON: {error}") from error
    if not isinstance(given, dict):
        raise typer.BadParameter(f'{option}: args are a JSON object, such as {{"name": "Ada"}}')
    return cast("dict[str, Any]", given)


def _args_in_words(task: AnyTask) -> str:
    fields = cast("type[BaseModel]", task.args).model_fields
    return ", ".join(f"{name}{'*' if field.is_required() else ''}" for name, field in fields.items())


def _task_facts(task: AnyTask) -> dict[str, Any]:
    model = cast("type[BaseModel]", task.args)
    return {
        "name": task.name,
        "description": task.description,
        "queue": task.queue,
        "priority": task.priority,
        "isolation": task.isolation,
        "timeout_s": task.timeout_s,
        "max_attempts": task.max_attempts,
        "args": {
            name: {
                "required": field.is_required(),
                "description": field.description,
                "default": None if field.default is PydanticUndefined else plain(field.default),
            }
            for name, field in model.model_fields.items()
        },
    }
