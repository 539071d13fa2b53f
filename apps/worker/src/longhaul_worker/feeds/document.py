"""Reads the text of a feed into entries, also where the XML is broken, losing no entry to another one's fault."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from longhaul_worker.feeds.decoding import FORBIDDEN, repaired, without_prologue
from longhaul_worker.feeds.entry import Entry, entry_of
from longhaul_worker.feeds.errors import FeedError
from longhaul_worker.feeds.nodes import Node, from_json, parse_xml
from longhaul_worker.feeds.records import Format, Record, feed_format, is_job_list, records
from longhaul_worker.feeds.soup import parse_soup

_WEB_PAGE = re.compile(r"\A(?>\s*<!--.*?-->)*+\s*(?:<!doctype\s+html|<html\b)", re.IGNORECASE | re.DOTALL)
_FEED_LINK = re.compile(r"<link\b[^<>]*\btype=[\"']application/(?:rss|atom)\+xml[\"'][^<>]*>", re.IGNORECASE)
_HREF = re.compile(r"\bhref=[\"']([^\"']+)[\"']", re.IGNORECASE)
_LOOKED_AT = 200_000
_EMPTY = Node("", "")


@dataclass(frozen=True)
class Document:
    """A feed's own title and link, and its entries in order.

    `total` counts all entries, also those left out. `is_well_formed` is False where faults were mended.
    """

    format: Format
    title: str | None
    link: str | None
    entries: Sequence[Entry]
    total: int
    is_well_formed: bool


def read_document(text: str, max_items: int) -> Document:
    """Read RSS, Atom, an XML list of jobs or a JSON one, of its entries the first `max_items`.

    Raises `FeedError` (EMPTY, NOT_A_FEED, TOO_LARGE).
    """
    stripped = text.strip("\ufeff\x00 \t\r\n")
    if not stripped:
        raise FeedError("EMPTY", "There is nothing at all in this feed.")
    if stripped[0] in "[{":
        return _read_json(stripped, max_items)
    if _WEB_PAGE.match(stripped[:_LOOKED_AT]):
        raise _web_page(stripped)
    body = without_prologue(stripped)
    root = parse_xml(body)
    if root is not None:
        kind = _kind(root)
        is_clean = FORBIDDEN.search(stripped) is None
        return _document(root, kind, records(root, kind), max_items, is_well_formed=is_clean)
    body = repaired(body)
    root = parse_xml(body)
    if root is not None:
        kind = _kind(root)
        return _document(root, kind, records(root, kind), max_items, is_well_formed=False)
    return _read_broken(body, max_items)


def _read_broken(body: str, max_items: int) -> Document:
    """Read a document that no repair made well formed: each entry is cut out and read by itself."""
    root = parse_soup(body)
    if root is None:
        raise FeedError("NOT_A_FEED", "This is not XML.")
    kind = _kind(root)
    found = records(root, kind)
    tag = found[0].node.tag if found else {"rss": "item", "atom": "entry"}.get(kind)
    pieces = _cut(body, tag) if tag else []
    if len(pieces) >= len(found):
        inherited = found[0].inherited if found else ()
        cut = [Record(node, inherited) for piece in pieces[:max_items] if (node := parse_soup(piece))]
        found = [*cut, *[Record(_EMPTY)] * (len(pieces) - len(cut))]
    return _document(root, kind, found, max_items, is_well_formed=False)


def _cut(body: str, tag: str) -> list[str]:
    """The stretches of `body` from one start tag to its end tag, or to the next start tag where there is none."""
    start_tag = re.compile(rf"<(?:[\w-]+:)?{re.escape(tag)}(?=[\s>])(?![^<>]*/>)", re.IGNORECASE)
    end_tag = re.compile(rf"</(?:[\w-]+:)?{re.escape(tag)}\s*>", re.IGNORECASE)
    starts = [found.start() for found in start_tag.finditer(body)]
    pieces: list[str] = []
    for start, stop in zip(starts, [*starts[1:], len(body)], strict=False):
        end = end_tag.search(body, start, stop)
        pieces.append(body[start : end.end() if end else stop])
    return pieces


def _document(root: Node, kind: Format, found: Sequence[Record], max_items: int, *, is_well_formed: bool) -> Document:
    if not found and kind == "xml" and not is_job_list(root):
        raise FeedError("NOT_A_FEED", f"This XML (<{root.tag}>) holds no list of jobs.")
    about = _about(root)
    return Document(
        kind,
        about.first("channel/title", "title", "publisher", "company", "name"),
        about.first("channel/link", "link", "link@href", "publisherurl", "homepageurl", "url"),
        [entry_of(record.node, record.inherited) for record in found[:max_items]],
        len(found),
        is_well_formed,
    )


def _about(root: Node) -> Entry:
    """What the document says about itself: the simple nodes of the root and of its channel."""
    values = list(root.attributes.items())
    for child in root.children:
        if child.name == "channel":
            values += [(f"channel/{leaf.name}", leaf.text) for leaf in child.children if not leaf.children]
        elif not child.children:
            values.append((child.name, child.text))
        if child.name == "link" and child.attributes.get("rel", "alternate") == "alternate":
            values.append(("link@href", child.attributes.get("href", "")))
    if root.name == "channel":
        values += [(f"channel/{name}", value) for name, value in values]
    return Entry(values)


def _kind(root: Node) -> Format:
    kind = feed_format(root)
    if kind is None:
        raise FeedError("NOT_A_FEED", f"This is a document of another kind (<{root.tag}>), not a feed.")
    return kind


def _web_page(text: str) -> FeedError:
    link = _FEED_LINK.search(text[:_LOOKED_AT])
    address = _HREF.search(link.group()) if link else None
    hint = f"The page names a feed of its own: {html.unescape(address.group(1))}" if address else None
    return FeedError("NOT_A_FEED", "This is a web page, not a feed.", hint)


def _read_json(text: str, max_items: int) -> Document:
    try:
        members = from_json("item", json.loads(text))
    except (ValueError, RecursionError) as error:
        raise FeedError("NOT_A_FEED", "This is neither XML nor JSON.") from error
    root = members[0] if text.startswith("{") else Node("list", "list", children=members)
    found = records(root, "xml")
    if not found:
        raise FeedError("NOT_A_FEED", "This JSON holds no list of jobs.")
    return _document(root, "json", found, max_items, is_well_formed=True)
