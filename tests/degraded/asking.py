"""Asking for jobs that write down when their bodies run, and waiting for what becomes of them."""

from __future__ import annotations

from pathlib import Path

from longhaul.model.job import Job
from longhaul.model.states import is_terminal
from longhaul.runtime import ApiRuntime
from tests.degraded.recorder import read_book
from tests.engine.conftest import OWNER
from tests.support.waiting import eventually


async def ask(api: ApiRuntime, book: Path, *, pieces: int) -> str:
    """Ask for a job whose first body works for so many tenths of a second."""
    args = {"book": str(book), "pieces": pieces}
    return (await api.core.client.enqueue("degraded.hold", args, owner=OWNER)).job.id


async def ended(api: ApiRuntime, ids: list[str]) -> list[Job]:
    """The jobs, when all have ended."""

    async def all_ended() -> list[Job]:
        jobs = [await api.core.requests.get(OWNER, job_id) for job_id in ids]
        return jobs if all(is_terminal(job.status) for job in jobs) else []

    return await eventually(all_ended, description="all jobs have ended")


async def bodies_stopped(book: Path) -> None:
    """Wait until no body runs."""
    await eventually(lambda: all(body.ended_at for body in read_book(book)), description="every body has been stopped")
