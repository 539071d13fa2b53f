"""Runs one claimed job from its claim to its end: body, limits, stop signals, and exactly one fenced ending."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import time
from collections.abc import Generator
from typing import Final, assert_never

from longhaul.engine.artifacts import Artifacts
from longhaul.engine.attempt import Attempt, StopReason
from longhaul.engine.bodies import Bodies, Ran
from longhaul.engine.ends import Ends
from longhaul.engine.handlers import Handler, HandlerRegistry
from longhaul.engine.lease_keeper import LeaseKeeper, Signal
from longhaul.engine.relay import Relay
from longhaul.engine.tally import Tally
from longhaul.model.control import ErrorKind, Fail
from longhaul.model.errors import InvalidInput, LeaseLost, StoreUnavailable
from longhaul.model.job import Failure, Job
from longhaul.model.outcome import (
    EndCancelled,
    GiveBack,
    GiveUp,
    Interrupted,
    Outcome,
    PutOff,
    Raised,
    Returned,
    Stopped,
    Succeed,
    Transition,
    TryAgain,
    decide,
)
from longhaul.model.retry import RetryPolicy
from longhaul.model.settings import EngineSettings
from longhaul.model.states import Status
from longhaul.mongo.change import Success
from longhaul.mongo.holder import HolderStore, Written
from longhaul.telemetry.logs import bind_job, get_logger
from longhaul.telemetry.metrics import PutBack, WorkerMetrics

_CANCEL_AGAIN_S: Final = 1.0
_END_RETRY_S: Final = 0.5


class Executor:
    """Runs claimed jobs: whatever happens inside, a job has exactly one ending, or has lost its lease."""

    def __init__(
        self,
        handlers: HandlerRegistry,
        bodies: Bodies,
        holder: HolderStore,
        relay: Relay,
        keeper: LeaseKeeper,
        artifacts: Artifacts,
        settings: EngineSettings,
        tally: Tally,
        *,
        rng: random.Random | None = None,
        metrics: WorkerMetrics | None = None,
    ) -> None:
        self._handlers = handlers
        self._bodies = bodies
        self._holder = holder
        self._ends = Ends(holder)
        self._relay = relay
        self._keeper = keeper
        self._artifacts = artifacts
        self._settings = settings
        self._tally = tally
        self._metrics = metrics or WorkerMetrics()
        self._rng = rng or random.Random()  # noqa: S311 - jitter
        self._running: dict[str, _Running] = {}
        self._is_stopping = False
        self._log = get_logger("longhaul.executor")

    async def run(self, job: Job, *, asked_at: float) -> None:
        """Run `job`, whose claim was asked for at `asked_at` by the monotonic clock, to its end.

        Owns the current task while the body runs; lines that are logged in it carry the ids of the job.
        """
        lease = job.lease
        assert lease is not None  # noqa: S101 - claimed jobs have one
        bind_job(job)
        running = _Running(self._attempt(job))
        self._running[lease.token + lease.job_id] = running
        loop = asyncio.get_running_loop()

        def on_signal(signal: Signal) -> None:  # called from the keeper's thread
            loop.call_soon_threadsafe(running.stop, signal)

        self._metrics.claimed_job(job, self._tally.started(job))
        self._keeper.add(lease, on_signal, asked_at=asked_at)
        try:
            ran = Ran(Interrupted()) if self._is_stopping else await self._body(running)
            running.body_over()
            await self._finish(running, ran)
        except LeaseLost:
            self._metrics.failures.labels(job.type, job.queue, "lease_lost").inc()
            self._log.warning("lease lost, work thrown away")
        finally:
            self._keeper.remove(lease)
            del self._running[lease.token + lease.job_id]
            await running.clean_up()

    def interrupt_all(self) -> None:
        """Stop every body and give its job back, also those to come: the worker is shutting down."""
        self._is_stopping = True
        for running in list(self._running.values()):
            running.stop("interrupted")

    def _attempt(self, job: Job) -> Attempt:
        assert job.lease is not None  # noqa: S101 - claimed jobs have one
        return Attempt(
            job,
            job.lease,
            self._holder,
            self._relay,
            self._artifacts,
            step_limit_bytes=self._settings.step_limit_bytes,
        )

    async def _body(self, running: _Running) -> Ran:
        job = running.attempt.job
        handler = self._handlers.get(job.type)
        if handler is None:
            return Ran(Stopped("unknown_task", f"this worker has no handler for {job.type}"))
        try:
            args = handler.task.parse_args(job.args)
        except InvalidInput as error:
            return Ran(Stopped("invalid_args", str(error)))
        self._metrics.jobs.of(job.type, job.queue).started += 1
        with running.stoppable(job.timeout_s):
            try:
                ran = await self._bodies.run(handler, running.attempt, args)
            except asyncio.CancelledError:
                if running.attempt.stop_reason is None:
                    raise  # not ours: the task itself is being ended
                ran = Ran(Interrupted())
        return Ran(self._outcome(running, handler, ran.outcome), ran.peak_rss_mb)

    def _outcome(self, running: _Running, handler: Handler, outcome: Outcome) -> Outcome:
        """What the ending means, seeing whether the body was told to stop meanwhile."""
        match running.attempt.stop_reason:
            case "lease_lost":
                raise LeaseLost(running.attempt.job.id)
            case "cancelled":
                return Stopped("cancelled", "cancelled on request")
            case "timed_out":
                return Stopped("timed_out", f"the attempt took longer than {running.attempt.job.timeout_s:g} s")
            case "interrupted":
                if not isinstance(outcome, Returned):
                    return Interrupted()
                # A body that reached its end all the same has done the work: do not do it again.
                return self._within_limits(running, handler, outcome)
            case None:
                return self._within_limits(running, handler, outcome)

    def _within_limits(self, running: _Running, handler: Handler, outcome: Outcome) -> Outcome:
        if isinstance(outcome, Raised) and isinstance(outcome.error, LeaseLost):
            raise outcome.error
        if isinstance(outcome, Returned):
            try:
                size = running.result_bytes = _size(outcome.result)
            except ValueError as error:  # NaN, infinity, lone surrogates: no JSON, so nobody could read it
                return Raised(Fail(_unstorable(error), code="RESULT_NOT_STORABLE"))
            limit = self._settings.result_limit_bytes
            if size > limit:
                message = f"the result of {handler.task.name} has {size:,} bytes, over the limit of {limit:,}"
                return Raised(Fail(message, code="RESULT_TOO_LARGE", hint="Store large output as an artifact."))
        if isinstance(outcome, Raised) and not isinstance(outcome.error, Fail):
            self._log.warning("attempt raised", exc_info=outcome.error)
        return outcome

    async def _finish(self, running: _Running, ran: Ran) -> None:
        attempt = running.attempt
        handler = self._handlers.get(attempt.job.type)
        policy = handler.task.retry if handler is not None else RetryPolicy()
        transition = decide(ran.outcome, attempt.job, policy, self._rng)
        written: Written | None = None
        while written is None:
            try:
                await attempt.settle()
                written = await self._apply(running, transition, ran.peak_rss_mb)
            except StoreUnavailable as error:
                if not self._keeper.is_held(attempt.lease):
                    raise LeaseLost(attempt.job.id) from error
                await asyncio.sleep(_END_RETRY_S)
            except InvalidInput as error:
                transition = GiveUp(_not_storable(error))
        self._relay.submit(written.owner, written.job_id, written.outbox)
        run_s = time.monotonic() - attempt.started
        is_retry = isinstance(transition, TryAgain)
        self._tally.ended(attempt.job.queue, written.status, is_retry=is_retry, run_s=run_s)
        put_back, cause = _told(transition, written.status)
        self._metrics.ended(attempt.job, written.status, run_s, put_back=put_back, cause=cause)
        # A line for every success would cost more than the rest of the ending; the event log has them all.
        log = self._log.debug if written.status is Status.SUCCEEDED else self._log.info
        log("attempt ended", status=written.status.value, seconds=round(run_s, 3))

    async def _apply(self, running: _Running, transition: Transition, peak_rss_mb: float | None) -> Written:
        attempt, lease = running.attempt, running.attempt.lease
        match transition:
            case Succeed(result):
                duration_ms = round((time.monotonic() - attempt.started) * 1000)
                end = Success(attempt.job, lease, attempt.v, result, duration_ms, peak_rss_mb)
                return await self._ends.succeed(end, running.result_bytes)
            case TryAgain(failure, delay_s, refund):
                return await self._holder.retry(lease, failure, delay_s, refund=refund)
            case GiveUp(failure):
                return await self._holder.fail(lease, failure, peak_rss_mb=peak_rss_mb)
            case PutOff(delay_s, reason):
                return await self._holder.snooze(lease, delay_s, reason)
            case GiveBack():
                return await self._holder.release(lease, self._settings.interruptions_cap)
            case EndCancelled(reason):
                return await self._holder.cancel(lease, reason)
            case _:
                assert_never(transition)


class _Running:
    """An attempt and the task its body runs in."""

    def __init__(self, attempt: Attempt) -> None:
        self.attempt = attempt
        self.result_bytes = 0
        self._task: asyncio.Task[object] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._is_over = False

    @contextlib.contextmanager
    def stoppable(self, timeout_s: float) -> Generator[None]:
        """While the block runs, `stop` cancels the current task; after `timeout_s` it is stopped as `timed_out`."""
        loop = asyncio.get_running_loop()
        self._task = asyncio.current_task()
        self._timer = loop.call_later(timeout_s, self.stop, "timed_out")
        if self.attempt.stop_reason is not None:
            self._cancel()  # asked before the body began
        try:
            yield
        finally:
            self._timer.cancel()
            task, self._task = self._task, None
            while task is not None and task.cancelling():
                task.uncancel()

    def stop(self, reason: StopReason) -> None:
        """Note why and cancel the body. The first reason counts, except that a lost lease beats every other."""
        if reason == "lease_lost" or (self.attempt.stop_reason is None and not self._is_over):
            self.attempt.stop_reason = reason
            self._cancel()

    def body_over(self) -> None:
        """The body has ended: its outcome stands, and what it said may be stored. Only a lost lease counts now."""
        self._is_over = True
        if self.attempt.stop_reason != "lease_lost":
            self.attempt.stop_reason = None

    async def clean_up(self) -> None:
        """Remove the attempt's directory."""
        await self.attempt.clean_up()

    def _cancel(self) -> None:
        if self._task is None:
            return
        self._task.cancel()
        # A body that swallows the cancellation is cancelled again until it ends.
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(_CANCEL_AGAIN_S, self._cancel)


def _told(transition: Transition, status: Status) -> tuple[PutBack | None, str | None]:
    """Why the job is back in its queue, if it is, and why the attempt did not succeed, if it did not."""
    match transition:
        case TryAgain(failure) | GiveUp(failure):
            return "retry", failure.cause
        case PutOff():
            return "snooze", None
        case GiveBack():
            return "release", "poison" if status is Status.FAILED else None
        case EndCancelled():
            return None, "cancelled"
        case Succeed():
            return None, None
        case _:
            assert_never(transition)


def _not_storable(error: Exception) -> Failure:
    return Failure("error", ErrorKind.PERMANENT.value, "RESULT_NOT_STORABLE", _unstorable(error))


def _unstorable(error: Exception) -> str:
    return f"the result cannot be stored: {error}"[:500]


def _size(result: object) -> int:
    return len(json.dumps(result, ensure_ascii=False, allow_nan=False).encode())
