"""Questions that a language model proposes: each names a requirement, and what it quotes stands in the CV."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

from pydantic import BaseModel, Field

from longhaul_worker.interviews.candidate import Candidate, Evidence
from longhaul_worker.interviews.drafts import Desk, Draft
from longhaul_worker.interviews.outline import outline_of, outline_of_gap
from longhaul_worker.interviews.topics import Topic
from longhaul_worker.llm.grounding import is_grounded, normalised

SHARE: Final = 5
"""One question in this many may come from the model."""

_MIN_WORDS: Final = 6
_MAX_CHARS: Final = 400


class Suggested(BaseModel):
    """One question of the model."""

    requirement: str = Field(description="The id of the requirement it is about, such as R3.")
    kind: Literal["technical", "experience", "gap"]
    text: str = Field(description="The question, in English, addressed to the applicant.")
    evidence: str | None = Field(default=None, description="The words of the CV it builds on, copied exactly.")
    difficulty: int = Field(default=3, ge=1, le=5)


class Suggestions(BaseModel):
    """The questions of the model."""

    questions: list[Suggested] = Field(default=[], max_length=40)


def instructions(count: int) -> str:
    """What the model is asked for."""
    return (
        f"Write {count} questions that an interviewer would ask this applicant for this post: concrete, deep, each "
        "about one requirement of the list, which you name by its id. Where the CV says something that fits, build on "
        "it and copy those words exactly into evidence; else leave evidence empty. No two questions may be alike."
    )


def source(topics: Sequence[Topic], candidate: Candidate) -> str:
    """What the model reads: the requirements with their ids, and the statements of the CV."""
    requirements = "\n".join(f"R{number}: {topic.name} ({topic.line})" for number, topic in _numbered(topics))
    statements = "\n".join(f"- {evidence.text}" for evidence in candidate.evidence[:120])
    return f"REQUIREMENTS\n{requirements}\n\nCV\n{statements}"


def accepted(suggestions: Suggestions, topics: Sequence[Topic], desk: Desk, count: int, cv_text: str) -> list[Draft]:
    """At most `count` of the model's questions: those about a requirement, like no other, and true to the CV."""
    by_id = {f"R{number}": topic for number, topic in _numbered(topics)}
    drafts: list[Draft] = []
    for one in suggestions.questions:
        if len(drafts) >= count:
            break
        topic = by_id.get(one.requirement.strip().upper())
        text = " ".join(one.text.split())
        if topic is None or len(text) > _MAX_CHARS or len(text.split()) < _MIN_WORDS:
            continue
        evidence = _evidence(one.evidence, desk.candidate, cv_text)
        if (one.evidence and evidence is None) or not desk.distinct.add(text):
            continue
        outline = outline_of(evidence) if evidence is not None else outline_of_gap(topic.name, None)
        kind = "gap" if evidence is None else one.kind
        covered = (topic.name,)
        drafts.append(Draft(kind, text, topic.line, one.difficulty, covered, evidence, outline))
    return drafts


def _evidence(words: str | None, candidate: Candidate, cv_text: str) -> Evidence | None:
    """The statement of the CV that holds `words`, or the words themselves where the CV's text has them."""
    wanted = (words or "").strip()
    if not wanted:
        return None
    holding = [one for one in candidate.evidence if normalised(wanted) in normalised(one.text)]
    if holding:
        return holding[0]
    return Evidence(wanted, "statement") if is_grounded(wanted, cv_text) and len(wanted.split()) >= 3 else None


def _numbered(topics: Sequence[Topic]) -> list[tuple[int, Topic]]:
    return list(enumerate(topics, start=1))
