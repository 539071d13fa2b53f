"""Writes a cover letter from templates: every sentence is right without the facts that are missing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final
from urllib.parse import urlsplit

from career.posting import Posting
from career.resume import Resume, Work
from longhaul_worker.letters.evidence import Evidence, evidence_for
from longhaul_worker.letters.letter import Letter
from longhaul_worker.letters.phrases import as_clause, ended, has_placeholder, listed, named, quoted, tidy, title_of
from longhaul_worker.letters.wording import WORDING, Wording
from longhaul_worker.matching.sections import lines_of
from longhaul_worker.resume.languages import language_of
from longhaul_worker.skills.lexicon import load_lexicon
from longhaul_worker.tailoring.claims import numbers_in, skills_named
from longhaul_worker.tailoring.coverage import skills_shown
from longhaul_worker.tailoring.needs import Relevance, by_recency, texts_of
from longhaul_worker.tailoring.spelling import written
from longhaul_worker.typesetting.sheet import contact_rows
from longhaul_worker.typesetting.wording import known_language, long_date

MAX_EVIDENCE: Final = 3
_MAX_QUOTE: Final = 160
_MIN_QUOTE: Final = 20
_MAX_SKILLS: Final = 6
_NO_WORK: Final = re.compile(
    r"\b(?:we|us|you|you'll|your|yourself|looking for|hiring|apply|join|joins|candidates?|applicants?|salary|benefits?"
    r"|wir|uns|du|dich|dir|sie|ihnen|suchen|sucht|bewirb|bewerben|gehalt)\b",
    re.IGNORECASE,
)
"""Words of lines that speak of somebody instead of the work."""
_MAX_REFERENCE: Final = 24


def letter_language(posting: Posting) -> str:
    """ "de" for a German advert, else "en"."""
    return "de" if _language(posting) == "de" else "en"


def compose_letter(resume: Resume, posting: Posting, relevance: Relevance, day: date) -> Letter:
    """The letter of the person for the advert, dated `day`. The same input gives the same letter.

    What it says of the person stands in the CV, what it says of the work in the advert.
    """
    language = letter_language(posting)
    words = WORDING[language]
    company = named(posting.hiringOrganization.name)
    title = title_of(posting.title, company)
    evidence = evidence_for(resume, relevance, MAX_EVIDENCE)
    is_foreign = known_language(resume.x_parse.language) != language
    paragraphs = [_opening(words, resume, posting, company, title)]
    if _language(posting) != language:
        # Lines of the advert in a third language are not quoted.
        evidence = [one if one.skills else replace(one, need=None) for one in evidence]
    paragraphs += _proofs(words, resume, evidence, is_foreign=is_foreign)
    skills = _shared_skills(resume, relevance)
    if skills:
        paragraphs.append(words.skills.format(skills=listed(skills, language)))
    paragraphs.append(_motivation(words, resume, posting, company))
    name = named(resume.basics.name) or ""
    reference = _reference(posting)
    return Letter(
        language=language,
        title=f"{words.letter} {name}".strip(),
        author=name,
        name=name,
        contacts=contact_rows(resume),
        recipient=_recipient(posting, company),
        date=long_date(language, day),
        subject=words.subject.format(title=title) + (words.reference.format(reference=reference) if reference else ""),
        salutation=words.salutation_to.format(company=company) if company and words.salutation_to else words.salutation,
        paragraphs=[tidy(paragraph) for paragraph in paragraphs],
        closing=words.closing,
        signature=name,
    )


def _opening(words: Wording, resume: Resume, posting: Posting, company: str | None, title: str) -> str:
    apply = words.apply_at.format(title=title, company=company) if company else words.apply.format(title=title)
    host = _host(posting.url)
    source = words.source.format(host=host) if host else ""
    latest = _latest(resume)
    sentences = [ended(apply + source)]
    if latest is not None:
        form = words.now if latest.current else words.before
        sentences.append(ended(form.format(post=words.post(named(latest.position), named(latest.name)))))
    elif resume.education and named(resume.education[0].institution):
        sentences.append(ended(words.studied.format(school=resume.education[0].institution)))
    return " ".join(sentences)


def _proofs(words: Wording, resume: Resume, evidence: list[Evidence], *, is_foreign: bool) -> list[str]:
    """One paragraph for each: what the advert asks for, and the point of the CV that answers it, in the CV's words."""
    latest = _latest(resume)
    told: list[str] = []
    before: tuple[str | None, str | None] | None = None
    for number, one in enumerate(evidence):
        role = (named(one.position), named(one.employer))
        if role == before:
            place, example = words.same_role, words.example_same
        elif latest is not None and latest.current and role == (named(latest.position), named(latest.name)):
            place, example = words.current_role, words.example_current
        elif one.is_project and role[1] is not None:
            place, example = words.project, words.example_project
        else:
            place, example = words.past_role, words.example_past
        facts = {"post": words.post(*role), "name": role[1] or ""}
        clause = as_clause(one.point) if words.language == "en" and not is_foreign else None
        if clause is not None:
            text = words.did.format(place=place.format(**facts), clause=clause)
        else:
            text = example.format(point=quoted(one.point, words.language) if is_foreign else one.point, **facts)
        told.append(f"{_lead(words, one, number)} {ended(text[:1].upper() + text[1:])}".strip())
        before = role
    return told


def _latest(resume: Resume) -> Work | None:
    posts = (resume.work[index] for index in by_recency(resume.work))
    return next((post for post in posts if named(post.position) or named(post.name)), None)


def _lead(words: Wording, one: Evidence, number: int) -> str:
    asked = words.asked[min(number, len(words.asked) - 1)]
    if one.skills:
        return asked.format(need=listed(list(one.skills[:4]), words.language))
    if one.need is not None and _is_quotable(one.need.text, one.point):
        return asked.format(need=quoted(one.need.text, words.language))
    return ""


def _motivation(words: Wording, resume: Resume, posting: Posting, company: str | None) -> str:
    duty = _duty(resume, posting, company, words.language)
    meet = words.talk_at.format(company=company) if company else words.talk
    if duty is not None:
        return f"{words.draws.format(duty=quoted(duty, words.language))} {meet} {words.thanks}"
    return f"{meet} {words.thanks}"


def _duty(resume: Resume, posting: Posting, company: str | None, language: str) -> str | None:
    """A line of the advert on the work itself that claims nothing of the person."""
    shown = skills_shown(resume)
    duties = [
        *posting.responsibilities,
        *(one.text for one in lines_of(posting.description_text) if one.kind == "duties"),
    ]
    for duty in duties:
        text = " ".join(duty.split()).strip(" •-*")
        is_work = not _NO_WORK.search(text) and (company is None or company.casefold() not in text.casefold())
        if is_work and _is_quotable(text, text) and skills_named(text) <= shown and _language(posting) == language:
            return text
    return None


def _is_quotable(text: str, point: str) -> bool:
    """Whether a line may be quoted: short, whole, and without numbers or skills that the point does not have."""
    return (
        _MIN_QUOTE <= len(text) <= _MAX_QUOTE
        and not has_placeholder(text)
        and not any(mark in text for mark in ("://", "@", "…", ":", "\n"))
        and numbers_in(text) <= (numbers_in(point) if point is not text else set[str]())
        and (point is text or skills_named(text) <= skills_named(point))
    )


def _shared_skills(resume: Resume, relevance: Relevance) -> list[str]:
    """Skills of the CV that the advert asks for, as the CV writes them."""
    wanted = dict.fromkeys(skill for need in relevance.needs for skill in need.skills)
    listed = [keyword for group in resume.skills for keyword in group.keywords]
    own = written("\n".join(texts_of(resume)), wanted) | {
        skill.name: keyword for keyword in listed if (skill := load_lexicon().canonical(keyword)) is not None
    }
    return [own[skill] for skill in wanted if skill in own][:_MAX_SKILLS]


def _recipient(posting: Posting, company: str | None) -> list[str]:
    place = next((named(place.raw) for place in posting.jobLocation), None)
    return [line for line in (company, place) if line]


def _reference(posting: Posting) -> str | None:
    value = named(posting.identifier.value) if posting.identifier is not None else None
    is_short = value is not None and len(value) <= _MAX_REFERENCE and "/" not in value and " " not in value
    return value if is_short else None


def _host(url: str | None) -> str | None:
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    is_name = "." in host and host.isascii() and not host.rpartition(".")[2].isdigit()  # no address of a network
    return host.removeprefix("www.") if is_name else None


def _language(posting: Posting) -> str:
    return known_language(posting.language or language_of(f"{posting.title}\n{posting.description_text}"))
