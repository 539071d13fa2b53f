"""The claims that a company's own pages make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from career.records.reposts import company_key
from longhaul_worker.companies.claims import Claim, cut
from longhaul_worker.companies.domains import is_social, site_of
from longhaul_worker.companies.page import Link, Organization, Page
from longhaul_worker.companies.site import worth_of
from longhaul_worker.companies.statements import legal_names, stated
from longhaul_worker.matching.mentions import skills_in
from longhaul_worker.skills.lexicon import load_lexicon

TECHNICAL: Final = frozenset({
    "language", "frontend", "backend", "database", "cloud", "devops", "data", "quality", "security", "network",
    "embedded", "design",
})  # fmt: skip
BENEFIT: Final = re.compile(
    r"\b(?:holidays?|annual leave|pension|health(?:care)? insurance|private medical|bonus|remote work|"
    r"work from home|flexible (?:hours|working)|"
    r"training budget|learning budget|parental leave|sick pay|bike|gym|stock options|shares|free (?:lunch|meals|"
    r"parking)|home office|"
    r"urlaubstage\w*|tage urlaub|altersvorsorge|gleitzeit|weiterbildung|jobticket|jobrad|betriebliche|13\. gehalt|"
    r"kita\w*|"
    r"mutuelle|tickets? restaurant|télétravail|congés|rtt|teletrabajo|vacaciones|seguro médico|buoni pasto|"
    r"smart working)\b",
    re.IGNORECASE,
)
_PRODUCT_PATH: Final = re.compile(
    r"/(?:products?|produkte?|produits?|productos?|solutions?|loesungen|services?|leistungen)/[^/]+/?$", re.IGNORECASE
)
_MAX_OF_KIND: Final = 12


def claims_of(page: Page, company: str, at: datetime) -> Iterator[Claim]:
    """What one page says of `company`; the source is the page's address."""
    source = page.url
    for organization in page.organizations:
        if _is_of(organization, company):
            yield from _of_organization(organization, source, at)
    kind = worth_of(Link(url=page.url, text=""))[0]
    if page.description and kind in {"", "about"} and len(page.description) > 30:
        quote = cut(page.description)
        yield Claim("about", f"Describes itself: “{quote}”", source, quote, at, quote)
    yield from _limited(stated(page.lines, company, source, at))
    for name, quote in legal_names(page.text, company):
        yield Claim("legal_name", f"Legal name: {name}.", source, quote, at, name)
    if kind in {"careers", "technology", "team"}:
        yield from _technologies(page.lines, source, at)
        yield from _benefits(page.lines, source, at)
    if kind == "press":
        yield from _news(page, source, at)
    yield from _products(page, source, at)
    for link in page.links:
        if is_social(link.url) and _is_profile(link.url, company):
            yield Claim("social", f"Has a profile: {link.url}", source, link.url, at, link.url)


def said_by(page: Page) -> list[str]:
    """Everything that stands in a page, seen by people or by machines, for checking quotes."""
    links = [part for link in page.links for part in (link.url, link.text)]
    machine = [
        part
        for one in page.organizations
        for part in (
            one.name,
            one.legal_name,
            one.description,
            one.founded,
            one.employees,
            one.industry,
            *one.places,
            *one.same_as,
        )
    ]
    return [page.title, page.description, page.site_name, *page.headings, " ".join(page.lines), *links, *machine]


def _of_organization(one: Organization, source: str, at: datetime) -> Iterator[Claim]:
    if one.legal_name:
        yield Claim("legal_name", f"Legal name: {one.legal_name}.", source, one.legal_name, at, one.legal_name)
    if one.founded[:4].isdigit():
        yield Claim("founded", f"Founded in {one.founded[:4]}.", source, one.founded, at, one.founded[:4])
    if one.employees:
        yield Claim(
            "size", f"Size: {one.employees} employees.", source, one.employees, at, f"{one.employees} employees"
        )
    if one.industry and not one.industry.startswith("http"):
        yield Claim("industry", f"Industry: {one.industry}.", source, one.industry, at, one.industry)
    if len(one.description) > 30:
        quote = cut(one.description)
        yield Claim("about", f"Describes itself: “{quote}”", source, quote, at, quote)
    for place in dict.fromkeys(one.places):
        yield Claim("location", f"Works in {place}.", source, place, at, place)
    for link in one.same_as:
        if is_social(link):
            yield Claim("social", f"Has a profile: {link}", source, link, at, link)


def _is_of(organization: Organization, company: str) -> bool:
    """Whether JSON-LD speaks of the company and not of a partner or a customer."""
    wanted = company_key(company)
    named = {company_key(organization.name), company_key(organization.legal_name)} - {""}
    return not named or any(name.startswith(wanted) or wanted.startswith(name) for name in named)


def _is_profile(url: str, company: str) -> bool:
    """Whether a profile sounds like the company's own and not like one of a person or for sharing a page."""
    key = company_key(company).replace(" ", "")
    path = re.sub(r"[^a-z0-9]", "", url.casefold())
    return "share" not in url.casefold() and "intent" not in url.casefold() and bool(key) and key in path


def _technologies(lines: Iterable[str], source: str, at: datetime) -> Iterator[Claim]:
    for line in lines:
        for skill in skills_in(line):
            known = load_lexicon().canonical(skill)
            if known is not None and known.category in TECHNICAL:
                start = max(line.casefold().find(skill.casefold()), 0)
                yield Claim("technology", f"Names {skill}.", source, cut(line, (start, start + len(skill))), at, skill)


def _benefits(lines: Iterable[str], source: str, at: datetime) -> Iterator[Claim]:
    for line in lines:
        found = BENEFIT.search(line)
        if found is not None and len(line) <= 200:
            yield Claim(
                "benefit",
                f"Offers: {cut(line, found.span(), 160)}",
                source,
                cut(line, found.span()),
                at,
                cut(line, longest=120),
            )


def _news(page: Page, source: str, at: datetime) -> Iterator[Claim]:
    for heading in page.headings[1:7]:
        if len(heading.split()) >= 4:
            yield Claim("news", f"Headline: “{cut(heading)}”", source, cut(heading), at, cut(heading))


def _products(page: Page, source: str, at: datetime) -> Iterator[Claim]:
    own = site_of(page.url)
    for link in page.links:
        if site_of(link.url) == own and _PRODUCT_PATH.search(link.url) and 0 < len(link.text.split()) <= 5:
            yield Claim("product", f"Offers “{link.text}”.", source, link.text, at, link.text)


def _limited(claims: Iterable[Claim]) -> Iterator[Claim]:
    """At most twelve claims about each topic."""
    counts: dict[str, int] = {}
    for claim in claims:
        counts[claim.topic] = counts.get(claim.topic, 0) + 1
        if counts[claim.topic] <= _MAX_OF_KIND:
            yield claim
