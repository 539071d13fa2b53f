"""Tailors a CV to an advert: reorders, selects, and respells what is there already."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from career.posting import Posting
from career.resume import Resume
from career.tasks.optimize import Change
from longhaul_worker.skills.lexicon import load_lexicon
from longhaul_worker.tailoring.headline import fitting_headline
from longhaul_worker.tailoring.needs import Relevance
from longhaul_worker.tailoring.selection import LINES_PER_PAGE, select
from longhaul_worker.tailoring.spelling import advert_spelling

MAX_SHOWN: Final = 160
"""Characters of a text in a change that moves or drops it: enough to know it by."""


@dataclass(frozen=True, slots=True)
class Tailored:
    """The CV as it is sent, every change that was made to it, and which keyword was respelled to what."""

    resume: Resume
    changes: list[Change] = field(default_factory=list[Change])


def tailor(resume: Resume, posting: Posting, relevance: Relevance, max_pages: int | None) -> Tailored:
    """The CV with what answers the advert first, of about `max_pages` pages (None: all of it). No word in it is new.

    Posts, degrees, dates and personal data stay as they are. The same input gives the same result.
    """
    tailored = resume.model_copy(deep=True)
    changes = [
        *_headline(tailored, posting),
        *_respelled(tailored, posting),
        *_skills_reordered(tailored, relevance),
        *_points_reordered(tailored, relevance),
    ]
    if max_pages is None:
        return Tailored(tailored, changes)
    chosen = select(tailored, relevance, max_pages * LINES_PER_PAGE)
    return Tailored(chosen, [*changes, *_left_out(tailored, chosen, max_pages)])


def _headline(resume: Resume, posting: Posting) -> list[Change]:
    title = fitting_headline(resume, posting.title)
    if title is None:
        return []
    before, resume.basics.label = resume.basics.label, title
    return [
        Change(
            path="basics.label",
            op="headline",
            before=before,
            after=title,
            reason="Of your own titles this one is the most like the advert's.",
            evidence=posting.title,
        )
    ]


def _respelled(resume: Resume, posting: Posting) -> list[Change]:
    lexicon = load_lexicon()
    changes: list[Change] = []
    taken = {keyword.casefold() for group in resume.skills for keyword in group.keywords}
    for number, group in enumerate(resume.skills):
        for index, keyword in enumerate(group.keywords):
            spelling = advert_spelling(keyword, posting, lexicon)
            if spelling is None or spelling.casefold() in taken:
                continue
            taken.add(spelling.casefold())
            group.keywords[index] = spelling
            changes.append(
                Change(
                    path=f"skills[{number}].keywords[{index}]",
                    op="rename_skill",
                    before=keyword,
                    after=spelling,
                    reason="The advert writes the same skill this way.",
                    evidence=spelling,
                )
            )
    return changes


def _skills_reordered(resume: Resume, relevance: Relevance) -> list[Change]:
    changes: list[Change] = []
    for number, group in enumerate(resume.skills):
        ordered = _by_worth(group.keywords, [_worth_of_skill(keyword, relevance) for keyword in group.keywords])
        if ordered != group.keywords:
            changes.append(_moved(f"skills[{number}].keywords", group.keywords, ordered, "Skills of the advert first."))
            group.keywords = ordered
    worth = [
        max((_worth_of_skill(keyword, relevance) for keyword in group.keywords), default=0) for group in resume.skills
    ]
    groups = _by_worth(resume.skills, worth)
    names = [group.name or ", ".join(group.keywords) for group in resume.skills]
    after = [group.name or ", ".join(group.keywords) for group in groups]
    if names != after:
        changes.append(_moved("skills", names, after, "The groups with skills of the advert come first."))
        resume.skills = groups
    return changes


def _points_reordered(resume: Resume, relevance: Relevance) -> list[Change]:
    changes: list[Change] = []
    for path, entries in (("work", resume.work), ("projects", resume.projects), ("volunteer", resume.volunteer)):
        for number, entry in enumerate(entries):
            ordered = _by_worth(entry.highlights, [relevance.of(text) for text in entry.highlights])
            if ordered != entry.highlights:
                reason = "What answers the advert comes first."
                change = _moved(f"{path}[{number}].highlights", entry.highlights, ordered, reason)
                need = relevance.answered_by(ordered[0])
                changes.append(change.model_copy(update={"evidence": need.text if need else None}))
                entry.highlights = ordered
    return changes


def _left_out(full: Resume, chosen: Resume, max_pages: int) -> list[Change]:
    """One change for each list that became shorter."""
    pages = f"{max_pages} page{'s' if max_pages > 1 else ''}"
    lists = [
        (f"{path}[{number}].highlights", entry.highlights, getattr(chosen, path)[number].highlights)
        for path in ("work", "projects", "volunteer")
        for number, entry in enumerate(getattr(full, path))
    ]
    lists += [(name, _names(full, name), _names(chosen, name)) for name in _LISTS]
    return [
        Change(
            path=path,
            op="select",
            before=_shown(before),
            after=_shown(after),
            reason=f"{len(before) - len(after)} left out to fit {pages}; what answers the advert least goes first.",
        )
        for path, before, after in lists
        if len(after) < len(before)
    ]


_LISTS: Final = ("publications", "awards", "certificates", "interests", "x_parse.unparsed")


def _names(resume: Resume, name: str) -> list[str]:
    if name == "x_parse.unparsed":
        return [section.heading for section in resume.x_parse.unparsed]
    return [one.title if name == "awards" else one.name for one in getattr(resume, name)]


def _worth_of_skill(keyword: str, relevance: Relevance) -> float:
    skill = load_lexicon().canonical(keyword)
    return relevance.of_skill(skill.name if skill is not None else keyword)


def _by_worth(items: list[Any], worth: list[float]) -> list[Any]:
    """`items` by falling `worth`; those of equal worth stay in their order."""
    order = sorted(range(len(items)), key=lambda index: -worth[index])
    return [items[index] for index in order]


def _moved(path: str, before: list[str], after: list[str], reason: str) -> Change:
    return Change(path=path, op="reorder", before=_shown(before), after=_shown(after), reason=reason)


def _shown(texts: list[str]) -> list[str]:
    return [text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…" for text in texts]
