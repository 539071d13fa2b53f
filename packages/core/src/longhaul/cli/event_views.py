"""How events are shown: in a line for people, as an object for programs, and as a progress bar on a terminal."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, cast

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.text import Text

from longhaul.cli.output import Output, duration, plain
from longhaul.model import event as events
from longhaul.model.event import Event, from_millis
from longhaul.model.job import Job


def event_facts(event: Event) -> dict[str, Any]:
    """An event as the API's streams have it, with its cursor and owner."""
    return {
        "cursor": str(event.cursor),
        "seq": event.seq,
        "at": from_millis(event.at),
        "type": event.type,
        "owner": event.owner,
        "job": event.job_id,
        "v": event.v,
        "data": plain(event.data),
    }


def event_line(event: Event, *, is_of_one_job: bool = False) -> Text:
    """An event in one line; that of one job leaves out whose it is."""
    at = f"{from_millis(event.at):%Y-%m-%d %H:%M:%S}.{event.at % 1000:03}"
    kind = f"{event.type:<20}"
    if is_of_one_job:
        return Text.assemble((at, "dim"), "  ", (kind, _style(event)), "  ", said(event))
    whose = f"{event.job_id or '-':<24}  {event.owner or '-'}  {event.data.get('task', '')}"
    return Text.assemble(
        (f"{event.cursor!s:<14}", "dim"), "  ", at, "  ", (kind, _style(event)), "  ", whose, "  ", said(event)
    )


def said(event: Event) -> str:
    """What an event says, for people."""
    data = event.data
    match event.type:
        case events.PROGRESS:
            return f"{data.get('percent', 0)} % {data.get('message') or ''}".rstrip()
        case events.LOG:
            lines = cast("list[dict[str, Any]]", data.get("lines") or [])
            return " / ".join(str(line.get("message", line)) for line in lines)
        case events.STEP:
            return f"{data.get('name', '')} ({duration((data.get('duration_ms') or 0) / 1000)})"
        case events.ARTIFACT:
            artifact = cast("dict[str, Any]", data.get("artifact") or {})
            return f"{artifact.get('kind', '')} {artifact.get('filename', '')}".strip()
        case events.STARTED:
            return f"attempt {data.get('attempt')} on {data.get('worker_id')}"
        case events.COMPLETED:
            return f"succeeded after {duration((data.get('duration_ms') or 0) / 1000)}"
        case _:
            return _rest(data)


@contextmanager
def progress_bar(output: Output, job: Job) -> Generator[Bar]:
    """A bar that follows the job's events, below the lines that are written meanwhile."""
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
    with Progress(*columns, TimeElapsedColumn(), TextColumn("{task.fields[word]}"), console=output.console) as bars:
        word = job.status.value
        yield Bar(bars, bars.add_task(job.type, total=100, word=word))


class Bar:
    """One job's progress bar."""

    def __init__(self, bars: Progress, task: TaskID) -> None:
        self._bars = bars
        self._task = task

    def show(self, event: Event) -> None:
        """Move the bar as `event` says; what is no progress is also a line above it."""
        data = event.data
        if event.type == events.PROGRESS:
            self._bars.update(self._task, completed=data.get("percent") or 0, word=str(data.get("message") or ""))
            return
        if event.type in {events.STARTED, events.REQUEUED}:
            self._bars.reset(self._task, total=100, word="")
        if event.type == events.COMPLETED:
            self._bars.update(self._task, completed=100)
        if event.data.get("status"):
            self._bars.update(self._task, word=str(event.data["status"]))


def _rest(data: dict[str, Any]) -> str:
    words: list[str] = []
    if data.get("status") is not None:
        words.append(str(data["status"]))
    if data.get("delay_s"):
        words.append(f"again in {duration(float(data['delay_s']))}")
    if data.get("reason"):
        words.append(str(data["reason"]))
    error = cast("dict[str, Any] | None", data.get("error"))
    if error:
        words.append(f"{error.get('code')}: {error.get('message')}")
    return ", ".join(words)


def _style(event: Event) -> str:
    match event.type:
        case events.COMPLETED:
            return "green"
        case events.FAILED:
            return "red"
        case events.RETRYING | events.RESCUED | events.RELEASED:
            return "yellow"
        case _:
            return "bold"
