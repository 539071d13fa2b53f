"""Feeds keep being read as well as they are, in every way of writing them."""

from __future__ import annotations

from tests.worker.feeds.evaluate import evaluate

FLOORS = {"entry_counts": 1.0, "title": 0.98, "company": 0.98, "repost_precision": 1.0, "repost_recall": 0.93}


def test_every_figure_keeps_its_floor() -> None:
    figures = evaluate()

    assert {name: figures[name] for name in FLOORS if figures[name] < FLOORS[name]} == {}
