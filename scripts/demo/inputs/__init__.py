"""Makes the demo's inputs: a CV typeset to PDF, a feed of adverts, a page with one, a repository, an archive."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from xml.sax.saxutils import escape

import typst

HERE = Path(__file__).parent
FEED_ITEMS = 600

_ROLES = ("Backend Engineer", "Data Engineer", "Site Reliability Engineer", "Product Designer", "Support Lead")
_LEVELS = ("", "Senior ", "Staff ", "Junior ")
_COMPANIES = (
    "Quillwright Books", "Tidewater Maps", "Ember & Oak", "Fennel Health", "Glasshouse Energy", "Larkspur Rail",
    "Moss Robotics", "Pemberton Tea", "Saltmarsh Games", "Umbra Optics",
)  # fmt: skip
_PLACES = ("Lisbon, Portugal", "Berlin, Germany", "Remote (Europe)", "Cork, Ireland")
_SKILLS = ("Python", "Go", "PostgreSQL", "Kubernetes", "TypeScript", "MongoDB", "Figma", "Terraform")


def cv_pdf() -> bytes:
    """The CV as a PDF."""
    return typst.compile(str(HERE / "cv.typ"), format="pdf")


def feed_xml(count: int = FEED_ITEMS) -> bytes:
    """An RSS 2.0 feed of `count` different adverts, "Company: Title" as large boards write them."""
    newest = datetime(2026, 5, 4, 9, tzinfo=UTC)
    items = "".join(_item(number, newest - timedelta(hours=number)) for number in range(count))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel><title>Harbour Jobs</title>'
        f"<link>https://jobs.example.org/</link><description>All our adverts</description>{items}</channel></rss>"
    ).encode()


def _item(number: int, published: datetime) -> str:
    level, role = _LEVELS[number % len(_LEVELS)], _ROLES[number // 4 % len(_ROLES)]
    company, place = _COMPANIES[number % len(_COMPANIES)], _PLACES[number // 3 % len(_PLACES)]
    first, second = _SKILLS[number % len(_SKILLS)], _SKILLS[(number // 8 + 3) % len(_SKILLS)]
    description = (
        f"<p><strong>Location:</strong> {place}</p><p>{company} looks for a {level}{role} for project {number}. "
        f"You bring {first} and {second}, and {2 + number % 7} years of practice with systems like number {number}.</p>"
    )
    link = f"https://jobs.example.org/view/{410_000 + number}?utm_source=feed"
    return (
        f"<item><title>{escape(f'{company}: {level}{role}')}</title><link>{escape(link)}</link>"
        f"<guid>{escape(link)}</guid><pubDate>{format_datetime(published)}</pubDate>"
        f"<description><![CDATA[{description}]]></description></item>"
    )


def advert_html() -> bytes:
    """A page with one advert, as an employer's site has it."""
    return (HERE / "advert.html").read_bytes()
