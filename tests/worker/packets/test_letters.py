"""Letters: right sentences whatever is missing, nothing to fill in, and nothing the CV does not say."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from career.posting import Posting
from career.resume import Resume
from longhaul_worker.letters.check import letter_violations
from longhaul_worker.letters.letter import Letter
from longhaul_worker.letters.phrases import as_clause, ended, named, tidy, title_of
from longhaul_worker.letters.summary import summary_of
from longhaul_worker.letters.wording import own_words
from longhaul_worker.letters.writing import safe_letter
from longhaul_worker.matching.requirements import requirements_of
from longhaul_worker.tailoring.needs import Relevance
from tests.worker.packets.adverts import ADVERTS, BACKEND, BARE, GERMAN, NURSE, PLACEHOLDERS
from tests.worker.packets.building import advert, person, post
from tests.worker.packets.evaluate import DAY
from tests.worker.packets.people import BACKEND as MARTA
from tests.worker.packets.people import FRENCH, PEOPLE
from tests.worker.packets.people import GERMAN as JONAS
from tests.worker.packets.people import NURSE as AOIFE

GAPS = re.compile(r"\[[A-Za-z]|\{\{|\bNone\b|\bnull\b|  |\.\.|,,| ,| \.|\bat \.|\bas at\b|\bbei \.|“”|„“")


def letter(resume: Resume, posting: Posting) -> Letter:
    """The letter of the templates."""
    return safe_letter(resume, posting, Relevance.of_posting(posting, requirements_of(posting)), DAY)


def test_a_letter_names_role_company_and_source() -> None:
    text = letter(MARTA, BACKEND).text

    assert text.startswith("Application for the position of Senior Backend Engineer\n\nDear Tidewater Systems team,")
    assert "position of Senior Backend Engineer at Tidewater Systems, which I found on jobs.tidewater.example." in text
    assert text.endswith("Kind regards,\n\nMarta Okonkwo")


def test_proofs_are_the_cv_s_own_words_for_what_the_advert_asks() -> None:
    paragraphs = letter(MARTA, BACKEND).paragraphs

    assert paragraphs[1] == (
        "Your advert asks for Python. In my current role, I designed idempotent transfer endpoints in Python and "
        "PostgreSQL that handle 1,400 requests a second."
    )
    assert paragraphs[3] == (
        "On top of that, you look for Kubernetes. In my time as Software Engineer at Quillmark, I reduced the cloud "
        "bill by 38 % by right-sizing Kubernetes workloads."
    )


def test_a_german_advert_gets_a_german_letter() -> None:
    german = letter(JONAS, GERMAN)

    assert german.salutation == "Sehr geehrte Damen und Herren,"
    assert german.subject == "Bewerbung als Softwareentwickler Java"
    assert german.date == "27. November 2026"
    assert "In Ihrer Anzeige nennen Sie Java und Spring Boot." in german.paragraphs[1]
    assert "Kind regards" not in german.text


def test_points_in_another_language_are_quoted() -> None:
    text = letter(FRENCH, GERMAN).text

    assert "„Pilotage de la refonte du portail des abonnés pour 80 000 foyers“" in text


def test_skills_are_written_as_in_the_cv() -> None:
    text = letter(AOIFE, NURSE).text

    assert "Of the skills you name, I bring Wound Care, Medication Administration, BLS and ACLS." in text


def test_motivation_quotes_the_advert_on_the_work() -> None:
    assert "“Design and run services that take bookings around the clock”" in letter(MARTA, BACKEND).paragraphs[-1]


@pytest.mark.parametrize("posting", ADVERTS, ids=lambda posting: posting.title[:20])
def test_nothing_is_left_to_fill_in_and_nothing_is_invented(posting: Posting) -> None:
    is_odd = posting.title.startswith("Engineer")
    for resume in PEOPLE:
        made = letter(resume, posting)

        assert letter_violations(made.paragraphs, resume, posting, own_words(made.language)) == []
        assert is_odd or not GAPS.search(made.text.replace("\n\n", "\n"))
        assert 3 <= len(made.paragraphs) <= 7 or resume.basics.name == "Ελένη Παπαδοπούλου"


def test_without_company_name_or_posts_the_sentences_are_right() -> None:
    text = letter(person(None, None), BARE).text

    assert text.startswith("Application for the position of Kitchen Porter\n\nDear hiring team,")
    assert "I am applying for the position of Kitchen Porter." in text


def test_placeholders_of_an_advert_are_not_taken_over() -> None:
    text = letter(MARTA, PLACEHOLDERS).text

    assert "Company" not in text
    assert "Office Manager" in text
    assert "{{" not in text


def test_a_name_that_ends_with_a_full_stop_ends_its_sentence_once() -> None:
    text = letter(MARTA, advert("Engineer", "Quill, Inc.", "")).text

    assert "Inc.." not in text


@settings(max_examples=80, deadline=None)
@given(title=st.text(min_size=1, max_size=40), company=st.text(max_size=30), point=st.text(max_size=80))
def test_any_words_give_a_letter_that_claims_nothing_new(title: str, company: str, point: str) -> None:
    posting = BACKEND.model_copy(update={"title": title, "hiringOrganization": BACKEND.hiringOrganization})
    posting.hiringOrganization = posting.hiringOrganization.model_copy(update={"name": company})
    resume = person("Ada Byron", "ada@example.org", work=[post("Quill", "Engineer", "2020", None, point)])

    made = letter(resume, posting)

    assert len(made.paragraphs) >= 2


@pytest.mark.parametrize(
    ("point", "clause"),
    [
        ("Moved the ledger to streaming.", "moved the ledger to streaming"),
        ("Built the service in Go", "built the service in Go"),
        ("Own the design system", None),
        ("Experienced nurse in intensive care", None),
        ("Automated the release", "automated the release"),
        ("Automated testing of releases", None),
        ("Built with React", None),
        ("Entwicklung der Plattform", None),
        ("Led", None),
        ("LED lamps sold", None),
        ("Wrote docs. Fixed bugs", None),
    ],
)
def test_only_points_that_begin_with_a_past_verb_follow_i(point: str, clause: str | None) -> None:
    assert as_clause(point) == clause


@pytest.mark.parametrize("value", [None, "", " ", "[Company]", "N/A", "{{company}}", "<company>", "Confidential", "-"])
def test_what_stands_in_place_of_a_name_is_none(value: str | None) -> None:
    assert named(value) is None


@pytest.mark.parametrize(
    ("title", "bare"),
    [("Entwickler (m/w/d)", "Entwickler"), ("Engineer [Remote]", "Engineer"), ("Koch m/w/d", "Koch"),
     ("Chef (h/f)", "Chef"), ("C++ Developer (all genders)", "C++ Developer"), ("[Only brackets]", "[Only brackets]")],
)  # fmt: skip
def test_titles_lose_their_remarks(title: str, bare: str) -> None:
    assert title_of(title) == bare


def test_a_title_loses_the_company_behind_it() -> None:
    titles = ["Engineer at Quill & Co.", "Engineer - Quill & Co.", "Engineer | quill & co.", "Engineer"]

    assert {title_of(title, "Quill & Co.") for title in titles} == {"Engineer"}


def test_the_present_post_is_named_also_where_the_cv_begins_with_the_oldest() -> None:
    turned = MARTA.model_copy(update={"work": MARTA.work[::-1]})

    assert "I currently work as Senior Backend Engineer at Harbourline Payments Ltd." in letter(turned, BACKEND).text


def test_lines_of_an_advert_in_a_third_language_are_not_quoted() -> None:
    french = advert(
        "Développeur",
        "Valmont",
        "Profil recherché\n- Savoir mentored four engineers et animer une équipe\n",
        language="fr",
    )

    text = letter(MARTA, french).text

    assert text.startswith("Application for the position of Développeur")
    assert "animer" not in text


def test_full_stops_are_set_once() -> None:
    assert [ended("a"), ended("a."), ended("“a.”"), ended("a,"), ended("a!")] == ["a.", "a.", "“a.”", "a.", "a!"]
    assert tidy("at Quill Inc.. Thank you...") == "at Quill Inc. Thank you..."


def test_a_summary_shows_evidence_and_matching_skills() -> None:
    data = summary_of(MARTA, BACKEND, Relevance.of_posting(BACKEND, requirements_of(BACKEND)))

    sections = {section["kind"]: section for section in data["sections"]}
    assert data["subject"] == "Summary for: Senior Backend Engineer"
    assert [entry["left"] for entry in sections["evidence"]["entries"]][:2] == ["Python", "Kafka"]
    assert sections["skills"]["groups"][0]["text"] == "Python, PostgreSQL, Kafka, Kubernetes, Terraform, Go"


def test_an_address_of_a_network_is_no_place_where_adverts_are_found() -> None:
    local = BACKEND.model_copy(update={"url": "http://127.0.0.1:8000/jobs/1"})

    text = "\n".join(letter(MARTA, local).paragraphs)

    assert "found on" not in text
