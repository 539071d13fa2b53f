"""One page on why a person fits an advert: evidence, skills and stations, all of it from the CV."""

from __future__ import annotations

from typing import Any

from career.posting import Posting
from career.resume import Resume
from longhaul_worker.letters.compose import letter_language
from longhaul_worker.letters.evidence import Evidence, evidence_for
from longhaul_worker.letters.phrases import has_placeholder, named, quoted, title_of
from longhaul_worker.letters.wording import WORDING, Wording
from longhaul_worker.tailoring.coverage import skills_shown
from longhaul_worker.tailoring.needs import Relevance
from longhaul_worker.typesetting.sheet import Entry, Group, Sheet, SheetSection, sheet_of

MAX_EVIDENCE = 5
MAX_POSTS = 5
MAX_STUDIES = 2
MAX_SKILLS = 18
_MAX_PROFILE = 600
_MAX_LABEL = 90
_FEW_WORDS = 3


def summary_of(resume: Resume, posting: Posting, relevance: Relevance) -> dict[str, Any]:
    """The data of the summary's template: a sheet, what it is for (`subject`), and for whom (`recipient`)."""
    words = WORDING[letter_language(posting)]
    full = sheet_of(resume)
    sections = {section.kind: section for section in full.sections}
    chosen: list[SheetSection] = []
    profile = resume.basics.summary
    if profile and len(profile) <= _MAX_PROFILE:
        chosen.append(SheetSection(kind="summary", heading=words.profile, paragraphs=profile.split("\n")))
    evidence = evidence_for(resume, relevance, MAX_EVIDENCE)
    if evidence:
        entries = [_proof(words, one) for one in evidence]
        chosen.append(SheetSection(kind="evidence", heading=words.evidence, entries=entries))
    skills = _matching(resume, relevance)
    if skills:
        groups = [Group(text=", ".join(skills))]
        chosen.append(SheetSection(kind="skills", heading=words.matching, groups=groups))
    for kind, most in (("work", MAX_POSTS), ("education", MAX_STUDIES)):
        if kind in sections:
            heads = [entry.model_copy(update={"points": [], "text": ""}) for entry in sections[kind].entries[:most]]
            chosen.append(sections[kind].model_copy(update={"entries": heads}))
    if "languages" in sections:
        chosen.append(sections["languages"])
    sheet = Sheet(
        language=full.language, name=full.name, headline=full.headline, contacts=full.contacts, sections=chosen
    )
    company = named(posting.hiringOrganization.name)
    title = title_of(posting.title, company)
    return sheet.model_dump() | {
        "subject": f"{words.summary}: {title}",
        "recipient": [company] if company else [],
        "title": f"{words.summary} {title}",
        "author": full.name,
    }


def _proof(words: Wording, one: Evidence) -> Entry:
    asked = ", ".join(one.skills) or (_asked(words, one.need.text) if one.need is not None else "")
    where = ", ".join(part for part in (one.position, one.employer) if part)
    return Entry(left=asked or where, below_left=where if asked else "", points=[one.point])


def _asked(words: Wording, line: str) -> str:
    """A line of the advert as a label: a few words as they are, more in quotation marks, a long line not at all."""
    if has_placeholder(line) or len(line) > _MAX_LABEL:
        return ""
    return line if len(line.split()) <= _FEW_WORDS else quoted(line, words.language)


def _matching(resume: Resume, relevance: Relevance) -> list[str]:
    shown = skills_shown(resume)
    wanted = dict.fromkeys(skill for need in relevance.needs for skill in need.skills)
    return [skill for skill in wanted if skill in shown][:MAX_SKILLS]
