"""The verifier finds every planted lie, and nothing in what the tailoring does."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from career.model import Skill
from career.resume import Certificate, Education, Profile, Resume, SkillGroup, SpokenLanguage, Work
from longhaul_worker.tailoring.running import tailor_pair
from longhaul_worker.tailoring.truth import violations
from tests.worker.packets.adverts import ADVERTS
from tests.worker.packets.people import BACKEND, DESIGNER, NURSE, PEOPLE, STUDENT

Lie = Callable[[Resume], object]


def told(resume: Resume, lie: Lie) -> list[str]:
    """What the verifier says of `resume` after `lie` was planted in a copy."""
    tampered = resume.model_copy(deep=True)
    lie(tampered)
    return violations(resume, tampered)


def set_on(value: object, name: str, to: object) -> None:
    """Change one field."""
    setattr(value, name, to)


LIES: dict[str, Lie] = {
    "another name": lambda cv: set_on(cv.basics, "name", "Marta Okonkwo-Smith"),
    "another e-mail": lambda cv: set_on(cv.basics, "email", "m@example.com"),
    "another phone": lambda cv: set_on(cv.basics, "phone", "+44 20 7946 0959"),
    "no place": lambda cv: set_on(cv.basics, "location", None),
    "another profile": lambda cv: cv.basics.profiles.append(Profile(network="web", url="https://evil.example")),
    "a title of somebody else": lambda cv: set_on(cv.basics, "label", "Chief Technology Officer"),
    "a better summary": lambda cv: set_on(cv.basics, "summary", "Ten years of building payment systems."),
    "another employer": lambda cv: set_on(cv.work[0], "name", "Google"),
    "a higher title": lambda cv: set_on(cv.work[1], "position", "Senior Software Engineer"),
    "an earlier start": lambda cv: set_on(cv.work[0], "startDate", "2018-03"),
    "a later end": lambda cv: set_on(cv.work[1], "endDate", "2021-02"),
    "a post still held": lambda cv: set_on(cv.work[1], "current", True),
    "a post more": lambda cv: cv.work.append(Work(name="Meta", position="Engineer")),
    "a post less": lambda cv: cv.work.pop(),
    "posts in another order": lambda cv: cv.work.reverse(),
    "a rounder number": lambda cv: cv.work[0].highlights.__setitem__(
        1, "Designed endpoints that handle 2,000 requests"
    ),
    "a point of another post": lambda cv: cv.work[0].highlights.append(cv.work[1].highlights.pop()),
    "a point twice": lambda cv: cv.work[0].highlights.append(cv.work[0].highlights[0]),
    "a point made up": lambda cv: cv.work[0].highlights.append("Led the migration to the cloud"),
    "no points any more": lambda cv: cv.work[0].highlights.clear(),
    "a skill more": lambda cv: cv.skills[0].keywords.append("Rust"),
    "a skill that is a near relative": lambda cv: cv.skills[2].keywords.__setitem__(1, "MySQL"),
    "a skill less": lambda cv: cv.skills[0].keywords.pop(),
    "a group of skills more": lambda cv: cv.skills.append(SkillGroup(name="Expert in", keywords=[])),
    "a canonical skill more": lambda cv: cv.skills_canonical.append(Skill(name="Rust")),
    "a degree more": lambda cv: cv.education.append(Education(institution="MIT", studyType="PhD")),
    "a better degree": lambda cv: set_on(cv.education[0], "studyType", "PhD"),
    "no education": lambda cv: cv.education.clear(),
    "a certificate": lambda cv: cv.certificates.append(Certificate(name="CISSP")),
    "a language": lambda cv: cv.languages.append(SpokenLanguage(language="French")),
    "fluency": lambda cv: set_on(cv.languages[1], "fluency", "native"),
    "more months": lambda cv: set_on(cv, "experience_months", 120),
}


@pytest.mark.parametrize("name", list(LIES))
def test_a_planted_lie_is_found(name: str) -> None:
    assert told(BACKEND, LIES[name])


def test_lies_in_projects_and_voluntary_work_are_found() -> None:
    assert told(STUDENT, lambda cv: set_on(cv.projects[0], "name", "Plane Tracker"))
    assert told(STUDENT, lambda cv: cv.projects[0].highlights.append("Sold to 40 cities"))
    assert told(STUDENT, lambda cv: set_on(cv.volunteer[0], "organization", "Red Cross"))


def test_a_certificate_may_go_but_not_the_section() -> None:
    assert told(NURSE, lambda cv: cv.certificates.pop()) == []
    assert told(NURSE, lambda cv: cv.certificates.clear())


@pytest.mark.parametrize("resume", PEOPLE, ids=lambda cv: str(cv.basics.name))
def test_the_tailoring_never_violates(resume: Resume) -> None:
    for posting in ADVERTS:
        for pages in (1, 4):
            cv = tailor_pair(resume, posting, pages)

            assert violations(resume, cv.resume) == []
            assert [note.code for note in cv.warnings if note.code == "TRUTH_CHECK"] == []


def test_a_rewording_is_measured_against_its_original() -> None:
    before = DESIGNER.work[0].highlights[1]
    after = "Ran forty usability studies; published the findings internally"
    reworded = DESIGNER.model_copy(deep=True)
    reworded.work[0].highlights[1] = after

    assert violations(DESIGNER, reworded, {after: before}) == []
    assert violations(DESIGNER, reworded)
    assert violations(DESIGNER, reworded, {after: "Something else"})


@settings(max_examples=60, deadline=None)
@given(
    points=st.lists(st.text(min_size=1, max_size=60), max_size=6),
    keywords=st.lists(st.text(min_size=1, max_size=20), max_size=6),
    title=st.text(max_size=30),
    pages=st.integers(1, 4),
)
def test_whatever_a_cv_says_the_tailored_one_says_no_more(
    points: list[str], keywords: list[str], title: str, pages: int
) -> None:
    resume = BACKEND.model_copy(deep=True)
    resume.work[0] = Work.model_validate({"name": title or None, "position": title or None, "highlights": points})
    resume.skills = [SkillGroup.model_validate({"name": "", "keywords": keywords})]

    tailored = tailor_pair(resume, ADVERTS[0], pages)

    assert violations(resume, tailored.resume) == []
