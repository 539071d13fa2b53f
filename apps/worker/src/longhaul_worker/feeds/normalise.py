"""Turns a feed's entries into postings, using what the whole feed shows about how it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from career.posting import Organization, Posting
from longhaul_worker.feeds import companies, facts, fields
from longhaul_worker.feeds.dates import read_date
from longhaul_worker.feeds.document import Document
from longhaul_worker.feeds.entry import Entry
from longhaul_worker.feeds.identity import assigned_keys, content_hash, folded, key_candidates
from longhaul_worker.feeds.labels import Said, said_in, said_in_line
from longhaul_worker.feeds.markup import one_line, plain_text
from longhaul_worker.feeds.terms import employment_types
from longhaul_worker.feeds.titles import Form, form_of, taken_apart, without_company

_MOST = 0.6  #: share of the entries from which a habit is taken as the feed's own


@dataclass(frozen=True)
class _Draft:
    """An entry with what can be read of it alone."""

    entry: Entry
    title: str
    company: str | None
    author: str | None
    html: str
    text: str
    line: Said | None
    labels: Said


@dataclass(frozen=True)
class _Habits:
    """How the feed as a whole is written."""

    form: Form | None
    authors_are_companies: bool
    has_lines: bool
    has_labels: bool
    site_company: str | None


@dataclass(frozen=True)
class Normalised:
    """The postings of a feed, each once, and how many entries were repetitions or had no title."""

    postings: list[Posting]
    repeated: int
    invalid: int


def normalise(document: Document, url: str | None) -> Normalised:
    """The postings of `document`, which was read from `url` if it has an address."""
    base = url or facts.web_address(document.link)
    drafts = [_draft(entry) for entry in document.entries]
    valid = [draft for draft in drafts if draft.title]
    habits = _habits(document, valid, base)
    named = [_named(draft, habits, base) for draft in valid]
    postings = [_posting(draft, who, base) for draft, who in zip(valid, named, strict=True)]
    keyed = _keyed(postings, base)
    unique = {posting.posting_key: posting for posting in reversed(keyed)}
    return Normalised(list(reversed(unique.values())), len(keyed) - len(unique), len(drafts) - len(valid))


def _draft(entry: Entry) -> _Draft:
    html = facts.description_of(entry)
    text = plain_text(html)
    company = facts.company_of(entry)
    return _Draft(
        entry, facts.title_of(entry), company, facts.author_of(entry), html, text, said_in_line(text), said_in(text)
    )


def _habits(document: Document, drafts: Sequence[_Draft], base: str | None) -> _Habits:
    open_drafts = [draft for draft in drafts if draft.company is None]
    feed_title = one_line(document.title)
    tenant = companies.of_tenant(base) or _shared_tenant(drafts, base)
    own = companies.of_career_site(feed_title)
    if own is None and tenant:
        own = feed_title if _is_named_like(feed_title, tenant) else companies.prettified(tenant)
    hints = [draft.line.company if draft.line else draft.author for draft in open_drafts]
    form = None if own else form_of([draft.title for draft in open_drafts], hints)
    authors = {draft.author for draft in open_drafts if draft.author}
    lines = [draft.line.company if draft.line else None for draft in open_drafts]
    return _Habits(
        form,
        authors_are_companies=_is_habit([draft.author for draft in open_drafts])
        and (len(authors) > 1 or len(open_drafts) == 1),
        has_lines=_is_habit(lines),
        has_labels=_is_habit([draft.labels.company for draft in open_drafts]),
        site_company=own
        or companies.of_own_domain(feed_title, base)
        or companies.of_jobs_title(feed_title, [draft.text for draft in open_drafts]),
    )


def _is_habit(found: Sequence[str | None]) -> bool:
    """Whether most entries have it."""
    return bool(found) and sum(value is not None for value in found) >= _MOST * len(found)


def _shared_tenant(drafts: Sequence[_Draft], base: str | None) -> str | None:
    """The company whose career site every entry links to."""
    tenants = {companies.of_tenant(facts.link_of(draft.entry, base)) for draft in drafts}
    return tenants.pop() if len(tenants) == 1 else None


def _is_named_like(feed_title: str, slug: str) -> bool:
    return bool(feed_title) and folded(feed_title).replace(" ", "") == folded(slug).replace(" ", "")


@dataclass(frozen=True)
class _Named:
    """Title, company and place of an entry, told apart."""

    title: str
    company: str | None
    place: str | None


def _named(draft: _Draft, habits: _Habits, base: str | None) -> _Named:
    line = draft.line if habits.has_lines and draft.line else Said()
    place = draft.labels.place or line.place
    company = draft.company or line.company or (draft.labels.company if habits.has_labels else None)
    if company:
        return _Named(without_company(draft.title, company), company, place)
    parts = taken_apart(draft.title, habits.form)
    if parts.company:
        return _Named(parts.title, parts.company, parts.place or place)
    author = draft.author if habits.authors_are_companies else None
    company = author if author and companies.can_be_company(author) else habits.site_company
    if company is None and (tenant := companies.of_tenant(facts.link_of(draft.entry, base))):
        company = companies.prettified(tenant)
    title = without_company(parts.title, company) if company else parts.title
    return _Named(title, company, parts.place or place)


def _posting(draft: _Draft, named: _Named, base: str | None) -> Posting:
    entry = draft.entry
    places = facts.places_of(entry, named.place)
    identifier = facts.identifier_of(entry)
    link = facts.link_of(entry, base) or _tenant_link(base, identifier.value if identifier else None)
    return Posting(
        title=named.title,
        hiringOrganization=Organization(
            name=named.company, url=facts.web_address(entry.first(*fields.COMPANY_URL), base)
        ),
        jobLocation=places,
        workplace=facts.workplace_in(
            entry,
            draft.line.workplace if draft.line else None,
            [*(place.raw for place in places), draft.title, draft.text.split("\n", 1)[0][:250]],
        ),
        employmentType=employment_types(one_line(value) for value in entry.all(*fields.EMPLOYMENT)),
        datePosted=read_date(one_line(entry.first(*fields.POSTED))),
        validThrough=read_date(one_line(entry.first(*fields.EXPIRES))),
        baseSalary=facts.salary_of(entry),
        identifier=identifier,
        description_html=draft.html,
        description_text=draft.text,
        url=link,
        posting_key="-",
        content_hash=content_hash(named.title, named.company, " / ".join(place.raw for place in places), draft.text),
    )


def _tenant_link(base: str | None, identifier: str | None) -> str | None:
    """The advert's page on a Personio site, whose lists of positions give only numbers."""
    host = facts.web_address(base)
    if host is None or identifier is None or ".jobs.personio." not in host:
        return None
    return f"https://{host.split('/')[2]}/job/{identifier}"


def _keyed(postings: Sequence[Posting], base: str | None) -> list[Posting]:
    scope = (facts.web_address(base) or "//").split("/")[2]
    adverts = [
        folded(posting.title, posting.hiringOrganization.name, *(place.raw for place in posting.jobLocation))
        for posting in postings
    ]
    candidates = [
        key_candidates(
            posting.url,
            posting.identifier.value if posting.identifier else None,
            advert,
            scope or folded(posting.hiringOrganization.name),
        )
        for posting, advert in zip(postings, adverts, strict=True)
    ]
    keys = assigned_keys(candidates, adverts)
    return [posting.model_copy(update={"posting_key": key}) for posting, key in zip(postings, keys, strict=True)]
