"""`make demo`: parses a CV and ingests a feed through API, worker, GridFS and the event stream; exits 0 if all held."""

from __future__ import annotations

import asyncio
import hashlib
import sys
import tempfile
from contextlib import ExitStack, aclosing
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from longhaul.testing.mongod import MongodError
from scripts.demo.following import Follower
from scripts.demo.inputs import FEED_ITEMS, cv_pdf, feed_xml, served_feed
from scripts.stack import StackError, stack

_ENDS = {"job.completed", "job.failed", "job.cancelled"}
_CUT_AFTER = 4
_TIMEOUT_S = 120.0


class DemoFailed(RuntimeError):
    """Something did not hold; the message says what."""


def main() -> int:
    """Run the demo on a stack of its own; the exit status."""
    console = Console()
    try:
        with ExitStack() as cleanup:
            directory = Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="longhaul-demo-")))
            feed_url = cleanup.enter_context(served_feed(feed_xml()))
            with console.status("starting mongod, API and worker ..."):
                # A database of its own, so that the demo may run on a MONGODB_URI where others work.
                database = f"longhaul_demo_{uuid4().hex[:8]}"
                running = cleanup.enter_context(stack(directory, database=database, drop=True))
                running.environment["ALLOW_PRIVATE_FETCH"] = "1"  # the feed is served on loopback
                api = running.api()
                running.worker()
            asyncio.run(_demo(api.url, feed_url, console))
    except (DemoFailed, StackError, MongodError, httpx.HTTPError, TimeoutError) as error:
        Console(stderr=True).print(f"[red]make demo failed:[/] {error or type(error).__name__}", highlight=False)
        return 1
    console.print("[bold green]Everything held.[/]")
    return 0


async def _demo(api_url: str, feed_url: str, console: Console) -> None:
    cv = cv_pdf()
    async with httpx.AsyncClient(base_url=api_url, timeout=30) as client, asyncio.timeout(_TIMEOUT_S):
        asked = await client.post("/resumes/parse", files={"file": ("ines-marchetti.pdf", cv, "application/pdf")})
        parse = _accepted(asked)
        ingest = _accepted(await client.post("/jobs/ingest", json={"url": feed_url}))
        jobs = {parse["job_id"]: "resume.parse", ingest["job_id"]: "feed.ingest"}
        follower = Follower(client, str(parse["cursor"]), _CUT_AFTER)
        await _follow(follower, jobs, console)
        await _compare_with_history(client, follower, jobs, console)
        await _show_cv(client, parse["job_id"], cv, console)
        await _show_feed(client, ingest["job_id"], feed_url, console)


def _accepted(response: httpx.Response) -> dict[str, Any]:
    # 202, or 200 where the request waited for the end and it came in time.
    if response.status_code not in {httpx.codes.ACCEPTED, httpx.codes.OK}:
        raise DemoFailed(f"{response.request.url.path} answered {response.status_code}: {response.text[:300]}")
    return response.json()


async def _follow(follower: Follower, jobs: dict[str, str], console: Console) -> None:
    columns = (TextColumn("{task.fields[name]:13}"), BarColumn(30), TextColumn("{task.percentage:>3.0f} %"))
    with Progress(*columns, TimeElapsedColumn(), TextColumn("{task.description}"), console=console) as bars:
        rows = {job_id: bars.add_task("queued", total=100, name=name) for job_id, name in jobs.items()}
        left = set(jobs)
        async with aclosing(follower.events()) as events:
            async for event in events:
                _draw(bars, rows, event)
                if event["event"] in _ENDS:
                    left.discard(event["job"])
                if not left:
                    break
                if len(follower.seqs) == follower.cut_after:
                    bars.console.print(
                        f"[yellow]-- connection dropped after event {event['seq']}, resuming from its id --[/]"
                    )
    if follower.cuts != 1:
        raise DemoFailed("the stream was not cut: the jobs ended too early for that")


def _draw(bars: Progress, rows: dict[str, TaskID], event: dict[str, Any]) -> None:
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
        case "job.step" | "job.artifact" | "job.log":
            pass  # the message of the last progress says more
        case _:
            bars.update(row, description=event["event"].removeprefix("job."))


async def _compare_with_history(
    client: httpx.AsyncClient, follower: Follower, jobs: dict[str, str], console: Console
) -> None:
    """Hold what the cut stream delivered against the log."""
    logged: list[int] = []
    for job_id in jobs:
        history = (await client.get(f"/background-jobs/{job_id}/events")).raise_for_status().json()
        logged += [int(event["seq"]) for event in history["events"]]
    if follower.seqs != sorted(logged):
        raise DemoFailed(f"the stream delivered {follower.seqs}, the log holds {sorted(logged)}")
    console.print(f"Stream: {len(follower.seqs)} events, each once and in order, across {follower.cuts} cut.")


async def _show_cv(client: httpx.AsyncClient, job_id: str, cv: bytes, console: Console) -> None:
    job = await _succeeded(client, job_id)
    resume: dict[str, Any] = job["result"]["resume"]
    basics: dict[str, Any] = resume["basics"]
    table = Table(title="The CV as it was read", show_header=False)
    place: Any = basics["location"] and basics["location"]["raw"]
    rows: list[tuple[str, Any]] = [
        ("name", basics["name"]),
        ("headline", basics["label"]),
        ("e-mail", basics["email"]),
        ("phone", basics["phone"]),
        ("place", place),
        *(("work", f"{entry['position']} at {entry['name']}, {entry['startDate']} on") for entry in resume["work"]),
        *(("education", f"{entry['institution']}") for entry in resume["education"]),
        ("skills", ", ".join(skill["name"] for skill in resume["skills_canonical"])),
        ("confidence", f"{job['result']['confidence_score']:.2f}"),
    ]
    for name, value in rows:
        table.add_row(name, str(value))
    console.print(table)
    if basics["name"] != "Ines Marchetti":
        raise DemoFailed(f"the name was read as {basics['name']!r}")
    source = next(artifact for artifact in job["artifacts"] if artifact["kind"] == "resume_source")
    content = (await client.get(f"/artifacts/{source['id']}")).raise_for_status().content
    digest = hashlib.sha256(content).hexdigest()
    if content != cv or digest != source["sha256"]:
        raise DemoFailed("the stored CV is not the one that was sent")
    console.print(f"Artifact {source['filename']}: {len(content):,} bytes downloaded, sha256 {digest[:16]}... equal.")


async def _show_feed(client: httpx.AsyncClient, job_id: str, feed_url: str, console: Console) -> None:
    first = (await _succeeded(client, job_id))["result"]
    console.print(f"Feed {first['feed']['title']!r}: {first['jobs_new']} postings new.")
    if first["jobs_new"] != FEED_ITEMS:
        raise DemoFailed(f"{FEED_ITEMS} postings were sent, {first['jobs_new']} are new")
    again = _accepted(await client.post("/jobs/ingest", json={"url": feed_url}, headers={"Prefer": "wait=30"}))
    second = (await _succeeded(client, again["job_id"]))["result"]
    console.print(f"Read again: {second['jobs_new']} new, {second['jobs_unchanged']} unchanged.")
    if second["jobs_new"] or second["jobs_unchanged"] != FEED_ITEMS:
        raise DemoFailed(f"the second reading should change nothing, but gave {second}")


async def _succeeded(client: httpx.AsyncClient, job_id: str) -> dict[str, Any]:
    answer = (await client.get(f"/background-jobs/{job_id}")).raise_for_status().json()
    job: dict[str, Any] = answer.get("job", answer)
    if job["status"] != "succeeded":
        raise DemoFailed(f"{job['type']} {job['status']}: {(job.get('error') or {}).get('message')}")
    return job


if __name__ == "__main__":
    sys.exit(main())
