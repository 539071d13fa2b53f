"""Reads an uploaded zip of CVs, entry by entry and in memory: nothing of it is ever written under its own names.

Its functions run in a child process, for the archive may be hostile.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from pathlib import Path
from typing import Final

from pydantic import BaseModel

from longhaul.model.control import Fail
from longhaul_worker.candidates.cv import ReadCv
from longhaul_worker.candidates.reading import read_bytes

MAX_ARCHIVE_BYTES: Final = 100 * 1024 * 1024
MAX_ENTRIES: Final = 10_000
MAX_CVS: Final = 500
MAX_CV_BYTES: Final = 10 * 1024 * 1024
MAX_UNPACKED_BYTES: Final = 400 * 1024 * 1024
MAX_RATIO: Final = 100
_SMALL_ENTRY: Final = 64 * 1024
_SKIPPED_SAID: Final = 50
_HINT: Final = "Upload a zip file that holds the CVs themselves, as PDF, DOCX, text or JSON Resume."

_LITTER: Final = frozenset({"thumbs.db", "desktop.ini", "__macosx"})
_PACKED: Final = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_BROKEN: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


class ArchiveEntry(BaseModel):
    """A file in the archive that may be a CV; `index` is its place in the archive's directory."""

    index: int
    name: str
    sha256: str


class SkippedEntry(BaseModel):
    """A file that is not read, and why."""

    name: str
    code: str


class ArchiveListing(BaseModel):
    """What an archive holds: `repeated` files were there before in it, `left_out` were too many."""

    entries: list[ArchiveEntry] = []
    skipped: list[SkippedEntry] = []
    skipped_count: int = 0
    repeated: int = 0
    left_out: int = 0

    def skip(self, name: str, code: str) -> None:
        """Count a file that is not read."""
        self.skipped_count += 1
        if len(self.skipped) < _SKIPPED_SAID:
            self.skipped.append(SkippedEntry(name=_shown(name), code=code))


def list_archive(path: str) -> ArchiveListing:
    """The files of the archive that may be CVs, each content once. Raises `Fail` for what is no sound zip file."""
    listing = ArchiveListing()
    with _opened(path) as archive:
        infos = archive.infolist()
        _check(infos)
        seen: set[str] = set()
        unpacked = 0
        for index, info in enumerate(infos):
            if _is_litter(info):
                continue
            if len(listing.entries) >= MAX_CVS or unpacked >= MAX_UNPACKED_BYTES:
                listing.left_out += 1
                continue
            code = _refusal(info)
            if code is None:
                data = _content(archive, info)
                unpacked += len(data or b"")
                code = "CORRUPT" if data is None else _content_refusal(data)
                if data is not None and code is None:
                    digest = hashlib.sha256(data).hexdigest()
                    if digest in seen:
                        listing.repeated += 1
                    else:
                        listing.entries.append(ArchiveEntry(index=index, name=_shown(info.filename), sha256=digest))
                    seen.add(digest)
            if code is not None:
                listing.skip(info.filename, code)
    return listing


def read_archived(path: str, index: int) -> ReadCv:
    """Read the CV at this place of the archive's directory."""
    with _opened(path) as archive:
        info = archive.infolist()[index]
        data = _content(archive, info)
    if data is None:
        return ReadCv(sha256="", code="CORRUPT", message="The file in the archive is damaged.")
    return read_bytes(data, Path(_shown(info.filename)).name)


def _opened(path: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except _BROKEN as error:
        raise Fail("The file is not a zip archive, or a damaged one.", code="NOT_AN_ARCHIVE", hint=_HINT) from error


def _check(infos: list[zipfile.ZipInfo]) -> None:
    """Raise `Fail` for an archive that is something else, or made to harm."""
    if len(infos) > MAX_ENTRIES:
        raise Fail(f"The archive has {len(infos)} entries.", code="SUSPICIOUS_ARCHIVE", hint=_HINT)
    if any(info.filename == "word/document.xml" for info in infos):
        raise Fail("The file is a Word document, not an archive of CVs.", code="NOT_AN_ARCHIVE", hint=_HINT)
    end = -1
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise Fail("Entries of the archive lie upon each other.", code="SUSPICIOUS_ARCHIVE", hint=_HINT)
        end = info.header_offset + info.compress_size


def _is_litter(info: zipfile.ZipInfo) -> bool:
    """Whether this is a directory or what operating systems leave behind."""
    parts = info.filename.replace("\\", "/").split("/")
    is_hidden = any(part.startswith(".") and part.strip(".") for part in parts)
    return info.is_dir() or is_hidden or any(part.casefold() in _LITTER or part.startswith("~$") for part in parts)


def _refusal(info: zipfile.ZipInfo) -> str | None:
    """Why this entry is not even unpacked."""
    name = info.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or name[1:3] == ":/":
        return "UNSAFE_NAME"
    if info.flag_bits & 0x1:
        return "ENCRYPTED"
    if info.file_size > MAX_CV_BYTES:
        return "TOO_LARGE"
    if info.file_size > _SMALL_ENTRY and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        return "SUSPICIOUS_ARCHIVE"
    return None


def _content_refusal(data: bytes) -> str | None:
    if not data.strip(b"\0 \t\r\n"):
        return "NO_TEXT"
    if data.startswith(_PACKED):
        return "NESTED_ARCHIVE"
    if data.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as inner:
                return None if "word/document.xml" in inner.namelist() else "NESTED_ARCHIVE"
        except _BROKEN:
            return "CORRUPT"
    return None


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes | None:
    """The entry's bytes; None where it is damaged or holds more than it says."""
    try:
        with archive.open(info) as file:
            data = file.read(MAX_CV_BYTES + 1)
    except _BROKEN:
        return None
    return data if len(data) <= MAX_CV_BYTES else None


def _shown(name: str) -> str:
    plain = "".join(char if char.isprintable() else "?" for char in name.replace("\\", "/"))
    return plain[-120:]
