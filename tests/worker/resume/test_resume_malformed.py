"""Every input that is no readable CV ends in the error that names the reason."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from tests.worker.resume import malformed
from tests.worker.resume.people import MARTA
from tests.worker.resume.typeset import single, to_pdf

from longhaul_worker.resume.errors import ErrorCode, ResumeError
from longhaul_worker.resume.parse import parse_resume

CASES: dict[str, tuple[Callable[[], bytes], ErrorCode]] = {
    "nothing": (lambda: b"", "NO_TEXT"),
    "only blanks": (lambda: b" \n\t\r\n", "NO_TEXT"),
    "a PDF cut after its header": (lambda: to_pdf(single(MARTA))[:200], "CORRUPT"),
    "a PDF that is only a header": (lambda: b"%PDF-1.7\n", "CORRUPT"),
    "a PDF with a password": (malformed.encrypted_pdf, "ENCRYPTED_PDF"),
    "a scan": (malformed.picture_only_pdf, "NO_TEXT"),
    "31 pages": (lambda: malformed.long_pdf(31), "TOO_MANY_PAGES"),
    "more than 10 MB": (lambda: b"%PDF-1.7\n" + b"0" * (10 * 1024 * 1024), "TOO_LARGE"),
    "a zip bomb": (malformed.bomb_docx, "SUSPICIOUS_ARCHIVE"),
    "thousands of parts": (malformed.many_parts_docx, "SUSPICIOUS_ARCHIVE"),
    "an archive within the document": (malformed.nested_docx, "SUSPICIOUS_ARCHIVE"),
    "a part outside of the document": (malformed.climbing_docx, "SUSPICIOUS_ARCHIVE"),
    "a document with broken XML": (malformed.broken_docx, "CORRUPT"),
    "half an archive": (lambda: malformed.bomb_docx()[:300], "CORRUPT"),
    "an archive that is no document": (lambda: malformed.archive({"a.txt": b"hello"}), "UNSUPPORTED_TYPE"),
    "an old Word document": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512, "UNSUPPORTED_TYPE"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "UNSUPPORTED_TYPE"),
    "a web page": (lambda: b"<!DOCTYPE html><html><body>Hi</body></html>", "UNSUPPORTED_TYPE"),
    "an RTF document": (lambda: b"{\\rtf1 Hello}", "UNSUPPORTED_TYPE"),
    "random bytes": (lambda: bytes(range(256)) * 8, "UNSUPPORTED_TYPE"),
}


@pytest.mark.parametrize("case", list(CASES))
def test_what_is_no_readable_cv_is_refused_with_its_reason(case: str) -> None:
    make, code = CASES[case]

    with pytest.raises(ResumeError) as caught:
        parse_resume(make(), "resume.pdf")

    assert caught.value.code == code
    assert caught.value.hint


def test_the_name_of_a_file_does_not_decide_what_it_is() -> None:
    resume = parse_resume(to_pdf(single(MARTA)), "resume.docx").resume

    assert resume.basics.name == MARTA.name


def test_a_pdf_cut_in_half_never_hurts() -> None:
    whole = to_pdf(single(MARTA))
    codes: set[str] = set()

    for share in (0.3, 0.5, 0.7, 0.9):
        try:
            parse_resume(whole[: int(len(whole) * share)])
        except ResumeError as error:
            codes.add(error.code)

    assert codes <= {"CORRUPT", "NO_TEXT"}


@pytest.mark.parametrize("text", ["1" * 200_000, "a.b@" * 50_000, "x " * 100_000, "Experience\n" * 18_000])
def test_endless_text_is_read_in_bounded_time(text: str) -> None:
    before = time.thread_time()  # of this thread alone: others of the process are not the parser's

    parse_resume(text.encode())

    assert time.thread_time() - before < 10
