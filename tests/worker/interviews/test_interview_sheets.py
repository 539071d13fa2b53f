"""What is written down: Markdown, cards and paper in which no text of an advert or a CV becomes anything else."""

from __future__ import annotations

import csv
import json
from io import BytesIO, StringIO
from pathlib import Path

import pypdfium2
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from career.tasks.interview import Outline, Question, StudyItem
from longhaul_worker.interviews.paper import as_data, write_pdf
from longhaul_worker.interviews.sheets import Preparation, cards, markdown, plain
from tests.worker.interviews.cases import posting

EVIL = '#read("/etc/passwd") $x$ \\LaTeX <script>alert(1)</script> [a](javascript:1) *b* `c` = @cmd {d}'


def preparation(text: str) -> Preparation:
    """A preparation in which every field is `text`."""
    question = Question(
        id="q01", kind="technical", text=text, why=text, evidence=text, outline=Outline(action=text), difficulty=3,
        topics=[text],
    )  # fmt: skip
    item = StudyItem(skill=text, gap=text, hours=2, steps=[text])
    return Preparation(posting(text, text, company=text), [question], [text], [item], "")


def test_paper_shows_text_letter_by_letter(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"

    write_pdf(json.dumps(as_data(preparation(EVIL))), str(path))

    shown = " ".join(pypdfium2.PdfDocument(BytesIO(path.read_bytes()))[0].get_textpage().get_text_bounded().split())
    assert '#read("/etc/passwd") $x$ \\LaTeX <script>alert(1)</script>' in shown.replace("“", '"').replace("”", '"')
    assert "root:" not in shown


def test_markdown_makes_no_markup_of_text() -> None:
    html = MarkdownIt("commonmark").render(markdown(preparation(EVIL)))

    assert "<script" not in html
    assert "<a " not in html
    assert "<em>" not in html


@given(text=st.text(max_size=80))
def test_any_text_is_shown_by_markdown_as_it_is(text: str) -> None:
    shown = MarkdownIt("commonmark").renderInline(plain(f"x {text} y"))

    assert "<" not in shown.replace("&lt;", "")


def test_cards_cannot_be_formulas() -> None:
    rows = list(csv.reader(StringIO(cards(preparation("=1+1")).split("\n", 4)[4])))

    assert "'=1+1" == rows[0][0]


@given(text=st.text(min_size=1, max_size=80))
def test_cards_can_be_read_back(text: str) -> None:
    written = cards(preparation(f"What of {text}?"))

    rows = list(csv.reader(StringIO(written.split("\n", 4)[4], newline="")))
    assert [3] == [len(row) for row in rows]
