"""What the machine has found, as the few steps that lead there; each is compared with the model."""

from __future__ import annotations

from collections.abc import Callable

from .choosing import TYPES
from .ground import Ground
from .lives import Wish
from .machine import LifeCycleMachine, machine_on
from .writes import Snooze, Succeed

Step = Callable[[LifeCycleMachine], None]


def replay(ground: Ground, *steps: Step) -> LifeCycleMachine:
    """A game in which these steps were taken. Raises `Disagreement` after the first that goes wrong."""
    game = machine_on(ground)()
    for step in steps:
        step(game)
        game.the_store_holds_what_the_model_says()
    return game


def test_a_holder_whose_job_was_rescued_is_not_told_that_its_end_has_landed(ground: Ground) -> None:
    game = replay(
        ground,
        lambda game: game.begin([Wish()], "w1"),
        lambda game: game.rescue(1, 20, None, waits=True),
        lambda game: game.end(game.grants[0], Succeed(1)),
    )

    assert "queued" == game.model.lives[1].status


def test_renewing_the_lease_of_an_earlier_attempt_does_not_keep_that_of_the_present_one(ground: Ground) -> None:
    game = replay(
        ground,
        lambda game: game.begin([Wish()], "w1"),
        lambda game: game.enqueue([Wish()], None),
        lambda game: game.give_back(game.grants[0], Snooze(0.0), "w1"),
        # The first attempt of job 1, and what holds job 2 with the token that it shares with the second one.
        lambda game: game.renew([game.grants[0], *(g for g in game.grants if g.number == 2)], 12.0, only_look=False),
    )

    assert [1, 1, 2] == sorted(grant.number for grant in game.grants)


def test_a_job_claimed_with_others_does_not_say_that_it_began_with_an_earlier_attempt(ground: Ground) -> None:
    game = replay(
        ground,
        lambda game: game.begin([Wish()], "w1"),
        lambda game: game.pass_time(1.0, ("default",), TYPES, None),
        lambda game: game.give_back(game.grants[0], Snooze(0.0), "w1"),
    )

    assert [1, 1] == [grant.number for grant in game.grants]
