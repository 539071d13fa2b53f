"""Shows jobs live in the terminal: one bar each, fed by the event stream, which is cut once and resumed."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from typing import Any, Final

import httpx
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from scripts.demo.following import Event, Follower

_ENDS: Final = {"job.completed", "job.failed", "job.cancelled"}
_QUIET: Final = {"job.step", "job.artifact", "job.log"}  # the message of the last progress says more


class DemoFailed(RuntimeError):
    """Something did not hold; the message says what."""


class Live:
    """The stream of one API over the whole demo, and the jobs that were asked for."""

    def __init__(self, client: httpx.AsyncClient, follower: Follower, console: Console) -> None:
        self._client = client
        self._follower = follower
        self._start = follower.cursor
        self._console = console
        self._events: AsyncGenerator[Event] = follower.events()
        self.ended: list[dict[str, Any]] = []
        """The jobs that were followed to their ends, in that order."""

    async def show(self, title: str, jobs: Mapping[str, str]) -> dict[str, dict[str, Any]]:
        """Follow `jobs` (names by id) to their ends under `title`; each job by its name. Raises `DemoFailed`."""
        self._console.rule(f"[bold]{title}", align="left")
        columns = (TextColumn("{task.fields[name]:18}"), BarColumn(24), TextColumn("{task.percentage:>3.0f} %"))
        with Progress(*columns, TimeElapsedColumn(), TextColumn("{task.description}"), console=self._console) as bars:
            rows = {job_id: bars.add_task("queued", total=100, name=name) for job_id, name in jobs.items()}
            left = set(jobs)
            while left:
                event = await anext(self._events)
                _draw(bars, rows, event)
                if event["event"] in _ENDS:
                    left.discard(event["job"])
                if len(self._follower.seqs) == self._follower.cut_after:
                    bars.console.print(
                        f"[yellow]-- connection dropped after event {event['seq']}, resuming from its id --[/]"
                    )
        by_name = {name: await self._succeeded(job_id) for job_id, name in jobs.items()}
        self.ended += by_name.values()
        return by_name

    async def close(self) -> None:
        """End the stream."""
        await self._events.aclose()

    async def compare_with_log(self) -> None:
        """Hold what the stream delivered, across its cut, against the log. Raises `DemoFailed`."""
        logged, cursor = list[int](), self._start
        while True:
            answer = await self._client.get("/events", params={"after": cursor, "compact": "0", "wait": "0"})
            page = answer.raise_for_status().json()
            logged += [int(event["seq"]) for event in page["events"]]
            if not page["events"]:
                break
            cursor = page["cursor"]
        seqs = self._follower.seqs
        if self._follower.cuts != 1:
            raise DemoFailed("the stream was not cut: the jobs ended too early for that")
        # The schedules may have asked for more on behalf of this owner since its last job was followed to its end.
        logged = [seq for seq in logged if seq <= seqs[-1]]
        if seqs != logged:
            raise DemoFailed(f"the stream delivered {len(seqs)} events, the log holds {len(logged)}")
        self._console.print(f"Stream: {len(seqs)} events, each once and in order, across {self._follower.cuts} cut.")

    async def _succeeded(self, job_id: str) -> dict[str, Any]:
        answer = (await self._client.get(f"/background-jobs/{job_id}")).raise_for_status().json()
        job: dict[str, Any] = answer.get("job", answer)
        if job["status"] != "succeeded":
            error: dict[str, Any] = job.get("error") or {}
            raise DemoFailed(f"{job['type']} {job['status']}: {error.get('code')}: {error.get('message')}")
        return job


def _draw(bars: Progress, rows: Mapping[str, TaskID], event: Event) -> None:
    row = rows.get(event["job"])
    if row is None:
        return
    data = event["data"]
    match event["event"]:
        case "job.progress":
            bars.update(row, completed=data["percent"], description=data["message"])
        case "job.completed":
            bars.update(row, completed=100, description="[green]succeeded[/]")
        case "job.failed":
            bars.update(row, description=f"[red]{data['error']['message']}[/]")
        case quiet if quiet in _QUIET:
            pass
        case other:
            bars.update(row, description=other.removeprefix("job."))
