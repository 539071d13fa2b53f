"""The machine with every rule; run it with `play`."""

from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from longhaul.mongo.change import Success

from .choosing import grants, some_claim, some_unanswered
from .comparing import agree
from .game import Grant
from .ground import Ground
from .owners import OwnersRules
from .workers import PERHAPS_A_WORKER
from .writes import ENDS, RESULTS, RETURNS, WORDS, Write


class LifeCycleMachine(OwnersRules):
    """Owners, workers, zombies and time in any order. Each writes with a lease it has, or had once."""

    @some_claim
    @rule(grant=grants(), write=WORDS)
    def say(self, grant: Grant, write: Write) -> None:
        """While the job runs on."""
        self._write(grant, write)

    @some_claim
    @rule(grant=grants(), write=RETURNS, worker_id=PERHAPS_A_WORKER)
    def give_back(self, grant: Grant, write: Write, worker_id: str | None) -> None:
        """So that somebody runs it again, perhaps at once."""
        self._write(grant, write)
        self.then_claims(worker_id)

    @some_claim
    @rule(grant=grants(), write=ENDS)
    def end(self, grant: Grant, write: Write) -> None:
        """For good, or until a requeue."""
        self._write(grant, write)

    @some_claim
    @rule(
        kept=st.lists(
            st.tuples(grants(), RESULTS, st.sampled_from((0, 0, 0, -1))),
            min_size=1,
            max_size=4,
            unique_by=lambda one: one[0].number,
        )
    )
    def succeed_together(self, kept: list[tuple[Grant, int, int]]) -> None:
        """Live and dead leases in one statement, some with a version that has passed."""
        self._succeed_together([(one, one.v + off, n) for one, n, off in kept])

    @some_unanswered
    @rule()
    def say_it_again(self) -> None:
        """The last write once more, with the same token, as after a lost answer."""
        assert self.again is not None
        self.again()
        self.again = None

    def _write(self, grant: Grant, write: Write) -> None:
        self.again = lambda: self._write(grant, write)
        outcome = self.both(write.to_store(self.holder, grant), lambda: [write.to_model(self.model, grant)])
        if outcome is not None:
            self.was_written(grant, outcome[0])

    def _succeed_together(self, kept: list[tuple[Grant, int, int]]) -> None:
        self.again = lambda: self._succeed_together(kept)
        ends = [Success(grant.job, grant.lease, v, {"n": n}, 7) for grant, v, n in kept]
        written = self.ground.run(self.holder.succeed_all(ends))
        expected = [self.model.succeed_together(grant.number, grant.token, v, n) for grant, v, n in kept]
        agree("which of the batch have landed", expected, [one is not None for one in written])
        for (grant, _, _), one in zip(kept, written, strict=True):
            if one is not None:
                self.was_written(grant, one)


def machine_on(ground: Ground) -> type[LifeCycleMachine]:
    """The machine, bound to where it plays."""

    class Bound(LifeCycleMachine):
        pass

    Bound.ground = ground
    Bound.__name__ = LifeCycleMachine.__name__
    return Bound


def play(ground: Ground, how: settings) -> None:
    """Play games on `ground`; raises what the first of them found, shrunk as `how` says."""
    run_state_machine_as_test(machine_on(ground), settings=how)
