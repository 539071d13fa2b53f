"""Reads one page of a company: its text in lines, its links, and what it says of itself for machines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final, cast
from urllib.parse import urljoin, urlsplit

import trafilatura
from pydantic import BaseModel
from selectolax.lexbor import LexborHTMLParser, LexborNode

from longhaul_worker.llm.json_reading import MAX_DEPTH, storable

MEMORY_MB: Final = 600
SECONDS: Final = 15.0

_MAX_TEXT: Final = 30_000
_MAX_LINE: Final = 1000
_MAX_LINKS: Final = 300
_MAX_SCRIPT: Final = 300_000
_DROPPED: Final = (
    "script, style, noscript, template, iframe, svg, nav, form, [hidden], [aria-hidden='true'], dialog, select, button"
)
_BLOCKS: Final = "h1, h2, h3, h4, p, li, dd, dt, td, th, address, blockquote, figcaption, footer, span, div"
_HIDDEN: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(?:\D|$)", re.IGNORECASE
)
_ORGANIZATIONS: Final = frozenset({
    "organization", "corporation", "localbusiness", "ngo", "educationalorganization", "governmentorganization",
    "medicalorganization", "hospital", "onlinebusiness", "professionalservice", "store", "newsmediaorganization",
    "airline", "library", "sportsorganization", "employmentagency", "financialservice", "restaurant", "school",
    "collegeoruniversity", "legalservice", "hotel",
})  # fmt: skip
_NO_PAGES: Final = re.compile(
    r"\.(?:pdf|jpe?g|png|gif|svg|webp|zip|mp4|mp3|docx?|xlsx?|pptx?|ics|xml|"
    r"json)$",
    re.IGNORECASE,
)


class Link(BaseModel):
    """A link of a page: absolute, without its fragment."""

    url: str
    text: str


class Organization(BaseModel):
    """What JSON-LD says of an organisation, as text; empty where it says nothing."""

    name: str = ""
    legal_name: str = ""
    description: str = ""
    founded: str = ""
    employees: str = ""
    industry: str = ""
    places: list[str] = []
    same_as: list[str] = []


class Page(BaseModel):
    """What is used of a page. `said` are strings that stand in its source but not in its text, such as JSON-LD."""

    url: str
    title: str = ""
    site_name: str = ""
    description: str = ""
    language: str = ""
    headings: list[str] = []
    lines: list[str] = []
    links: list[Link] = []
    organizations: list[Organization] = []

    @property
    def text(self) -> str:
        """The lines."""
        return "\n".join(self.lines)


def read_page(html: str, url: str) -> Page:
    """The page at `url`. What cannot be seen (comments, hidden elements) is left out. Never fails on bad HTML."""
    tree = LexborHTMLParser(html)
    organizations = list(_organizations(tree))
    links = list(_links(tree, url))
    main = _main_text(html)
    root = tree.root
    language = (root.attributes.get("lang") or "") if root is not None else ""
    title = _line(tree.css_first("title"))
    description = _meta(tree, "description") or _meta(tree, "og:description")
    site_name = _meta(tree, "og:site_name")
    for node in tree.css(_DROPPED):
        node.decompose()
    for node in tree.css("[style]"):
        if _HIDDEN.search(node.attributes.get("style") or ""):
            node.decompose()
    visible = list(_blocks(tree))
    # The reader's view first, as it has whole sentences in order; then what it leaves out, such as footers.
    seen = " ".join(visible)
    lines = [line for line in main if line in seen]
    known = set(lines)
    joined = " ".join(lines)
    lines += [line for line in visible if line not in known and line not in joined]
    return Page(
        url=url,
        title=title,
        site_name=site_name,
        description=description,
        language=language[:2].lower(),
        headings=[line for node in tree.css("h1, h2, h3") if (line := _line(node))][:60],
        lines=_bounded(dict.fromkeys(lines)),
        links=links,
        organizations=organizations[:5],
    )


def _main_text(html: str) -> list[str]:
    try:
        text = trafilatura.extract(html, include_comments=False, include_tables=True, favor_recall=True) or ""
    except Exception:  # noqa: BLE001 - the library's own parser fails in many ways; the other view is enough
        return []
    return [_shortened(" ".join(line.strip("-| ").split())) for line in text.split("\n") if line.strip("-| ")]


def _blocks(tree: LexborHTMLParser) -> Iterator[str]:
    """The text of the innermost blocks, in order."""
    for node in tree.css(_BLOCKS):
        if node.css_first("h1, h2, h3, h4, p, li, dd, dt, td, th, address, blockquote, div, footer") not in {
            None,
            node,
        }:
            continue
        line = _line(node)
        if len(line) > 2:
            yield line


def _line(node: LexborNode | None) -> str:
    return _shortened(" ".join(node.text(separator=" ").split())) if node is not None else ""


def _shortened(line: str) -> str:
    """`line`, or as many of its first words as there is room for."""
    return line if len(line) <= _MAX_LINE else line[:_MAX_LINE].rpartition(" ")[0]


def _bounded(lines: dict[str, None]) -> list[str]:
    kept: list[str] = []
    size = 0
    for line in lines:
        size += len(line) + 1
        if size > _MAX_TEXT:
            break
        kept.append(line)
    return kept


def _meta(tree: LexborHTMLParser, name: str) -> str:
    for attribute in ("name", "property"):
        node = tree.css_first(f'meta[{attribute}="{name}"]')
        if node is not None:
            return " ".join((node.attributes.get("content") or "").split())[:_MAX_LINE]
    return ""


def _links(tree: LexborHTMLParser, url: str) -> Iterator[Link]:
    base = tree.css_first("base[href]")
    start = urljoin(url, base.attributes.get("href") or "") if base is not None else url
    seen: set[str] = set()
    for node in tree.css("a[href]"):
        try:
            target = urljoin(start, (node.attributes.get("href") or "").strip()).split("#", 1)[0]
            parts = urlsplit(target)
        except ValueError:
            continue
        if parts.scheme not in {"http", "https"} or target in seen or _NO_PAGES.search(parts.path) or len(target) > 300:
            continue
        seen.add(target)
        text = _line(node) or (node.attributes.get("aria-label") or node.attributes.get("title") or "")
        yield Link(url=target, text=text[:120])
        if len(seen) >= _MAX_LINKS:
            return


def _organizations(tree: LexborHTMLParser) -> Iterator[Organization]:
    for node in tree.css('script[type="application/ld+json"]'):
        source = node.text()
        if len(source) > _MAX_SCRIPT:
            continue
        try:
            data = storable(cast("object", json.loads(source, strict=False)))
        except (ValueError, RecursionError):
            continue
        for found in _walk(data, 0):
            yield _organization(found)


def _walk(data: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > MAX_DEPTH:
        return
    if isinstance(data, list):
        for part in cast("list[object]", data):
            yield from _walk(part, depth + 1)
    elif isinstance(data, dict):
        fields = cast("dict[str, Any]", data)
        kinds = fields.get("@type")
        named = cast("list[object]", kinds) if isinstance(kinds, list) else [kinds]
        if any(str(kind).rsplit("/", 1)[-1].casefold() in _ORGANIZATIONS for kind in named):
            yield fields
            return
        for part in fields.values():
            yield from _walk(part, depth + 1)


def _organization(fields: dict[str, Any]) -> Organization:
    return Organization(
        name=_text(fields.get("name")),
        legal_name=_text(fields.get("legalName")),
        description=_text(fields.get("description")),
        founded=_text(fields.get("foundingDate")),
        employees=_employees(fields.get("numberOfEmployees")),
        industry=_text(fields.get("industry") or fields.get("knowsAbout")),
        places=[place for place in map(_place, _each(fields.get("address")) + _each(fields.get("location"))) if place],
        same_as=[link for link in map(_text, _each(fields.get("sameAs"))) if link.startswith("http")][:20],
    )


def _employees(value: object) -> str:
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        return _text(fields.get("value")) or _text(fields.get("maxValue")) or _text(fields.get("minValue"))
    return _text(value)


def _place(value: object) -> str:
    """The town of an address, or the address where it is one string."""
    if not isinstance(value, dict):
        return _text(value)
    fields = cast("dict[str, Any]", value)
    if isinstance(fields.get("address"), dict | str):
        return _place(fields["address"])
    return _text(fields.get("addressLocality"))


def _each(value: object) -> list[object]:
    if value is None:
        return []
    return cast("list[object]", value) if isinstance(value, list) else [value]


def _text(value: object) -> str:
    if isinstance(value, list):
        parts = cast("list[object]", value)
        return _text(parts[0]) if parts else ""
    if isinstance(value, str | int | float) and not isinstance(value, bool):
        return " ".join(str(value).split())[:_MAX_LINE]
    return ""
