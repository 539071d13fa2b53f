"""Reads the plain facts of one entry: link, number, dates, places, pay, terms and description."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from urllib.parse import urljoin, urlsplit

from career.posting import Identifier, JobPlace, Salary, Workplace
from longhaul_worker.feeds import fields
from longhaul_worker.feeds.entry import Entry
from longhaul_worker.feeds.markup import MAX_HTML_CHARS, one_line, sanitised
from longhaul_worker.feeds.places import split_place
from longhaul_worker.feeds.salary import read_salary
from longhaul_worker.feeds.terms import workplace_of

_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)\s*$")
_NOBODY = re.compile(
    r"^(?:admin|administrator|editor|webmaster|staff|team|info|jobs?|noreply|no-reply|root|wordpress)\b", re.IGNORECASE
)
_MAX_PLACES = 10
_MAX_TITLE = 300


def title_of(entry: Entry) -> str:
    """The entry's title on one line; empty where it has none."""
    return one_line(entry.first(*fields.TITLE) or entry.ending("title"))[:_MAX_TITLE]


def company_of(entry: Entry) -> str | None:
    """The company that the entry, or what encloses it, names in a field of its own."""
    named = entry.first(*fields.COMPANY) or entry.around("company", "company/name", "employer/name", "jobs/company")
    return one_line(named) or None


def author_of(entry: Entry) -> str | None:
    """The entry's author where that may be a company: not an address, not an administrator."""
    written = re.split(r"<br|&lt;br|\n", (entry.first(*fields.AUTHOR) or "").strip(), maxsplit=1)[0]
    author = one_line(written)
    if _MAIL.search(author):
        inner = _IN_BRACKETS.search(author)
        author = inner.group(1).strip() if inner else ""
    return None if not author or _NOBODY.match(author) else author


def link_of(entry: Entry, base: str | None) -> str | None:
    """The absolute http or https address of the advert."""
    permalink = entry.first("guid") if entry.first("guid@ispermalink") != "false" else None
    for written in [*entry.all(*fields.LINK), permalink, entry.first("id")]:
        link = web_address(written, base)
        if link:
            return link
    return None


def web_address(written: str | None, base: str | None = None) -> str | None:
    """`written` as an absolute http or https address, completed by `base`; None where it is none."""
    text = html.unescape((written or "").strip())
    if not text or re.search(r"[\s<>\"]", text) or len(text) > 2000:
        return None
    try:
        is_relative = base is not None and text.startswith(("/", "?", "./"))
        address = urljoin(base or "", text) if is_relative else text
        parts = urlsplit(address)
        is_web = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return None
    return address if is_web else None


def identifier_of(entry: Entry) -> Identifier | None:
    """The number that the feed gives the advert."""
    for name in fields.IDENTIFIER:
        value = one_line(entry.first(name))
        if value and len(value) <= 500:
            return Identifier(name=name.replace("/", "."), value=value)
    return None


def places_of(entry: Entry, otherwise: str | None) -> list[JobPlace]:
    """Where the work is, by the entry's fields, else by `otherwise` (a title's or description's place)."""
    city, region, country = (
        one_line(entry.first(*names)) or None for names in (fields.CITY, fields.REGION, fields.COUNTRY)
    )
    named = [one_line(value) for value in entry.all(*fields.PLACE[:1], *fields.MORE_PLACES)]
    first = one_line(entry.first(*fields.PLACE))
    raws = [raw for raw in dict.fromkeys([first, *named]) if raw][:_MAX_PLACES]
    if not raws:
        cities = [one_line(value) for value in entry.all(*fields.CITY)]
        countries = [one_line(value) for value in entry.all(*fields.COUNTRY)]
        if len(cities) == len(countries) > 1:
            return [
                JobPlace(raw=f"{town}, {land}", locality=town, country=land)
                for town, land in dict.fromkeys(zip(cities, countries, strict=True))
            ][:_MAX_PLACES]
        # A region alone may be "Anywhere in the World": a country behind it says nothing more.
        parts = (city, region, country) if city or not region else (region,)
        composed = ", ".join(dict.fromkeys(part for part in parts if part))
        if composed:
            whole = _place(composed)
            return [
                whole if composed == region else JobPlace(raw=composed, locality=city, region=region, country=country)
            ]
        raws = [otherwise] if otherwise else []
    elif len(raws) == 1 and (city or region or country):
        return [JobPlace(raw=raws[0], locality=city, region=region, country=country)]
    return [_place(raw) for raw in raws]


def _place(raw: str) -> JobPlace:
    locality, region, country = split_place(raw)
    return JobPlace(raw=raw, locality=locality, region=region, country=country)


def workplace_in(entry: Entry, said: str | None, texts: Sequence[str]) -> Workplace | None:
    """Remote, hybrid or on site: by the feed's own field, by what the description `said`, else by `texts`."""
    flags = [one_line(value) for value in entry.all(*fields.WORKPLACE)]
    return workplace_of([*flags, said or ""], texts)


def salary_of(entry: Entry) -> Salary | None:
    """The pay, where the entry has a field for it."""
    low, high, currency, unit = (
        one_line(entry.first(*names)) or None
        for names in (fields.SALARY_MIN, fields.SALARY_MAX, fields.SALARY_CURRENCY, fields.SALARY_UNIT)
    )
    text = one_line(entry.first(*fields.SALARY)) or None
    if not text and not low and not high:
        return None
    return read_salary(text, low=low, high=high, currency=currency, unit=unit)


def description_of(entry: Entry) -> str:
    """The longest of the entry's descriptions as safe HTML, followed by sections that stand in fields of their own."""
    main = max(entry.all(*fields.DESCRIPTION), key=len, default="")
    headings = list(entry.all(fields.SECTION_NAME))
    sections = list(entry.all(fields.SECTION_TEXT))
    parts = [sanitised(main)] if main else []
    for at, section in enumerate(sections):
        heading = one_line(headings[at]) if len(headings) == len(sections) else ""
        parts.append((f"<h3>{html.escape(heading, quote=False)}</h3>" if heading else "") + sanitised(section))
    parts += [sanitised(more) for more in entry.all(*fields.MORE_DESCRIPTION) if more not in main]
    return "\n".join(parts)[:MAX_HTML_CHARS]
