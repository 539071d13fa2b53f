"""What `resume.parse` does in a child process: from hostile bytes to a CV as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from career.model import CareerModel, Note
from career.resume import Resume
from longhaul.model.control import Fail
from longhaul_worker.resume.errors import ResumeError
from longhaul_worker.resume.parse import ParsedResume, parse_resume

MEMORY_MB: Final = 512
SECONDS: Final = 60.0
SCAN_SECONDS: Final = 110.0
_PDF: Final = b"%PDF-"


class ReadCv(CareerModel):
    """A CV as the child read it; `text` is its text in reading order."""

    resume: Resume
    text: str
    confidence_score: float


def read_cv(data: bytes, filename: str | None = None, ocr: bool = False) -> ReadCv:
    """Read a CV; with `ocr` a scan too. Raises `Fail` with the code of `ResumeError` for what is none."""
    try:
        parsed = _read(data, filename, ocr=ocr)
    except ResumeError as error:
        raise Fail(error.message, code=error.code, hint=error.hint) from error
    return ReadCv(resume=parsed.resume, text=parsed.text, confidence_score=parsed.confidence_score)


def _read(data: bytes, filename: str | None, *, ocr: bool) -> ParsedResume:
    try:
        return parse_resume(data, filename)
    except ResumeError as error:
        if error.code != "NO_TEXT" or not ocr or not data.lstrip().startswith(_PDF):
            raise
        return _read_scan(data, error)


def _read_scan(data: bytes, why: ResumeError) -> ParsedResume:
    from longhaul_worker.resume.ocr import is_installed, read_scan  # noqa: PLC0415 - for scans only

    if not is_installed():
        hint = "Scans are not read here: upload a version whose text can be selected."
        raise ResumeError("NO_TEXT", why.message, hint) from why
    parsed = parse_resume(read_scan(data, Path.cwd()).encode())
    parsed.resume.x_parse.notes.append(
        Note(code="OCR", message="The CV is a scan; its text was made out from the picture, with possible mistakes.")
    )
    return parsed
