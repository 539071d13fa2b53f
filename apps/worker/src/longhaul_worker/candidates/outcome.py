"""The end of a search: who is whom, in which order, and the result that fits into its job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from career.model import Note
from career.tasks.candidates import Candidate
from longhaul_worker.candidates.found import Match
from longhaul_worker.candidates.identity import group

MAX_RESULT_BYTES: Final = 180_000


@dataclass(frozen=True, slots=True)
class Ranking:
    """The people, best first, each by the CV that fits best; `duplicates` are their other CVs with the id of it."""

    ranked: list[Match]
    duplicates: list[tuple[Match, str]]


def rank(matches: Sequence[Match]) -> Ranking:
    """Put the CVs of one person together and order people by their best one; equals by id, so always the same."""
    ordered = sorted(matches, key=lambda match: (-match.scored.exact, match.resume_id))
    groups = group([match.person for match in ordered])
    ranked = [ordered[indexes[0]] for indexes in groups]
    duplicates = [(ordered[other], ordered[indexes[0]].resume_id) for indexes in groups for other in indexes[1:]]
    return Ranking(ranked, duplicates)


def kept(ranking: Ranking, limit: int) -> Ranking:
    """The first `limit` people, and their duplicates."""
    ranked = ranking.ranked[:limit]
    ids = {match.resume_id for match in ranked}
    return Ranking(ranked, [(match, instead) for match, instead in ranking.duplicates if instead in ids])


def as_candidates(ranking: Ranking) -> list[Candidate]:
    """The candidates as the result has them: people best first, then the duplicates."""
    return [_candidate(match, None) for match in ranking.ranked] + [
        _candidate(match, instead) for match, instead in ranking.duplicates
    ]


def fitted(candidates: Sequence[Candidate]) -> tuple[list[Candidate], list[Note]]:
    """The candidates within what a job's result may hold: the last ones without details, or left out if need be."""
    kept = list(candidates)
    sizes = [_size(candidate) for candidate in kept]
    total = sum(sizes)
    if total <= MAX_RESULT_BYTES:
        return kept, []
    for place in range(len(kept) - 1, -1, -1):
        if total <= MAX_RESULT_BYTES:
            break
        kept[place] = kept[place].model_copy(update={"matched": [], "missing": [], "headline": None})
        size = _size(kept[place])
        total, sizes[place] = total - sizes[place] + size, size
    while total > MAX_RESULT_BYTES:
        kept.pop()
        total -= sizes.pop()
    message = "The result was shortened; everything is in the report and its table."
    return kept, [Note(code="RESULT_SHORTENED", message=message, field="candidates")]


def _candidate(match: Match, duplicate_of: str | None) -> Candidate:
    scored = match.scored
    return Candidate(
        resume_id=match.resume_id,
        name=match.name[:200] if match.name else None,
        headline=match.headline[:200] if match.headline else None,
        score=scored.score,
        matched=scored.matched,
        missing=scored.missing,
        source=match.source,
        source_url=match.source_url,
        duplicate_of=duplicate_of,
    )


def _size(candidate: Candidate) -> int:
    return len(candidate.model_dump_json().encode()) + 1
