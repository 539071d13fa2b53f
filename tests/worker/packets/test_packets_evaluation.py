"""The figures over every test CV and advert keep their floors."""

from __future__ import annotations

import pytest

from tests.worker.packets.evaluate import Tally, tally
from tests.worker.typesetting.setting import needs_latex

LATEX_EVERY = 12


@pytest.fixture(scope="module")
def typst() -> Tally:
    """Packets set with Typst."""
    return tally(every=3)


def assert_floors(found: Tally) -> None:
    """Nothing invented, nothing too long, all read back."""
    figures = found.figures()
    problems = "\n".join(found.problems)
    assert figures["violations"] == 0, problems
    assert (figures["name"], figures["email"]) == (1.0, 1.0), problems
    assert figures["employers"] >= 0.98, problems
    assert figures["skills"] >= 0.95, problems
    assert (figures["too_long"], figures["letters_too_long"]) == (0, 0)


def test_packets_set_with_typst_keep_their_floors(typst: Tally) -> None:
    assert_floors(typst)


@needs_latex
def test_packets_set_with_latex_keep_their_floors() -> None:
    assert_floors(tally("latex", every=LATEX_EVERY))
