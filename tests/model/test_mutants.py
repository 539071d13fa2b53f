"""The machine can see: with one thing wrong in the engine it says so, and says what."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings

from .comparing import Disagreement
from .ground import Ground
from .machine import play
from .mutants import MUTANTS

# What is wrong shows in one of a few games. The bound is far beyond that, so that no run misses it by chance.
MOST = settings(
    max_examples=2000,
    stateful_step_count=50,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    report_multiple_bugs=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", MUTANTS)
def test_the_machine_finds(ground: Ground, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    mutant = MUTANTS[name]
    mutant.spoil(monkeypatch)

    with pytest.raises(Disagreement, match=mutant.told):
        play(ground, MOST)
