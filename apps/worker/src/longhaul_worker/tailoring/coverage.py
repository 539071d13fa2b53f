"""How much of an advert a CV shows in so many words, and what it shows nothing of."""

from __future__ import annotations

import re
from typing import Final

from career.resume import Resume
from longhaul_worker.matching.mentions import skills_in
from longhaul_worker.matching.requirements import Requirements
from longhaul_worker.tailoring.needs import REQUIRED, Need, compounds, needs_of, telling, texts_of

MAX_GAPS: Final = 30
_MONTHS: Final = 12


def skills_shown(resume: Resume) -> set[str]:
    """Canonical names of the skills the CV names anywhere."""
    listed = {skill.name for skill in resume.skills_canonical}
    return listed.union(*(skills_in(text) for text in texts_of(resume)))


def coverage(resume: Resume, requirements: Requirements, spellings: dict[str, str]) -> float:
    """The share of the advert's skills that the CV has in the advert's own spelling, 0 to 1.

    `spellings` says how the advert writes a skill. That is what a search for words finds; 1 where no skill is asked
    for.
    """
    wanted = list(dict.fromkeys([*requirements.required_skills, *requirements.nice_skills]))
    if not wanted:
        return 1.0
    text = "\n".join(texts_of(resume))
    return sum(_stands_in(spellings.get(skill, skill), text) for skill in wanted) / len(wanted)


def gaps(resume: Resume, requirements: Requirements) -> list[str]:
    """What the advert asks for and the CV has no evidence of: skills by name, years, and lines that meet nothing."""
    texts = texts_of(resume)
    in_compounds = compounds([*requirements.required_skills, *requirements.nice_skills]).findall("\n".join(texts))
    shown = skills_shown(resume).union(in_compounds)
    said = frozenset[str]().union(*(telling(text) for text in texts))
    found: dict[str, None] = {}
    for need in needs_of(requirements):
        for skill in need.skills:
            if skill not in shown:
                found[skill] = None
        if _is_unmet(need, said):
            found[need.text] = None
    years = _years_gap(resume, requirements)
    if years is not None:
        found[years] = None
    return list(found)[:MAX_GAPS]


def _is_unmet(need: Need, said: frozenset[str]) -> bool:
    """Whether a required line without skills shares no telling word with the CV."""
    words = telling(need.text)
    is_line = not need.text.endswith(":")
    return is_line and need.weight == REQUIRED and not need.skills and len(words) >= 2 and not words & said


def _years_gap(resume: Resume, requirements: Requirements) -> str | None:
    months = resume.experience_months
    if requirements.min_years is None or months is None or months >= requirements.min_years * _MONTHS:
        return None
    return f"{requirements.min_years:g} years of experience (the CV shows {months / _MONTHS:.1f})"


def _stands_in(words: str, text: str) -> bool:
    return re.search(rf"(?<![\w+#]){re.escape(words)}(?![\w+#])", text, re.IGNORECASE) is not None
