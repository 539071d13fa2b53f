"""The life of jobs as the design tells it: plain values, no database, and nothing of the engine's own transitions.

Whoever calls says what is done and with which token; the answer, or the `Refusal`, is what a store must answer too.
Written from section 3 of the design and the table of moves, so that it is a second opinion and no copy.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from .lives import ACTIVE, Clash, Fault, Hold, KeyTaken, Life, Lost, Missing, Wish

ERRORS_KEPT = 10


class LifeCycle:
    """All jobs, and a clock that is moved by hand."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.lives: dict[int, Life] = {}
        self._enqueued = 0

    def after(self, seconds: float) -> datetime:
        """The moment `seconds` from now."""
        return self.now + timedelta(seconds=seconds)

    def enqueue(self, wish: Wish) -> tuple[int, bool]:
        """The job's number, and whether it was there already."""
        for life in self.lives.values():
            if wish.idempotency_key is not None and life.wish.owner == wish.owner:
                if life.wish.idempotency_key != wish.idempotency_key:
                    continue
                if (life.wish.type, life.wish.n) != (wish.type, wish.n):
                    raise KeyTaken
                return life.number, True
        rival = self._rival(wish)
        if rival is not None:
            return rival.number, True
        self._enqueued += 1
        life = Life(self._enqueued, wish, self.now, self.after(wish.delay_s))
        life.says("job.created", attempt=0)
        self.lives[life.number] = life
        return life.number, False

    def due(self, queues: Sequence[str], types: Sequence[str]) -> list[Life]:
        """What may be claimed now, in order; those with the same place in any order."""
        due = [
            life
            for life in self.lives.values()
            if life.status == "queued"
            and life.run_at <= self.now
            and life.wish.queue in queues
            and life.wish.type in types
        ]
        return sorted(due, key=lambda life: life.place)

    def claim(self, number: int, token: str, worker_id: str, lease_s: float) -> None:
        """A worker takes a job that is due: another attempt begins."""
        life = self.lives[number]
        life.status, life.hold = "running", Hold(token, worker_id, self.after(lease_s))
        life.attempt += 1
        life.progress = None
        life.started_at = self.now
        life.says("job.started", attempt=life.attempt)

    def renew(self, number: int, token: str, lease_s: float) -> tuple[bool, bool]:
        """Whether the token holds, and then whether somebody asked to cancel. One that expired unrescued holds."""
        held, asked = self.look(number, token)
        if held:
            life = self.lives[number]
            assert life.hold is not None
            life.hold = Hold(token, life.hold.worker_id, self.after(lease_s))
        return held, asked

    def look(self, number: int, token: str) -> tuple[bool, bool]:
        """The same, and nothing changes."""
        life = self.lives.get(number)
        if life is None or not life.is_held_by(token):
            return False, False
        return True, life.cancel_requested_at is not None

    def expiring(self) -> list[Life]:
        """Running jobs by when their lease ends."""
        running = [(life.hold.expires_at, life.number) for life in self.lives.values() if life.hold is not None]
        return [self.lives[number] for _, number in sorted(running)]

    def report(self, number: int, token: str, percent: int, message: str) -> None:
        """Progress, which never falls within an attempt."""
        life = self._held(number, token)
        life.progress = max(percent, life.progress[0] if life.progress else 0), message
        life.says("job.progress", is_move=False)

    def write_log(self, number: int, token: str) -> None:
        """A line of the handler's log, which leaves nothing but the event."""
        self._held(number, token).says("job.log", is_move=False)

    def keep_step(self, number: int, token: str, name: str, memo: dict[str, int]) -> None:
        """The memo of a step; a newer one takes the place of the older."""
        life = self._held(number, token)
        life.steps[name] = memo, life.attempt
        life.says("job.step", is_move=False)

    def publish(self, number: int, token: str, kind: str, filename: str, id_: str) -> None:
        """A file becomes the job's; one of the same kind and name gives way."""
        life = self._held(number, token)
        life.artifacts.pop((kind, filename), None)
        life.artifacts[kind, filename] = id_
        life.says("job.artifact", is_move=False)

    def succeed(self, number: int, token: str, result: int) -> None:
        """The end that everybody wants."""
        life = self._ending(number, token)
        if life is not None:
            life.result, life.error = result, None
            self._over(life, "succeeded", life.attempt)

    def succeed_together(self, number: int, token: str, v: int, result: int) -> bool:
        """The same in a batch: only at the version that the holder knows. False: say it again alone."""
        life = self.lives.get(number)
        if life is not None and life.is_held_by(token) and life.v == v:
            self.succeed(number, token, result)
            return True
        return life is not None and life.status == "succeeded" and life.ended_by == token

    def retry(self, number: int, token: str, cause: str, delay_s: float, *, refund: bool) -> None:
        """Queued again after a while; cancel beats it."""
        life = self._ending(number, token)
        if life is not None:
            self._failed_with(life, cause)
            tried = life.attempt
            if refund:
                life.attempt, life.refunds = life.attempt - 1, life.refunds + 1
            self._back(life, "job.retrying", tried, self.after(delay_s))

    def fail(self, number: int, token: str, cause: str) -> None:
        """Failed for good."""
        life = self._ending(number, token)
        if life is not None:
            self._failed_with(life, cause)
            self._over(life, "failed", life.attempt)

    def snooze(self, number: int, token: str, delay_s: float) -> None:
        """Put off: no error, and the attempt is given back; cancel beats it."""
        life = self._ending(number, token)
        if life is not None:
            life.attempt -= 1
            self._back(life, "job.retrying", None, self.after(delay_s))

    def release(self, number: int, token: str, cap: int) -> None:
        """Given back by a worker that stops: the attempt refunded, the interruption counted; poison at the cap."""
        life = self._ending(number, token)
        if life is not None:
            tried = life.attempt
            life.attempt -= 1
            self._interrupted(life, "job.released", tried, "poison" if life.interruptions + 1 >= cap else None)

    def cancel(self, number: int, token: str) -> None:
        """Cancelled by its holder."""
        life = self._ending(number, token)
        if life is not None:
            self._over(life, "cancelled", life.attempt)

    def rescue(self, number: int, token: str, cap: int) -> None:
        """Taken from a holder whose lease has expired. The attempt is spent; this is no end that the holder wrote."""
        life = self._held(number, token)
        assert life.hold is not None
        if life.hold.expires_at >= self.now:
            raise Lost
        cause = "worker_died" if life.attempt >= life.wish.max_attempts else None
        self._interrupted(life, "job.rescued", life.attempt, "poison" if life.interruptions + 1 >= cap else cause)

    def request_cancel(self, owner: str, number: int) -> bool:
        """A queued job ends at once, a running one is asked to stop. Whether this call changed anything."""
        life = self._of(owner, number)
        if life.status in {"succeeded", "failed"}:
            raise Clash
        if life.status == "cancelled" or life.cancel_requested_at is not None:
            return False
        life.cancel_requested_at = self.now
        if life.status == "queued":
            self._over(life, "cancelled", life.attempt)
        else:
            life.says("job.cancel_requested", attempt=life.attempt)
        return True

    def requeue(self, owner: str, number: int) -> None:
        """An ended job starts anew; what did not succeed keeps its steps and files."""
        life = self._of(owner, number)
        if life.status in ACTIVE:
            raise Clash
        if self._rival(life.wish) is not None:
            raise KeyTaken
        if life.status == "succeeded":
            life.steps, life.artifacts = {}, {}
        life.status, life.run_at = "queued", self.now
        life.attempt = life.interruptions = life.refunds = 0
        life.result = life.error = life.progress = life.started_at = None
        life.errors = []
        life.cancel_requested_at = life.finished_at = None
        life.says("job.requeued", attempt=0)

    def delete(self, owner: str, number: int) -> None:
        """An ended job is forgotten."""
        if self._of(owner, number).status in ACTIVE:
            raise Clash
        del self.lives[number]

    def _rival(self, wish: Wish) -> Life | None:
        """The active job that has the unique key."""
        key = (wish.owner, wish.type, wish.unique_key)
        for life in self.lives.values():
            mine = (life.wish.owner, life.wish.type, life.wish.unique_key)
            if wish.unique_key is not None and mine == key and life.status in ACTIVE:
                return life
        return None

    def _of(self, owner: str, number: int) -> Life:
        life = self.lives.get(number)
        if life is None or life.wish.owner != owner:
            raise Missing
        return life

    def _held(self, number: int, token: str) -> Life:
        life = self.lives.get(number)
        if life is None or not life.is_held_by(token):
            raise Lost
        return life

    def _ending(self, number: int, token: str) -> Life | None:
        """The job that the token may end; None where it has, no other has since, and nobody holds it now."""
        life = self.lives.get(number)
        if life is not None and life.hold is None and life.ended_by == token:
            return None
        life = self._held(number, token)
        life.ended_by = token
        return life

    def _failed_with(self, life: Life, cause: str) -> None:
        life.error = Fault(cause, life.attempt, self.now)
        life.errors = [*life.errors, life.error][-ERRORS_KEPT:]

    def _interrupted(self, life: Life, event: str, tried: int, cause: str | None) -> None:
        life.interruptions += 1
        told = cause or ("worker_died" if event == "job.rescued" else None)
        if told is not None and life.cancel_requested_at is None:
            life.errors = [*life.errors, Fault(told, tried, self.now)][-ERRORS_KEPT:]
        if cause is not None and life.cancel_requested_at is None:
            life.error = Fault(cause, tried, self.now)
            self._over(life, "failed", tried)
        else:
            self._back(life, event, tried, life.run_at)

    def _back(self, life: Life, event: str, tried: int | None, run_at: datetime) -> None:
        if life.cancel_requested_at is not None:
            self._over(life, "cancelled", tried)
            return
        life.status, life.hold, life.run_at = "queued", None, run_at
        life.says(event, attempt=tried)

    def _over(self, life: Life, status: str, tried: int | None) -> None:
        life.status, life.hold, life.finished_at = status, None, self.now
        life.says("job.completed" if status == "succeeded" else f"job.{status}", attempt=tried)
