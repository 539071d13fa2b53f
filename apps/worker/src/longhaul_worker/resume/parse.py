"""From the bytes of a CV to its structured form, step by step so that a handler can report progress in between."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from career.model import Note
from career.resume import Resume
from longhaul_worker.resume.confidence import overall
from longhaul_worker.resume.document import Document, Format
from longhaul_worker.resume.errors import ResumeError
from longhaul_worker.resume.fields import read_fields
from longhaul_worker.resume.layout import Reading, arrange
from longhaul_worker.resume.sniff import sniff
from longhaul_worker.resume.text import decode, read_text
from longhaul_worker.resume.textnorm import tidy

_MIN_CHARS = 20


@dataclass(frozen=True, slots=True)
class ParsedResume:
    """The CV, its text in reading order, and how sure the parser is over all (0 to 1)."""

    resume: Resume
    text: str
    confidence_score: float


def parse_resume(data: bytes, filename: str | None = None) -> ParsedResume:
    """Read a CV. Raises `ResumeError` for every file that cannot be read; `filename` serves only messages.

    Example:
        >>> parse_resume(b"Ada Lovelace\\nada@example.org\\n").resume.basics.name
        'Ada Lovelace'
    """
    document = extract(data, sniff(data), filename)
    return understand(document, arrange(document), hashlib.sha256(data).hexdigest())


def extract(data: bytes, file_format: Format, filename: str | None = None) -> Document:
    """The lines of the file. Raises `ResumeError`; NO_TEXT where there is (nearly) nothing to read."""
    # Imported here: a text CV needs neither of the two libraries.
    if file_format == "pdf":
        from longhaul_worker.resume.pdf import read_pdf  # noqa: PLC0415

        document = read_pdf(data)
    elif file_format == "docx":
        from longhaul_worker.resume.docx import read_docx  # noqa: PLC0415

        document = read_docx(data)
    else:
        document = read_text(decode(data))
    if document.chars < _MIN_CHARS:
        name = f" {filename!r}" if filename else ""
        raise ResumeError("NO_TEXT", f"The file{name} contains no text that can be read.")
    return document


def understand(document: Document, reading: Reading, sha256: str) -> ParsedResume:
    """The fields of a CV whose lines are in reading order."""
    resume = read_fields(document, reading, sha256)
    report = resume.x_parse
    report.notes += [Note(code=code, message=message) for code, message in dict.fromkeys(document.notes)]
    if document.hidden_text:
        report.notes.append(Note(code="HIDDEN_TEXT", message="Text that cannot be seen was left out."))
    if not resume.work:
        report.notes.append(Note(code="NO_WORK", message="No work entries were found.", field="work"))
    text = "\n".join(
        tidy(line) if "\t" not in line else line.replace("\t", "   ") for line in reading.text.splitlines()
    )
    return ParsedResume(resume, text, overall(report.confidence))
