"""No text hurts the parser, whatever it is."""
# ruff: noqa: RUF001 - the dashes of real CVs

from __future__ import annotations

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from longhaul_worker.resume.dates import find_spans, without_spans
from longhaul_worker.resume.errors import ResumeError
from longhaul_worker.resume.parse import parse_resume

WORDS = st.sampled_from(
    ["Experience", "EDUCATION", "Skills:", "Engineer", "at", "Acme GmbH", "2019", "–", "present", "- built", "|", "\t",
     "•", "Jan 2020 - Mar 2021", "(2018)", "B.Sc.", "University of X", "a@b.org", "+49 30 1234567", "Berlin, Germany",
     ",", "\ue000"]
)  # fmt: skip
LINES = st.lists(st.lists(WORDS, max_size=6).map(" ".join), max_size=25).map("\n".join)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_parsed_or_refused(text: str) -> None:
    _parse(text.encode())


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_any_mixture_of_the_words_of_cvs_is_parsed_or_refused(text: str) -> None:
    _parse(text.encode())


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_parsed_or_refused(data: bytes) -> None:
    _parse(data)


@settings(max_examples=100, deadline=None)
@given(LINES)
def test_dates_lie_within_the_text_and_do_not_overlap(text: str) -> None:
    spans = find_spans(text)

    edges = [edge for span in spans for edge in (span.at, span.to)]

    assert all(0 <= span.at < span.to <= len(text) for span in spans)
    assert edges == sorted(edges)
    assert without_spans(text, spans) is not None


def _parse(data: bytes) -> None:
    with contextlib.suppress(ResumeError):
        assert 0 <= parse_resume(data).confidence_score <= 1
