"""Setting CVs in tests, and what their PDFs say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest

from career.resume import Resume
from career.tasks.packet import Engine
from longhaul_worker.typesetting.latex_engine import has_latex
from longhaul_worker.typesetting.making import MadeCv, Setting, make_cv
from longhaul_worker.typesetting.typst_engine import Look

needs_latex = pytest.mark.skipif(not has_latex(), reason="pdflatex with Latin Modern is not installed")
ENGINES = [pytest.param("typst"), pytest.param("latex", marks=needs_latex)]
LOOKS: Sequence[Look] = ("classic", "modern")


def made(
    resume: Resume, directory: Path, *, engine: Engine = "typst", look: Look = "classic", pages: int = 2
) -> MadeCv:
    """The CV set into `directory`."""
    return make_cv(resume, "", [], Setting(engine=engine, look=look, page="a4", max_pages=pages), str(directory))


def pages_of(pdf: bytes) -> list[list[str]]:
    """The lines of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = [document[page].get_textpage().get_text_range() for page in range(len(document))]
    finally:
        document.close()
    return [[line.strip() for line in text.splitlines() if line.strip()] for text in texts]


def text_of(pdf: bytes) -> str:
    """The text of a PDF with single blanks."""
    return " ".join(" ".join(line for page in pages_of(pdf) for line in page).split())
