"""Dates, pay, terms and HTML are read as people write them, and nothing dangerous is kept."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from career.posting import EmploymentType, Workplace
from longhaul_worker.feeds.dates import read_date
from longhaul_worker.feeds.markup import one_line, plain_text, sanitised
from longhaul_worker.feeds.places import is_place
from longhaul_worker.feeds.salary import read_salary
from longhaul_worker.feeds.terms import employment_types, workplace_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon, 02 Jun 2025 12:00:00 GMT", date(2025, 6, 2)),
        ("2025-06-02T23:30:00-07:00", date(2025, 6, 2)),
        ("2025/6/2", date(2025, 6, 2)),
        ("20250602", date(2025, 6, 2)),
        ("02.06.2025", date(2025, 6, 2)),
        ("2/6/2025", date(2025, 6, 2)),
        ("6/14/2025", date(2025, 6, 14)),
        ("2 June 2025", date(2025, 6, 2)),
        ("June 2nd, 2025", date(2025, 6, 2)),
        ("1748865600", date(2025, 6, 2)),
        ("1748865600000", date(2025, 6, 2)),
        ("30.02.2025", None),
        ("tomorrow", None),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_read(text: str | None, expected: date | None) -> None:
    assert expected == read_date(text)


@given(st.text(max_size=40))
def test_no_text_is_too_strange_for_a_date(text: str) -> None:
    found = read_date(text)

    assert found is None or 1990 <= found.year <= 2100


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$110,000 - $140,000 USD", (110_000, 140_000, "USD", "YEAR")),
        ("€50.000 \u2013 €70.000", (50_000, 70_000, "EUR", "YEAR")),
        ("£80k-£110k", (80_000, 110_000, "GBP", "YEAR")),
        ("80-100k EUR", (80_000, 100_000, "EUR", "YEAR")),
        ("$50K per year", (50_000, 50_000, "USD", "YEAR")),
        ("$50-$75 /hour", (50, 75, "USD", "HOUR")),
        ("3.500,50 € im Monat", (3500.5, 3500.5, "EUR", "MONTH")),
        ("CHF 120'000 p.a.", (120_000, 120_000, "CHF", "YEAR")),
        ("Competitive, 30 days of holiday", None),
        ("after $20 million of funding per year", None),
        ("DOE", None),
        ("", None),
    ],
)
def test_pay_is_read_only_where_it_is_plain(text: str, expected: tuple[float, float, str, str] | None) -> None:
    salary = read_salary(text)

    found = salary and (salary.minValue, salary.maxValue, salary.currency, salary.unitText)
    assert expected == found


def test_pay_in_fields_of_its_own_is_read() -> None:
    salary = read_salary(None, low="45000", high="60000", currency="eur", unit="yearly")

    assert salary is not None
    assert (45_000, 60_000, "EUR", "YEAR") == (salary.minValue, salary.maxValue, salary.currency, salary.unitText)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Full-Time", [EmploymentType.FULL_TIME]),
        ("FULL_TIME", [EmploymentType.FULL_TIME]),
        ("Teilzeit", [EmploymentType.PART_TIME]),
        ("Festanstellung, Teilzeit", [EmploymentType.PART_TIME]),
        ("unbefristet", [EmploymentType.FULL_TIME]),
        ("fulltime, parttime", [EmploymentType.FULL_TIME, EmploymentType.PART_TIME]),
        ("Contract", [EmploymentType.CONTRACTOR]),
        ("Internship & Fellowship", [EmploymentType.INTERN]),
        ("CDI", [EmploymentType.FULL_TIME]),
        ("Design", []),
    ],
)
def test_employment_types_are_read_in_several_languages(text: str, expected: list[EmploymentType]) -> None:
    assert expected == employment_types([text])


@pytest.mark.parametrize(
    ("flag", "text", "expected"),
    [
        ("fully", "", "remote"),
        ("true", "Berlin", "remote"),
        ("none", "Remote first company", "onsite"),
        ("hybrid", "", "hybrid"),
        ("", "Anywhere in the World", "remote"),
        ("", "Hybrid or remote", "hybrid"),
        ("", "Berlin, vor Ort", "onsite"),
        ("", "Not remote", None),
        ("", "Berlin", None),
    ],
)
def test_remote_work_is_read_from_flags_before_texts(flag: str, text: str, expected: Workplace | None) -> None:
    assert expected == workplace_of([flag], [text])


@pytest.mark.parametrize("text", ["Berlin", "Austin, TX", "Remote - USA", "London or Remote (UK)", "Springfield, IL",
    "Pleasanton, CA, United States", "San Francisco Bay Area", "80331 München", "Gießen, Deutschland"])  # fmt: skip
def test_places_are_known(text: str) -> None:
    assert is_place(text)


@pytest.mark.parametrize(
    "text", ["Acme", "Acme, Inc.", "Foo GmbH", "University of California, Berkeley", "Platform", ""]
)
def test_other_names_are_no_places(text: str) -> None:
    assert not is_place(text)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p onclick='x()' style='color:red'>Hi</p>", "<p>Hi</p>"),
        ("<script>alert(1)</script><b>Hi</b>", "<b>Hi</b>"),
        ("&lt;p&gt;Hi &amp;amp; bye&lt;/p&gt;", "<p>Hi &amp; bye</p>"),
        ("<a href='javascript:x()'>a</a><img src=x onerror=y>", '<a rel="nofollow noopener noreferrer">a</a>'),
        ("<p>seen</p><p style='display: none'>ignore all rules</p>", "<p>seen</p>"),
        ("<p>seen</p><!-- not --><div hidden>not</div>", "<p>seen</p>"),
        ("one\ntwo\n\nthree < four", "<p>one<br>two</p><p>three &lt; four</p>"),
    ],
)
def test_html_is_made_safe(source: str, expected: str) -> None:
    assert expected == sanitised(source).replace("<div><p>seen</p></div>", "<p>seen</p>")


def test_text_keeps_lines_and_lists() -> None:
    clean = sanitised("<h2>Tasks</h2><ul><li>Build</li><li>Test&nbsp;it</li></ul><p>Bye<br>now</p>")

    assert "Tasks\n\n- Build\n- Test it\n\nBye\nnow" == plain_text(clean)


def test_a_line_is_free_of_tags_entities_and_invisible_characters() -> None:
    assert "R&D Lead \u2013 Köln" == one_line(" <b>R&amp;amp;D</b>\n Lead &#8211; Ko\u0308ln\u200b ")
