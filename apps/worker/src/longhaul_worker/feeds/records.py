"""Finds the nodes of a document that are its entries: RSS items, Atom entries, or the records of a job list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from longhaul_worker.feeds.entry import said_around
from longhaul_worker.feeds.fields import ADVERT_TRAITS, TITLE
from longhaul_worker.feeds.nodes import Node

Format = Literal["rss", "atom", "xml", "json"]

_RECORD_NAMES = frozenset({
    "job", "jobs", "position", "vacancy", "offer", "joboffer", "posting", "jobposting", "listing", "joblisting",
    "item", "entry", "opening", "requisition", "jobad", "ad", "stelle", "stellenangebot", "anzeige", "annonce",
    "offre", "oferta", "record", "row", "opportunity", "jobopening", "vacature", "vaga", "result", "items", "results",
    "positions", "postings", "offers", "openings", "vacancies", "data", "hits", "listings", "list",
})  # fmt: skip
_LIST_NAMES = frozenset({
    "source", "jobs", "joblist", "jobfeed", "workzagjobs", "positions", "vacancies", "offers", "stellen", "postings",
    "listings", "openings", "trovit", "joblistings", "jobpostings",
})  # fmt: skip
_NEVER = frozenset({"html", "svg", "opml", "urlset", "sitemapindex", "plist", "kml", "gpx"})
_TITLES = frozenset(TITLE)
_DEEPEST = 8
_MOST_INHERITED = 200


@dataclass(frozen=True)
class Record:
    """The node of an entry, and what the nodes around it say for it, the nearest first."""

    node: Node
    inherited: Sequence[tuple[str, str]] = ()


def feed_format(root: Node) -> Format | None:
    """What kind of feed has this root; None for documents that are none."""
    if root.name in {"rss", "rdf", "channel"}:
        return "rss"
    if root.name == "feed":
        return "atom"
    return None if root.name in _NEVER or not root.name else "xml"


def is_job_list(root: Node) -> bool:
    """Whether the root's name says that a list of jobs is meant, even one without any."""
    return root.name in _LIST_NAMES


def records(root: Node, kind: Format) -> list[Record]:
    """The entries below `root`, in document order; empty where it has none."""
    if kind == "rss":
        return [Record(node) for node in root.walk() if node.name == "item"] or _job_list(root)
    if kind == "atom":
        return [Record(node) for node in root.walk() if node.name == "entry"] or _job_list(root)
    return _job_list(root)


def _job_list(root: Node) -> list[Record]:
    """The nodes at the one path whose nodes look most like adverts; of equal paths the outermost."""
    groups: dict[tuple[str, ...], list[Record]] = defaultdict(list)
    if root.name in _RECORD_NAMES:
        groups[root.name,].append(Record(root))
    _group(Record(root), (), groups)
    best: list[Record] = []
    best_score = 0
    for path, group in groups.items():
        likeness = [_likeness(record.node) for record in group]
        is_plausible = len(group) > 1 or path[-1] in _RECORD_NAMES
        # Squared, so that many small things (categories, offices) do not outweigh fewer adverts.
        score = sum(points * points for points in likeness)
        if is_plausible and 2 * sum(points > 0 for points in likeness) >= len(group) and score > best_score:
            best, best_score = group, score
    return best


def _group(record: Record, path: tuple[str, ...], groups: dict[tuple[str, ...], list[Record]]) -> None:
    inherited = [*said_around(record.node), *record.inherited][:_MOST_INHERITED]
    for child in record.node.children:
        if not child.name or (not child.children and len(child.attributes) < 2):
            continue
        deeper = (*path, child.name)
        inner = Record(child, inherited)
        groups[deeper].append(inner)
        if len(deeper) < _DEEPEST:
            _group(inner, deeper, groups)


def _likeness(node: Node) -> int:
    """How many of the things that adverts have it has besides a title; 0 without a title."""
    names = {child.name for child in node.children} | set(node.attributes)
    if not names & _TITLES and not any(name.endswith("title") for name in names):
        return 0
    return sum(bool(names & kind) for kind in ADVERT_TRAITS)
