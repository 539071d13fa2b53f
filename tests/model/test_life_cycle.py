"""The real store against the model: whatever owners, workers and zombies do, both say the same.

The machine is in `machine.py`, the model in `life_cycle.py`. `LONGHAUL_MODEL_EXAMPLES` says how many games are played
(each of up to `STEPS` steps); more find more: `LONGHAUL_MODEL_EXAMPLES=2000 .venv/bin/pytest tests/model -q -s`. What
is found is printed as the steps that lead there, and with a blob for Hypothesis' `reproduce_failure`.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

from .ground import Ground
from .machine import play

EXAMPLES = int(os.environ.get("LONGHAUL_MODEL_EXAMPLES", "60"))
STEPS = 40


@pytest.mark.timeout(120 + 5 * EXAMPLES)
def test_the_store_does_what_the_model_says(ground: Ground) -> None:
    play(
        ground,
        settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            print_blob=True,
            phases=set(Phase) - {Phase.explain},
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
