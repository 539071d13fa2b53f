"""Which lines are headings, and what belongs below them."""

from __future__ import annotations

import io
from typing import Any

import pytest
from docx import Document
from tests.worker.resume.typeset import to_pdf

from longhaul_worker.resume.headings import heading_kind
from longhaul_worker.resume.parse import parse_resume


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("WORK EXPERIENCE", "work"),
        ("C O N TA C T", "contact"),
        ("W O R K  E X P E R I E N C E", "work"),
        ("2. Education:", "education"),
        ("Berufserfahrung", "work"),
        ("Expériences professionnelles", "work"),
        ("Formación académica", "education"),
        ("Relevant Industry Experience", "work"),
        ("Skills & Technologies", "skills"),
        ("Education and Awards", "education"),
        ("Experience with Kubernetes and Go", None),
        ("Engineering Manager", None),
    ],
)
def test_a_heading_is_known_by_its_words(text: str, kind: str | None) -> None:
    assert heading_kind(text) == kind


def test_a_heading_nobody_knows_ends_the_section_before_it() -> None:
    source = (
        "= Experience\n*Engineer*, Acme #h(1fr) 2019 -- 2021\n= Things I Broke\nA window once\n= Skills\nPython, Go\n"
    )

    resume = parse_resume(to_pdf("#text(size: 20pt)[Ada Byron]\n" + source)).resume

    assert [(part.heading, part.text) for part in resume.x_parse.unparsed] == [("Things I Broke", "A window once")]
    assert [work.name for work in resume.work] == ["Acme"]


def test_two_columns_at_the_bottom_leave_the_dates_above_in_their_rows() -> None:
    source = """#text(size: 20pt)[Pavel Novotny]
== Employment
*ML Engineer*, Kiwi Robotics #h(1fr) 06/2020 - now
- Trained detectors for warehouse robots
*Software Engineer*, Moravia Soft #h(1fr) 09/2016 - 05/2020
- Wrote an image pipeline
#grid(columns: (1fr, 1fr), gutter: 20pt,
[== Education
Masaryk University \\
MSc Informatics \\
2014 - 2016],
[== Skills
Python, Rust \\
PyTorch, ONNX \\
Docker])"""

    resume = parse_resume(to_pdf(source)).resume

    assert [(work.name, work.startDate) for work in resume.work] == [
        ("Kiwi Robotics", "2020-06"),
        ("Moravia Soft", "2016-09"),
    ]
    assert [entry.endDate for entry in resume.education] == ["2016"]
    assert [keyword for group in resume.skills for keyword in group.keywords] == [
        "Python", "Rust", "PyTorch", "ONNX", "Docker",
    ]  # fmt: skip


def test_a_word_table_of_headings_and_contents_is_read_by_row() -> None:
    document: Any = Document()
    document.sections[0].header.paragraphs[0].text = "Omar Reyes"
    document.sections[0].header.add_paragraph("omar@example.com | 602-555-0101 | Phoenix, AZ")
    table = document.add_table(rows=0, cols=2)
    for heading, lines in {
        "EXPERIENCE": [
            "Lead Electrician, Saguaro Electric",
            "2018 - Present",
            "Electrician, Copper Power",
            "2013 - 2018",
        ],
        "EDUCATION": ["Associate of Applied Science, Gateway Community College, 2013"],
        "SKILLS": ["Blueprint reading, Conduit bending"],
    }.items():
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(heading).bold = True
        cells[1].text = lines[0]
        for line in lines[1:]:
            cells[1].add_paragraph(line)
    out = io.BytesIO()
    document.save(out)

    resume = parse_resume(out.getvalue()).resume

    assert resume.basics.name == "Omar Reyes"
    assert [(work.name, work.position) for work in resume.work] == [
        ("Saguaro Electric", "Lead Electrician"),
        ("Copper Power", "Electrician"),
    ]
    assert [entry.institution for entry in resume.education] == ["Gateway Community College"]
    assert resume.skills[0].keywords == ["Blueprint reading", "Conduit bending"]
