"""`longhaul events`: the log as the streams give it."""

from __future__ import annotations

from typing import Annotated

import typer

from longhaul.cli import options
from longhaul.cli.event_views import event_facts, event_line
from longhaul.cli.following import TICK_S, follow, is_all
from longhaul.cli.output import Output
from longhaul.cli.running import FAILED, OK, run
from longhaul.engine.frames import Reset, Tick
from longhaul.model.errors import InvalidInput
from longhaul.model.event import Cursor, Event, Scope, read_types
from longhaul.runtime import OperatorRuntime, open_hub

app = typer.Typer(invoke_without_command=True, callback=options.help_without_command, help="Read the log of events.")

_RESETS = {
    "expired": "the log has forgotten what followed",
    "unknown": "this is a place of another log, such as one that was restored from a backup",
    "ahead": "the log has not come so far; was it restored from a backup?",
    "too_far": "too much has happened since; --after 0.0 reads all there is",
}


@app.command("tail")
def tail(
    after: Annotated[
        str | None,
        typer.Option("--after", metavar="CURSOR", help="Begin behind this place; 0.0 is the oldest there is."),
    ] = None,
    owner: options.Owner = None,
    job: Annotated[str | None, typer.Option("--job", metavar="ID", help="Only of this job.")] = None,
    types: Annotated[str | None, typer.Option("--types", metavar="TYPES", help="Comma list of event types.")] = None,
    is_followed: Annotated[
        bool, typer.Option("--follow/--no-follow", help="Go on with what comes, or end with what there is.")
    ] = True,
    is_json: options.JsonLines = False,
) -> None:
    """Follow the log: every event of the scope once and in order, from now on or behind a cursor.

    Where the log cannot go on from the cursor, that is said on standard error, and it goes on from now; with
    --no-follow it then ends with 1.

    \b
    Examples:
      longhaul events tail
      longhaul events tail --after 0.0 --no-follow --json > events.ndjson
      longhaul events tail --types job.failed,job.rescued --owner ada
    """
    if after is None and not is_followed:
        raise typer.BadParameter("--no-follow ends with what there is: say from where, with --after (0.0 is all)")

    async def body(runtime: OperatorRuntime, output: Output) -> int:
        place = _cursor(after) if after is not None else None
        scope = Scope(owner, job, read_types(types, "--types"))
        status = OK
        await runtime.core.database.hello()  # so that a server that does not answer is told now
        async with open_hub(runtime.core, tick_s=TICK_S if not is_followed else 15.0) as hub:
            async for one in follow(runtime.core, hub, scope, place):
                match one:
                    case Event():
                        if output.is_json:
                            output.line(event_facts(one))
                        else:
                            output.say(event_line(one, is_of_one_job=job is not None))
                    case Reset():
                        output.note(f"longhaul: reset ({one.reason}): {_RESETS[one.reason]}; going on at {one.cursor}")
                        status = FAILED
                    case Tick():
                        if not is_followed and await is_all(runtime.core, one.cursor):
                            return status
        return OK

    run(body, is_json=is_json)


def _cursor(text: str) -> Cursor:
    try:
        return Cursor.parse(text)
    except InvalidInput as error:
        raise InvalidInput(f"--after: {error}", field="after") from error
