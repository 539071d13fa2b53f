"""Reads adverts that come as a PDF or a word processor's file, with what reads CVs."""

from __future__ import annotations

from typing import Final

from longhaul_worker.postings.errors import failure
from longhaul_worker.resume.errors import ResumeError
from longhaul_worker.resume.layout import arrange
from longhaul_worker.resume.parse import extract
from longhaul_worker.resume.sniff import sniff

_MAGIC: Final = (b"%PDF-", b"PK\x03\x04")


def is_document(data: bytes) -> bool:
    """Whether `data` is a PDF or a zip archive, such as DOCX."""
    return data.startswith(_MAGIC)


def text_of(data: bytes) -> str:
    """The text of the file in reading order. Raises `Fail`: NO_TEXT for scans, else UNSUPPORTED_CONTENT."""
    try:
        document = extract(data, sniff(data))
        return arrange(document).text.replace("\t", "  ")
    except ResumeError as error:
        if error.code == "NO_TEXT":
            raise failure("NO_TEXT", "The file contains no text that can be read.") from error
        raise failure("UNSUPPORTED_CONTENT", error.message) from error
