"""What a rule may choose from as the game stands, and whether it makes sense by then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import precondition

from .game import Game, Grant
from .lives import ACTIVE, Life

T = TypeVar("T")

QUEUES = ("default", "slow")
TYPES = ("demo.noop", "demo.other")
WORKERS = ("w1", "w2", "w3")
OWNERS = ("ada", "bob")
MOST_JOBS = 3


def grants() -> st.SearchStrategy[Grant]:
    """What some worker keeps of some claim: one that holds, one whose job another worker has by now, or any."""

    def choose(game: Game) -> st.SearchStrategy[Grant]:
        live = [grant for grant in game.grants if game.is_live(grant)]
        asked = [grant for grant in live if game.model.lives[grant.number].cancel_requested_at is not None]
        running = {grant.number for grant in live}
        robbed = [grant for grant in game.grants if grant.number in running and grant not in live]
        return _one_of(live, asked, robbed, game.grants)

    return st.runner().flatmap(choose)


def numbers(*statuses: str) -> st.SearchStrategy[int]:
    """The number of a job in one of `statuses`, each as likely as the other, or of any, even a deleted one."""

    def choose(game: Game) -> st.SearchStrategy[int]:
        lives = game.model.lives.items()
        return _one_of(*([n for n, life in lives if life.status == status] for status in statuses), sorted(game.ids))

    return st.runner().flatmap(choose)


def _one_of(*choices: Sequence[T]) -> st.SearchStrategy[T]:
    return st.one_of([st.sampled_from(some) for some in choices if some])


def is_to_come(game: Game, life: Life) -> bool:
    """Whether time will change something for this job."""
    return life.hold is not None or (life.status == "queued" and life.run_at > game.model.now)


# While work is due and nobody runs any, the next thing is rather that somebody takes it.
some_claim = precondition(
    lambda game: bool(game.model.expiring() or (game.grants and not game.model.due(QUEUES, TYPES)))
)
some_due = precondition(lambda game: bool(game.model.due(QUEUES, TYPES)))
some_ended = precondition(lambda game: any(life.status not in ACTIVE for life in game.model.lives.values()))
some_lease = precondition(lambda game: bool(game.model.expiring()))
some_future = precondition(lambda game: any(is_to_come(game, life) for life in game.model.lives.values()))
some_active = precondition(lambda game: any(life.status in ACTIVE for life in game.model.lives.values()))
# More of them would only mean that less happens to each.
few_jobs = precondition(lambda game: sum(life.status in ACTIVE for life in game.model.lives.values()) < MOST_JOBS)
some_unanswered = precondition(lambda game: game.again is not None)
