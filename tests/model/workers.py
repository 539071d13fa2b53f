"""The rules of the workers, but for what they write: claim, renew, rescue; and time passes."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import strategies as st
from hypothesis.stateful import rule

from longhaul.model.job import Job

from .choosing import OWNERS, QUEUES, TYPES, WORKERS, grants, some_claim, some_due, some_future, some_lease
from .comparing import agree, in_order
from .game import Game, Grant
from .lives import Life
from .writes import CAPS

LEASES_S = (5.0, 12.0)
PERHAPS_A_WORKER = st.sampled_from((None, None, None, *WORKERS))
SOME_QUEUES = st.sampled_from((QUEUES, QUEUES, QUEUES[:1], QUEUES[1:]))
SOME_TYPES = st.sampled_from((TYPES, TYPES, TYPES[:1]))


class WorkersRules(Game):
    """What workers do beside running jobs, and the passing of time."""

    @some_due
    @rule(
        worker_id=st.sampled_from(WORKERS),
        limit=st.integers(1, 4),
        queues=SOME_QUEUES,
        types=SOME_TYPES,
        lease_s=st.sampled_from(LEASES_S),
    )
    def claim(
        self, worker_id: str, limit: int, queues: tuple[str, ...], types: tuple[str, ...], lease_s: float
    ) -> None:
        """Exactly what is next, and as much of it as was asked for."""
        due = self.model.due(queues, types)
        jobs = self.ground.run(self.jobs.claim(worker_id, queues, types, lease_s=lease_s, limit=limit))
        lives = [self._life(job) for job in jobs]
        agree("what is claimed, in order", [life.place for life in due[:limit]], [life.place for life in lives])
        self._claimed(jobs, lives, due, lease_s)

    @some_due
    @rule(worker_id=st.sampled_from(WORKERS), limit=st.integers(1, 4), lease_s=st.sampled_from(LEASES_S))
    def claim_in_turns(self, worker_id: str, limit: int, lease_s: float) -> None:
        """With fair share: as much as was asked for, half of it what is next; of each owner what is his next."""
        due = self.model.due(QUEUES, TYPES)
        jobs = self.ground.run(self.fair_jobs.claim(worker_id, QUEUES, TYPES, lease_s=lease_s, limit=limit))
        lives = [self._life(job) for job in jobs]
        agree("how many are claimed", min(limit, len(due)), len(lives))
        by_order = limit - limit // 2 if limit > 1 else 0
        agree("what is claimed by order", in_order(due)[:by_order], in_order(lives)[:by_order])
        for owner in OWNERS:
            his = [life for life in lives if life.wish.owner == owner]
            all_his = [life for life in due if life.wish.owner == owner]
            agree(f"what is claimed of {owner}", in_order(all_his)[: len(his)], in_order(his))
        self._claimed(jobs, lives, due, lease_s)

    @some_claim
    @rule(
        kept=st.lists(grants(), min_size=1, max_size=4, unique=True),
        lease_s=st.sampled_from(LEASES_S),
        only_look=st.sampled_from((False, False, True)),
    )
    def renew(self, kept: list[Grant], lease_s: float, *, only_look: bool) -> None:
        """Keep leases, or just look at them; those that are lost stay lost."""
        leases = [grant.lease for grant in kept]
        found = self.ground.run(self.jobs.look(leases) if only_look else self.jobs.renew(leases, lease_s))
        expected = [
            self.model.look(grant.number, grant.token)
            if only_look
            else self.model.renew(grant.number, grant.token, lease_s)
            for grant in kept
        ]
        agree("which leases hold", expected, [(held.is_held, held.cancel_requested) for held in found])

    @some_claim
    @rule(grant=grants(), lease_s=st.sampled_from(LEASES_S))
    def ask_what_was_claimed(self, grant: Grant, lease_s: float) -> None:
        """As after a claim without an answer: all that it took and that is still held, kept from now on."""
        token = grant.token
        held = [life for life in self.model.lives.values() if life.is_held_by(token)]
        jobs = self.ground.run(self.jobs.claimed_with(token, lease_s=lease_s))
        agree("what was claimed", {life.number for life in held}, {self._number(job.id) for job in jobs})
        agree("its order", in_order(held), [self._life(job).place for job in jobs])
        for job in jobs:
            self.model.renew(self._number(job.id), token, lease_s)
            self.was_answered(self._number(job.id), job)

    @some_lease
    @rule(limit=st.sampled_from((1, 100)), cap=CAPS, waits=st.booleans(), worker_id=PERHAPS_A_WORKER)
    def rescue(self, limit: int, cap: int, worker_id: str | None, *, waits: bool) -> None:
        """What a rescuer does: it asks what expires next, perhaps waits for that, and takes what has."""
        if waits:
            self._until_a_lease_expires()
            self._advance(0.001)
        found = self.ground.run(self.jobs.next_to_expire(limit))
        running = self.model.expiring()
        ends = [life.hold.expires_at for life in running if life.hold is not None]
        left = [(end - self.model.now).total_seconds() for end in ends]
        agree("when leases expire", left[:limit], [left_s for _, left_s in found])
        for lease, left_s in found:
            number = self._number(lease.job_id)
            hold = self.model.lives[number].hold
            agree(f"the lease of job {number}", hold and (hold.token, hold.worker_id), (lease.token, lease.worker_id))
            if left_s <= 0:
                self.both(self.holder.rescue(lease, cap), lambda n=number, t=lease.token: self.model.rescue(n, t, cap))
        self.then_claims(worker_id)

    @some_claim
    @rule(grant=grants(), cap=CAPS)
    def rescue_late(self, grant: Grant, cap: int) -> None:
        """What a rescuer does that slept since it asked: the lease may have been renewed, ended, or claimed anew."""
        self.both(self.holder.rescue(grant.lease, cap), lambda: self.model.rescue(grant.number, grant.token, cap))

    @some_future
    @rule(
        seconds=st.sampled_from((0.001, 1.0, 13.0, 60.0, None, None)),
        queues=SOME_QUEUES,
        types=SOME_TYPES,
        worker_id=PERHAPS_A_WORKER,
    )
    def pass_time(
        self, seconds: float | None, queues: tuple[str, ...], types: tuple[str, ...], worker_id: str | None
    ) -> None:
        """Some, or until a lease expires. A worker asks when to come back for waiting jobs, or takes what is due."""
        if seconds is None:
            self._until_a_lease_expires()
        else:
            self._advance(seconds)
        waiting = [
            max(0.0, (life.run_at - self.model.now).total_seconds())
            for life in self.model.lives.values()
            if life.status == "queued" and life.wish.queue in queues and life.wish.type in types
        ]
        next_s = self.ground.run(self.jobs.next_run_at_s(queues, types))
        agree("when a job is due", min(waiting, default=None), next_s)
        self.then_claims(worker_id)

    def then_claims(self, worker_id: str | None) -> None:
        """A worker that waited for work takes what is due, if one is named."""
        if worker_id is not None:
            self.the_store_holds_what_the_model_says()
            self.claim(worker_id, 4, QUEUES, TYPES, LEASES_S[0])

    def _advance(self, seconds: float) -> None:
        self.time.advance(seconds)
        self.model.now = self.model.after(seconds)

    def _until_a_lease_expires(self) -> None:
        for life in self.model.expiring()[:1]:
            assert life.hold is not None
            self._advance(max(0.0, (life.hold.expires_at - self.model.now).total_seconds()))

    def _claimed(self, jobs: Sequence[Job], lives: Sequence[Life], due: Sequence[Life], lease_s: float) -> None:
        numbers = [life.number for life in lives]
        agree("which of the claimed were not due", set[int](), set(numbers) - {life.number for life in due})
        agree("which were claimed twice", sorted(set(numbers)), sorted(numbers))
        for job, number in zip(jobs, numbers, strict=True):
            assert job.lease is not None
            used = [grant.number for grant in self.grants if grant.lease == job.lease]
            agree("who had this token before", [], used)
            self.model.claim(number, job.lease.token, job.lease.worker_id, lease_s)
            self.grants.append(Grant(number, job, job.lease))
            self.was_answered(number, job)

    def _life(self, job: Job) -> Life:
        return self.model.lives[self._number(job.id)]

    def _number(self, job_id: str) -> int:
        return next(number for number, id_ in self.ids.items() if id_ == job_id)
