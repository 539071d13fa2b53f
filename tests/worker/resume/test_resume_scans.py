"""Scans: read by a program where it is installed, and only when that was asked for."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tests.worker.resume.malformed import picture_only_pdf
from tests.worker.resume.people import MARTA
from tests.worker.resume.plain import text_pipes

from longhaul.model.control import Fail
from longhaul_worker.resume.child import read_cv

PROGRAM = """#!{python}
import sys
picture = open(sys.argv[1], "rb").read()
magic, width, height, depth = picture.split(maxsplit=4)[:4]
assert (magic, depth) == (b"P5", b"255"), picture[:20]
header = len(b" ".join((magic, width, height, depth))) + 1
assert len(picture) == header + int(width) * int(height), "every dot of the page"
sys.stdout.write(open({text!r}).read())
"""


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for `tesseract`: it checks that it is given the picture of a page, and says what `text` holds."""
    text = tmp_path / "text"
    text.write_text(text_pipes(MARTA), encoding="utf-8")
    path = tmp_path / "bin" / "tesseract"
    path.parent.mkdir()
    path.write_text(PROGRAM.format(python=sys.executable, text=str(text)), encoding="utf-8")
    path.chmod(0o755)
    monkeypatch.setenv("PATH", str(path.parent))
    monkeypatch.chdir(tmp_path)
    return text


def test_a_scan_is_read_and_says_that_it_was_one(program: Path) -> None:
    read = read_cv(picture_only_pdf(), ocr=True)

    assert (MARTA.name, MARTA.email) == (read.resume.basics.name, read.resume.basics.email)
    assert "OCR" in {note.code for note in read.resume.x_parse.notes}
    assert not (program.parent / "page.pgm").exists()


def test_a_scan_is_not_read_unless_that_was_asked_for(program: Path) -> None:
    with pytest.raises(Fail) as caught:
        read_cv(picture_only_pdf())

    assert "NO_TEXT" == caught.value.code


def test_a_scan_with_nothing_on_it_has_no_text(program: Path) -> None:
    program.write_text("\f", encoding="utf-8")

    with pytest.raises(Fail) as caught:
        read_cv(picture_only_pdf(), ocr=True)

    assert "NO_TEXT" == caught.value.code


def test_without_the_program_the_hint_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Fail) as caught:
        read_cv(picture_only_pdf(), ocr=True)

    assert "NO_TEXT" == caught.value.code
    assert "Scans are not read here" in str(caught.value.hint)
