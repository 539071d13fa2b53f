"""The public JSON of tracking systems, from answers of the shape that each of them gives."""
# ruff: noqa: RUF001 - adverts are full of these dashes

from __future__ import annotations

import json
from typing import Any

import pytest

from career.posting import Posting
from longhaul_worker.postings.ats import ats_advert, ats_of
from longhaul_worker.postings.extract import Source, extract
from tests.worker.postings.adverts import TODAY

UUID = "43534df4-1d0d-4a85-884d-b367342c06f3"
TEXT = "<p>You glaze pots, fire kilns and teach apprentices.</p>" * 6
ADDRESSES = {
    "greenhouse": "https://boards.greenhouse.io/kilnworks/jobs/4512098",
    "lever": f"https://jobs.lever.co/kilnworks/{UUID}",
    "ashby": f"https://jobs.ashbyhq.com/kilnworks/{UUID}",
    "workable": "https://apply.workable.com/kilnworks/j/4F1A58C8DC/",
    "smartrecruiters": "https://jobs.smartrecruiters.com/Kilnworks/743999912345678-potter",
    "recruitee": "https://kilnworks.recruitee.com/o/potter",
}
ANSWERS: dict[str, Any] = {
    "greenhouse": {"id": 4512098, "title": "Potter", "content": TEXT, "location": {"name": "Leeds, UK"},
    "first_published": "2026-08-03T10:00:00-04:00",
                   "pay_input_ranges": [{"min_cents": 3000000, "max_cents": 3600000, "currency_type": "GBP"}],
                   "metadata": [{"name": "Employment Type", "value": "Full-time"},
                   {"name": "Workplace", "value": "Hybrid"}]},
    "lever": {"id": UUID, "text": "Potter", "description": TEXT,
    "lists": [{"text": "You will", "content": "<li>glaze</li>"}], "createdAt": 1785751200000, "workplaceType": "hybrid",
              "categories": {"location": "Leeds, UK", "commitment": "Full-time"},
              "salaryRange": {"min": 30000, "max": 36000, "currency": "GBP", "interval": "per-year-salary"}},
    "ashby": {"jobs": [{"id": "other", "title": "Baker"},
    {"id": UUID, "title": "Potter", "descriptionHtml": TEXT, "location": "Leeds, UK", "employmentType": "FullTime",
    "workplaceType": "Hybrid",
                       "publishedAt": "2026-08-03T08:00:00Z",
                       "compensation": {"compensationTierSummary": "£30K – £36K"}}]},
    "workable": {"title": "Potter", "shortcode": "4F1A58C8DC", "description": TEXT,
    "requirements": "<ul><li>clay</li></ul>", "published": "2026-08-03T00:00:00Z", "type": "full",
    "workplace": "hybrid",
                 "location": {"city": "Leeds", "country": "United Kingdom"}},
    "smartrecruiters": {"id": "743999912345678", "name": "Potter", "company": {"name": "Kilnworks"},
    "location": {"city": "Leeds", "country": "gb", "hybrid": True}, "releasedDate": "2026-08-03T09:00:00Z",
                        "typeOfEmployment": {"label": "Full-time"},
                        "jobAd": {"sections": {"jobDescription": {"title": "Job", "text": TEXT}}}},
    "recruitee": {"offer": {"id": 12, "title": "Potter", "description": TEXT, "location": "Leeds, UK",
    "employment_type_code": "fulltime_permanent", "hybrid": True, "published_at": "2026-08-03 08:00:00 UTC",
    "company_name": "Kilnworks"}},
}  # fmt: skip


def extracted(system: str, answer: Any) -> Posting | None:
    """What is read of an empty page with this answer of its system."""
    advert = ats_advert(ADDRESSES[system])
    source = Source(base=ADDRESSES[system], today=TODAY, ats=advert, ats_json=json.dumps(answer))
    return extract(b"", source).posting


@pytest.mark.parametrize("system", list(ADDRESSES))
def test_the_answer_of_each_system_becomes_an_advert(system: str) -> None:
    posting = extracted(system, ANSWERS[system])

    assert posting is not None
    assert ("Potter", "Kilnworks", "hybrid", ["FULL_TIME"]) == (
        posting.title, posting.hiringOrganization.name, posting.workplace,
        [kind.value for kind in posting.employmentType]
    )  # fmt: skip
    assert posting.jobLocation[0].raw.startswith("Leeds")
    assert "2026-08-03" == str(posting.datePosted)
    assert "fire kilns" in posting.description_text


@pytest.mark.parametrize("system", ["greenhouse", "lever", "ashby"])
def test_pay_is_read_where_the_system_gives_it(system: str) -> None:
    posting = extracted(system, ANSWERS[system])

    assert posting is not None
    assert posting.baseSalary is not None
    assert (30000, 36000, "GBP", "YEAR") == (
        posting.baseSalary.minValue, posting.baseSalary.maxValue, posting.baseSalary.currency,
        posting.baseSalary.unitText
    )  # fmt: skip


@pytest.mark.parametrize("system", list(ADDRESSES))
@pytest.mark.parametrize("answer", [{}, [], None, {"jobs": []}, {"error": "not found"}, "text", {"title": None}])
def test_an_answer_without_the_advert_is_left_aside(system: str, answer: Any) -> None:
    assert extracted(system, answer) is None


@pytest.mark.parametrize("system", list(ADDRESSES))
def test_addresses_tell_the_system_and_where_its_data_are(system: str) -> None:
    advert = ats_advert(ADDRESSES[system])

    assert advert is not None
    assert (system, system) == (advert.ats, ats_of(ADDRESSES[system]))
    assert advert.api_url.startswith("https://")


@pytest.mark.parametrize(
    "url",
    [
        "https://boards.greenhouse.io/kilnworks",
        "https://example.org/jobs/1",
        "https://jobs.lever.co/",
        "https://evil.example/boards.greenhouse.io/x/jobs/1",
    ],
)
def test_other_addresses_are_of_no_system(url: str) -> None:
    assert ats_advert(url) is None
