"""Evidence of a small run in which all went well, for tests to break one thing of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from scripts.prove.browser import digest
from scripts.prove.evidence import Evidence, StoredFile
from scripts.prove.fleet import Life
from scripts.prove.injector import Injected
from scripts.prove.ledger import Line
from scripts.prove.load import Asked
from scripts.prove.plan import Fault, make_plan
from scripts.prove.subscribers import Received
from scripts.prove.tasks import sha256

from longhaul.engine.frames import Encoded
from longhaul.model.event import TOMBSTONE, Event

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
QUICK, FILE = "65e1b0c0a1b2c3d4e5f60718", "65e1b0c0a1b2c3d4e5f60719"
TOKEN, OTHER_TOKEN = "75e1b0c0a1b2c3d4e5f60718", "75e1b0c0a1b2c3d4e5f60719"
ARTIFACT = "85e1b0c0a1b2c3d4e5f60718"


def event(seq: int, job: str | None, v: int | None, type_: str, **data: Any) -> Event:
    """An entry of the log."""
    return Event(seq, 1_000_000 + seq, type_, "local" if job else None, job, v, data)


def received(log: list[Event], number: int = 0) -> Received:
    """What a subscriber gets that gets everything."""
    told = [entry for entry in log if not entry.is_tombstone]
    return Received(
        number=number,
        types=None,
        seqs=[entry.seq for entry in told],
        digests=[digest(entry.type, Encoded.of(entry).json.encode()) for entry in told],
        arrivals=[],
        resets=[],
        openings={"200": 1},
        faults=[],
    )


def job(type_: str, v: int, **fields: Any) -> dict[str, Any]:
    """The document of a job that succeeded."""
    return {
        "type": type_,
        "status": "succeeded",
        "attempt": 1,
        "v": v,
        "args": {"n": 1},
        "result": {"token": TOKEN, "value": 1},
        "ended_by": {"token": TOKEN},
        "created_at": BEGAN,
        "finished_at": BEGAN + timedelta(seconds=30),
        "outbox": [],
        **fields,
    }


def good() -> Evidence:
    """Two jobs, one with a file and a step; a tombstone; one subscriber; one worker stopped in time; one fault."""
    log = [
        event(1, QUICK, 1, "job.created", status="queued"),
        event(2, QUICK, 2, "job.started", status="running", worker_id="host-77-abc"),
        event(3, QUICK, 3, "job.completed", status="succeeded"),
        event(4, None, None, TOMBSTONE),
        event(5, FILE, 1, "job.created", status="queued"),
        event(6, FILE, 2, "job.started", status="running", worker_id="host-77-abc"),
        event(7, FILE, 3, "job.step"),
        event(8, FILE, 4, "job.artifact"),
        event(9, FILE, 5, "job.completed", status="succeeded"),
    ]
    artifact = {"id": ARTIFACT, "sha256": sha256(1)}
    steps = {"fetch": {"attempt": 1}}
    plan = make_plan(1, 60, 3)
    return Evidence(
        plan=replace(plan, faults=(Fault(1.0, "worker_kill", 0, 0.0),)),
        asked=Asked(keys={"key-1": QUICK, "key-2": FILE}),
        jobs={
            QUICK: job("prove.quick", 3, idempotency_key="key-1", unique_key="only"),
            FILE: job("prove.files", 5, idempotency_key="key-2", artifacts=[artifact], steps=steps),
        },
        log=log,
        ledger=[
            *(Line(kind, id_, TOKEN, 1, 1.0) for id_ in (QUICK, FILE) for kind in ("begin", "done")),
            Line("step", FILE, TOKEN, 1, 1.0, "fetch"),
        ],
        received=[received(log)],
        after=0,
        lives=[Life("worker", 0, 77, 1.0, 2.0, 10.0, "term", 11.0, 0)],
        injected=[Injected("worker_kill", "worker0", 5.0, 5.1, pid=78)],
        files={ARTIFACT: StoredFile(ARTIFACT, 1, sha256(1))},
        orphan_chunks=0,
        orphan_records=0,
        strays=[],
    )
