"""The claims that a company's adverts make; they need no network."""
# ruff: noqa: RUF001 - texts of companies are full of these dashes and quotes

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from career.posting import Salary
from career.records.postings import StoredPosting
from longhaul_worker.companies.claims import Claim, cut
from longhaul_worker.companies.site_claims import BENEFIT, TECHNICAL
from longhaul_worker.companies.statements import legal_names, sentences, stated
from longhaul_worker.matching.mentions import skills_in
from longhaul_worker.skills.lexicon import load_lexicon

MAX_ROLES: Final = 30

_ABOUT: Final = re.compile(
    r"^\W*(?:about (?:us|the (?:company|team|employer|organi[sz]ation)|{name})|who we are|our (?:company|story|"
    r"mission)|"
    r"über uns|ueber uns|wer wir sind|das unternehmen|à propos(?: de nous)?|qui sommes[- ]nous|l['’]entreprise|"
    r"sobre nosotros|qui[eé]nes somos|chi siamo|over ons|company (?:description|overview|profile))\W*$",
    re.IGNORECASE,
)
_WORKPLACE: Final = {
    "remote": re.compile(
        r"\b(?:remote(?:ly)?|home[- ]?office|work from home|télétravail|teletrabajo|smart working)\b", re.IGNORECASE
    ),
    "hybrid": re.compile(r"\b(?:hybrid\w*|hybride?|híbrido|ibrido)\b", re.IGNORECASE),
    "onsite": re.compile(r"\b(?:on[- ]?site|in[- ]office|vor ort|sur site|presencial|in sede)\b", re.IGNORECASE),
}
_UNITS: Final = {"HOUR": "an hour", "DAY": "a day", "WEEK": "a week", "MONTH": "a month", "YEAR": "a year"}
_ABOUT_LINES: Final = 4
_BULLETS: Final = " -–—•*·▪●◦‣➢►✓"


def source_of(posting: StoredPosting) -> str:
    """How an advert is named as a source."""
    return f"posting:{posting.id}"


def said_by(posting: StoredPosting) -> list[str]:
    """Everything that an advert says, for checking quotes."""
    places = [place.raw for place in posting.jobLocation]
    pay = posting.baseSalary.raw if posting.baseSalary is not None else ""
    named = [posting.hiringOrganization.name or "", posting.hiringOrganization.url or ""]
    kept = [posting.title, *places, pay, *named, posting.industry or "", posting.workplace or "", posting.url or ""]
    return [*kept, " ".join(posting.description_text.split()), *posting.jobBenefits, *(s.name for s in posting.skills)]


def claims_of(posting: StoredPosting, company: str) -> Iterator[Claim]:
    """What one advert says of `company`."""
    source, at = source_of(posting), posting.last_seen_at
    lines = [
        plain for line in posting.description_text.split("\n") if (plain := " ".join(line.split()).strip(_BULLETS))
    ]
    yield Claim("role", f"Looks for: {posting.title}.", source, posting.title, at, posting.title)
    for place in posting.jobLocation:
        if place.raw.strip():
            yield Claim("location", f"Has work in {place.raw}.", source, place.raw, at, place.locality or place.raw)
    if posting.baseSalary is not None and posting.baseSalary.raw.strip():
        pay = pay_of(posting.baseSalary)
        yield Claim(
            "pay", f"Pays {pay} for “{posting.title}”.", source, posting.baseSalary.raw, at, f"{pay} ({posting.title})"
        )
    if posting.industry:
        yield Claim("industry", f"Industry: {posting.industry}.", source, posting.industry, at, posting.industry)
    if posting.workplace is not None:
        yield _workplace(posting, lines, source)
    yield from _about(lines, company, posting)
    yield from stated(lines, company, source, at)
    for name, quote in legal_names("\n".join([posting.hiringOrganization.name or "", *lines]), company):
        yield Claim("legal_name", f"Legal name: {name}.", source, quote, at, name)
    yield from _technologies(posting, lines, source)
    yield from _benefits(posting, lines, source)


def pay_of(salary: Salary) -> str:
    """Pay as people say it: `50,000 to 60,000 EUR a year`."""
    low, high = f"{salary.minValue:,.0f}", f"{salary.maxValue:,.0f}"
    if salary.maxValue < 1000 and (salary.minValue % 1 or salary.maxValue % 1):
        low, high = f"{salary.minValue:,.2f}", f"{salary.maxValue:,.2f}"
    amount = low if low == high else f"{low} to {high}"
    return " ".join(part for part in (amount, salary.currency or "", _UNITS[salary.unitText]) if part)


def _workplace(posting: StoredPosting, lines: Sequence[str], source: str) -> Claim:
    kind = posting.workplace or "onsite"
    for sentence in sentences(lines):
        found = _WORKPLACE[kind].search(sentence)
        if found is not None:
            return Claim(
                "workplace", f"Work is {kind}.", source, cut(sentence, found.span()), posting.last_seen_at, kind
            )
    return Claim("workplace", f"Work is {kind}.", source, kind, posting.last_seen_at, kind)


def _about(lines: Sequence[str], company: str, posting: StoredPosting) -> Iterator[Claim]:
    """The paragraphs below a heading such as `About us`."""
    heading = re.compile(_ABOUT.pattern.replace("{name}", re.escape(company)), re.IGNORECASE)
    for at, line in enumerate(lines):
        if not heading.match(line):
            continue
        for paragraph in lines[at + 1 : at + 1 + _ABOUT_LINES]:
            if len(paragraph) < 40:
                break
            quote = cut(paragraph)
            text = f"Says of itself: “{quote}”"
            yield Claim("about", text, source_of(posting), quote, posting.last_seen_at, quote)


def _technologies(posting: StoredPosting, lines: Sequence[str], source: str) -> Iterator[Claim]:
    seen: set[str] = set()
    for line in lines:
        for skill in skills_in(line):
            known = load_lexicon().canonical(skill)
            if known is None or known.category not in TECHNICAL or skill in seen:
                continue
            seen.add(skill)
            start = max(line.casefold().find(skill.casefold()), 0)
            quote = cut(line, (start, start + len(skill)), 200)
            yield Claim("technology", f"Names {skill} in an advert.", source, quote, posting.last_seen_at, skill)


def _benefits(posting: StoredPosting, lines: Sequence[str], source: str) -> Iterator[Claim]:
    given = [" ".join(benefit.split()) for benefit in posting.jobBenefits]
    found = [line for line in lines if len(line) <= 200 and BENEFIT.search(line)]
    for line in [*given, *found][:15]:
        value = line.strip(" -•*·.")
        if value:
            yield Claim(
                "benefit",
                f"Offers: {cut(value, longest=160)}",
                source,
                cut(line),
                posting.last_seen_at,
                cut(value, longest=120),
            )
