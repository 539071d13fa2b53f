"""What callers send to ask for jobs, and the answer to it; shared by the general routes and the career desk's own."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Final

import structlog
from fastapi import Header
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from longhaul.engine.client import MAX_BATCH, Request
from longhaul.engine.frames import Encoded, Reset
from longhaul.model.errors import InvalidInput
from longhaul.model.event import CANCELLED, COMPLETED, FAILED, Cursor, Scope
from longhaul.model.job import Enqueued, Job
from longhaul.model.states import is_terminal
from longhaul.runtime import ApiRuntime
from longhaul_api.following import Drain, Following
from longhaul_api.links import Base, JobLinks
from longhaul_api.schemas import EnqueuedView, JobView

MAX_WAIT_S: Final = 60.0
_ENDS: Final = frozenset({COMPLETED, FAILED, CANCELLED})
_WAIT = re.compile(r"(?:^|[,;\s])wait=(\d{1,4})(?:$|[,;\s])")

QueueName = Annotated[str, Field(pattern=r"^[a-z0-9_-]{1,64}$")]
Tag = Annotated[str, Field(min_length=1, max_length=100)]
Key = Annotated[str, Field(min_length=1, max_length=255)]
_SENT_AGAIN: Final = "Sent again with the same key, the request is answered with the job that it asked for first."
_WAITS: Final = "`wait=10` answers with the end of the job, if it comes within that many seconds, 60 at most."
IdempotencyKey = Annotated[
    str | None, Header(alias="Idempotency-Key", min_length=1, max_length=255, description=_SENT_AGAIN)
]
Prefer = Annotated[str | None, Header(alias="Prefer", max_length=200, description=_WAITS)]


class JobRequest(BaseModel):
    """One job asked for. What is left out comes from the task."""

    model_config = ConfigDict(extra="forbid")

    type: str = Field(min_length=1, max_length=100, examples=["resume.parse"], description="Name of the task.")
    args: dict[str, Any] = Field(
        default_factory=dict, examples=[{"text": "Ada Lovelace ..."}], description="What goes in, as the task takes it."
    )
    queue: QueueName | None = Field(default=None, description="Where it waits.")
    priority: int | None = Field(default=None, ge=0, le=9, description="0 is the most urgent.")
    run_at: AwareDatetime | None = Field(default=None, description="Not before; with its offset from UTC.")
    max_attempts: int | None = Field(default=None, ge=1, le=100, description="How often it may be tried.")
    unique_key: Key | None = Field(
        default=None, description="While a job of this task with this key waits or runs, the answer is that one."
    )
    tags: list[Tag] = Field(default_factory=list, max_length=20, description="Words of the owner's, to find it by.")

    def to_request(self, idempotency_key: str | None) -> Request:
        """The same for the engine."""
        return Request(
            type=self.type,
            args=self.args,
            queue=self.queue,
            priority=self.priority,
            run_at=self.run_at,
            max_attempts=self.max_attempts,
            idempotency_key=idempotency_key,
            unique_key=self.unique_key,
            tags=tuple(self.tags),
        )


class BatchJobRequest(JobRequest):
    """One job of a batch; its idempotency key is its own."""

    idempotency_key: Key | None = Field(default=None, description=_SENT_AGAIN)


class BatchRequest(BaseModel):
    """Many jobs at once: all are valid and stored, or none."""

    model_config = ConfigDict(extra="forbid")

    jobs: list[BatchJobRequest] = Field(min_length=1, max_length=MAX_BATCH)


class JobCriteria(BaseModel):
    """Which jobs; what is left out does not restrict."""

    model_config = ConfigDict(extra="forbid")

    type: str | None = Field(default=None, max_length=100, description="Name of the task.")
    queue: QueueName | None = Field(default=None, description="Where they wait or waited.")
    tag: Tag | None = Field(default=None, description="One of their tags.")
    created_after: AwareDatetime | None = Field(default=None, description="Asked for then or later.")
    created_before: AwareDatetime | None = Field(default=None, description="Asked for before.")


async def enqueue(
    runtime: ApiRuntime, owner: str, request: Request, *, base: Base, drain: Drain, prefer: str | None = None
) -> JSONResponse:
    """Ask for a job and answer: 202 for a new one, 200 for one that was there or whose end was waited for.

    `prefer` is the header `Prefer`: `wait=10` waits up to that many seconds (60 at most) for the job's end.
    """
    cursor = runtime.hub.cursor
    enqueued = (await runtime.core.client.enqueue_many([request], owner=owner))[0]
    return await respond(runtime, owner, enqueued, cursor, base=base, drain=drain, prefer=prefer)


async def respond(
    runtime: ApiRuntime,
    owner: str,
    enqueued: Enqueued,
    cursor: Cursor,
    *,
    base: Base,
    drain: Drain,
    prefer: str | None = None,
) -> JSONResponse:
    """The answer of `enqueue` for what enqueueing gave; `cursor` was taken before it."""
    structlog.contextvars.bind_contextvars(job_id=enqueued.job.id)  # this request's lines from here on
    wait_s = _wait_s(prefer)
    headers = {"Location": JobLinks.to(enqueued.job.id, base).self}
    if wait_s is None:
        return _answer(enqueued, cursor, base, headers, ended=None)
    headers["Preference-Applied"] = f"wait={wait_s:.0f}"
    if not is_terminal(enqueued.job.status):
        await _until_ended(runtime, owner, enqueued.job.id, cursor, wait_s, drain)
    cursor = runtime.hub.cursor
    job = await runtime.core.requests.get(owner, enqueued.job.id)
    ended = job if is_terminal(job.status) else None
    return _answer(Enqueued(job, enqueued.existed), cursor, base, headers, ended=ended)


def _answer(
    enqueued: Enqueued, cursor: Cursor, base: Base, headers: dict[str, str], *, ended: Job | None
) -> JSONResponse:
    job = enqueued.job
    label = job.label(datetime.now(UTC))
    if ended is not None:
        message = (
            f"The job has {ended.status.value}." if ended.status.value != "cancelled" else "The job was cancelled."
        )
    elif enqueued.existed:
        message = f"There is such a job already; it is {label}."
    else:
        message = f"The job is {label}."
    view = EnqueuedView(
        job_id=job.id,
        type=job.type,
        status=job.status,
        message=message,
        cursor=str(cursor),
        v=job.v,
        links=JobLinks.to(job.id, base),
        job=JobView.of(ended, base) if ended is not None else None,
    )
    status = 200 if enqueued.existed or ended is not None else 202
    return JSONResponse(view.model_dump(mode="json", exclude_none=ended is None), status, headers=headers)


def _wait_s(prefer: str | None) -> float | None:
    match = _WAIT.search(prefer) if prefer is not None else None
    return min(float(match[1]), MAX_WAIT_S) if match is not None else None


async def _until_ended(
    runtime: ApiRuntime, owner: str, job_id: str, after: Cursor, wait_s: float, drain: Drain
) -> None:
    """Return when the job's end is in the log, after `wait_s`, or when the process begins to drain."""
    scope = Scope(owner, job_id, _ENDS)

    with Following(drain) as following:
        following.end_in(wait_s)
        async for deliveries in await following.open(runtime.hub, scope, after):
            if any(isinstance(delivery, Encoded | Reset) for delivery in deliveries):
                return


def culprit(runtime: ApiRuntime, requests: list[Request], error: InvalidInput) -> InvalidInput:
    """`error`, raised for one of `requests`, with a field that says which."""
    for index, request in enumerate(requests):
        try:
            runtime.core.tasks.get(request.type).parse_args(request.args)
        except InvalidInput as own:
            field = f"jobs.{index}.{own.field}" if own.field else f"jobs.{index}"
            return InvalidInput(f"{field}: {str(own).removeprefix(f'{own.field}: ')}", field=field)
    return error
