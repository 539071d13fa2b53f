"""Adverts that are one paragraph of prose, as people paste them."""

from __future__ import annotations

from datetime import date

import pytest

from longhaul_worker.postings.extract import Source, extract

CHEF = (
    "We are looking for an experienced Head Chef to join our team at The Green Fork, a 60-cover restaurant in Bristol. "
    "Salary £38k plus tips, 45 hours a week, permanent contract. You have run a kitchen before and hold Level 3 Food "
    "Safety. Send your CV to jobs@greenfork.example."
)
NURSE = (
    "Wir suchen eine Pflegefachkraft (m/w/d) in Vollzeit für unser Haus in Köln. Gehalt: 3.200 - 3.800 EUR im Monat. "
    "St. Anna Klinik GmbH. Bewerbungen bis 31.12.2026."
)


@pytest.mark.parametrize(
    ("text", "title", "company"),
    [(CHEF, "Head Chef", "The Green Fork"), (NURSE, "Pflegefachkraft (m/w/d)", "St. Anna Klinik GmbH")],
)
def test_a_paragraph_is_read_with_its_role_and_who_hires(text: str, title: str, company: str) -> None:
    found = extract(text.encode(), Source(is_text=True, today=date(2026, 11, 27)))

    assert "posting" == found.kind
    assert found.posting is not None
    assert (title, company) == (found.posting.title, found.posting.hiringOrganization.name)


def test_the_line_below_the_title_says_who_hires_and_where() -> None:
    text = (
        "Staff Backend Engineer\n\nLantern Freight, Turin, Italy. Hybrid, full-time.\n\n"
        "Lantern Freight moves containers across the Alps. We are looking for a staff engineer for the tracking "
        "platform.\n\nWhat you bring\n- 6+ years of backend development in Python\n- FastAPI in production\n"
    )

    posting = extract(text.encode(), Source(is_text=True, today=date(2026, 11, 27))).posting

    assert posting is not None
    assert ("Staff Backend Engineer", "Lantern Freight") == (posting.title, posting.hiringOrganization.name)
    assert ["Turin"] == [place.locality for place in posting.jobLocation]


def test_the_end_of_a_sentence_is_no_part_of_a_name() -> None:
    text = (
        "Data Engineer\n\nOur trains cross the Alps. We are looking for a data engineer.\n\n"
        "Requirements\n- Python\n- SQL\n- 3 years of experience\n\nSend your CV to jobs@example.org.\n"
    )

    posting = extract(text.encode(), Source(is_text=True, today=date(2026, 11, 27))).posting

    assert posting is None or posting.hiringOrganization.name in {None, ""}
