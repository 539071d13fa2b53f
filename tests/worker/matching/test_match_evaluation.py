"""How well adverts are ranked for a CV: the floors that a change may not fall under."""

from __future__ import annotations

import pytest

from longhaul_worker.matching import embeddings
from tests.worker.matching.evaluate import evaluate, ndcg_at_10, pairs_in_order


def test_adverts_are_ranked_well_without_embeddings() -> None:
    figures = evaluate()

    assert figures["ndcg_at_10"] >= 0.92
    assert figures["pairwise"] >= 0.93


@pytest.mark.skipif(not embeddings.is_installed(), reason="the extra `semantic` is not installed")
def test_adverts_are_ranked_well_with_embeddings() -> None:
    figures = evaluate(embeds=True)

    assert figures["ndcg_at_10"] >= 0.92
    assert figures["pairwise"] >= 0.93


def test_the_figures_tell_a_good_order_from_a_bad_one() -> None:
    grades = {"a": 3, "b": 1}
    good, bad = {"a": 2.0, "b": 1.0, "c": 0.0}, {"a": 0.0, "b": 1.0, "c": 2.0}

    assert (1.0, 1.0) == (ndcg_at_10(good, grades), pairs_in_order(good, grades))
    assert ndcg_at_10(bad, grades) < 0.7
    assert 0.0 == pairs_in_order(bad, grades)
