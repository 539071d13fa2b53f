"""Days as people write them on job pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longhaul_worker.postings.when import read_day

TODAY = date(2026, 8, 22)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("posted 12d ago", "2026-08-10"), ("Posted 3 weeks ago", "2026-08-01"), ("an hour ago", "2026-08-22"),
        ("yesterday", "2026-08-21"), ("vor 3 Tagen", "2026-08-19"), ("il y a 2 semaines", "2026-08-08"),
        ("hace 5 días", "2026-08-17"), ("3 giorni fa", "2026-08-19"), ("há 2 dias", "2026-08-20"),
        ("dodano 3 dni temu", "2026-08-19"), ("för 3 dagar sedan", "2026-08-19"), ("heute", "2026-08-22"),
        ("Tue, 23 Nov 2021", "2021-11-23"), ("12. März 2026", "2026-03-12"), ("1er mars 2026", "2026-03-01"),
        ("3 de abril de 2026", "2026-04-03"), ("4 mei 2026", "2026-05-04"), ("5 sierpnia 2026", "2026-08-05"),
        ("Apr 12", "2026-04-12"), ("Dec 24", "2025-12-24"), ("Aug 1, 2026", "2026-08-01"), ("5/14/2026", "2026-05-14"),
        ("2026-08-15T10:00:00Z", "2026-08-15"), ("2026年8月3日", "2026-08-03"), ("1786924800", "2026-08-17"),
        ("Wed Sep 02 02:00:00 UTC 2026", "2026-09-02"), ("11.08.26", "2026-08-11"),
    ],
)  # fmt: skip
def test_days_are_read_in_many_forms(text: str, day: str) -> None:
    assert date.fromisoformat(day) == read_day(text, TODAY)


@pytest.mark.parametrize(
    "text", ["", None, "30+ days ago", "soon", "31.02.2026", "5 years of experience", "24/7", "99/99/2026"]
)
def test_what_names_no_day_gives_none(text: str | None) -> None:
    assert read_day(text, TODAY) is None


def test_a_day_without_a_year_is_the_nearest_on_the_side_that_is_meant() -> None:
    past, future = read_day("15 January", TODAY), read_day("15 January", TODAY, side="future")

    assert (date(2026, 1, 15), date(2027, 1, 15)) == (past, future)


def test_americans_write_the_month_first() -> None:
    assert (date(2026, 4, 3), date(2026, 3, 4)) == (
        read_day("3/4/2026", TODAY),
        read_day("3/4/2026", TODAY, month_first=True),
    )


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_every_day_is_read_back_in_the_usual_forms(day: date) -> None:
    forms = ("%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d.%m.%Y", "%a, %d %b %Y")

    assert [day] * len(forms) == [read_day(day.strftime(form), TODAY) for form in forms]


@given(st.integers(0, 90))
def test_days_ago_are_counted_back(count: int) -> None:
    assert TODAY - timedelta(days=count) == read_day(f"{count} days ago", TODAY)


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    read_day(text, TODAY)
