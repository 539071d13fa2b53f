"""Writes `tests/data/stored-<version>.json`: a database as this version leaves it, with which later ones must go on.

`python -m scripts.release.stored` is a step of every release; `tests/release/test_stored.py` reads all of them.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
import tempfile
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from bson import json_util
from pydantic import BaseModel
from pymongo import MongoClient

from longhaul.engine.context import Context
from longhaul.engine.handlers import Handler, HandlerRegistry
from longhaul.model.control import Fail, Retry
from longhaul.model.event import Cursor, Scope
from longhaul.model.job import NewJob
from longhaul.model.registry import TaskRegistry
from longhaul.model.schedule import Schedule
from longhaul.model.settings import WorkerSettings
from longhaul.model.task import Task
from longhaul.runtime import ApiRuntime, Core, open_api, open_worker
from longhaul.telemetry.logs import configure_logs
from longhaul.testing.mongod import mongod
from scripts.release.version import ROOT, Refused, one_version, refusing

FOLDER: Final = ROOT / "tests/data"
OWNER: Final = "ada"
SCHEDULE: Final = Schedule("stored.nightly", "stored.life", "0 3 * * *", "Europe/Rome", OWNER, {"mode": "succeed"})
IDEMPOTENCY_KEY: Final = "asked-once"
UNIQUE_KEY: Final = "one-at-a-time"
_TIMEOUT_S: Final = 60.0


class Life(BaseModel):
    """How a job should go in its first attempt. A file that is stored keeps the names of this and the task for ever."""

    mode: str


class Lived(BaseModel):
    """What its one step gave."""

    value: int


LIFE: Final = Task("stored.life", Life, Lived, timeout_s=600, max_attempts=3)
TASKS: Final = TaskRegistry([LIFE])


async def live(ctx: Context, args: Life) -> Lived:
    """Do the step, then go on as `mode` says; what hangs has said so."""

    async def first() -> int:
        return 41

    value = await ctx.step("first", first)
    await ctx.progress(50, "Half way", code="HALF", step="first", n=1)
    await ctx.log("a line of the log", level="info", n=1)
    await ctx.save_artifact("note.txt", b"kept", kind="note", content_type="text/plain")
    match args.mode:
        case "fail":
            raise Fail("it is wrong", code="WRONG", hint="mend it")
        case "retry":
            raise Retry("not yet", after_s=3600.0)
        case "hang":
            await ctx.progress(60, "Hanging")
            await asyncio.Event().wait()
        case _:
            pass
    return Lived(value=value + 1)


def _handlers(_core: Core) -> HandlerRegistry:
    return HandlerRegistry([Handler(LIFE, live)])


async def fill(mongodb_uri: str, database: str) -> str:
    """Leave jobs of every state, their events, files and a schedule; the database as text, with jobs still running."""
    settings = WorkerSettings.model_validate(
        {"mongodb_uri": mongodb_uri, "mongodb_database": database, "LONGHAUL_LEASE_S": 2.0, "LONGHAUL_GRACE_S": 0.0}
    )
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(open_api(settings, TASKS))
        worker = await stack.enter_async_context(open_worker(settings, TASKS, _handlers, schedules=[SCHEDULE]))
        working = asyncio.create_task(worker.supervisor.run(signals=False))
        client = api.core.client
        asked = {mode: await client.enqueue(LIFE, Life(mode=mode), owner=OWNER) for mode in ("fail", "retry", "again")}
        asked["succeed"] = await client.enqueue(LIFE, Life(mode="succeed"), owner=OWNER, tags=("a", "b"), priority=2)
        asked["hang"] = await client.enqueue(LIFE, Life(mode="hang"), owner=OWNER, parent=asked["succeed"].job.id)
        asked["stopping"] = await client.enqueue(LIFE, Life(mode="hang"), owner=OWNER)
        ends = {"fail": "job.failed", "retry": "job.retrying", "again": "job.completed", "succeed": "job.completed"}
        for mode, event in {**ends, "hang": "job.artifact", "stopping": "job.artifact"}.items():
            await _seen(api, asked[mode].job.id, event)
        await api.core.registry.set_paused("paused", paused=True)
        await client.requeue(OWNER, asked["again"].job.id)
        await _seen(api, asked["again"].job.id, "job.completed", count=2)
        cancelled = await client.enqueue(LIFE, Life(mode="succeed"), owner=OWNER, queue="paused")
        await client.cancel(OWNER, cancelled.job.id)
        await client.enqueue(LIFE, Life(mode="succeed"), owner=OWNER, run_at=datetime.now(UTC) + timedelta(hours=1))
        await _seen(api, cancelled.job.id, "job.cancelled")
        await asyncio.sleep(1.0)  # the worker writes its counts by the second; they are part of what is kept
        # Straight into the store: nobody has relayed these events yet, nor heard of the cancel.
        keys = {"idempotency_key": IDEMPOTENCY_KEY, "unique_key": UNIQUE_KEY}
        new = replace(NewJob(LIFE.name, OWNER, {"mode": "succeed"}, queue="later"), **keys)
        await api.core.jobs.insert([new])
        await api.core.requests.request_cancel(OWNER, asked["stopping"].job.id)
        kept = await asyncio.to_thread(_dump, mongodb_uri, database)
        worker.supervisor.shut_down()
        await working
    return kept


async def _seen(api: ApiRuntime, job_id: str, event: str, *, count: int = 1) -> None:
    subscription = await api.hub.subscribe(Scope(OWNER, job_id=job_id), Cursor(0, 0), compact=False)
    async with asyncio.timeout(_TIMEOUT_S):
        async for batch in subscription:
            types = [getattr(getattr(delivery, "event", None), "type", None) for delivery in batch]
            count -= types.count(event)
            if count <= 0:
                return


def _dump(mongodb_uri: str, name: str) -> str:
    """Every document of the database, one on a line; times are told from `written_at`."""
    with MongoClient[dict[str, Any]](mongodb_uri) as client:
        database = client[name]
        names = sorted(one for one in database.list_collection_names() if not one.startswith("system."))
        documents = {one: list(database[one].find(sort=[("_id", 1)])) for one in names}
    states = {(document["status"], "cancel_requested_at" in document) for document in documents["background_jobs"]}
    if missing := {("queued", False), ("running", False), ("running", True), ("succeeded", False)} - states:
        raise Refused(f"the jobs did not come to be as they should: {sorted(missing)} are missing; try again")
    lines = [f'"written_at": {_line(datetime.now(UTC))}', *(_collection(one, documents[one]) for one in names)]
    return "{\n" + ",\n".join(lines).replace(socket.gethostname(), "host") + "\n}\n"


def _collection(name: str, documents: list[dict[str, Any]]) -> str:
    return f'"{name}": [\n' + ",\n".join(_line(document) for document in documents) + "\n]"


def _line(value: object) -> str:
    """Extended JSON that keeps the difference between kinds of numbers."""
    return json_util.dumps(value, json_options=json_util.CANONICAL_JSON_OPTIONS, separators=(",", ":"))


def _main() -> int:
    path = FOLDER / f"stored-{one_version()}.json"
    if path.exists():
        raise Refused(f"{path.relative_to(ROOT)} is there already; that of a released version is never written anew")
    configure_logs("json", "error")
    with tempfile.TemporaryDirectory(prefix="longhaul-stored-") as name, mongod(Path(name)) as database:
        text = asyncio.run(fill(database.uri, "stored"))
    json.loads(text)
    path.write_text(text, encoding="utf-8")
    print(f"wrote {path.relative_to(ROOT)}, {len(text) / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(refusing("stored", _main))
