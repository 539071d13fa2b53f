"""Dates as people write them in CVs."""
# ruff: noqa: RUF001 - CVs are full of these dashes and quotes

from __future__ import annotations

import pytest

from longhaul_worker.resume.dates import find_spans, without_spans

RANGES = {
    "June 2020 - Present": ("2020-06", None),
    "06/2020 – 08/2021": ("2020-06", "2021-08"),
    "2020-06 to 2021-01": ("2020-06", "2021-01"),
    "2019–2021": ("2019", "2021"),
    "2019-20": ("2019", "2020"),
    "Jan. '19 – Dec '20": ("2019-01", "2020-12"),
    "since 2019": ("2019", None),
    "seit 03/2020": ("2020-03", None),
    "03.2019 – heute": ("2019-03", None),
    "01.03.2019 - 31.12.2020": ("2019-03", "2020-12"),
    "Janvier 2020 à Mars 2021": ("2020-01", "2021-03"),
    "juin 2019 - aujourd'hui": ("2019-06", None),
    "De enero de 2019 a marzo de 2020": ("2019-01", "2020-03"),
    "May–Aug 2022": ("2022-05", "2022-08"),
    "04 – 08/2022": ("2022-04", "2022-08"),
    "09/19 - 10/21": ("2019-09", "2021-10"),
    "Jan 2020 - Mar 2021 (1 yr 3 mos)": ("2020-01", "2021-03"),
    "Feb 24, 2020 - Mar 3, 2021": ("2020-02", "2021-03"),
    "Oct 2016 - until now": ("2016-10", None),
    "Fall 2019 – Spring 2020": ("2019", "2020"),
    "2016年9月 – 2019年7月": ("2016-09", "2019-07"),
    "2019 –": ("2019", None),
}


@pytest.mark.parametrize("text", list(RANGES))
def test_a_range_is_understood_whole(text: str) -> None:
    spans = find_spans(text)

    assert [(span.start, span.end) for span in spans] == [RANGES[text]]
    assert without_spans(text, spans) == ""


@pytest.mark.parametrize(("text", "date"), [("Summer 2022", "2022"), ("May 2021", "2021-05"), ("2018", "2018")])
def test_a_single_date_is_start_and_end(text: str, date: str) -> None:
    [span] = find_spans(text)

    assert (span.start, span.end, span.single) == (date, date, True)


@pytest.mark.parametrize("text", ["$2000", "2,019 users", "2000+ tests", "room 1204", "4.2015.1"])
def test_numbers_are_not_dates(text: str) -> None:
    assert find_spans(text) == []


def test_what_only_held_the_dates_goes_with_them() -> None:
    text = "Engineer, Acme (Jan 2019 – now)"

    assert without_spans(text, find_spans(text)) == "Engineer, Acme"
