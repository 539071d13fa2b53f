"""Sites of companies as the tests make them: pages in several languages and shapes, and adverts of the companies."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from career.posting import JobPlace, Organization, Posting, Salary
from tests.worker.fetch.serving import Site

HOME = """<!doctype html><html lang="en"><head><title>Parcelwise - parcels made simple</title>
<meta name="description" content="Parcelwise plans the routes of parcel vans for cities all over Europe.">
<script type="application/ld+json">{"@context": "https://schema.org", "@graph": [{"@type": "Organization",
"name": "Parcelwise", "legalName": "Parcelwise GmbH", "foundingDate": "2011-04-01", "address": {"@type":
"PostalAddress",
"addressLocality": "Hamburg", "addressCountry": "DE"}, "sameAs": ["https://www.linkedin.com/company/parcelwise"],
"numberOfEmployees": {"@type": "QuantitativeValue", "minValue": 200, "maxValue": 250}}]}</script></head><body>
<nav><a href="/about-us">About us</a> <a href="/careers">Careers</a> <a href="/news">News</a> <a href="/login">Log
in</a>
<a href="/products/route-planner">Route Planner</a> <a href="https://elsewhere.example/about">Partner</a></nav>
<main><h1>Every parcel, one visit</h1><p>We build software that plans the routes of parcel vans. More than 40
cities use it
every day.</p></main><!-- We were founded in 1066. --><p style="display: none">Founded in 1492 by Columbus.</p>
<footer>Parcelwise GmbH, Speicherstrasse 3, 20457 Hamburg</footer></body></html>"""
ABOUT = """<html><body><h1>About us</h1><p>Parcelwise was founded in 2011 by two couriers. Today more than 230
colleagues
from 31 countries work with us. We are based in Hamburg and Porto.</p><p>Our mission is to bring every parcel to its
door at the first attempt.</p><p>We raised 12 million euros in a Series B in 2021. We are ISO 27001 certified.</p>
<script>var x = "We employ 9000 people.";</script></body></html>"""
CAREERS = """<html><body><h1>Work with us</h1><p>Our services are written in Python and Go and run on Kubernetes.</p>
<ul><li>30 days of holidays</li><li>A training budget of 1,500 euros a year</li><li>Free
fruit</li></ul></body></html>"""
NEWS = """<html><body><h1>News</h1><h2>Parcelwise opens its second office in Porto</h2><h3>Ten million parcels
without a
second attempt</h3></body></html>"""
GERMAN = """<html lang="de"><head><title>Bäckerei Sonnenkorn</title></head><body><p><a href="/ueber-uns">Über uns</a>
<a href="/impressum">Impressum</a></p><p>Wir backen seit 1921 Brot aus der Region.</p></body></html>"""
GERMAN_ABOUT = """<html lang="de"><body><p>Gegründet 1921, beschäftigen wir heute rund 85 Mitarbeiterinnen und
Mitarbeiter.
Die Backstube hat ihren Sitz in Lüneburg.</p></body></html>"""
IMPRINT = """<html lang="de"><body><p>Angaben gemäß § 5 DDG</p><p>Sonnenkorn GmbH &amp; Co. KG<br>Am Markt
2</p></body></html>"""


def serve(site: Site, pages: Mapping[str, str], robots: str | None = None) -> None:
    """Let `site` have these pages; everything else that is asked for at the start is not there."""
    for path in ("/robots.txt", "/sitemap.xml", "/about", "/careers", "/login", "/about-us", "/news", "/", "/impressum",
                 "/products/route-planner", "/ueber-uns"):  # fmt: skip
        site.answer(path, 404)
    for path, html in pages.items():
        site.answer(path, body=html.encode(), content_type="text/html; charset=utf-8")
    if robots is not None:
        site.answer("/robots.txt", body=robots.encode(), content_type="text/plain")


def parcelwise(site: Site, robots: str | None = None) -> None:
    """Let `site` be Parcelwise's."""
    serve(site, {"/": HOME, "/about-us": ABOUT, "/careers": CAREERS, "/news": NEWS}, robots)


def advert(number: int, company: str | None = "Parcelwise", **more: Any) -> Posting:
    """An advert with a text that says something of its company."""
    text = f"""Engineer number {number}

About us
{company} was founded in 2011 and plans the routes of parcel vans in 40 cities. More than 230 people work for us.

Your profile
- You know Python and PostgreSQL
- You have run Kubernetes

We offer
- 30 days of holidays
- hybrid work from Hamburg"""
    fields: dict[str, Any] = {
        "title": f"Engineer {number}",
        "hiringOrganization": Organization(name=company),
        "jobLocation": [JobPlace(raw="Hamburg, Germany", locality="Hamburg")],
        "workplace": "hybrid",
        "baseSalary": Salary(
            minValue=60000, maxValue=75000, currency="EUR", unitText="YEAR", raw="60.000 - 75.000 EUR"
        ),
        "description_text": text,
        "posting_key": f"key-{company}-{number}",
        "content_hash": "1",
    }
    return Posting.model_validate(fields | more)


def ld(organization: Mapping[str, Any]) -> str:
    """A page with this organisation as JSON-LD."""
    return (
        f'<html><script type="application/ld+json">{json.dumps(organization)}</script><body><p>Hello</p></body></html>'
    )
