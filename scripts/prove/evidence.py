"""What the run left behind: jobs, log, files, ledger and what subscribers got, read once all is at rest."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

from longhaul.engine.pruner import Pruner
from longhaul.model.event import Event
from longhaul.mongo.artifact_sweep import ArtifactSweep
from longhaul.mongo.collections import ARTIFACT_BUCKET
from longhaul.runtime import Core
from scripts.prove.fleet import Life
from scripts.prove.injector import Injected
from scripts.prove.ledger import Line, read_ledger
from scripts.prove.load import Asked
from scripts.prove.plan import Plan
from scripts.prove.subscribers import Received

_PAGE: Final = 5000
_WANTED: Final = {
    **dict.fromkeys(("type", "status", "attempt", "interruptions", "result", "error", "steps", "artifacts", "args"), 1),
    **dict.fromkeys(("v", "outbox", "lease", "ended_by", "idempotency_key", "unique_key", "finished_at"), 1),
    "created_at": 1,
}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as its bytes are stored; `sha256` is of what its chunks hold."""

    id: str
    length: int
    sha256: str


@dataclass(frozen=True)
class Evidence:
    """Everything that the promises are checked against."""

    plan: Plan
    asked: Asked
    jobs: dict[str, dict[str, Any]]
    log: list[Event]
    ledger: list[Line]
    received: list[Received]
    after: int
    lives: list[Life]
    injected: list[Injected]
    files: dict[str, StoredFile]
    orphan_chunks: int
    orphan_records: int
    strays: list[int]

    def events_by_job(self) -> dict[str, list[Event]]:
        """The events of each job in the order of the log."""
        by_job: defaultdict[str, list[Event]] = defaultdict(list)
        for event in self.log:
            if event.job_id is not None:
                by_job[event.job_id].append(event)
        return by_job


async def read_jobs(core: Core) -> dict[str, dict[str, Any]]:
    """Every job of the run by id."""
    found = await core.collections.jobs.find({"type": {"$regex": "^prove"}}, _WANTED).to_list(None)
    return {str(document["_id"]): document for document in found}


async def read_log(core: Core) -> list[Event]:
    """Every entry of the log, tombstones too."""
    entries: list[Event] = []
    while page := await core.log.tail(entries[-1].seq if entries else 0, _PAGE):
        entries += page
    return entries


def read_lines(directory: Path) -> list[Line]:
    """The whole ledger."""
    return list(read_ledger(directory / "ledger"))


async def sweep_files(core: Core) -> tuple[dict[str, StoredFile], int, int]:
    """Let the time come at which unfinished files are swept, sweep, and read what is left.

    Gives the files with bytes, how many chunks belong to none, and how many records no job lists.
    """
    records = core.collections.artifacts
    # As if an hour had passed; the pruner decides by itself what is held.
    await records.update_many({}, {"$set": {"sweep_at": await core.time.now()}})
    pruner = Pruner(ArtifactSweep(core.collections, core.time), core.blobs)
    while await pruner.run_once() == 0.0:
        pass
    chunks = core.database.collection(f"{ARTIFACT_BUCKET}.chunks")
    entries = await core.database.collection(f"{ARTIFACT_BUCKET}.files").find({}).to_list(None)
    files: dict[str, StoredFile] = {}
    for entry in entries:
        hashed = hashlib.sha256()
        async for chunk in chunks.find({"files_id": entry["_id"]}).sort("n", 1):
            hashed.update(cast("bytes", chunk["data"]))
        files[str(entry["_id"])] = StoredFile(str(entry["_id"]), entry["length"], hashed.hexdigest())
    orphans = await chunks.count_documents({"files_id": {"$nin": [entry["_id"] for entry in entries]}})
    listed: set[str] = set()
    async for job in core.collections.jobs.find({"artifacts.0": {"$exists": True}}, {"artifacts.id": 1}):
        listed |= {artifact["id"] for artifact in job["artifacts"]}
    left = await records.find({}, {"_id": 1}).to_list(None)
    return files, orphans, sum(str(record["_id"]) not in listed for record in left)
