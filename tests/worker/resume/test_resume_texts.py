"""Wordings that take more than a separator to understand."""

from __future__ import annotations

import pytest
from tests.worker.resume import texts

from career.resume import Resume
from longhaul_worker.resume.parse import parse_resume

Post = tuple[str | None, str | None, str | None, str | None]

POSTS: dict[str, list[Post]] = {
    texts.DATES_AT_THE_RIGHT: [
        ("Hill Country Computing Center", "Undergraduate Research Assistant", "2022-06", None),
        ("Southwestern University", "Information Technology Support Specialist", "2021-09", "2022-05"),
        ("Lonestar Devices", "Software Engineer Intern", "2021", "2021"),
    ],
    texts.TABULAR_GERMAN: [
        ("Rheinland Versicherung AG", "Projektleiterin IT", "2018-04", None),
        ("Consulto GmbH & Co. KG", "IT-Beraterin", "2013-09", "2018-03"),
        ("Rheinwerke GmbH", "Praktikantin Controlling", "2012-10", "2013-08"),
    ],
    texts.DATES_FIRST: [
        ("Kartlaget Digital", "Tech Lead", "2021", None),
        ("Fjordpay AS", "Frontend developer", "2017", "2021"),
        ("freelance", "Web developer", "2015-08", "2016-12"),
    ],
    texts.LABELLED_LINES: [
        ("Napoca Soft SRL", "Software Developer", "2019-03", None),
        ("Transilvania IT", "Junior Programmer", "2016-06", "2019-02"),
    ],
    texts.FRENCH_SENTENCES: [
        ("Sorbier Conseil", "Développeuse Full Stack", "2021-09", None),
        ("Agence Pixelune", "Développeuse Front-End", "2019-01", "2021-08"),
        ("Pomelo Labs", "Stage (6 mois)", "2018", "2018"),
    ],
    texts.SPANISH_SENTENCES: [
        ("Ondara Sistemas", "Analista programador", "2020-03", None),
        ("Norcom S.A.", "Programador junior", "2017-01", "2020-02"),
    ],
    texts.ROLES_AT_ONE_COMPANY: [
        ("Rainier Web Services", "Senior Software Development Engineer", "2021-01", None),
        ("Rainier Web Services", "Software Development Engineer II", "2018-03", "2020-12"),
        ("Rainier Web Services", "Software Development Engineer", "2016-07", "2018-02"),
        ("Cedar Group", "Software Engineering Intern", "2015-06", "2015-09"),
    ],
    texts.PLACES_IN_BRACKETS: [
        ("Sahel Shop", "Software Engineer", "2021-03", None),
        ("Atlas Group", "Backend Developer", "2018-09", "2021-02"),
        ("Medina Labs", "Intern", "2018-02", "2018-07"),
    ],
    texts.COMPANY_WITH_DATES_OF_ITS_OWN: [
        ("NORDBERG & COMPANY", "Engagement Manager", "2022", None),
        ("NORDBERG & COMPANY", "Associate", "2019", "2022"),
        ("STERLING HOUSE INTERNATIONAL", "Analyst, Investment Banking Division", "2016", "2019"),
    ],
    texts.TITLE_COMPANY_PLACE: [
        ("Midwest Fulfillment LLC", "Operations Manager", "2018-01", None),
        ("Great Lakes Distribution", "Assistant Operations Manager", "2013-05", "2017-12"),
        ("Parcelway", "Shift Supervisor", "2010", "2013"),
    ],
}


def parsed(text: str) -> Resume:
    return parse_resume(text.encode()).resume


@pytest.mark.parametrize("text", list(POSTS), ids=[name.split("\n", 1)[0] for name in POSTS])
def test_posts_are_understood(text: str) -> None:
    found = [(work.name, work.position, work.startDate, work.endDate) for work in parsed(text).work]

    assert found == POSTS[text]


def test_a_date_of_birth_is_no_phone_number() -> None:
    assert parsed(texts.TABULAR_GERMAN).basics.phone == "0221 / 4711 0815"


def test_places_no_table_knows_are_learned_from_their_position() -> None:
    places = [work.location for work in parsed(texts.PLACES_IN_BRACKETS).work]

    assert places == ["Casablanca", "Khouribga", "Rabat"]


def test_spoken_languages_leave_the_skills() -> None:
    resume = parsed(texts.TABULAR_GERMAN)

    assert [language.language for language in resume.languages] == ["Deutsch", "Englisch", "Französisch"]
    assert "Deutsch" not in [keyword for group in resume.skills for keyword in group.keywords]


def test_skills_set_apart_by_blanks_only_are_told_apart_by_the_lexicon() -> None:
    resume = parsed("Skills\nPython Java PostgreSQL Docker Spring Boot Kubernetes\n")

    assert resume.skills[0].keywords == ["Python", "Java", "PostgreSQL", "Docker", "Spring Boot", "Kubernetes"]


def test_everyday_words_are_skills_in_lists_only() -> None:
    resume = parsed("Summary\nI go to spring meetings and excel at rust removal with Python.\n")

    assert [skill.name for skill in resume.skills_canonical] == ["Python"]


def test_aliases_get_their_canonical_name() -> None:
    resume = parsed("Skills\nk8s, postgres, golang, ReactJS\n")

    assert [skill.name for skill in resume.skills_canonical] == ["Kubernetes", "PostgreSQL", "Go", "React"]


@pytest.mark.parametrize(
    ("line", "email"),
    [
        ("Email: ada@example.org", "ada@example.org"),
        ("#ada.l@example.org", "ada.l@example.org"),
        ("ada (at) example (dot) org", "ada@example.org"),
        ("mailto:ada@example.co.uk", "ada@example.co.uk"),
    ],
)
def test_addresses_are_found_as_people_write_them(line: str, email: str) -> None:
    assert parsed(f"Ada Lovelace\n{line}\nLondon, UK\n").basics.email == email


@pytest.mark.parametrize(
    "phone",
    ["+1 (415) 555-0137", "555-123-4567", "06 12 34 56 78", "+49 (0)30 901820", "0221 / 4711 0815", "+44 7700 900123"],
)
def test_numbers_are_kept_as_written(phone: str) -> None:
    assert parsed(f"Ada Lovelace\nParis, France | {phone} | ada@example.org\n").basics.phone == phone


def test_the_town_stays_where_it_tells_a_university_from_others() -> None:
    resume = parsed(
        "Education\nB.S. Physics | University of California, Davis | 2018\nMSc Physics | TU Wien, Vienna | 2020\n"
    )

    assert [entry.institution for entry in resume.education] == ["University of California, Davis", "TU Wien"]
