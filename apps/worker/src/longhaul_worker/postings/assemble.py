"""Puts a draft together as a posting: safe HTML, skills, language, rank, and the keys by which it is met again."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from career.model import Skill
from career.posting import Organization, Posting
from longhaul_worker.feeds.identity import content_hash, folded, key_candidates, requisition_of
from longhaul_worker.feeds.markup import MAX_HTML_CHARS, plain_text, sanitised
from longhaul_worker.postings.demands import seniority
from longhaul_worker.postings.draft import Draft
from longhaul_worker.postings.language import language_of
from longhaul_worker.postings.page import Page
from longhaul_worker.skills.lexicon import load_lexicon

MAX_TEXT_CHARS: Final = 100_000
_MOST_SKILLS: Final = 80
_ADDRESS: Final = re.compile(r"\b(?:https?://|www\.)\S+|\S+@\S+")
_ORDINARY: Final = frozenset(
    {"solid", "safe", "embedded", "reliability", "Reliability", "access", "flexibility", "research"}
)
"""Words of running text that are no skill as they are written here."""
_LEAST_CONFIDENCE: Final = 0.3


def assemble(draft: Draft, page: Page, base: str | None) -> tuple[Posting, list[str]]:
    """The posting, and every key under which it may be kept already, the best first."""
    title = (draft.title.value or "").strip()
    company = draft.company.value if draft.company.confidence >= _LEAST_CONFIDENCE else None
    places = draft.places.value or []
    html = sanitised(_described(draft))[:MAX_HTML_CHARS]
    text = plain_text(html)[:MAX_TEXT_CHARS]
    url = _own_address(page, base)
    place_text = " / ".join(place.raw for place in places)
    identifier = draft.identifier.value
    scope = (urlsplit(url or "").hostname or "") or folded(company) or "text"
    says = folded(title, company, *(place.raw for place in places))
    # A text without an address is told from another of the same title by what it says.
    keys = key_candidates(url, identifier.value if identifier else None, says if url else folded(says, text), scope)
    known = [
        key
        for other in (base, page.canonical)
        if other and other != url
        for key in key_candidates(other, None, says, scope)[:-1]
    ]
    years = draft.min_years.value
    posting = Posting(
        title=title,
        hiringOrganization=Organization(name=company, url=draft.company_url.value, logo=draft.logo.value),
        jobLocation=places,
        workplace=draft.workplace.value,
        employmentType=draft.employment.value or [],
        datePosted=draft.posted.value,
        validThrough=draft.expires.value,
        baseSalary=draft.salary.value,
        identifier=identifier,
        description_html=html,
        description_text=text,
        applicantLocationRequirements=draft.applicants.value or [],
        responsibilities=draft.responsibilities.value or [],
        qualifications=draft.qualifications.value or [],
        skills=_skills(draft, f"{title}\n{text}"),
        experience_min_years=years,
        educationRequirements=draft.education.value,
        jobBenefits=draft.benefits.value or [],
        industry=draft.industry.value,
        occupationalCategory=draft.occupation.value,
        directApply=draft.direct_apply.value,
        language=language_of(f"{title}\n{text}", page.lang),
        seniority=seniority(title, years),
        url=url,
        posting_key=keys[0],
        content_hash=content_hash(title, company, place_text, text),
    )
    return posting, list(dict.fromkeys([*keys, *known]))


def _described(draft: Draft) -> str:
    """The description of the surest source, unless it is only the beginning of what the page shows."""
    best = draft.description.best
    if best is None:
        return ""
    longest = max(draft.description.all, key=lambda found: len(plain_text(sanitised(found.value))))
    short = plain_text(sanitised(best.value))
    is_teaser = len(short) < 500 and len(plain_text(sanitised(longest.value))) > 2 * len(short)
    return longest.value if is_teaser else best.value


def _own_address(page: Page, base: str | None) -> str | None:
    """The canonical address where it names the same advert as the one that was asked for."""
    if not page.canonical or not base:
        return base or page.canonical
    number = requisition_of(base)
    is_same = number is None or (requisition_of(page.canonical) or number) == number
    return page.canonical if is_same else base


def _skills(draft: Draft, text: str) -> list[Skill]:
    lexicon = load_lexicon()
    found: dict[str, Skill] = {}
    for name in draft.skills.value or []:
        skill = lexicon.canonical(name)
        if skill:
            found.setdefault(skill.name, Skill(name=skill.name, category=skill.category, evidence=[name]))
    lists = "\n".join([*(draft.qualifications.value or []), *(draft.responsibilities.value or [])])
    plain = _ADDRESS.sub(" ", text)
    for source, in_list in ((plain, False), (_comma_lists(lists), True)):
        for skill, words in lexicon.find(source, in_list=in_list):
            if words not in _ORDINARY:
                found.setdefault(skill.name, Skill(name=skill.name, category=skill.category, evidence=[words]))
    return list(found.values())[:_MOST_SKILLS]


def _comma_lists(text: str) -> str:
    """The lines that list short names with commas, where everyday words are names of skills."""
    lines: list[str] = []
    for line in text.split("\n"):
        parts = [part for part in re.split(r",|/| and | und | et | or ", line) if part.strip()]
        words = [len(part.split()) for part in parts[1:]]
        if len(parts) >= 3 and max(words, default=9) <= 3 and len(line) < 250:
            lines.append(line)
    return "\n".join(lines)
