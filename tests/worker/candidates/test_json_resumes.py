"""JSON Resumes as people write them: old and new names, any dates, and wrong types everywhere."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longhaul_worker.candidates.cv import ReadCv
from longhaul_worker.candidates.reading import read_bytes

BASICS = {"name": "Ada Example", "email": "ada@example.org", "label": "Engineer"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
SECTIONS = ["basics", "work", "education", "skills", "projects", "languages", "certificates", "volunteer", "awards"]


def read(**sections: Any) -> ReadCv:
    """What is read of a document with these sections."""
    return read_bytes(json.dumps({"basics": BASICS, **sections}).encode())


def test_version_1_is_read() -> None:
    cv = read(
        work=[{"name": "Acme", "position": "Engineer", "startDate": "2020-03-01", "highlights": ["Used Python"]}],
        education=[{"institution": "MIT", "studyType": "BSc", "area": "CS", "endDate": "2019"}],
        skills=[{"name": "Web", "level": "Master", "keywords": ["React", "CSS"]}],
    )

    assert cv.resume is not None
    post = cv.resume.work[0]
    assert ("Acme", "Engineer", "2020-03-01", None, True) == (
        post.name, post.position, post.startDate, post.endDate, post.current
    )  # fmt: skip
    assert {"Python", "React", "CSS"} == {skill.name for skill in cv.resume.skills_canonical}
    assert (cv.resume.experience_months or 0) > 60
    assert "Used Python" in cv.text


def test_the_names_of_older_versions_are_read() -> None:
    cv = read(
        basics={**BASICS, "website": "https://ada.example", "location": {"city": "Paris", "countryCode": "FR"}},
        work=[
            {"company": "Acme", "position": "Dev", "startDate": "2014-01", "endDate": "2015-06", "website": "x.example"}
        ],
        education=[{"institution": "MIT", "gpa": 3.9}],
    )

    assert cv.resume is not None
    assert ("Acme", 18, "3.9") == (
        cv.resume.work[0].name, cv.resume.experience_months, cv.resume.education[0].score
    )  # fmt: skip
    assert ("https://ada.example", "Paris, FR") == (
        cv.resume.basics.url, cv.resume.basics.location.raw if cv.resume.basics.location else None
    )  # fmt: skip


@pytest.mark.parametrize(("written", "understood"), [
    ("2014", "2014"), ("2014-6", "2014-06"), ("2014/06/29", "2014-06-29"), ("2014-06-29T00:00:00Z", "2014-06-29"),
    ("June 2014", "2014-06"), ("06.2014", "2014-06"), ("Juni 2014", "2014-06"), (2014, "2014"), ("soon", None),
    ("2014-13", "2014"), ("", None), (None, None), (True, None), ([], None),
])  # fmt: skip
def test_dates_are_understood_or_left_out(written: object, understood: str | None) -> None:
    cv = read(work=[{"name": "Acme", "startDate": written, "endDate": "2016"}])

    assert cv.resume is not None
    assert understood == cv.resume.work[0].startDate


def test_plain_lists_stand_for_objects() -> None:
    cv = read(skills=["Python", "Go", 7], languages=["German", {"name": "English", "level": "C1"}], interests="Chess")

    assert cv.resume is not None
    assert ["Python", "Go", "7"] == cv.resume.skills[0].keywords
    assert ["German", "English"] == [language.language for language in cv.resume.languages]
    assert ["Chess"] == [interest.name for interest in cv.resume.interests]


@pytest.mark.parametrize(("data", "code"), [
    (b"{", "NOT_JSON"), (b'{"a": ' * 50_000, "NOT_JSON"), (b'{"name": "package", "version": 1}', "NOT_A_RESUME"),
    (b'{"basics": {}}', "NO_TEXT"), (b'{"basics": [], "work": 5}', "NO_TEXT"), (b'{"work": \xff}', "NOT_JSON"),
])  # fmt: skip
def test_what_is_no_resume_says_so(data: bytes, code: str) -> None:
    assert code == read_bytes(data).code


def test_half_characters_and_control_characters_are_dropped() -> None:
    cv = read_bytes(b'{"basics": {"name": "Ad\\ud800a\\u0000 Example", "email": "ada@example.org"}}')

    assert cv.resume is not None
    assert "Ada Example" == cv.resume.basics.name
    assert cv.model_dump_json().encode()


def test_a_document_that_is_far_too_large_is_refused() -> None:
    cv = read(work=[{"name": f"Acme {number}", "highlights": ["x" * 4000] * 10} for number in range(90)])

    assert "TOO_LARGE" == cv.code


@given(st.dictionaries(st.sampled_from(SECTIONS), JSON, max_size=6))
def test_any_json_is_read_or_refused(document: dict[str, Any]) -> None:
    cv = read_bytes(json.dumps({"basics": {}, **document}).encode())

    assert (cv.resume is None) == (cv.code is not None)
