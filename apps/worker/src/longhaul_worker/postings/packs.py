"""Takes fields from where known sites show them, by the selectors of `packs.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final, cast
from urllib.parse import urlsplit

import yaml
from selectolax.lexbor import LexborHTMLParser, LexborNode

from career.posting import Identifier
from longhaul_worker.feeds.markup import one_line
from longhaul_worker.postings.draft import Draft
from longhaul_worker.postings.employers import tidied
from longhaul_worker.postings.heads import trimmed
from longhaul_worker.postings.kinds import kinds_of
from longhaul_worker.postings.page import Page
from longhaul_worker.postings.pay import find_pay
from longhaul_worker.postings.spots import place_of, workplace_in
from longhaul_worker.postings.when import read_day

_FIELDS: Final = (
    "title",
    "company",
    "place",
    "employment",
    "workplace",
    "salary",
    "posted",
    "identifier",
    "description",
)
_SURE: Final = 0.86
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class Pack:
    """Selectors of one site, by field."""

    name: str
    hosts: tuple[str, ...]
    sign: str | None
    selectors: dict[str, tuple[str, ...]]


@cache
def load_packs() -> tuple[Pack, ...]:
    """The packs that are part of the package."""
    source = files("longhaul_worker.postings").joinpath("packs.yaml").read_text("utf-8")
    return tuple(
        Pack(
            name=str(entry["name"]),
            hosts=tuple(entry.get("host", [])),
            sign=entry.get("sign"),
            selectors={name: tuple(entry[name]) for name in _FIELDS if name in entry},
        )
        for entry in cast("list[dict[str, Any]]", yaml.load(source, Loader=yaml.CSafeLoader))
    )


def pack_of(page: Page) -> Pack | None:
    """The pack for the page's site, by its address, else by its markup."""
    if page.tree is None:
        return None
    host = urlsplit(page.url or page.canonical or "").hostname or ""
    for pack in load_packs():
        if any(host == end or host.endswith(f".{end}") for end in pack.hosts):
            return pack
    tree = page.tree
    return next((pack for pack in load_packs() if pack.sign and tree.css_first(pack.sign) is not None), None)


def take_pack(page: Page, draft: Draft, today: date) -> str | None:
    """Add what the selectors of the page's site find; the name of the pack."""
    pack = pack_of(page)
    if pack is None or page.tree is None:
        return None
    found = {name: text for name, selectors in pack.selectors.items() if (text := _first(page.tree, name, selectors))}
    draft.title.add(trimmed(found.get("title") or ""), "selector", _SURE, found.get("title"))
    draft.company.add(tidied(found.get("company") or ""), "selector", _SURE, found.get("company"))
    if place := found.get("place"):
        draft.places.add([place_of(place)], "selector", _SURE, place)
        draft.workplace.add(workplace_in(place), "selector", 0.7, place)
    draft.employment.add(kinds_of([found.get("employment", "")]), "selector", _SURE, found.get("employment"))
    draft.workplace.add(workplace_in(found.get("workplace", "")), "selector", _SURE, found.get("workplace"))
    pay = find_pay(found.get("salary", ""), where=f"{page.url} {place or ''}", is_pay=True)
    draft.salary.add(pay.salary if pay else None, "selector", _SURE, found.get("salary"))
    draft.posted.add(read_day(found.get("posted"), today), "selector", _SURE, found.get("posted"))
    if number := found.get("identifier"):
        draft.identifier.add(Identifier(name=pack.name, value=number), "selector", _SURE, number)
    draft.description.add(found.get("description"), "selector", _SURE)
    return pack.name


def _first(tree: LexborHTMLParser, name: str, selectors: tuple[str, ...]) -> str | None:
    for selector in selectors:
        for node in tree.css(selector)[:3]:
            text = _read(node, name)
            if text and (name != "description" or len(text) > _LONGEST):
                return text
    return None


def _read(node: LexborNode, name: str) -> str:
    if name == "description":
        return node.html or ""
    return (node.attributes.get("datetime") if name == "posted" else None) or _short(node)


def _short(node: LexborNode) -> str:
    text = one_line(node.text(separator=" "))
    return text if len(text) <= _LONGEST else ""
