"""What makes a CV fit a role, and that nothing else does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from career.tasks.candidates import CandidateQuery
from longhaul_worker.candidates.places import place_fit, wanted_place
from longhaul_worker.candidates.ranking import Scored, score
from longhaul_worker.candidates.reading import read_bytes
from longhaul_worker.candidates.roles import role_of, title_fit
from tests.worker.candidates.evaluate import evaluate
from tests.worker.candidates.people import Person, Post, json_bytes
from tests.worker.candidates.pool import POOL

TODAY = date(2026, 11, 1)
FLOORS = {"ndcg": 0.96, "pairwise": 0.95, "same_precision": 1.0, "same_recall": 0.95}


def scored(person: Person, **query: Any) -> Scored:
    """The score of somebody for a role."""
    cv = read_bytes(json_bytes(person))
    assert cv.resume is not None
    return score(CandidateQuery.model_validate({"title": "Backend Engineer", **query}), cv.resume, cv.text, TODAY)


def somebody(title: str = "Backend Engineer", start: str = "2018-01", place: str = "", **more: Any) -> Person:
    """Somebody with one post."""
    return Person("A B", title, "", "", place, (Post(title, "Acme", start, None, more.get("points", ())),),
                  more.get("skills", ("Excel",)))  # fmt: skip


def test_ranking_and_identity_keep_their_floors() -> None:
    figures = evaluate()

    assert {} == {name: figures[name] for name, floor in FLOORS.items() if figures[name] < floor}


@pytest.mark.parametrize(("skill", "shown", "strength"), [
    ("PostgreSQL", ("postgres",), 0.9), ("K8s", ("Kubernetes",), 0.9), ("Python", ("Django",), 0.7),
    ("Beatmung", ("Beatmung",), 0.9), ("Negotiation", ("Négociation",), 0.7), ("Go", ("Go",), 0.9),
    ("C++", ("C",), 0.0), ("Java", ("JavaScript",), 0.0), ("R", ("React",), 0.0), ("SAP FI", ("SAP FI",), 0.9),
])  # fmt: skip
def test_skills_are_found_under_other_names_and_not_in_other_words(
    skill: str, shown: tuple[str, ...], strength: float
) -> None:
    result = scored(somebody(skills=shown), skills_required=[skill])

    assert strength == pytest.approx(result.breakdown["skills"], abs=0.01)
    assert ([skill], []) == ((result.matched, result.missing) if strength else (result.missing, result.matched))


def test_a_skill_used_at_work_counts_more_than_one_listed_and_names_its_evidence() -> None:
    at_work = scored(somebody(points=("Built services in Python",)), skills_required=["Python"])
    listed = scored(somebody(skills=("Python",)), skills_required=["Python"])

    assert at_work.exact > listed.exact
    assert "Built services in Python" == at_work.evidence["Python"]


def test_too_few_years_count_less_and_more_than_enough_no_more() -> None:
    few, enough, many = (scored(somebody(start=start), min_years=4) for start in ("2025-01", "2021-01", "2001-01"))

    assert few.exact < enough.exact == many.exact


def test_a_role_for_beginners_is_not_for_veterans() -> None:
    young, old = (scored(somebody("Developer", start), title="Junior Developer") for start in ("2025-01", "2005-01"))

    assert young.exact > old.exact


@pytest.mark.parametrize(("wanted", "title", "least", "most"), [
    ("Backend Engineer", "Softwareentwickler Backend (m/w/d)", 0.95, 1),
    ("Backend Engineer", "Back-End Developer", 0.95, 1),
    ("Backend Engineer", "Frontend Developer", 0, 0.4), ("Backend Engineer", "Sales Engineer", 0, 0.5),
    ("Full Stack Developer", "Développeuse full-stack", 0.95, 1), ("Data Scientist", "Datenwissenschaftlerin", 0.95, 1),
    ("Projektleiter", "Project Manager", 0.95, 1), ("Krankenpfleger", "Registered Nurse", 0.95, 1),
    ("QA Engineer", "Software Tester", 0.3, 0.9), ("Accountant", "Buchhalterin", 0.95, 1),
    ("Accountant", "Cook", 0, 0.1),
    ("Ingeniero de datos", "Data Engineer", 0.95, 1), ("Lehrer", "Teacher", 0.95, 1), ("Engineer", "", 0, 0),
])  # fmt: skip
def test_titles_are_compared_by_meaning_in_several_languages(
    wanted: str, title: str, least: float, most: float
) -> None:
    assert least <= title_fit(role_of(wanted), title) <= most


@pytest.mark.parametrize(("wanted", "had", "remote", "least", "most"), [
    ("Munich, Germany", "München", False, 1, 1), ("Berlin", "10115 Berlin, Germany", False, 1, 1),
    ("Germany", "Kiel, Germany", False, 1, 1), ("Berlin, Germany", "Kiel, Germany", False, 0.3, 0.5),
    ("Berlin, Germany", "Lyon, France", False, 0, 0), ("Berlin, Germany", "Lyon, France", True, 0.4, 0.6),
    ("Berlin, Germany", "", False, 0.3, 0.5), ("Portland, OR", "Portland, OR", False, 1, 1),
])  # fmt: skip
def test_places_are_compared_whatever_their_spelling(
    wanted: str, had: str, remote: bool, least: float, most: float
) -> None:
    assert least <= place_fit(wanted_place(wanted), remote, wanted_place(had)) <= most


def test_a_remote_role_asks_for_no_place() -> None:
    assert "place" not in scored(somebody(place="Lyon"), location="Remote").breakdown


@given(
    st.sampled_from(POOL),
    st.text(min_size=1, max_size=40),
    st.lists(st.text(max_size=15), max_size=4),
    st.none() | st.text(max_size=20),
)
def test_any_role_gives_a_score_in_bounds_and_the_same_again(
    person: Person, title: str, skills: list[str], location: str | None
) -> None:
    if not title.strip():
        return
    query = {"title": title, "skills_required": skills, "location": location}

    one, other = scored(person, **query), scored(person, **query)

    assert one == other
    assert 0 <= one.score <= 100
    assert set(one.matched).isdisjoint(one.missing)
