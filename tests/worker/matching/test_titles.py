"""Which job titles mean the same work, how senior they are, and where work and home are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longhaul_worker.matching import levels, places
from longhaul_worker.matching.titles import likeness, read_title, title_of_skills, without_marks

SAME = [
    ("Softwareentwickler (m/w/d)", "Software Engineer"),
    ("Sr. Frontend Developer", "Front-end engineer - React"),
    ("Site Reliability Engineer", "DevOps Engineer"),
    ("Gesundheits- und Krankenpfleger/in (m/w/d)", "Registered Nurse"),
    ("Elektriker", "Electrician"),
    ("Chef de projet", "Project Manager"),
    ("Buchhalterin", "Accountant"),
    ("Développeuse Python", "Python Developer (Remote)"),
    ("Ingeniero de software", "Software engineer II"),
    ("Key Account Manager", "Account Executive"),
    ("Sous Chef", "Koch (m/w/d)"),
    ("Recruiter", "Talent Acquisition Partner"),
]
OTHER = [
    ("Software Engineer", "Sales Engineer"),
    ("Software Engineer", "Mechanical Engineer"),
    ("Product Manager", "Office Manager"),
    ("Penetration Tester", "Chef de Partie"),
    ("Nurse", "Data Analyst"),
    ("Teacher of Mathematics", "Warehouse Operative"),
    ("Legal Counsel (Commercial)", "Sales Manager"),
    ("Security Guard", "Cyber Security Analyst"),
]


def alike(mine: str, theirs: str) -> float:
    """How much two titles are alike."""
    return likeness(read_title(mine), read_title(theirs))


@pytest.mark.parametrize(("mine", "theirs"), SAME)
def test_titles_for_the_same_work_are_alike(mine: str, theirs: str) -> None:
    assert min(alike(mine, theirs), alike(theirs, mine)) >= 0.6


@pytest.mark.parametrize(("mine", "theirs"), OTHER)
def test_titles_for_other_work_are_not(mine: str, theirs: str) -> None:
    assert max(alike(mine, theirs), alike(theirs, mine)) <= 0.3


def test_the_level_of_a_title_says_nothing_of_the_work() -> None:
    assert 1.0 == alike("Junior Backend Developer", "Principal Backend Developer (m/f/x)")


def test_a_skill_in_the_title_counts_where_the_cv_has_it() -> None:
    mine, theirs = read_title("Software Engineer"), read_title("Terraform Engineer")

    assert likeness(mine, theirs, {"terraform"}) > likeness(mine, theirs)


def test_skills_stand_in_for_titles_that_say_nothing() -> None:
    assert ("infra",) == title_of_skills(["cloud", "devops", "cloud", "people", "network"]).fields


@given(st.text(max_size=80), st.text(max_size=80))
def test_likeness_is_a_share(mine: str, theirs: str) -> None:
    assert 0 <= alike(mine, theirs) <= 1


def test_marks_are_taken_off_a_title() -> None:
    assert "Data Engineer" == without_marks("Data Engineer (m/w/d) \n Berlin")


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Software Engineering Intern", 0.0),
        ("Werkstudent Marketing", 0.0),
        ("Junior Developer", 1.0),
        ("Senior Developer", 3.0),
        ("Lead Java Engineer", 4.0),
        ("Head of Sales", 5.0),
        ("Nurse", None),
        ("Staff Nurse", None),
        ("Account Executive", None),
        ("Executive Assistant", None),
        ("Product Manager", None),
    ],
)
def test_the_level_of_a_title(title: str, level: float | None) -> None:
    assert level == levels.level_of_title(title)


def test_to_be_too_junior_weighs_more_than_to_be_too_senior() -> None:
    assert levels.fit(1, 3) < levels.fit(3, 1) < levels.fit(2, 2)


@pytest.mark.parametrize(
    ("home", "job", "workplace", "fit"),
    [
        ("München, Deutschland", "Munich", None, 1.0),
        ("Berlin, Germany", "Hamburg", None, 0.5),
        ("Berlin, Germany", "Hamburg", "hybrid", 0.6),
        ("Berlin, Germany", "London, UK", None, 0.1),
        ("Berlin, Germany", "London, UK", "remote", 0.4),
        ("Berlin, Germany", "Remote (EU)", "remote", 1.0),
        ("Berlin, Germany", "", "remote", 1.0),
        ("", "London, UK", None, 0.6),
        ("Austin, TX", "NYC", None, 0.5),
    ],
)
def test_places_suit_each_other(home: str, job: str, workplace: str | None, fit: float) -> None:
    found = places.fit(
        places.together([home]),
        places.together([job]),
        is_remote=workplace == "remote",
        is_hybrid=workplace == "hybrid",
    )

    assert fit == found
