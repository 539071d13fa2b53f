"""Whether a sentence that was reworded still says what it said, and nothing more."""

from __future__ import annotations

from typing import Final

from longhaul_worker.matching.words import terms
from longhaul_worker.tailoring import claims

_LONGEST: Final = 1.5
_MOST_NEW: Final = 0.5
_LEAST_KEPT: Final = 0.5
_NEW_FREE: Final = 3


def added_claims(before: str, after: str) -> list[str]:
    """What `after` claims that `before` does not, one sentence each; empty where it is faithful.

    No number, no skill, no name in capitals, no rank may be new; most words must be those of `before`, so that no
    other story is told in harmless words. Nothing that `before` counts may be lost either.
    """
    found = [
        *_new("number", claims.numbers_in(after) - claims.numbers_in(before)),
        *_new("number", claims.number_words_in(after) - claims.number_words_in(before)),
        *_new("skill", claims.skills_named(after) - claims.skills_named(before)),
        *_new("rank", claims.ranks_in(after) - claims.ranks_in(before)),
        *_new("name", claims.names_in(after) - claims.stems_in(before)),
    ]
    found += [f"the number {one} is gone" for one in sorted(claims.numbers_in(before) - claims.numbers_in(after))]
    had, has = set(terms(before)), set(terms(after))
    fresh = has - had
    if len(fresh) > max(_NEW_FREE, _MOST_NEW * len(has)):
        found.append("it uses mostly other words")
    if had and len(had & has) < _LEAST_KEPT * len(had):
        found.append("it leaves out most of what was said")
    if len(after) > _LONGEST * len(before) + 20:
        found.append("it is much longer")
    if not after.strip() or "\n" in after.strip():
        found.append("it is no single sentence")
    return found


def _new(kind: str, values: set[str]) -> list[str]:
    return [f"the {kind} {value} is new" for value in sorted(values)]
