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
