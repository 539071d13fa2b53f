"""Jobs as the store gives them, for tests that decide and count without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from longhaul.model.job import Job
from longhaul.model.states import Status


def waiting_job(since: datetime, **fields: Any) -> Job:
    """A job of ada's with five attempts that has not run yet and is due since then; `fields` are what is different."""
    job = Job(
        id="0" * 24,
        type="demo.noop",
        queue="default",
        owner="ada",
        status=Status.QUEUED,
        priority=5,
        run_at=since,
        args={},
        attempt=0,
        max_attempts=5,
        interruptions=0,
        timeout_s=60.0,
        v=1,
        created_at=since,
    )
    return replace(job, **fields)


def running_job(since: datetime, **fields: Any) -> Job:
    """The same on its first attempt."""
    return waiting_job(since, **{"status": Status.RUNNING, "attempt": 1, "v": 2, **fields})
