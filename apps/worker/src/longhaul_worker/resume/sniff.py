"""What a file is by its first bytes (never by its name), and whether it is safe to open."""

from __future__ import annotations

import io
import zipfile

from longhaul_worker.resume.document import Format
from longhaul_worker.resume.errors import ResumeError

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 50 * 1024 * 1024
MAX_RATIO = 100
MAX_ENTRIES = 2000
_SMALL_ENTRY = 64 * 1024

_FOREIGN: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word document (.doc)"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"RIFF", "a media file"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"%!PS", "a PostScript file"),
)
_ARCHIVE_SUFFIXES = (".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".jar", ".docx", ".docm")


def sniff(data: bytes) -> Format:
    """The format of `data`. Raises `ResumeError` for what is too large, empty, unsafe or of another format."""
    if len(data) > MAX_BYTES:
        raise ResumeError("TOO_LARGE", f"The file has {len(data) / 1e6:.1f} MB; at most 10 MB are read.")
    if not data.strip(b"\0 \t\r\n"):
        raise ResumeError("NO_TEXT", "The file is empty.")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        _check_archive(data)
        return "docx"
    for magic, name in _FOREIGN:
        if data.startswith(magic):
            raise ResumeError("UNSUPPORTED_TYPE", f"The file is {name}.")
    if _is_markup(data):
        raise ResumeError("UNSUPPORTED_TYPE", "The file is a web page or XML document.")
    if not _is_text(data):
        raise ResumeError("UNSUPPORTED_TYPE", "The file is neither PDF, DOCX nor text.")
    return "text"


def _check_archive(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise ResumeError("CORRUPT", "The archive of the document is damaged.") from error
    if len(entries) > MAX_ENTRIES:
        raise ResumeError("SUSPICIOUS_ARCHIVE", f"The document has {len(entries)} parts.")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
        raise ResumeError("SUSPICIOUS_ARCHIVE", "The document grows beyond 50 MB when unpacked.")
    for entry in entries:
        _check_entry(entry)
    names = {entry.filename for entry in entries}
    if "word/document.xml" not in names:
        raise ResumeError("UNSUPPORTED_TYPE", "The file is an archive, but not a Word document.")


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/"):
        raise ResumeError("SUSPICIOUS_ARCHIVE", "The document names parts outside of itself.")
    if name.lower().endswith(_ARCHIVE_SUFFIXES):
        raise ResumeError("SUSPICIOUS_ARCHIVE", "The document contains another archive.")
    if entry.flag_bits & 0x1:
        raise ResumeError("SUSPICIOUS_ARCHIVE", "Parts of the document are encrypted.")
    if entry.file_size > _SMALL_ENTRY and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise ResumeError("SUSPICIOUS_ARCHIVE", "A part of the document grows more than a hundredfold.")


def _is_markup(data: bytes) -> bool:
    head = data[:256].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith((b"<!doctype", b"<html", b"<?xml"))


def _is_text(data: bytes) -> bool:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    control = sum(byte < 32 and byte not in b"\t\n\r\f\v\x1b" for byte in data[:65536])
    return control <= len(data[:65536]) * 0.01
