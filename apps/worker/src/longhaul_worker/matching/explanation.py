"""Says in a few sentences why a score is what it is, and checks that other words for it say nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pydantic import BaseModel, Field

from career.tasks.match import Part
from longhaul_worker.matching.scoring import Scored
from longhaul_worker.skills.lexicon import load_lexicon

INSTRUCTIONS: Final = (
    "Reword this explanation of how well a CV fits a job advert, in two to five plain, friendly sentences. Keep every "
    "number, skill and quotation exactly as it is. Add no fact, no advice and no judgement of your own."
)

_NAMED: Final = 6
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)?")
_STRONG: Final = 0.7
_WEAK: Final = 0.35
_PARTS: Final[dict[Part, tuple[str, str]]] = {
    "title": ("The job titles are alike.", "The job titles point to another kind of work."),
    "text": ("The CV speaks of much the same work as the advert.", "The CV has few words in common with the advert."),
    "seniority": ("The level fits.", "The level asked for is some way from the CV's."),
    "location": ("The place suits.", "The place may be a difficulty."),
    "employment": ("", "The kind of employment may not suit."),
}


class Reworded(BaseModel):
    """An explanation in other words."""

    explanation: str = Field(min_length=20, max_length=2000)


def explain(scored: Scored, title: str, company: str | None) -> str:
    """Why the CV fits as well as it does: the parts, the skills, what is missing, and a passage of the CV."""
    at = f" at {company}" if company else ""
    sentences = [f"{scored.score} of 100 for {title}{at}: {_verdict(scored.score)}."]
    sentences += [_skills(scored)]
    for part, (good, bad) in _PARTS.items():
        value = scored.breakdown.get(part)
        if value is not None and value >= _STRONG:
            sentences.append(good)
        elif value is not None and value <= _WEAK:
            sentences.append(bad)
    if scored.missing_nice:
        sentences.append(f"Welcome, but not in the CV: {_listed(scored.missing_nice)}.")
    if scored.evidence:
        first = scored.evidence[0]
        sentences.append(f'For "{_short(first.requirement)}" the CV says "{_short(first.resume_span)}".')
    return " ".join(sentence for sentence in sentences if sentence)


def is_faithful(reworded: str, explanation: str) -> bool:
    """Whether `reworded` names no number and no skill that `explanation` does not name, and keeps the score."""
    numbers = set(_NUMBER.findall(explanation))
    said = set(_NUMBER.findall(reworded))
    lexicon = load_lexicon()
    skills = {skill.name for skill, _ in lexicon.find(reworded, in_list=False)}
    score = explanation.split(" ", 1)[0]
    return (
        said <= numbers
        and score in said
        and skills <= {skill.name for skill, _ in lexicon.find(explanation, in_list=True)}
    )


def counted(scored: Scored) -> str:
    """The score and the required skills in a line: "72/100: 9 of 12 required skills"."""
    required = scored.required
    if not required:
        return f"{scored.score}/100: the advert names no required skill"
    return f"{scored.score}/100: {required - len(scored.missing_required)} of {required} required skills"


def _verdict(score: int) -> str:
    if score >= 75:
        return "a strong match"
    if score >= 50:
        return "a fair match"
    return "a partial match" if score >= 25 else "a weak match"


def _skills(scored: Scored) -> str:
    required = scored.required
    if not required:
        matched = f" The CV shows {_listed(scored.matched_skills)}." if scored.matched_skills else ""
        return f"The advert names no skill that it requires.{matched}"
    shown = required - len(scored.missing_required)
    first = f"The CV shows {shown} of {required} required skill{'s' if required != 1 else ''}"
    first += f": {_listed(scored.matched_skills[:shown])}." if shown else "."
    return f"{first} Missing: {_listed(scored.missing_required)}." if scored.missing_required else first


def _listed(names: Sequence[str]) -> str:
    if len(names) > _NAMED:
        return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else "none"


def _short(text: str, longest: int = 120) -> str:
    return text if len(text) <= longest else text[:longest].rsplit(" ", 1)[0] + "…"
