"""Which pages of a company's site are worth reading: about it, its work, its products, and its press."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import urljoin, urlsplit, urlunsplit

from longhaul_worker.companies.domains import site_of
from longhaul_worker.companies.page import Link

MAX_SITEMAP_BYTES: Final = 2_000_000
GUESSES: Final = ("/about", "/careers")

_WORDS: Final[dict[str, tuple[int, str]]] = {
    "about": (
        10,
        (
            r"about(?:[-_ ]?us)?|company|who[-_ ]we[-_ ]are|our[-_ ]story|mission|ueber[-_ ]uns|über[-_ ]uns|"
            r"unternehmen|firma|"
            r"wir|a[-_ ]propos|à[-_ ]propos|qui[-_ ]sommes[-_ ]nous|entreprise|sobre[-_ ]nosotros|quienes[-_ ]somos|"
            r"chi[-_ ]siamo|over[-_ ]ons|om[-_ ]oss"
        ),
    ),
    "careers": (
        9,
        (
            r"careers?|jobs|join[-_ ]us|work[-_ ](?:with|for|at)[-_ ]\w+|life[-_ ]at[-_ ]\w+|vacancies|karriere|"
            r"stellen(?:angebote)?|recrutement|carri[eè]res?|nous[-_ ]rejoindre|empleo|trabaja[-_ ]con[-_ ]nosotros|"
            r"lavora[-_ ]con[-_ ]noi|werken[-_ ]bij|culture|benefits"
        ),
    ),
    "team": (6, r"team|people|leadership|management|equipe|équipe|equipo|values|werte"),
    "products": (
        5,
        (
            r"products?|produkte?|produits?|productos?|solutions?|l[oö]sungen|services?|leistungen|platform|"
            r"what[-_ ]we[-_ ]do"
        ),
    ),
    "press": (5, r"press|news(?:room)?|presse|aktuelles|actualit[eé]s|prensa|media"),
    "imprint": (
        4,
        r"imprint|impressum|legal[-_ ]notice|mentions[-_ ]l[eé]gales|aviso[-_ ]legal|contact(?:[-_ ]us)?|kontakt",
    ),
    "technology": (4, r"engineering|technology|technologie|tech[-_ ]blog|developers?"),
    "customers": (3, r"customers|kunden|clients|referenzen|case[-_ ]studies"),
}
_KINDS: Final = [
    (kind, worth, re.compile(rf"(?:^|[/\s_.-])(?:{words})(?:$|[/\s_.-])", re.IGNORECASE))
    for kind, (worth, words) in _WORDS.items()
]
_DEEP: Final = 2
_NEVER: Final = re.compile(
    r"(?:login|signin|sign-in|signup|register|cart|checkout|privacy|datenschutz|cookie|terms|agb|search|/tag/|/author/|"
    r"logout|wp-admin|unsubscribe|/feed/?$)",
    re.IGNORECASE,
)
_LOC: Final = re.compile(r"<loc>\s*(?:<!\[CDATA\[)?\s*([^<\s\]]{1,500})", re.IGNORECASE)


def chosen(start: str, links: Sequence[Link], room: int) -> list[str]:
    """At most `room` pages of the site of `start`, the most telling first; of each kind one before the second."""
    site = site_of(start)
    best: dict[str, list[tuple[float, str]]] = {}
    seen = {_same(start)}
    for at, link in enumerate(links):
        url = link.url.split("#", 1)[0]
        if site_of(url) != site or _same(url) in seen or _NEVER.search(urlsplit(url).path):
            continue
        kind, worth = worth_of(link)
        if worth <= 0:
            continue
        seen.add(_same(url))
        best.setdefault(kind, []).append((worth - at / 10_000, url))
    order: list[tuple[int, float, str]] = []
    for found in best.values():
        order += [(rank, -worth, url) for rank, (worth, url) in enumerate(sorted(found, reverse=True)[:3])]
    return [url for _, _, url in sorted(order)][:room]


def worth_of(link: Link) -> tuple[str, float]:
    """What kind of page a link leads to and how much that is worth; short paths are worth more than deep ones."""
    path = urlsplit(link.url).path
    depth = len([part for part in path.split("/") if part])
    for kind, worth, pattern in _KINDS:
        in_path = pattern.search(path) is not None
        in_text = len(link.text.split()) <= 5 and pattern.search(link.text) is not None
        if in_path or in_text:
            return kind, worth + (1 if in_path and in_text else 0) - max(0, depth - _DEEP) * 1.5
    return "", 0


def sitemap_links(xml: str) -> list[Link]:
    """The addresses that a sitemap lists; of an index, the addresses of further sitemaps."""
    return [Link(url=found[1].replace("&amp;", "&"), text="") for found in _LOC.finditer(xml)][:2000]


def guesses(start: str) -> list[Link]:
    """Where the pages usually are, for a site whose home page does not link to them."""
    return [Link(url=urljoin(start, path), text="") for path in GUESSES]


def careers_page(pages: Iterable[tuple[str, str]]) -> str | None:
    """The address of the page on careers among `pages` (address and title), if one is."""
    for url, _ in pages:
        if worth_of(Link(url=url, text=""))[0] == "careers":
            return url
    return None


def _same(url: str) -> str:
    """What addresses of one page have in common."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.")
    return urlunsplit(("", f"{host}:{parts.port or ''}", parts.path.rstrip("/").casefold(), parts.query, ""))
