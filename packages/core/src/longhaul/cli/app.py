"""The commands of `longhaul` in one application, and its exit statuses."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

import typer

from longhaul.cli import doctor, enqueue, events, indexes, jobs, options, queues
from longhaul.cli.output import prepare_streams
from longhaul.cli.running import INTERRUPTED, OK, complain

EPILOG = "Exit status: 0 done; 1 what was asked failed, or a check found something; 2 usage or settings; 4 no database."

app = typer.Typer(
    name="longhaul",
    invoke_without_command=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _show_version(value: bool) -> None:
    if value:
        typer.echo(f"longhaul {version('longhaul')}")
        raise typer.Exit


@app.callback()
def longhaul(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Write the version and end.")
    ] = False,
) -> None:
    """Look after Longhaul: jobs, queues, workers, events, indexes, and whether all is well.

    The database is the one that MONGODB_URI and MONGODB_DATABASE name, in the environment or a file .env.
    """
    options.help_without_command(context)


app.add_typer(jobs.app, name="jobs")
app.command("enqueue")(enqueue.enqueue)
app.command("tasks")(enqueue.tasks)
app.add_typer(events.app, name="events")
app.add_typer(queues.app, name="queues")
app.command("workers")(queues.workers)
app.command("schedules")(queues.schedules)
app.add_typer(indexes.app, name="indexes")
app.command("doctor")(doctor.doctor)


def run_app(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; the exit status."""
    prepare_streams()
    try:
        status = app(arguments, prog_name="longhaul", standalone_mode=False)
    except typer.TyperException as error:
        return complain(error.format_message(), error.exit_code)
    except typer.Abort:
        return INTERRUPTED
    return status if isinstance(status, int) else OK
