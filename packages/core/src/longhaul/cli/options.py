"""Options that several commands share, and what is read from them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Final

import typer

from longhaul.model.errors import InvalidInput
from longhaul.model.states import Status
from longhaul.mongo.requests import JobFilter

Json = Annotated[bool, typer.Option("--json", help="Write one JSON document.")]
JsonLines = Annotated[bool, typer.Option("--json", help="Write JSON, one object a line.")]
Owner = Annotated[str | None, typer.Option("--owner", metavar="OWNER", help="Only of this owner; else of all.")]
StatusOption = Annotated[
    list[Status] | None,
    typer.Option(
        "--status",
        metavar="STATUS",
        help=f"Only {', '.join(Status)}; may be repeated: any of these.",
    ),
]
Type = Annotated[str | None, typer.Option("--type", metavar="TASK", help="Only of this task.")]
Queue = Annotated[str | None, typer.Option("--queue", metavar="QUEUE", help="Only in this queue.")]
Tag = Annotated[str | None, typer.Option("--tag", metavar="TAG", help="Only with this tag.")]
JobId = Annotated[str, typer.Argument(metavar="ID", help="The job's id.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say how many jobs that would be.")]

_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def help_without_command(context: typer.Context) -> None:
    """Write the help of a group that was called without one of its commands, and end with 2."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help(), err=True)
        raise typer.Exit(2)


def to_filter(status: list[Status] | None, type_: str | None, queue: str | None, tag: str | None = None) -> JobFilter:
    """The filter that the options describe; one status alone is what an index can answer."""
    wanted = frozenset(status or ())
    return JobFilter(
        status=next(iter(wanted)) if len(wanted) == 1 else wanted or None, type=type_, queue=queue, tag=tag
    )


def read_moment(text: str, now: datetime, option: str) -> datetime:
    """A time: ISO-8601 with its offset from UTC, or a span from `now` on, such as `+90s`, `+10m`, `+2h`, `+1d`.

    Raises `InvalidInput` that names `option`.
    """
    unit = _UNITS.get(text[-1:])
    try:
        if text.startswith("+") and unit is not None:
            return now + timedelta(**{unit: float(text[1:-1])})
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        raise InvalidInput(
            f"{option}: {text[:40]!r} is no time; write 2027-01-31T09:00:00Z or +90s, +10m, +2h, +1d", field=option
        ) from error
    if moment.tzinfo is None:
        raise InvalidInput(f"{option}: say which time zone {text!r} is in, as in {text}Z or {text}+02:00", field=option)
    return moment
