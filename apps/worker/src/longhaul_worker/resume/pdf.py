"""PDF files: from bytes to lines, with what cannot be seen left out and reported."""

from __future__ import annotations

from pypdfium2 import PdfDocument, PdfiumError, PdfPage

from longhaul_worker.resume.document import Document, Line
from longhaul_worker.resume.errors import ResumeError
from longhaul_worker.resume.pdf_chars import PageText, painted_areas, read_page
from longhaul_worker.resume.pdf_lines import lines_of

MAX_PAGES = 30
_MAX_CHARS = 200_000
_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD
_SECURITY_ERROR = 5  # FPDF_ERR_SECURITY


def read_pdf(data: bytes) -> Document:
    """The lines of a PDF.

    Raises `ResumeError`: ENCRYPTED_PDF, CORRUPT, TOO_MANY_PAGES (more than 30) or TOO_LARGE (more than 200,000
    characters). Text that is invisible, tiny, outside of the page or of the colour of its background is left out.
    """
    try:
        pdf = PdfDocument(data)
    except PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in {_PASSWORD_ERROR, _SECURITY_ERROR} or b"/Encrypt" in data:
            raise ResumeError("ENCRYPTED_PDF", "The PDF is protected by a password.") from error
        raise ResumeError("CORRUPT", "The PDF is damaged.") from error
    try:
        return _read(pdf)
    except PdfiumError as error:
        raise ResumeError("CORRUPT", "A page of the PDF is damaged.") from error
    finally:
        pdf.close()


def _read(pdf: PdfDocument) -> Document:
    count = len(pdf)
    if count > MAX_PAGES:
        raise ResumeError("TOO_MANY_PAGES", f"The PDF has {count} pages; at most {MAX_PAGES} are read.")
    if count == 0:
        raise ResumeError("CORRUPT", "The PDF has no pages.")
    document = Document("pdf", [])
    total = 0
    for number in range(count):
        page = pdf[number]
        try:
            text = read_page(page)
            document.pages.append(_visible_lines(document, page, text, number))
        finally:
            page.close()
        total += len(text.visible)
        if total > _MAX_CHARS:
            raise ResumeError("TOO_LARGE", f"The PDF has more than {_MAX_CHARS} characters.")
    return document


def _visible_lines(document: Document, page: PdfPage, text: PageText, number: int) -> list[Line]:
    marks = [glyph for glyph in text.hidden if not glyph.char.isspace()]
    if not text.visible and marks and _is_scan(page, text):
        # The invisible text of a scan is what its OCR read: the picture above it shows the same words.
        document.notes.append(("OCR_LAYER", "The page is a scan; its text comes from an earlier OCR."))
        return lines_of([glyph for glyph in text.hidden if glyph.style.hidden == "invisible"], number)
    if marks:
        document.hidden_text = True
    return lines_of(text.visible, number)


def _is_scan(page: PdfPage, text: PageText) -> bool:
    area = text.width * text.height
    return any(
        (right - left) * (top - bottom) > 0.5 * area
        for left, bottom, right, top in painted_areas(page, images_only=True)
    )
