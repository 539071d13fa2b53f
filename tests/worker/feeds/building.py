"""Feeds made for the tests: RSS, Atom and job lists of any titles, and the text of adverts."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

SITE = "https://board.example"
_SENTENCES = (
    "You will own services that thousands of people rely on every day",
    "We look for somebody who writes clear code and explains it to others",
    "Our team plans together on Mondays and reviews every change in pairs",
    "Experience with databases and message queues helps you from the first week",
    "We offer thirty days of holiday and a budget for books and conferences",
    "The office is five minutes from the station and you may work from home",
)


def advert_text(seed: int, sentences: int = 6) -> str:
    """Some sixty words, different for each `seed`."""
    numbered = (_SENTENCES[(seed + at) % len(_SENTENCES)] + f" (point {seed}-{at})." for at in range(sentences))
    return " ".join(numbered)


def item(title: str, number: int = 1, inner: str = "", *, link: str | None = None) -> str:
    """An RSS item; `inner` is put in as it is."""
    address = link or f"{SITE}/jobs/view-{number}"
    return (
        f"<item><title>{escape(title)}</title><link>{escape(address)}</link><guid>{escape(address)}</guid>"
        f"<pubDate>Mon, 02 Jun 2025 12:00:00 GMT</pubDate>{inner}</item>"
    )


def rss(items: Iterable[str], *, title: str = "Board", link: str = SITE) -> bytes:
    """An RSS 2.0 document around `items`."""
    namespaces = " ".join(
        f'xmlns:{prefix}="https://names.example/{prefix}"' for prefix in ("dc", "job_listing", "job", "tt", "content")
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {namespaces}><channel>'
        f"<title>{escape(title)}</title><link>{link}</link>{''.join(items)}</channel></rss>"
    ).encode()


def rss_of_titles(titles: Iterable[str], **options: str) -> bytes:
    """An RSS 2.0 document with one item for each of `titles`."""
    return rss([item(title, number) for number, title in enumerate(titles, 1)], **options)


def board(size: int) -> bytes:
    """A board of `size` adverts of many companies."""
    return rss(
        item(
            f"Company {number}: Engineer for Systems {number}",
            number,
            f"<region>Berlin</region><description>{escape(f'<p>{advert_text(number)}</p>')}</description>",
        )
        for number in range(size)
    )
