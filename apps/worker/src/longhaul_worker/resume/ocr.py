"""Text of scanned pages, by the program `tesseract` where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from ctypes import string_at
from pathlib import Path
from typing import Any, Final, cast

from pypdfium2 import PdfDocument, PdfPage

from longhaul_worker.resume.errors import ResumeError

MAX_PAGES: Final = 10
_DPI: Final = 200
_LONGEST_SIDE: Final = 5000  #: in dots, whatever size the page claims to have
_PAGE_S: Final = 40.0
_PROGRAM: Final = "tesseract"


def is_installed() -> bool:
    """Whether this machine can read scans."""
    return shutil.which(_PROGRAM) is not None


def read_scan(data: bytes, directory: Path) -> str:
    """The text of the first ten pages of a PDF, as far as it can be made out. Uses `directory` for pictures of pages.

    Raises `ResumeError` NO_TEXT where the program gives up.
    """
    pdf = PdfDocument(data)
    try:
        return "\n\n".join(_page_text(pdf[number], directory) for number in range(min(len(pdf), MAX_PAGES)))
    finally:
        pdf.close()


def _page_text(page: PdfPage, directory: Path) -> str:
    picture = directory / "page.pgm"
    try:
        _draw(page, picture)
    finally:
        page.close()
    try:
        # One thread: it shares the worker's processors with other jobs.
        ran = subprocess.run(  # noqa: S603 - our own arguments
            [_PROGRAM, str(picture), "stdout", "--psm", "3"],
            env={"PATH": os.environ.get("PATH", ""), "OMP_THREAD_LIMIT": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PAGE_S,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise ResumeError("NO_TEXT", "The scan could not be read.") from error
    finally:
        picture.unlink(missing_ok=True)
    return ran.stdout.decode("utf-8", "replace").replace("\f", "\n")


def _draw(page: PdfPage, picture: Path) -> None:
    """Write the page as a portable graymap (PGM, netpbm), which every reader knows and which needs no library."""
    width, height = page.get_size()
    scale = min(_DPI / 72, _LONGEST_SIDE / max(width, height, 1.0))
    bitmap = cast("Any", page.render(scale=cast("int", scale), grayscale=True))
    try:
        pixels = string_at(bitmap.buffer, bitmap.stride * bitmap.height)
        rows = [pixels[row * bitmap.stride : row * bitmap.stride + bitmap.width] for row in range(bitmap.height)]
        picture.write_bytes(f"P5 {bitmap.width} {bitmap.height} 255\n".encode() + b"".join(rows))
    finally:
        bitmap.close()
