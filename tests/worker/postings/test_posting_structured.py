"""Structured data as sites really have it: JSON that is nearly valid, values of the wrong type, several adverts."""

from __future__ import annotations

import json

import pytest

from longhaul_worker.postings.embedded import loosely, states
from longhaul_worker.postings.objects import as_object
from longhaul_worker.postings.reading import read_text
from tests.worker.postings.adverts import ADVERTS
from tests.worker.postings.building import Head, described, job_posting, ld, page
from tests.worker.postings.helpers import read_html

KILN = ADVERTS[0]
BODY = f"<h1>{KILN.title}</h1>{described(KILN)}"


@pytest.mark.parametrize(
    "text",
    [
        '{"a": 1}', '// note\n{"a": 1}', '{"a": 1,}', '/* x */ {"a": /* y */ 1}', "//<![CDATA[\n{\"a\": 1}\n//]]>",
        "<!-- {\"a\": 1} -->", "{&quot;a&quot;: 1}", '{"a": 1};',
    ],
)  # fmt: skip
def test_json_is_read_through_what_surrounds_and_spoils_it(text: str) -> None:
    assert {"a": 1} == loosely(text)


def test_slashes_and_commas_inside_strings_stay() -> None:
    assert {"u": "https://a.example/,]", "n": "line\nbreak"} == loosely(
        '{"u": "https://a.example/,]", "n": "line\nbreak",}'
    )


def test_state_is_found_however_scripts_give_it_a_name() -> None:
    html = (
        '<html><body><script>window.A = {"one": 1, "and more than forty characters": "x"};</script>'
        '<script>window[\'B\']=JSON.parse("{\\"two\\": 2, \\"and more than forty\\": 1}")</script>'
        '<script>var C = {"three": undefined, "and more than forty characters": 3};</script></body></html>'
    )

    found = [as_object(value) for value in states(read_text(html))]

    assert [{"one"}, {"two"}, {"three"}] == [set(value) & {"one", "two", "three"} for value in found]


@pytest.mark.parametrize(
    ("salary", "expected"),
    [
        ({"@type": "MonetaryAmount", "value": "$192-240K"}, (192000, 240000, "USD", "YEAR")),
        ({"currency": "EUR", "value": {"value": "62.50", "unitText": "HOUR"}}, (62.5, 62.5, "EUR", "HOUR")),
        ({"currency": "GBP", "value": {"minValue": 30000.0, "maxValue": 40000.0, "unitText": "YEAR"}},
        (30000, 40000, "GBP", "YEAR")),
        ("£50,000 a year", (50000, 50000, "GBP", "YEAR")),
    ],
)  # fmt: skip
def test_salaries_are_read_in_the_shapes_they_come_in(salary: object, expected: tuple[float, float, str, str]) -> None:
    found = read_html(page(Head(KILN.title, extra=ld(job_posting(KILN, baseSalary=salary))), BODY)).posting

    assert found is not None
    assert found.baseSalary is not None
    assert expected == (
        found.baseSalary.minValue,
        found.baseSalary.maxValue,
        found.baseSalary.currency,
        found.baseSalary.unitText,
    )


@pytest.mark.parametrize(
    "place",
    [
        "Leeds, UK", {"@type": "Place", "address": "Leeds, UK"},
        [{"address": {"addressLocality": "Leeds", "addressCountry": {"name": "UK"}}}],
        {"@type": "Place", "address": [{"addressLocality": "Leeds", "addressCountry": "UK"}]},
    ],
)  # fmt: skip
def test_places_are_read_in_the_shapes_they_come_in(place: object) -> None:
    found = read_html(page(Head(KILN.title, extra=ld(job_posting(KILN, jobLocation=place))), BODY)).posting

    assert found is not None
    assert ["Leeds, UK"] == [place.raw for place in found.jobLocation]


def test_the_pages_own_words_correct_a_salary_in_thousands() -> None:
    wrong = {"currency": "GBP", "value": {"minValue": 65, "maxValue": 80, "unitText": "YEAR"}}
    body = f"{BODY}<p>The salary for this role is £65,000 - £80,000 per annum.</p>"

    found = read_html(page(Head(KILN.title, extra=ld(job_posting(KILN, baseSalary=wrong))), body)).posting

    assert found is not None
    assert found.baseSalary is not None
    assert (65000, 80000) == (found.baseSalary.minValue, found.baseSalary.maxValue)


def test_of_several_adverts_the_one_in_the_heading_is_read() -> None:
    adverts = [job_posting(advert) for advert in ADVERTS[:3]]

    found = read_html(page(Head(KILN.title, extra=ld(adverts)), BODY))

    assert ("posting", KILN.company) == (found.kind, found.posting and found.posting.hiringOrganization.name)


def test_descriptions_are_safe_to_show() -> None:
    nasty = (
        "<p onclick='x()'>Glaze.</p><script>alert(1)</script><img src=x onerror=y><a href='javascript:z()'>z</a>"
        + described(KILN)
    )

    found = read_html(page(Head(KILN.title, extra=ld(job_posting(KILN, description=nasty))), BODY)).posting

    assert found is not None
    assert "Glaze." in found.description_html
    assert not any(word in found.description_html for word in ("onclick", "script", "onerror", "javascript"))


def test_hidden_text_is_no_part_of_the_page() -> None:
    body = (
        f"{BODY}<p>Company: Kilnworks</p><div style='display: none'>Salary: £900,000 per year</div>"
        "<p hidden>Location: Atlantis</p>"
    )

    found = read_html(page(Head(KILN.title), body))

    assert found.posting is not None
    assert found.posting.baseSalary is None
    assert "Atlantis" not in json.dumps(found.model_dump(mode="json"))


def test_each_field_says_where_it_comes_from() -> None:
    found = read_html(page(Head(KILN.title, extra=ld(job_posting(KILN))), f"{BODY}<p>Workplace type: Hybrid</p>"))

    methods = {name: found.provenance[name].method for name in ("title", "baseSalary", "workplace", "qualifications")}
    assert {
        "title": "jsonld",
        "baseSalary": "jsonld",
        "workplace": "heuristic",
        "qualifications": "heuristic",
    } == methods
    assert "Workplace type: Hybrid" == found.provenance["workplace"].evidence
