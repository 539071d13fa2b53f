"""What tailoring does: what answers the advert first, the advert's spelling, the fitting title, the honest gaps."""

from __future__ import annotations

import pytest

from career.resume import Resume
from longhaul_worker.matching.requirements import requirements_of
from longhaul_worker.tailoring.headline import fitting_headline
from longhaul_worker.tailoring.needs import Relevance
from longhaul_worker.tailoring.running import TailoredCv, tailor_pair
from longhaul_worker.tailoring.selection import estimated_lines, select
from longhaul_worker.tailoring.spelling import advert_spelling, is_same_name
from tests.worker.packets.adverts import BACKEND as ADVERT
from tests.worker.packets.adverts import BARE, DATA
from tests.worker.packets.building import advert, person, post
from tests.worker.packets.people import BACKEND, LONG, NURSE


def ops(cv: TailoredCv) -> list[str]:
    """What was done, in order and once each."""
    return list(dict.fromkeys(change.op for change in cv.changes))


def test_points_that_answer_the_advert_come_first() -> None:
    cv = tailor_pair(BACKEND, ADVERT, 2)

    points = cv.resume.work[0].highlights
    assert points[-1].startswith("Mentored four engineers")
    assert sorted(points) == sorted(BACKEND.work[0].highlights)


def test_skills_of_the_advert_come_first() -> None:
    cv = tailor_pair(BACKEND, ADVERT, 2)

    keywords = {group.name: group.keywords for group in cv.resume.skills}
    assert keywords["Languages"][0] == "Python"
    assert keywords["Infrastructure"][-2:] == ["AWS", "Docker"]


def test_every_change_is_recorded_with_its_reason() -> None:
    cv = tailor_pair(BACKEND, ADVERT, 2)

    assert ops(cv) == ["headline", "rename_skill", "reorder"]
    assert all(change.reason and change.before != change.after for change in cv.changes)
    assert ("Postgres", "PostgreSQL") in [(change.before, change.after) for change in cv.changes]


def test_the_same_input_gives_the_same_result() -> None:
    assert tailor_pair(LONG, ADVERT, 1) == tailor_pair(LONG, ADVERT, 1)


def test_an_advert_without_text_changes_nothing() -> None:
    cv = tailor_pair(NURSE, BARE, 2)

    assert (cv.resume, cv.changes) == (NURSE, [])
    assert [note.code for note in cv.warnings] == ["NO_REQUIREMENTS"]


def test_gaps_are_named_and_coverage_is_a_share() -> None:
    cv = tailor_pair(BACKEND, DATA, 2)

    assert {"Spark", "Tableau"} <= set(cv.unattainable)
    assert not {"Python", "SQL", "Docker"} & set(cv.unattainable)
    assert 0 < cv.coverage.before <= cv.coverage.after < 1


def test_the_advert_s_spelling_raises_the_coverage() -> None:
    resume = person("Ada Byron", "ada@example.org", skills={"": "Postgres, k8s, JS"})
    posting = advert("Developer", "Quill", "Requirements\n- PostgreSQL\n- Kubernetes\n- JavaScript\n")

    cv = tailor_pair(resume, posting, 2)

    assert cv.resume.skills[0].keywords == ["PostgreSQL", "Kubernetes", "JavaScript"]
    assert (cv.coverage.before, cv.coverage.after) == (0.0, 1.0)


def test_years_that_are_missing_are_a_gap() -> None:
    resume = person("Ada Byron", "ada@example.org", skills={"": "Python"}, months=30)

    cv = tailor_pair(resume, ADVERT, 2)

    assert "5 years of experience (the CV shows 2.5)" in cv.unattainable


@pytest.mark.parametrize(
    ("one", "other"),
    [("Postgres", "PostgreSQL"), ("k8s", "Kubernetes"), ("JS", "JavaScript"), ("Apache Kafka", "Kafka"),
     ("AWS", "Amazon Web Services"), ("React.js", "React"), ("Node JS", "Node.js"), ("MS Excel", "Excel")],
)  # fmt: skip
def test_spellings_of_one_name_are_the_same(one: str, other: str) -> None:
    assert is_same_name(one, other)
    assert is_same_name(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Docker Compose", "Docker"), ("Java", "JavaScript"), ("Spark", "PySpark"), ("Mentoring", "Coaching"),
     ("BLS", "CPR"), ("Machine Learning", "Deep Learning"), ("SQL", "MySQL"), ("C", "C++")],
)  # fmt: skip
def test_related_skills_are_not_the_same(one: str, other: str) -> None:
    assert not is_same_name(one, other)


def test_a_skill_is_not_respelled_where_the_advert_writes_it_the_same_way_too() -> None:
    posting = advert("Developer", None, "Requirements\n- Postgres (PostgreSQL 15)\n")

    assert advert_spelling("Postgres", posting) is None


@pytest.mark.parametrize(
    ("label", "titles", "advert_title", "chosen"),
    [
        ("Developer", ["Backend Engineer", "Developer"], "Senior Backend Engineer", "Backend Engineer"),
        ("Backend Engineer", ["Engineering Manager"], "Senior Backend Engineer", None),
        ("Designer", ["Design Intern"], "Graphic Design Lead", None),
        (None, ["Data Analyst"], "Data Analyst (m/w/d)", "Data Analyst"),
        ("Engineer", ["Cook", "Cook", "Backend Engineer"], "Backend Engineer", None),
        ("Engineer", [], "Backend Engineer", None),
    ],
)  # fmt: skip
def test_the_headline_is_an_own_recent_title_or_stays(
    label: str | None, titles: list[str], advert_title: str, chosen: str | None
) -> None:
    resume = person("A B", None, label=label, work=[post("X", title, "2020", None) for title in titles])

    assert fitting_headline(resume, advert_title) == chosen


def test_what_answers_least_goes_first_and_something_of_everything_stays() -> None:
    relevance = Relevance.of_posting(ADVERT, requirements_of(ADVERT))

    chosen = select(LONG, relevance, 60)

    kept = [point for entry in chosen.work for point in entry.highlights]
    assert all(entry.highlights for entry in chosen.work)
    assert sum("Kubernetes" in point for point in kept) > sum("monitoring" in point for point in kept)
    assert estimated_lines(chosen) < estimated_lines(LONG)
    assert len(chosen.work[0].highlights) >= 2


def test_nothing_is_left_out_where_all_fits() -> None:
    relevance = Relevance.of_posting(ADVERT, requirements_of(ADVERT))

    chosen: Resume = select(BACKEND, relevance, 200)

    assert chosen == BACKEND
