"""Layouts of job pages as boards, career sites and tracking systems have them, filled with the test adverts."""
# ruff: noqa: RUF001 - adverts are full of these dashes

from __future__ import annotations

import json

from tests.worker.postings.adverts import Advert
from tests.worker.postings.building import (
    ALL,
    FOOTER,
    NAV,
    RELATED,
    Head,
    Sample,
    described,
    described_bold,
    e,
    expected_of,
    job_posting,
    ld,
    page,
)

_BODY = frozenset({"title", "company", "place"})


def chips_board(a: Advert) -> Sample:
    """A board with short texts under the heading, no structured data."""
    chips = [a.place, a.workplace_text, a.employment_text, a.salary_text, a.posted_text]
    spans = "".join(f"<span class='tag'>{e(chip)}</span>" for chip in chips)
    body = (
        f"{NAV}<main><a href='/jobs'>← all jobs</a><h1>{e(a.title)}</h1>"
        f"<div class='company'>{e(a.company)}</div><div class='meta'>{spans}</div>{described(a)}<a "
        f"class='btn'>{a.apply}</a></main>{RELATED}{FOOTER}"
    )
    head = Head(f"{a.title} at {a.company} — {a.place} | JobHarbour", {"og:site_name": "JobHarbour"})
    return Sample(
        "chips_board",
        page(head, body, a.lang),
        expected_of(a, ALL - {"expires"}),
        f"https://www.jobharbour.example/jobs/{a.slug}-48213",
    )


def definition_list(a: Advert) -> Sample:
    """A public employer's page with terms and definitions."""
    rows = {
        a.labels["company"]: a.company, a.labels["place"]: a.place, a.labels["employment"]: a.employment_text,
        a.labels["salary"]: a.salary_text,
        a.labels["expires"]: a.expires_text, "Reference": "VAC-2291", a.labels["workplace"]: a.workplace_text,
    }  # fmt: skip
    facts = "".join(f"<dt>{e(label)}</dt><dd>{e(value)}</dd>" for label, value in rows.items())
    body = (
        f"{NAV}<div id='content'><h1>{e(a.title)}</h1><dl>{facts}</dl>{described(a, 'h2')}<p>"
        f"<a href='#'>{a.apply}</a></p></div>{FOOTER}"
    )
    return Sample(
        "definition_list",
        page(Head(a.title), body, a.lang),
        expected_of(a, ALL - {"posted"}),
        "https://jobs.city.example/vacancies/2291",
    )


def table(a: Advert) -> Sample:
    """An old site: everything in a table, bold labels with colons."""
    rows = [
        (a.labels["company"], a.company), (a.labels["place"], a.place),
        (a.labels["posted"], a.posted.strftime("%d.%m.%Y")),
        (a.labels["expires"], a.expires.strftime("%d.%m.%Y")), (a.labels["salary"], a.salary_text),
        (a.labels["employment"], a.employment_text),
    ]  # fmt: skip
    cells = "".join(f"<tr><td><b>{e(label)}:</b></td><td>{e(value)}</td></tr>" for label, value in rows)
    body = (
        f"<center><font size=5>{e(a.title)}</font></center><table>{cells}</table>"
        f"<div>{described_bold(a)}</div><p>{a.apply}: jobs@example.org</p>"
    )
    return Sample(
        "table",
        page(Head(f"{a.title} - {a.company}"), body, a.lang),
        expected_of(a, ALL - {"workplace"}),
        "http://old.example.org/show.php?job_id=7713",
    )


def label_lines(a: Advert) -> Sample:
    """A blog-like board: "Label: value" lines with bold labels and line ends."""
    lines = "<br>".join(
        f"<strong>{e(label)}:</strong> {e(value)}"
        for label, value in (
            (a.labels["company"], a.company), (a.labels["place"], a.place),
            (a.labels["employment"], a.employment_text), (a.labels["salary"], a.salary_text),
        )
    )  # fmt: skip
    body = (
        f"{NAV}<article><h1 class='entry-title'>{e(a.title)}</h1>"
        f"<time datetime='{a.posted}T09:00:00+02:00' class='entry-date published'>{a.posted}</time>"
        f"<p>{lines}</p>{described_bold(a)}<p>{a.apply}</p></article>{FOOTER}"
    )
    return Sample(
        "label_lines",
        page(Head(f"{a.title} – Jobs – Nordlicht Board"), body, a.lang),
        expected_of(a, ALL - {"workplace", "expires"}),
        f"https://board.example/{a.slug}/",
    )


def byline(a: Advert) -> Sample:
    """A community board: "Posted by Company on day", facts in one sentence."""
    body = (
        "<div class='brand'><a href='/'>The Free <span>Maker Board</span></a></div><div class='job'>"
        f"<h1>{e(a.title)}</h1><div class='head'>Posted by<strong><i class='i-building'>"
        f"</i> {e(a.company)} </strong>on <i>"
        f"{a.posted.strftime('%a, %d %b %Y')}</i></div>"
        f"<div>Contract type: <span class='t'>{e(a.employment_text)}</span>. <br/> Location: <span class='t'>"
        f"{e(a.place)}</span> Tags: <a class='tag'>python</a> <a class='tag'>sql</a></div>"
        "<h1>Contact</h1><div class='field'>Name: <span>Kim Lee</span></div>"
        f"<div class='field'>Email: <a>jobs@example.com</a></div>{described(a, 'h1')}</div>"
    )
    head = Head(a.title, {"og:site_name": "The Free Maker Board", "og:title": f"{a.company}: {a.title}"})
    return Sample(
        "byline",
        page(head, body, a.lang),
        expected_of(a, frozenset({"title", "company", "place", "employment", "posted"})),
    )


def json_ld_complete(a: Advert) -> Sample:
    """A page with complete JSON-LD."""
    head = Head(f"{a.title} | {a.company}", extra=ld(job_posting(a)))
    body = f"{NAV}<main><h1>{e(a.title)}</h1>{described(a)}<button>{a.apply}</button></main>{RELATED}{FOOTER}"
    return Sample(
        "json_ld_complete",
        page(head, body, a.lang),
        expected_of(a, ALL - {"workplace"}),
        f"https://careers.example.org/{a.slug}/829113",
    )


def json_ld_loose(a: Advert) -> Sample:
    """JSON-LD as it is met: in a graph, salary and place as plain strings, no company, comments, a trailing comma."""
    item = job_posting(
        a,
        hiringOrganization=None,
        baseSalary={"@type": "MonetaryAmount", "value": a.salary_text},
        jobLocation={"@type": "Place", "address": a.place},
        validThrough=None,
    )
    text = json.dumps({"@graph": [{"@type": "WebPage", "name": "x"}, item]}, ensure_ascii=False)[:-1] + ", /* end */ }"
    head = Head(
        f"{a.company} is hiring {a.title}",
        {"og:title": f"{a.title} at {a.company}"},
        f'<script type="application/ld+json">//<![CDATA[\n{text}\n//]]></script>',
    )
    body = (
        f"{NAV}<main><h1>{e(a.title)}</h1><p class='meta'><span>{e(a.workplace_text)}</span>"
        f"<span>{e(a.employment_text)}</span></p>{described(a)}</main>{FOOTER}"
    )
    return Sample(
        "json_ld_loose",
        page(head, body, a.lang),
        expected_of(a, ALL - {"expires"}),
        f"https://loose.example/jobs/{a.slug}",
    )


def microdata(a: Advert) -> Sample:
    """Microdata, as career sites of tracking systems have it, some of it without its own scope."""
    town, _, country = a.place.partition(", ")
    body = (
        f"{NAV}<div itemscope itemtype='http://schema.org/JobPosting'><h1 itemprop='title'>{e(a.title)}</h1>"
        f"<meta itemprop='hiringOrganization' content='{e(a.company)}'>"
        f"<meta itemprop='datePosted' content='{a.posted.strftime('%a %b %d')} 02:00:00 UTC 2026'>"
        "<span itemprop='jobLocation'><span itemprop='address'>"
        f"<meta itemprop='addressLocality' content='{e(town)}'>"
        f"<meta itemprop='addressCountry' content='{e(country)}'></span></span>"
        f"<span itemprop='employmentType' content='{a.employment[0]}'></span>"
        f"<div itemprop='description'>{described(a)}</div></div><a>{a.apply}</a>{FOOTER}"
    )
    return Sample(
        "microdata",
        page(Head(a.title), body, a.lang),
        expected_of(a, frozenset({"title", "company", "place", "employment", "posted"})),
        "https://careers.example.net/job/83310",
    )


def rdfa(a: Advert) -> Sample:
    """RDFa Lite."""
    low, high, currency, unit = a.salary
    body = (
        f"{NAV}<div vocab='http://schema.org/' typeof='JobPosting'><h1 property='title'>{e(a.title)}</h1>"
        f"<div property='hiringOrganization' typeof='Organization'><span property='name'>{e(a.company)}</span>"
        "</div>"
        f"<div property='jobLocation' typeof='Place'><span property='address'>{e(a.place)}</span></div>"
        f"<time property='datePosted' datetime='{a.posted}'></time>"
        f"<div property='baseSalary' typeof='MonetaryAmount'><meta property='currency' content='{currency}'>"
        f"<div property='value' typeof='QuantitativeValue'><meta property='minValue' content='{low}'>"
        f"<meta property='maxValue' content='{high}'><meta property='unitText' content='{unit}'></div></div>"
        f"<div property='description'>{described(a)}</div></div>{FOOTER}"
    )
    return Sample(
        "rdfa",
        page(Head(a.title), body, a.lang),
        expected_of(a, frozenset({"title", "company", "place", "posted", "salary"})),
        "https://rdfa.example/44-x",
    )


def next_state(a: Advert) -> Sample:
    """A page drawn by scripts: all facts in its state, the title on screen."""
    job = {
        "id": "5d1", "title": a.title, "slug": a.slug, "company": {"name": a.company, "size": "51-200"},
        "location": {"label": a.place}, "descriptionHtml": described(a),
        "publishedAt": f"{a.posted}T08:00:00Z", "contractType": a.employment_text, "salary": {"label": a.salary_text},
    }  # fmt: skip
    others = [
        {
            "id": "9",
            "title": "Office Manager",
            "company": {"name": "Else AG"},
            "location": {"label": "Oslo"},
            "publishedAt": "2026-01-01T00:00:00Z",
        }
    ]
    state = json.dumps(
        {"props": {"pageProps": {"job": job, "similar": others}}, "page": "/jobs/[slug]"}, ensure_ascii=False
    )
    body = (
        f"<div id='__next'><h1>{e(a.title)}</h1><div>{described(a)}</div><button>{a.apply}</button></div>"
        f"<script id='__NEXT_DATA__' type='application/json'>{state}</script>"
    )
    return Sample(
        "next_state",
        page(Head(a.title), body, a.lang),
        expected_of(a, ALL - {"workplace", "expires"}),
        f"https://spa.example/jobs/{a.slug}",
    )


def redux_state(a: Advert) -> Sample:
    """A board whose posting day stands only in an object that a script gives to a name."""
    job = {
        "id": "77301", "title": a.title, "advertiser": {"name": a.company}, "location": {"label": a.place},
        "workTypes": {"label": a.employment_text}, "listedAt": {"dateTimeUtc": f"{a.posted}T03:00:00Z"}, "salary": None,
    }  # fmt: skip
    state = json.dumps({"jobdetails": {"result": {"job": job}}}).replace("null", "undefined")
    body = (
        f"{NAV}<h1 data-automation='job-detail-title'>{e(a.title)}</h1>"
        f"<span data-automation='advertiser-name'>{e(a.company)}</span>"
        f"<span data-automation='job-detail-location'>{e(a.place)}</span>"
        f"<span data-automation='job-detail-work-type'>{e(a.employment_text)}</span>"
        f"<span data-automation='job-detail-salary'>{e(a.salary_text)}</span>"
        f"<div data-automation='jobAdDetails'>{described_bold(a)}</div>"
        f"<script>window.SEEK_CONFIG={{}};window.SEEK_REDUX_DATA = {state};\nwindow.x=1</script>"
    )
    return Sample(
        "redux_state",
        page(Head(f"{a.title} Job in {a.place} - SEEK"), body, a.lang),
        expected_of(a, ALL - {"workplace", "expires"}),
        "https://www.seek.com.au/job/77301",
    )


LAYOUTS = (chips_board, definition_list, table, label_lines, byline, json_ld_complete, json_ld_loose, microdata,
rdfa, next_state, redux_state)  # fmt: skip
