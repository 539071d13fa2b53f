"""Compares a tailored CV with the original and names everything that is not true to it.

It knows nothing of how the tailoring works: it looks only at the two CVs and at which points were reworded.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, cast

from pydantic import BaseModel

from career.resume import Resume
from longhaul_worker.skills.lexicon import load_lexicon
from longhaul_worker.tailoring import claims
from longhaul_worker.tailoring.faithful import added_claims

_PERSONAL: Final = ("name", "email", "phone", "url", "summary", "location", "profiles")
_SAME: Final = ("education", "languages")
_FEWER: Final = ("awards", "certificates", "publications", "interests")
_ENTRIES: Final = ("work", "projects", "volunteer")
_SECTIONS: Final = (*_SAME, *_FEWER, *_ENTRIES, "skills")


def violations(original: Resume, tailored: Resume, reworded: Mapping[str, str] | None = None) -> list[str]:
    """One sentence for everything in `tailored` that `original` does not bear out; empty where all is true.

    `reworded` gives the original of each point that a model rephrased; such a point is checked word by word.
    """
    reworded = reworded or {}
    return list(
        dict.fromkeys(
            [
                *_personal(original, tailored),
                *_sections(original, tailored),
                *_entries(original, tailored, reworded),
                *_skills(original, tailored),
                *_anywhere(original, tailored),
            ]
        )
    )


def _personal(original: Resume, tailored: Resume) -> Iterator[str]:
    for name in _PERSONAL:
        if getattr(original.basics, name) != getattr(tailored.basics, name):
            yield f"basics.{name} was changed"
    titles = {original.basics.label, *(post.position for post in original.work)}
    if tailored.basics.label not in titles:
        yield f"the headline {tailored.basics.label!r} is no title of the person"


def _sections(original: Resume, tailored: Resume) -> Iterator[str]:
    for name in _SECTIONS:
        if getattr(original, name) and not getattr(tailored, name):
            yield f"the section {name} is gone"
    for name in _SAME:
        if getattr(original, name) != getattr(tailored, name):
            yield f"{name} was changed"
    for name in _FEWER:
        for value in _beyond(getattr(tailored, name), getattr(original, name)):
            yield f"{name}: {value} is not in the CV"
    if _beyond(tailored.x_parse.unparsed, original.x_parse.unparsed):
        yield "other sections were changed"
    if original.experience_months != tailored.experience_months:
        yield "the months of experience were changed"


def _entries(original: Resume, tailored: Resume, reworded: Mapping[str, str]) -> Iterator[str]:
    for section in _ENTRIES:
        before, after = getattr(original, section), getattr(tailored, section)
        if len(before) != len(after):
            yield f"{section} has {len(after)} entries in place of {len(before)}"
            continue
        for number, (old, new) in enumerate(zip(before, after, strict=True)):
            was, now = _facts(old), _facts(new)
            for name in was:
                if was[name] != now[name]:
                    yield f"{section}[{number}].{name} was changed"
            yield from _points(f"{section}[{number}]", old.highlights, new.highlights, reworded)


def _points(path: str, before: list[str], after: list[str], reworded: Mapping[str, str]) -> Iterator[str]:
    if before and not after:
        yield f"{path} has no points any more"
    left = Counter(before)
    for point in after:
        source = point if left[point] else reworded.get(point)
        if source is None or not left[source]:
            yield f"{path}: the point {point[:80]!r} is not in the CV"
            continue
        left[source] -= 1
        if source != point:
            for claim in added_claims(source, point):
                yield f"{path}: {claim} in {point[:80]!r}"


def _skills(original: Resume, tailored: Resume) -> Iterator[str]:
    lexicon = load_lexicon()

    def identity(keyword: str) -> str:
        skill = lexicon.canonical(keyword)
        return skill.name if skill is not None else keyword.casefold()

    had = Counter(identity(keyword) for group in original.skills for keyword in group.keywords)
    has = Counter(identity(keyword) for group in tailored.skills for keyword in group.keywords)
    for name in has - had:
        yield f"the skill {name} is not in the CV"
    for name in had - has:
        yield f"the skill {name} is gone"
    if {group.name for group in tailored.skills} - {group.name for group in original.skills}:
        yield "a group of skills was renamed"
    known = {skill.name for skill in original.skills_canonical}
    for skill in tailored.skills_canonical:
        if skill.name not in known:
            yield f"the skill {skill.name} is not in the CV"


def _anywhere(original: Resume, tailored: Resume) -> Iterator[str]:
    """Numbers and skills over all texts, however they got there."""
    before, after = _texts(original), _texts(tailored)
    for number in sorted(_all(claims.numbers_in, after) - _all(claims.numbers_in, before)):
        yield f"the number {number} is not in the CV"
    known = _all(claims.skills_named, before) | {skill.name for skill in original.skills_canonical}
    for skill in sorted(_all(claims.skills_named, after) - known):
        yield f"the skill {skill} is not in the CV"


def _beyond(some: list[Any], of: list[Any]) -> list[Any]:
    left = list(of)
    return [value for value in some if value not in left or left.remove(value)]  # type: ignore[func-returns-value]


def _texts(resume: Resume) -> list[str]:
    return list(_strings(resume.model_dump(exclude={"x_parse", "skills_canonical"})))


def _all(find: Callable[[str], set[str]], texts: list[str]) -> set[str]:
    return set[str]().union(*(find(text) for text in texts))


def _facts(entry: BaseModel) -> dict[str, Any]:
    """Everything an entry says but its points."""
    return entry.model_dump(exclude={"highlights"})


def _strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for held in cast("dict[str, Any]", value).values():
                yield from _strings(held)
        case list():
            for held in cast("list[Any]", value):
                yield from _strings(held)
        case _:
            pass
