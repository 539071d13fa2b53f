"""Why a job is not done yet: the facts about it, its queue and its workers, said to the person who waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, assert_never

from longhaul.model.job import Failure, Job
from longhaul.model.registry import TaskRegistry
from longhaul.model.states import Status
from longhaul.mongo.clock import TimeSource
from longhaul.mongo.insights import AHEAD_CAP, Insights
from longhaul.mongo.requests import JobRequests
from longhaul.mongo.slots import SlotStore
from longhaul.mongo.workers import WorkerRecord, WorkerRegistry

ReasonCode = Literal[
    "ended",
    "running",
    "cancel_requested",
    "scheduled",
    "backing_off",
    "queue_paused",
    "no_worker",
    "workers_busy",
    "behind_others",
    "limit_reached",
    "about_to_start",
]
_CAUSES: Final = {
    "error": "its handler said that it cannot be done",
    "timed_out": "its last attempt took too long",
    "out_of_memory": "its last attempt ran out of memory",
    "worker_died": "the worker died during its last attempt",
    "poison": "its workers died or stopped under it again and again",
    "invalid_args": "its arguments are not valid",
    "unknown_task": "no worker knows how to do this task",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One fact that explains where a job stands: for machines, for people, and what these can do about it."""

    code: ReasonCode
    message: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What there is around a job that waits.

    `workers` are the live ones that take jobs from its queue, `running` how many jobs each of them runs. `held_by` are
    the running jobs that have the slots it needs one of, where its task allows an owner only `limit` of them.
    """

    now: datetime
    is_paused: bool
    workers: Sequence[WorkerRecord]
    running: dict[str, int]
    ahead: int
    limit: int | None
    held_by: Sequence[str]
    is_parked: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the job is where it is, the most important first; `ahead` is None unless it is due and waits."""

    job: Job
    reasons: tuple[Reason, ...]
    ahead: int | None


class Explainer:
    """Finds out why a job waits, runs or has ended."""

    def __init__(
        self,
        requests: JobRequests,
        registry: WorkerRegistry,
        insights: Insights,
        slots: SlotStore,
        tasks: TaskRegistry,
        time: TimeSource,
    ) -> None:
        self._requests = requests
        self._registry = registry
        self._insights = insights
        self._slots = slots
        self._tasks = tasks
        self._time = time

    async def explain(self, owner: str, job_id: str) -> Explanation:
        """Why the owner's job is where it is. Raises `NotFound`."""
        job = await self._requests.get(owner, job_id)
        now = await self._time.now()
        match job.status:
            case Status.QUEUED:
                around = await self._around(job, now)
                is_due = job.run_at <= now
                return Explanation(job, tuple(why_waiting(job, around)), around.ahead if is_due else None)
            case Status.RUNNING:
                return Explanation(job, tuple(why_running(job, now)), None)
            case Status.SUCCEEDED | Status.FAILED | Status.CANCELLED:
                return Explanation(job, (why_ended(job),), None)
            case _:
                assert_never(job.status)

    async def _around(self, job: Job, now: datetime) -> Surroundings:
        workers = [one for one in await self._registry.list() if job.queue in one.queues and one.state == "active"]
        limit = self._limit(job)
        return Surroundings(
            now=now,
            is_paused=job.queue in await self._registry.paused_queues(),
            workers=workers,
            running=(await self._insights.running()).by_worker,
            ahead=await self._insights.ahead(job) if job.run_at <= now else 0,
            limit=limit,
            held_by=await self._slots.held_by(job) if limit is not None else (),
            is_parked=await self._slots.is_parked(job) if limit is not None else False,
        )

    def _limit(self, job: Job) -> int | None:
        return next((task.concurrency_per_owner for task in self._tasks if task.name == job.type), None)


def why_waiting(job: Job, around: Surroundings) -> list[Reason]:
    """Why a queued job waits: what stops it altogether first, then what is before it."""
    reasons = [*_stopped(job, around)]
    if around.is_parked or (around.limit is not None and len(around.held_by) >= around.limit):
        reasons.append(_limit_reached(job, around))
    elif job.run_at > around.now:
        reasons.append(_not_yet(job))
    if job.run_at > around.now:
        return reasons
    if around.workers and all(around.running.get(one.id, 0) >= one.concurrency for one in around.workers):
        count = sum(around.running.get(one.id, 0) for one in around.workers)
        many = "Its worker is" if len(around.workers) == 1 else f"All {len(around.workers)} workers of its queue are"
        reasons.append(
            Reason(
                "workers_busy",
                f"{many} busy with {_jobs(count)}.",
                "It starts when one of those ends. More workers, or more slots for each, make the wait shorter.",
            )
        )
    if around.ahead:
        reasons.append(_behind_others(job, around.ahead))
    if not reasons:
        reasons.append(Reason("about_to_start", "Nothing is in its way: a worker takes it in a moment."))
    return reasons


def why_running(job: Job, now: datetime) -> list[Reason]:
    """Who runs a job since when, and whether it was asked to stop."""
    reasons: list[Reason] = []
    if job.cancel_requested_at is not None:
        reasons.append(
            Reason(
                "cancel_requested",
                f"It was asked to stop at {_time(job.cancel_requested_at)} and has not ended yet.",
                "It ends at the next moment at which its handler can be stopped; nothing more is needed.",
            )
        )
    assert job.lease is not None  # noqa: S101 - running jobs have one
    since = f" since {_time(job.started_at)}" if job.started_at is not None else ""
    message = f"The worker {job.lease.worker_id} runs it{since}, attempt {job.attempt} of {job.max_attempts}."
    hint: str | None = None
    if job.lease_expires_at is not None and job.lease_expires_at < now:
        message = f"The worker {job.lease.worker_id} began it{since}, and was last heard of before "
        message += f"{_time(job.lease_expires_at)}."
        hint = "If the worker does not come back within moments, the job is queued again by itself."
    elif job.lease_expires_at is not None:
        message += f" Its lease is kept until {_time(job.lease_expires_at)} and renewed until it ends."
    return [*reasons, Reason("running", message, hint)]


def why_ended(job: Job) -> Reason:
    """How and when a job ended."""
    at = f" at {_time(job.finished_at)}" if job.finished_at is not None else ""
    if job.status is Status.SUCCEEDED:
        return Reason("ended", f"It succeeded{at}.")
    if job.status is Status.CANCELLED:
        return Reason("ended", f"It was cancelled{at}.", "Requeue it to start it anew.")
    if job.error is None:
        return Reason("ended", f"It failed{at}.", "Requeue it to start it anew.")
    cause = _CAUSES.get(job.error.cause, job.error.cause)
    if job.error.cause == "error" and job.error.kind != "permanent":
        cause = f"its last attempt failed too, of {job.max_attempts}"
    hint = job.error.hint or "Requeue it to start it anew, once what made it fail is mended."
    return Reason("ended", f"It failed{at}, because {cause}: {_sentence(job.error)}", hint)


def _stopped(job: Job, around: Surroundings) -> list[Reason]:
    reasons: list[Reason] = []
    if around.is_paused:
        message = f"The queue {job.queue} is paused: nothing is taken from it."
        reasons.append(Reason("queue_paused", message, "Resume the queue."))
    if not around.workers:
        message = f"No live worker serves the queue {job.queue}."
        reasons.append(Reason("no_worker", message, f"Start a worker with {job.queue} among its LONGHAUL_QUEUES."))
    return reasons


def _not_yet(job: Job) -> Reason:
    at = _time(job.run_at)
    if job.error is not None:
        return Reason(
            "backing_off",
            f"Its last attempt failed ({_sentence(job.error).removesuffix('.')}); it is tried again at {at}.",
            job.error.hint or f"Nothing is needed: it has {_attempts_left(job)} left.",
        )
    if job.v > 1:
        return Reason("scheduled", f"It was put off until {at}.", "It starts by itself then.")
    return Reason("scheduled", f"It is not due before {at}.", "It starts by itself then.")


def _limit_reached(job: Job, around: Surroundings) -> Reason:
    at_once = f"{around.limit} {job.type} {'job' if around.limit == 1 else 'jobs'} of yours may run at the same time"
    count = len(around.held_by)
    if around.limit is None or count < around.limit:
        return Reason(
            "limit_reached", f"{at_once}; it waited for a place, and is looked at again at {_time(job.run_at)}."
        )
    return Reason(
        "limit_reached",
        f"{at_once}, and {count} {'does' if count == 1 else 'do'}.",
        "It starts when one of those ends; cancel one if this is more urgent.",
    )


def _behind_others(job: Job, ahead: int) -> Reason:
    count = f"{ahead:,} or more jobs are" if ahead >= AHEAD_CAP else f"{_jobs(ahead)} {'is' if ahead == 1 else 'are'}"
    return Reason(
        "behind_others",
        f"{count} due before it in the queue {job.queue}.",
        "Half of the places go to owners in turn, so it may start before some of these." if ahead > 1 else None,
    )


def _attempts_left(job: Job) -> str:
    left = max(0, job.max_attempts - job.attempt)
    return "1 attempt" if left == 1 else f"{left} attempts"


def _jobs(count: int) -> str:
    return "1 job" if count == 1 else f"{count:,} jobs"


def _sentence(failure: Failure) -> str:
    return f"{failure.message.rstrip('.')}."


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M:%S UTC")
