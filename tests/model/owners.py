"""The rules of the owners: enqueue, cancel, requeue, delete, of what is theirs and of what is not."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from longhaul.model.job import Enqueued, NewJob

from .choosing import OWNERS, WORKERS, few_jobs, numbers, some_active, some_ended
from .comparing import agree
from .lives import RETENTION_S, TIMEOUT_S, Wish
from .workers import PERHAPS_A_WORKER, WorkersRules

WISHES = st.builds(
    Wish,
    owner=st.sampled_from(("ada", "ada", "bob")),
    type=st.sampled_from(("demo.noop", "demo.noop", "demo.other")),
    queue=st.sampled_from(("default", "default", "slow")),
    priority=st.sampled_from((0, 5, 9)),
    delay_s=st.sampled_from((0.0, 0.0, 0.0, 0.0, 3.0, 30.0)),
    max_attempts=st.integers(1, 3),
    unique_key=st.sampled_from((None, None, "u")),
    idempotency_key=st.sampled_from((None, None, None, "k", "l")),
    n=st.integers(0, 1),
)
IS_STRANGER = st.sampled_from((False, False, False, True))


class OwnersRules(WorkersRules):
    """What owners ask of their jobs, and of those of others."""

    @initialize(wishes=st.lists(WISHES, min_size=1, max_size=3), worker_id=st.sampled_from(WORKERS))
    def begin(self, wishes: list[Wish], worker_id: str) -> None:
        """Nobody learns anything from an empty store, or from idle workers."""
        self.enqueue(wishes, worker_id)

    @few_jobs
    @rule(wishes=st.lists(WISHES, min_size=1, max_size=3), worker_id=PERHAPS_A_WORKER)
    def enqueue(self, wishes: list[Wish], worker_id: str | None) -> None:
        """One or several in one statement; the same keys may come again, for the same thing or another."""
        if len(wishes) > 1:
            # With a key in conflict the others of a batch are stored all the same; who reads the answer never learns.
            wishes = [replace(wish, idempotency_key=None) for wish in wishes]
        new = [self._new(wish) for wish in wishes]
        fresh = self.ground.run(self.jobs.fresh(new))
        outcome = self.both(self.jobs.insert(new), lambda: [self.model.enqueue(wish) for wish in wishes])
        expected = outcome[1] if outcome is not None else [(0, True)]
        agree("which are fresh", [job for job, (_, existed) in zip(new, expected, strict=True) if not existed], fresh)
        if outcome is not None:
            self._stored(*outcome)
        self.then_claims(worker_id)

    @some_active
    @rule(number=numbers("queued", "running"), is_stranger=IS_STRANGER)
    def request_cancel(self, number: int, *, is_stranger: bool) -> None:
        """At once, or by asking the holder."""
        owner = self._asker(number, is_stranger=is_stranger)
        outcome = self.both(
            self.requests.request_cancel(owner, self.ids[number]), lambda: self.model.request_cancel(owner, number)
        )
        if outcome is not None:
            (job, changed), expected = outcome
            agree(f"whether job {number} was changed", expected, changed)
            self.was_answered(number, job)

    @some_ended
    @rule(number=numbers("succeeded", "failed", "cancelled"), is_stranger=IS_STRANGER, worker_id=PERHAPS_A_WORKER)
    def requeue(self, number: int, worker_id: str | None, *, is_stranger: bool) -> None:
        """Put an ended job back."""
        owner = self._asker(number, is_stranger=is_stranger)
        outcome = self.both(self.requests.requeue(owner, self.ids[number]), lambda: [self.model.requeue(owner, number)])
        if outcome is not None:
            self.was_answered(number, outcome[0])
        self.then_claims(worker_id)

    @some_ended
    @rule(number=numbers("succeeded", "failed", "cancelled"), is_stranger=IS_STRANGER)
    def delete(self, number: int, *, is_stranger: bool) -> None:
        """Forget an ended job."""
        owner = self._asker(number, is_stranger=is_stranger)
        self.both(self.requests.delete(owner, self.ids[number]), lambda: self.model.delete(owner, number))

    def _asker(self, number: int, *, is_stranger: bool) -> str:
        """The job's owner, or whoever thinks that it is his."""
        owner = OWNERS[0]
        if number in self.model.lives:
            owner = self.model.lives[number].wish.owner
        return next(other for other in OWNERS if other != owner) if is_stranger else owner

    def _new(self, wish: Wish) -> NewJob:
        return NewJob(
            wish.type,
            wish.owner,
            {"n": wish.n},
            queue=wish.queue,
            priority=wish.priority,
            run_at=self.model.after(wish.delay_s) if wish.delay_s else None,
            max_attempts=wish.max_attempts,
            timeout_s=TIMEOUT_S,
            retention_s=RETENTION_S,
            idempotency_key=wish.idempotency_key,
            unique_key=wish.unique_key,
        )

    def _stored(self, answers: list[Enqueued], expected: list[tuple[int, bool]]) -> None:
        for answer, (number, existed) in zip(answers, expected, strict=True):
            agree(f"whether job {number} was there", existed, answer.existed)
            agree(f"the id of job {number}", self.ids.setdefault(number, answer.job.id), answer.job.id)
            self.was_answered(number, answer.job)
