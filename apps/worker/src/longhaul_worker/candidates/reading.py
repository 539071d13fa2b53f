"""Reads the file of a CV whatever it is; runs in a child process, for the file may be hostile."""

from __future__ import annotations

import hashlib
from typing import Final

from longhaul_worker.candidates.cv import ReadCv
from longhaul_worker.candidates.jsonresume import looks_like_json, read_json_resume
from longhaul_worker.resume.errors import ResumeError
from longhaul_worker.resume.parse import parse_resume

MAX_READ_BYTES: Final = 2_000_000
"""A CV that is larger once read is no CV, and would not fit its record."""


def read_bytes(data: bytes, filename: str | None = None) -> ReadCv:
    """Read a CV: PDF, DOCX, text or JSON Resume, told by the content. What cannot be read has a `code`."""
    digest = hashlib.sha256(data).hexdigest()
    if looks_like_json(data):
        return _bounded(read_json_resume(data))
    try:
        parsed = parse_resume(data, filename)
    except ResumeError as error:
        return ReadCv(sha256=digest, code=error.code, message=error.message)
    return _bounded(
        ReadCv(
            sha256=digest, resume=parsed.resume, text=parsed.text, confidence_score=round(parsed.confidence_score, 3)
        )
    )


def _bounded(cv: ReadCv) -> ReadCv:
    try:
        size = len(cv.model_dump_json().encode())
    except (UnicodeEncodeError, ValueError):  # half a character, which no database keeps
        return ReadCv(sha256=cv.sha256, code="CORRUPT", message="The text of the file is damaged.")
    if size > MAX_READ_BYTES:
        return ReadCv(sha256=cv.sha256, code="TOO_LARGE", message="The file holds far more text than a CV.")
    return cv
