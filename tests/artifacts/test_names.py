"""Names that clients give are made safe to show and to save under."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longhaul.engine.artifacts import clean_content_type, clean_filename


@pytest.mark.parametrize(
    ("given_name", "expected"),
    [
        ("cv.pdf", "cv.pdf"),
        ("Lebenslauf Jürgen Müller.pdf", "Lebenslauf Jürgen Müller.pdf"),
        ("履歴書.pdf", "履歴書.pdf"),
        ("/etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\Users\\ada\\cv.docx", "cv.docx"),
        ("folder/", "folder"),
        ("..", "file"),
        ("", "file"),
        (".bashrc", "bashrc"),
        ("a\x00b\r\nSet-Cookie: x", "ab Set-Cookie: x"),
        ("cv\u202efdp.exe", "cvfdp.exe"),
        ("\ud800.pdf", "pdf"),
        ("a\x00\u0300.pdf", "\u00e0.pdf"),
    ],
)
def test_a_filename_is_cleaned(given_name: str, expected: str) -> None:
    assert expected == clean_filename(given_name)


def test_a_long_filename_keeps_its_suffix() -> None:
    cleaned = clean_filename("x" * 500 + ".tar.gz")

    assert len(cleaned) == 200
    assert cleaned.endswith("x.gz")


def test_a_suffix_that_is_cut_at_a_blank_ends_without_it() -> None:
    cleaned = clean_filename("x" * 500 + "." + "y" * 18 + " z")

    assert cleaned.endswith("x." + "y" * 18)
    assert cleaned == clean_filename(cleaned)


@given(st.text())
def test_any_filename_becomes_a_safe_one(name: str) -> None:
    cleaned = clean_filename(name)

    assert 1 <= len(cleaned) <= 200
    assert cleaned.isprintable()
    assert not {"/", "\\"} & set(cleaned)
    assert cleaned not in {".", ".."}
    assert cleaned == clean_filename(cleaned)


@pytest.mark.parametrize(
    ("given_type", "expected"),
    [
        ("application/pdf", "application/pdf"),
        ("Text/HTML; charset=UTF-8", "text/html; charset=utf-8"),
        ("image/svg+xml", "image/svg+xml"),
        ("", "application/octet-stream"),
        ("pdf", "application/octet-stream"),
        ("text/html\r\nX: y", "application/octet-stream"),
    ],
)
def test_a_content_type_is_cleaned(given_type: str, expected: str) -> None:
    assert expected == clean_content_type(given_type)
