"""A CV on its pages: not more than asked for, no heading alone, nothing cut, and read back whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pypdfium2
import pytest

from career.resume import Resume
from career.tasks.packet import Engine
from longhaul_worker.typesetting.ats import read_back
from longhaul_worker.typesetting.latex_engine import TexError, set_with_latex
from longhaul_worker.typesetting.making import Setting, make_document
from longhaul_worker.typesetting.sheet import sheet_of
from longhaul_worker.typesetting.typst_engine import Look, set_with_typst
from longhaul_worker.typesetting.wording import period
from tests.worker.packets.building import person, post
from tests.worker.packets.people import BACKEND, GERMAN, LONG, LONG_NAMES, PEOPLE, STUDENT
from tests.worker.typesetting.setting import ENGINES, LOOKS, made, pages_of, text_of


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("pages", [1, 2, 3])
def test_a_long_cv_keeps_to_its_pages(tmp_path: Path, engine: Engine, pages: int) -> None:
    cv = made(LONG, tmp_path, engine=engine, pages=pages)

    assert cv.pages <= pages
    assert len(pages_of((tmp_path / "cv.pdf").read_bytes())) == cv.pages
    assert cv.check is not None
    assert cv.check.parsed_back_ok


def test_two_pages_are_used_well(tmp_path: Path) -> None:
    cv = made(LONG, tmp_path, pages=2)

    assert cv.resume is not None
    assert len(pages_of((tmp_path / "cv.pdf").read_bytes())[1]) >= 40


def test_what_cannot_be_shorter_is_said(tmp_path: Path) -> None:
    posts = [post(f"Firm {n} Ltd", "Clerk", f"{1950 + n}", f"{1951 + n}", "Filed letters") for n in range(60)]

    cv = made(person("Ada Byron", "ada@example.org", work=posts), tmp_path, pages=1)

    assert "OVERFLOW" in [note.code for note in cv.warnings]


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("points", range(24, 44))
def test_no_heading_ends_a_page(tmp_path: Path, look: Look, points: int) -> None:
    many = [f"Wrote report number {n} for the board" for n in range(points)]
    cv = BACKEND.model_copy(deep=True)
    cv.work = [cv.work[0].model_copy(update={"highlights": many}), *cv.work[1:]]

    made(cv, tmp_path, look=look, pages=4)

    for page in pages_of((tmp_path / "cv.pdf").read_bytes()):
        assert page[-1].upper() not in {"EXPERIENCE", "EDUCATION", "LANGUAGES"}
        assert "Quillmark" not in page[-1]


@pytest.mark.parametrize("look", LOOKS)
def test_no_text_leaves_the_page(tmp_path: Path, look: Look) -> None:
    made(LONG_NAMES, tmp_path, look=look)

    document = pypdfium2.PdfDocument((tmp_path / "cv.pdf").read_bytes())
    page = document[0]
    width, height = page.get_size()
    text = page.get_textpage()
    boxes = cast(
        "list[tuple[float, float, float, float]]", [text.get_charbox(index) for index in range(text.count_chars())]
    )
    document.close()
    assert all(
        20 <= left and right <= width - 20 and 20 <= bottom and top <= height for left, bottom, right, top in boxes
    )


def test_a_layout_that_reads_back_is_found_for_long_names(tmp_path: Path) -> None:
    cv = made(LONG_NAMES, tmp_path)

    assert cv.check is not None
    assert cv.check.parsed_back_ok


def test_the_same_cv_gives_the_same_bytes() -> None:
    data = sheet_of(GERMAN).model_dump() | {"title": "CV", "author": "", "page": "a4", "dense": False}

    assert set_with_typst("cv", "classic", data).pdf == set_with_typst("cv", "classic", data).pdf


def test_every_section_of_a_cv_is_set(tmp_path: Path) -> None:
    made(STUDENT, tmp_path, look="modern")

    text = text_of((tmp_path / "cv.pdf").read_bytes())
    for heading in ("Skills", "Projects", "Education", "Volunteering"):
        assert heading in text


def test_a_nearly_blank_pdf_is_found_out() -> None:
    blank = sheet_of(Resume(x_parse=BACKEND.x_parse)).model_dump()
    data = blank | {"title": "CV", "author": "", "page": "a4", "dense": False, "name": "A page with a few words on it"}

    read = read_back(set_with_typst("cv", "classic", data).pdf, BACKEND)

    assert not read.check.parsed_back_ok
    assert not read.is_legible
    assert "employer: Quillmark" in read.check.missing


def test_a_summary_that_is_too_long_loses_its_last_entries(tmp_path: Path) -> None:
    rest: dict[str, Any] = {"title": "x", "author": "", "subject": "For: Engineer", "recipient": []}
    data = sheet_of(LONG).model_dump() | rest

    summary = make_document(
        "summary", "summary", data, Setting(engine="typst", look="classic", page="a4"), str(tmp_path)
    )

    assert (summary.pages, summary.warnings) == (1, [])


def test_latex_that_never_ends_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin" / "pdflatex"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexec sleep 600\n")  # the real one may be done before anybody looks at the clock
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/bin:/usr/bin")
    monkeypatch.setattr("longhaul_worker.typesetting.latex_engine.SECONDS", 0.01)
    data = sheet_of(BACKEND).model_dump() | {"title": "CV", "author": "", "page": "a4", "dense": False}

    with pytest.raises(TexError) as caught:
        set_with_latex("cv", "classic", data, tmp_path)

    assert "did not end" in caught.value.log


@pytest.mark.parametrize(
    ("language", "start", "end", "is_current", "shown"),
    [("en", "2020-03", None, True, "Mar 2020 – Present"), ("de", "2020-03", None, True, "03/2020 – heute"),  # noqa: RUF001
     ("en", "2019", "2019", False, "2019"), ("en", None, "2021-05", False, "May 2021"), ("fr", None, None, False, ""),
     ("en", "2019-01-31", "2020", False, "Jan 2019 – 2020"), ("en", "2018", None, False, "2018")],  # noqa: RUF001
)  # fmt: skip
def test_periods_are_written_as_people_do(
    language: str, start: str | None, end: str | None, is_current: bool, shown: str
) -> None:
    assert period(language, start, end, is_current=is_current) == shown


@pytest.mark.parametrize("resume", PEOPLE, ids=lambda cv: str(cv.basics.name))
def test_every_cv_reads_back(tmp_path: Path, resume: Resume) -> None:
    for look in LOOKS:
        cv = made(resume, tmp_path, look=look)

        assert cv.check is not None
        assert cv.check.missing == []
