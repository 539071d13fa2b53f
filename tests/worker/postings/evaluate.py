"""Everything the tests have of adverts and of what is none, read and compared: the figures behind the floors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from longhaul_worker.postings.extract import Extraction, Source, extract
from tests.worker.postings.adverts import ADVERTS, TODAY
from tests.worker.postings.building import Negative, Sample
from tests.worker.postings.layouts import LAYOUTS
from tests.worker.postings.layouts_more import MORE_LAYOUTS
from tests.worker.postings.scoring import FIELDS, Score
from tests.worker.postings.texts import TEXT_LAYOUTS

DATA = Path(__file__).parents[2] / "data" / "postings"


def evaluate() -> dict[str, float]:
    """F1 over all fields and by field, and how well adverts are told from what is none.

    `f1` is over the pages made of layouts and the single ones; `f1_single` over the single ones only, each of a shape
    of its own. `accepted_negatives` counts, `kinds` is the share of all pages whose kind was told.
    """
    score, single, _, right, accepted = measured()
    figures = {"f1": score.f1(), "f1_single": single.f1(), "kinds": right, "accepted_negatives": float(accepted)}
    return figures | {f"f1_{field}": score.f1(field) for field in FIELDS}


@cache
def measured() -> tuple[Score, Score, list[str], float, int]:
    """The scores of all adverts and of the single ones, pages of mistaken kind, the share told, and the accepted."""
    score, single = Score(), Score()
    mistaken: list[str] = []
    accepted = 0
    total = 0
    for is_single, sample in _samples():
        found = _read(sample.data, sample.url, is_text=sample.is_text)
        total += 1
        if found.kind != "posting":
            mistaken.append(f"{sample.name}: {found.kind} ({found.reason})")
        score.add(sample.name, sample, found.posting)
        if is_single:
            single.add(sample.name, sample, found.posting)
    for negative in negatives():
        found = _read(negative.data, negative.url, is_text=negative.is_text)
        total += 1
        accepted += found.kind == "posting"
        if _told(found.kind) != _told(negative.kind):
            mistaken.append(f"{negative.name}: {found.kind} instead of {negative.kind} ({found.reason})")
    return score, single, mistaken, 1 - len(mistaken) / total, accepted


def negatives() -> Iterator[Negative]:
    """What is no open advert: the pages and texts of `tests/data/postings/others`."""
    kinds: dict[str, str] = json.loads((DATA / "others.json").read_text("utf-8"))
    for name, kind in kinds.items():
        yield Negative(name, (DATA / "others" / name).read_bytes(), kind, is_text=name.endswith(".txt"))


def _told(kind: str) -> str:
    """The kind as far as it matters: an article and something unknown are both nothing to do with an advert."""
    return "unknown" if kind == "article" else kind


def _samples() -> Iterator[tuple[bool, Sample]]:
    for advert in ADVERTS:
        for layout in (*LAYOUTS, *MORE_LAYOUTS, *TEXT_LAYOUTS):
            sample = layout(advert)
            yield False, Sample(f"{sample.name}/{advert.key}", sample.data, sample.expected, sample.url, sample.is_text)
    entries: dict[str, dict[str, Any]] = json.loads((DATA / "adverts.json").read_text("utf-8"))
    for name, entry in entries.items():
        data = (DATA / "adverts" / name).read_bytes()
        yield True, Sample(name, data, entry["says"], entry["url"], name.endswith(".txt"))


def _read(data: bytes, url: str | None, *, is_text: bool) -> Extraction:
    return extract(data, Source(base=url, today=TODAY, is_text=is_text))


if __name__ == "__main__":
    all_scores, _, kinds_mistaken, _, _ = measured()
    report = [*all_scores.misses, *kinds_mistaken, *(f"{name}: {value:.3f}" for name, value in evaluate().items())]
    print("\n".join(report))  # noqa: T201 - run by hand
