"""Pages made to hurt or merely broken: reading them ends, in time, and never fails."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from longhaul_worker.postings.files import is_document
from tests.worker.postings.adverts import ADVERTS
from tests.worker.postings.helpers import read_advert_text, read_html
from tests.worker.postings.layouts import LAYOUTS

LD = '<script type="application/ld+json">'


def marked(json_text: str) -> bytes:
    """A page with this as its JSON-LD."""
    return f"<html><body>{LD}{json_text}</script><h1>Cook</h1><p>x</p></body></html>".encode()


WRONG_TYPES: dict[str, object] = {
    "@type": "JobPosting", "title": ["Cook"], "hiringOrganization": [1, {"name": {"x": 1}}], "baseSalary": [[]],
    "datePosted": 7,
    "jobLocation": [None, True, "x" * 5000], "employmentType": {"a": None}, "identifier": [{}], "validThrough": {},
    "skills": 3,
}  # fmt: skip
MALFORMED = {
    "empty": b"",
    "nul bytes": b"\0" * 1000,
    "binary": bytes(range(256)) * 50,
    "deep": b"<div>" * 10_000,
    "deep list": b"<ul><li>" * 4_000,
    "deep json": marked("[" * 100_000),
    "deep object": marked('{"a":' * 5_000 + "1" + "}" * 5_000),
    "deep posting": marked('{"@type": "JobPosting", "title": "Cook", "jobLocation": ' + "[" * 900 + "]" * 900 + "}"),
    "unclosed": b"<html><head><title>Cook at Inn<body><h1>Cook<p>We are hiring",
    "wrong types": marked(json.dumps(WRONG_TYPES)),
    "long line": b"<p>" + b"Salary: $1 - $2 " * 20_000 + b"</p>",
    "long word": b"<h1>" + b"a" * 1_000_000 + b"</h1>",
    "many dashes": b"<title>" + b"a - " * 20_000 + b"</title><h1>a</h1>",
    "many labels": b"<p>" + b"Location: x " * 5_000 + b"</p>",
    "many spaces": b"<h1>Cook" + b" " * 500_000 + b"at Inn</h1>",
    "digits": b"<p>" + b"1,234,567." * 50_000 + b"</p>",
    "many scripts": b"<script>window.x = {" * 5_000,
    "many quotes": b"<script>var a = " + b'"\\' * 200_000 + b"</script>",
    "many capitals": b"<p>" + b"Acme Foo & Bar " * 20_000 + b"</p>",
    "many commas": b"<h1>Cook</h1><p>" + b"Ab, " * 40_000 + b"</p>",
}


@pytest.mark.parametrize("name", list(MALFORMED))
def test_a_broken_page_is_read_and_is_no_advert_or_a_valid_one(name: str) -> None:
    before = time.thread_time()

    found = read_html(MALFORMED[name])

    assert (found.kind == "posting") == (found.posting is not None)
    # What takes longer of a processor has met an expression that goes back and forth.
    assert time.thread_time() - before < 30


@pytest.mark.parametrize("name", list(MALFORMED))
def test_the_same_as_a_text_does_no_harm(name: str) -> None:
    read_advert_text(MALFORMED[name].decode("latin-1")[:200_000])


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_page_cut_or_spoilt_anywhere_is_read(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from(LAYOUTS))(ADVERTS[data.draw(st.integers(0, len(ADVERTS) - 1))]).data
    at = data.draw(st.integers(0, len(whole)))
    spoilt = whole[:at] + data.draw(st.binary(max_size=20)) + whole[at + data.draw(st.integers(0, 200)) :]

    assume(not is_document(spoilt))  # as a PDF that is none it is refused
    found = read_html(spoilt)

    assert (found.kind == "posting") == (found.posting is not None)


@given(st.text(max_size=500))
@settings(max_examples=60, deadline=None)
def test_no_text_makes_it_fail(text: str) -> None:
    read_advert_text(text)
