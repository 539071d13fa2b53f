"""What test pages are built of, and what is expected of them."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass, field
from typing import Any

from tests.worker.postings.adverts import Advert

ALL = frozenset({"title", "company", "place", "workplace", "employment", "posted", "expires", "salary"})


@dataclass(frozen=True)
class Sample:
    """A page or text, where it comes from, and the values that a perfect reader finds in it, by field."""

    name: str
    data: bytes
    expected: dict[str, Any]
    url: str | None = None
    is_text: bool = False


@dataclass(frozen=True)
class Negative:
    """A page that is no open advert, and what it is."""

    name: str
    data: bytes
    kind: str
    url: str | None = None
    is_text: bool = False


@dataclass
class Head:
    """What goes into a page's head."""

    title: str
    metas: dict[str, str] = field(default_factory=dict[str, str])
    extra: str = ""


def expected_of(advert: Advert, shown: frozenset[str] = ALL) -> dict[str, Any]:
    """The values of `advert` in the fields that a page shows."""
    values: dict[str, Any] = {
        "title": advert.title,
        "company": advert.company,
        "place": advert.place,
        "workplace": advert.workplace,
        "employment": list(advert.employment),
        "posted": advert.posted.isoformat(),
        "expires": advert.expires.isoformat(),
        "salary": advert.salary,
    }
    says_remote = frozenset({"workplace"} if "Remote" in advert.place and "place" in shown else ())
    return {name: value for name, value in values.items() if name in shown | says_remote and value is not None}


def page(head: Head, body: str, lang: str = "en") -> bytes:
    """An HTML page."""
    metas = "".join(f'<meta property="{name}" content="{e(value)}">' for name, value in head.metas.items())
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8">'
        f"<title>{e(head.title)}</title>{metas}{head.extra}"
        f"</head><body>{body}</body></html>"
    ).encode()


def e(text: str) -> str:
    """`text` escaped for HTML."""
    return html.escape(text)


def items(texts: tuple[str, ...]) -> str:
    """A list."""
    return "<ul>" + "".join(f"<li>{e(text)}</li>" for text in texts) + "</ul>"


def described(advert: Advert, heading: str = "h3") -> str:
    """The advert's text with headings and lists."""
    parts = [f"<p>{e(advert.intro)}</p>"]
    for title, texts in sections(advert):
        parts.append(f"<{heading}>{e(title)}</{heading}>{items(texts)}")
    return "".join(parts)


def described_bold(advert: Advert) -> str:
    """The same as editors write it: bold lines and bullets in paragraphs."""
    parts = [f"<p>{e(advert.intro)}</p>"]
    for title, texts in sections(advert):
        lines = "<br>".join(f"• {e(text)}" for text in texts)
        parts.append(f"<p><strong>{e(title)}:</strong></p><p>{lines}</p>")
    return "".join(parts)


def sections(advert: Advert) -> list[tuple[str, tuple[str, ...]]]:
    """Heading and items of each section."""
    return [
        (advert.tasks_heading, advert.tasks),
        (advert.needs_heading, advert.needs),
        (advert.offers_heading, advert.offers),
    ]


def ld(value: Any) -> str:
    """A JSON-LD script."""
    text = json.dumps(value, ensure_ascii=False).replace("</", "<\\/")
    return f'<script type="application/ld+json">{text}</script>'


def job_posting(advert: Advert, **changes: Any) -> dict[str, Any]:
    """The advert as a complete JobPosting."""
    low, high, currency, unit = advert.salary
    town, _, country = advert.place.partition(", ")
    posting: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": advert.title,
        "description": described(advert),
        "datePosted": advert.posted.isoformat(),
        "validThrough": advert.expires.isoformat() + "T23:59:00+00:00",
        "employmentType": list(advert.employment),
        "hiringOrganization": {"@type": "Organization", "name": advert.company, "sameAs": "https://www.example.org"},
        "jobLocation": {
            "@type": "Place",
            "address": {"@type": "PostalAddress", "addressLocality": town, "addressCountry": country},
        },
        "baseSalary": {
            "@type": "MonetaryAmount",
            "currency": currency,
            "value": {"@type": "QuantitativeValue", "minValue": low, "maxValue": high, "unitText": unit},
        },
    }
    return {name: value for name, value in {**posting, **changes}.items() if value is not None}


NAV = (
    '<header class="site-header"><nav><ul><li><a href="/">Home</a></li><li><a href="/jobs">Find jobs</a></li>'
    '<li><a href="/companies">Companies</a></li><li><a href="/blog">Blog</a></li></ul></nav></header>'
)
FOOTER = (
    '<footer><p>© 2026 JobHarbour Ltd</p><ul><li><a href="/about">About</a></li><li><a href="/privacy">Privacy</a></li>'
    '</ul></footer><div class="cookie-banner"><p>We use cookies to improve your experience.</p>'
    "<button>Accept all</button></div>"
)
RELATED = (
    '<section class="related-jobs"><h2>Similar jobs</h2><ul><li><a href="/jobs/1">Junior Data Analyst</a>'
    "<span>Leeds</span></li>"
    '<li><a href="/jobs/2">Platform Engineer</a><span>£90,000 - £110,000</span></li><li>'
    '<a href="/jobs/3">Data Scientist</a></li></ul></section>'
)
