"""Lets a language model describe a project in a few sentences, of which only those are kept that the files bear out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pydantic import BaseModel, Field

from career.model import Skill
from career.tasks.project import Plan
from longhaul_worker.llm.grounding import is_grounded
from longhaul_worker.llm.models import Assistant
from longhaul_worker.projects.introduction import Introduction
from longhaul_worker.projects.scan import Scan
from longhaul_worker.skills.lexicon import load_lexicon

_SENTENCES: Final = 4
_SENTENCE_CHARS: Final = 300
_INSTRUCTIONS: Final = (
    "Describe this software project for its author's portfolio in up to four plain sentences: what it is for, what it "
    "is made with, how far it is. Use only what the text says. No praise, no numbers that are not in the text."
)
_NAME: Final = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-Z][\w.+#-]*[\w+#]")
_NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")


class Description(BaseModel):
    """The model's answer."""

    sentences: list[str] = Field(default=[], max_length=12, description="Up to four sentences.")


async def summarised(
    assistant: Assistant, introduction: Introduction, found: Scan, skills: Sequence[Skill], plan: Plan | None
) -> str | None:
    """A few sentences about the project, or None where no model helps or nothing it says is borne out."""
    if not assistant.is_available:
        return None
    source = _source(introduction, found, skills, plan)
    answer = await assistant.ask("project_summary", Description, _INSTRUCTIONS, source)
    if answer is None:
        return None
    kept = [" ".join(sentence.split()) for sentence in answer.sentences if is_borne_out(sentence, source)]
    return " ".join(kept[:_SENTENCES]) or None


def is_borne_out(sentence: str, source: str) -> bool:
    """Whether every number, name and skill in the sentence stands in the source."""
    if not sentence.strip() or len(sentence) > _SENTENCE_CHARS:
        return False
    words = [*_NUMBER.findall(sentence), *_NAME.findall(sentence)]
    words += [named for _, named in load_lexicon().find(sentence, in_list=False)]
    return all(is_grounded(word, source) for word in words)


def _source(introduction: Introduction, found: Scan, skills: Sequence[Skill], plan: Plan | None) -> str:
    lines = [
        f"Languages: {', '.join(list(found.languages)[:8])}",
        f"Made with: {', '.join(skill.name for skill in skills[:30])}",
    ]
    if plan is not None and plan.total:
        lines.append(f"Plan: {plan.done} of {plan.total} tasks done ({plan.percent:g} %)")
        lines += [f"Part of the plan: {section.heading}" for section in plan.sections[:20] if section.heading]
    return "\n".join([*lines, "README:", introduction.text])
