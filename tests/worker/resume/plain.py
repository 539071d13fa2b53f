"""The test CVs as Word documents and as plain text."""
# ruff: noqa: RUF001 - CVs are full of these dashes and quotes

from __future__ import annotations

import io
from typing import Any

from docx import Document
from tests.worker.resume.people import Person
from tests.worker.resume.wording import heading, period


def docx_paragraphs(person: Person) -> bytes:
    """Heading styles, "Title, Company" with the dates after a tab, list bullets."""
    document: Any = Document()
    document.add_heading(person.name, 0)
    document.add_paragraph(person.headline)
    document.add_paragraph(f"{person.place} | {person.phone} | {person.email}")
    document.add_heading(heading(person.language, "summary"), 1)
    document.add_paragraph(person.summary)
    document.add_heading(heading(person.language, "work"), 1)
    for job in person.jobs:
        paragraph = document.add_paragraph()
        paragraph.add_run(job.title).bold = True
        paragraph.add_run(f", {job.company}\t{period(person.language, job.start, job.end)}")
        for point in job.points:
            document.add_paragraph(point, style="List Bullet")
    document.add_heading(heading(person.language, "education"), 1)
    for study in person.studies:
        document.add_paragraph(f"{study.degree} {study.area}\t{study.start} – {study.end}")
        document.add_paragraph(study.school)
    document.add_heading(heading(person.language, "skills"), 1)
    for label, names in person.skills.items():
        document.add_paragraph(f"{label}: {', '.join(names)}")
    return _saved(document)


def docx_table(person: Person) -> bytes:
    """A table with the dates in the first column, bold capital headings, no styles."""
    document: Any = Document()
    document.add_paragraph().add_run(person.name).bold = True
    for line in (person.headline, person.place, person.phone, person.email):
        document.add_paragraph(line)
    _bold_heading(document, heading(person.language, "work"))
    table = document.add_table(rows=0, cols=2)
    for job in person.jobs:
        cells = table.add_row().cells
        cells[0].text = period(person.language, job.start, job.end, "numbers")
        cells[1].text = f"{job.title}, {job.company}"
        for point in job.points:
            cells[1].add_paragraph(f"• {point}")
    _bold_heading(document, heading(person.language, "education"))
    table = document.add_table(rows=0, cols=2)
    for study in person.studies:
        cells = table.add_row().cells
        cells[0].text = f"{study.start} – {study.end}"
        cells[1].text = f"{study.degree} {study.area}, {study.school}"
    _bold_heading(document, heading(person.language, "skills"))
    document.add_paragraph(", ".join(name for group in person.skills.values() for name in group))
    return _saved(document)


def docx_columns(person: Person) -> bytes:
    """A layout table of one row: contact and skills at the left, the rest at the right."""
    document: Any = Document()
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    left.text = heading(person.language, "contact").upper()
    for line in (person.email, person.phone, person.place):
        left.add_paragraph(line)
    left.add_paragraph(heading(person.language, "skills").upper())
    for name in (name for group in person.skills.values() for name in group):
        left.add_paragraph(name)
    right.text = person.name
    right.add_paragraph(person.headline)
    right.add_paragraph(heading(person.language, "work").upper())
    for job in person.jobs:
        right.add_paragraph(job.company)
        right.add_paragraph(f"{job.title} | {period(person.language, job.start, job.end)}")
        for point in job.points:
            right.add_paragraph(f"- {point}")
    right.add_paragraph(heading(person.language, "education").upper())
    for study in person.studies:
        right.add_paragraph(study.school)
        right.add_paragraph(f"{study.degree} in {study.area} | {study.start} – {study.end}")
    return _saved(document)


def text_pipes(person: Person) -> str:
    """Capital headings, "Title | Company | dates", dashes as bullets."""
    lines = [person.name.upper(), person.headline, f"{person.email} | {person.phone} | {person.place}", ""]
    lines += [
        heading(person.language, "summary").upper(),
        person.summary,
        "",
        heading(person.language, "work").upper(),
        "",
    ]
    for job in person.jobs:
        lines.append(f"{job.title} | {job.company} | {period(person.language, job.start, job.end, dash='-')}")
        lines += [f"- {point}" for point in job.points] + [""]
    lines += [heading(person.language, "education").upper()]
    lines += [f"{study.degree} {study.area} | {study.school} | {study.end}" for study in person.studies]
    lines += ["", heading(person.language, "skills").upper()]
    lines += [f"{label}: {', '.join(names)}" for label, names in person.skills.items()]
    return "\n".join(lines)


def text_underlined(person: Person) -> str:
    """Underlined headings, company and title on lines of their own, dates in brackets, wrapped bullets."""
    lines = [person.name, person.headline, "", f"E-Mail: {person.email}", f"Tel.: {person.phone}", person.place, ""]
    lines += _underlined(heading(person.language, "work"))
    for job in person.jobs:
        lines += [f"{job.company}, {job.place}", f"{job.title} ({period(person.language, job.start, job.end)})"]
        for point in job.points:
            lines += _wrapped(point)
        lines.append("")
    lines += _underlined(heading(person.language, "education"))
    for study in person.studies:
        lines += [f"{study.school} ({study.start} - {study.end})", f"{study.degree}, {study.area}", ""]
    lines += _underlined(heading(person.language, "skills"))
    lines += [", ".join(name for group in person.skills.values() for name in group)]
    return "\n".join(lines)


def markdown(person: Person) -> str:
    """Markdown with bold titles and dates in italics."""
    lines = [
        f"# {person.name}",
        f"**{person.headline}**",
        "",
        f"{person.place} · {person.phone} · [{person.email}](mailto:{person.email})",
        "",
    ]
    lines += [f"## {heading(person.language, 'work')}", ""]
    for job in person.jobs:
        lines += [f"### {job.title}, {job.company}", f"{period(person.language, job.start, job.end)}", ""]
        lines += [f"* {point}" for point in job.points] + [""]
    lines += [f"## {heading(person.language, 'education')}", ""]
    lines += [
        f"- **{study.degree} {study.area}**, {study.school}, {study.start}-{study.end}" for study in person.studies
    ]
    lines += ["", f"## {heading(person.language, 'skills')}", ""]
    lines += [f"- **{label}:** {', '.join(names)}" for label, names in person.skills.items()]
    return "\n".join(lines)


def _underlined(title: str) -> list[str]:
    return [title, "-" * len(title), ""]


def _wrapped(point: str, width: int = 70) -> list[str]:
    lines = ["*"]
    for word in point.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append(" ")
        lines[-1] += f" {word}"
    return lines


def _bold_heading(document: Any, title: str) -> None:
    document.add_paragraph().add_run(title.upper()).bold = True


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


DOCX_FORMS = (docx_paragraphs, docx_table, docx_columns)
TEXT_FORMS = (text_pipes, text_underlined, markdown)
