"""How well feeds are read: eight ways of writing the same labelled adverts, and re-posts among them."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from itertools import combinations

from career.posting import Posting
from career.records.reposts import fingerprint, repost_key
from longhaul_worker.feeds.reading import Reading, read_feed
from tests.worker.feeds.building import SITE, advert_text, item, rss

Row = tuple[str, str, str]
ROWS: tuple[Row, ...] = (
    ("Harbour & Sons", "Senior Python Engineer", "Berlin, Germany"),
    ("Lumen Health", "Registered Nurse (m/f/d)", "Hamburg, Germany"),
    ("Play&Plug", "Electrician - Night Shift", "Lyon, France"),
    ("Quillwright Books", "Editor, Non-fiction", "London, United Kingdom"),
    ("Saltmarsh Games", "Lead 3D Artist", "Remote"),
    ("Tidewater Maps", "Data Engineer", "Lisbon, Portugal"),
    ("Umbra Optics GmbH", "Head of Sales EMEA", "Munich, Germany"),
    ("Vesper Foods", "Pastry Chef", "Madrid, Spain"),
    ("Wren & Partners", "Tax Associate", "Dublin, Ireland"),
    ("Yarrow Rail", "Signalling Technician", "Leeds, United Kingdom"),
)


def _described(seed: int, place: str) -> str:
    text = escape(f"<p><b>Location:</b> {place}</p><p>{advert_text(seed)}</p>")
    return f"<description>{text}</description>"


def _company_first(rows: tuple[Row, ...]) -> bytes:
    return rss(item(f"{c}: {t}", n, _described(n, p)) for n, (c, t, p) in enumerate(rows))


def _company_last(rows: tuple[Row, ...]) -> bytes:
    return rss(item(f"{t} - {c}", n, _described(n, p)) for n, (c, t, p) in enumerate(rows))


def _dashed(rows: tuple[Row, ...]) -> bytes:
    return rss(item(f"{t} — {c}", n, _described(n, p)) for n, (c, t, p) in enumerate(rows))


def _at_company(rows: tuple[Row, ...]) -> bytes:
    return rss(item(f"{t} at {c}", n, _described(n, p)) for n, (c, t, p) in enumerate(rows))


def _own_field(rows: tuple[Row, ...]) -> bytes:
    def inner(n: int, company: str, place: str) -> str:
        fields = f"<job_listing:company>{escape(company)}</job_listing:company>"
        return f"{fields}<job_listing:location>{place}</job_listing:location>{_described(n, place)}"

    return rss(item(t, n, inner(n, c, p)) for n, (c, t, p) in enumerate(rows))


def _job_list(rows: tuple[Row, ...]) -> bytes:
    jobs = "".join(
        f"<job><title>{escape(t)}</title><company>{escape(c)}</company><city>{p}</city><url>{SITE}/view-{n + 100}</url>"
        f"<description>{escape(advert_text(n))}</description></job>"
        for n, (c, t, p) in enumerate(rows)
    )
    return f'<?xml version="1.0"?><source><publisher>Board</publisher>{jobs}</source>'.encode()


def _broken(rows: tuple[Row, ...]) -> bytes:
    # As some boards write it: ampersands that are no entities.
    return _job_list(rows).replace(b"&amp;", b"&")


def _atom(rows: tuple[Row, ...]) -> bytes:
    entries = "".join(
        f"<entry><title>{escape(f'{c}: {t}')}</title><id>urn:x:{n}</id><link href='{SITE}/view-{n + 100}'/>"
        f"<updated>2026-05-0{n % 9 + 1}T10:00:00Z</updated>"
        f"<content type='html'>{escape(f'<p>Location: {p}</p><p>{advert_text(n)}</p>')}</content></entry>"
        for n, (c, t, p) in enumerate(rows)
    )
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Board</title>{entries}</feed>'.encode()


FORMS: tuple[Callable[[tuple[Row, ...]], bytes], ...] = (
    _company_first,
    _company_last,
    _dashed,
    _at_company,
    _own_field,
    _job_list,
    _broken,
    _atom,
)


def evaluate() -> dict[str, float]:
    """Shares from 0 to 1: feeds with the exact number of entries, titles and companies right, re-posts found."""
    exact = titles = companies = 0
    for form in FORMS:
        reading: Reading = read_feed(form(ROWS), url=f"{SITE}/feed", charset=None, max_items=100)
        exact += len(reading.postings) == len(ROWS)
        found = {(posting.hiringOrganization.name, posting.title) for posting in reading.postings}
        titles += sum(title in {one for _, one in found} for _, title, _ in ROWS)
        companies += sum(company in {one for one, _ in found} for company, _, _ in ROWS)
    entries = len(FORMS) * len(ROWS)
    return {
        "entry_counts": exact / len(FORMS),
        "title": titles / entries,
        "company": companies / entries,
        **_reposts(),
    }


def _reposts() -> dict[str, float]:
    """Precision and recall of the pairs of adverts that are one: under a new number, slightly reworded, or moved."""
    postings: list[tuple[str, Posting]] = []
    for n, (company, title, place) in enumerate(ROWS):
        text = advert_text(n, 8)
        variants = [
            (f"{n}", title, place, text),
            (f"{n}", f"{title} (JR{n + 10_000})", place, text),
            (f"{n}", title, place, text.replace("clear", "tidy")),
            (f"{n} elsewhere", title, "Oslo, Norway", text),
            (f"{n} another", title, place, advert_text(n + 50, 8)),
        ]
        for number, (label, shown, where, body) in enumerate(variants):
            fields = {"title": shown, "description_text": body, "jobLocation": [{"raw": where}]}
            fields |= {"hiringOrganization": {"name": company}, "posting_key": f"{n}-{number}", "content_hash": "x"}
            postings.append((label, Posting.model_validate(fields)))
    found = right = there = 0
    for (one, first), (other, second) in combinations(postings, 2):
        is_found = repost_key(first) == repost_key(second) and fingerprint(second).is_repost_of(fingerprint(first))
        there += one == other
        found += is_found
        right += is_found and one == other
    return {"repost_precision": right / found if found else 1.0, "repost_recall": right / there}
