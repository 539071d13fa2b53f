"""Uploaded archives: what is read, what is passed over, and what is refused; nothing is ever written from them."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longhaul.model.control import Fail
from longhaul_worker.candidates.archive import MAX_CVS, MAX_ENTRIES, ArchiveListing, list_archive, read_archived
from tests.worker.candidates.people import as_text, json_bytes
from tests.worker.candidates.pool import POOL
from tests.worker.candidates.setting import zipped
from tests.worker.resume.people import PEOPLE
from tests.worker.resume.plain import docx_paragraphs

CV = as_text(POOL[0]).encode()


def listed(tmp_path: Path, data: bytes) -> ArchiveListing:
    """What is in the archive."""
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    return list_archive(str(path))


def encrypted(data: bytes) -> bytes:
    """The archive with its entries marked as encrypted."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature)
        while at != -1:
            changed[at + offset] |= 1
            at = changed.find(signature, at + 4)
    return bytes(changed)


def test_files_are_listed_by_content_whatever_their_names(tmp_path: Path) -> None:
    files = {
        "deep/er/jana.pdf": CV,
        "Tom.JSON": json_bytes(POOL[1]),
        "copy.doc": CV,
        "wörd.exe": docx_paragraphs(PEOPLE[0]),
    }

    listing = listed(tmp_path, zipped(files))

    assert ["deep/er/jana.pdf", "Tom.JSON", "wörd.exe"] == [entry.name for entry in listing.entries]
    assert (1, 0) == (listing.repeated, listing.skipped_count)


def test_each_entry_is_read_as_what_it_is(tmp_path: Path) -> None:
    files = {"jana.pdf": CV, "tom": json_bytes(POOL[1]), "x.exe": docx_paragraphs(PEOPLE[0])}
    listing = listed(tmp_path, zipped(files))

    cvs = [read_archived(str(tmp_path / "a.zip"), entry.index) for entry in listing.entries]

    assert ["Jana Keller", "Tom Okafor", PEOPLE[0].name] == [cv.resume.basics.name for cv in cvs if cv.resume]
    assert [entry.sha256 for entry in listing.entries] == [cv.sha256 for cv in cvs]


def test_what_systems_leave_behind_is_passed_over_in_silence(tmp_path: Path) -> None:
    litter = ("__MACOSX/._cv.txt", ".DS_Store", "a/Thumbs.db", "b/.git/config", "~$letter.docx", "folder/")

    listing = listed(tmp_path, zipped({**dict.fromkeys(litter, b"x"), "cv.txt": CV}))

    assert (1, 0) == (len(listing.entries), listing.skipped_count)


@pytest.mark.parametrize(("name", "data", "code"), [
    ("../../etc/passwd", CV, "UNSAFE_NAME"), ("/etc/passwd", CV, "UNSAFE_NAME"), ("C:\\cv.txt", CV, "UNSAFE_NAME"),
    ("inner.zip", zipped({"cv.txt": CV}), "NESTED_ARCHIVE"), ("cv.pdf", b"\x1f\x8b\x08" + CV, "NESTED_ARCHIVE"),
    ("cv.rar", b"Rar!\x1a\x07" + CV, "NESTED_ARCHIVE"), ("empty.txt", b" \n", "NO_TEXT"),
    ("bomb.txt", b"a" * 5_000_000, "SUSPICIOUS_ARCHIVE"), ("half.docx", b"PK\x03\x04half", "CORRUPT"),
])  # fmt: skip
def test_an_entry_that_is_no_cv_is_named_with_its_reason(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    listing = listed(tmp_path, zipped({name: data, "cv.txt": CV}))

    assert [code] == [skipped.code for skipped in listing.skipped]
    assert ["cv.txt"] == [entry.name for entry in listing.entries]


def test_encrypted_entries_are_named(tmp_path: Path) -> None:
    listing = listed(tmp_path, encrypted(zipped({"cv.txt": CV})))

    assert (["ENCRYPTED"], []) == ([skipped.code for skipped in listing.skipped], listing.entries)


def test_an_entry_that_is_damaged_costs_no_other(tmp_path: Path) -> None:
    data = bytearray(zipped({"cut.txt": CV * 3, "cv.txt": CV}))
    data[60:90] = bytes(30)

    listing = listed(tmp_path, bytes(data))

    assert (["CORRUPT"], ["cv.txt"]) == (
        [skipped.code for skipped in listing.skipped],
        [entry.name for entry in listing.entries],
    )


def test_entries_that_lie_upon_each_other_are_refused(tmp_path: Path) -> None:
    data = bytearray(zipped({"one.txt": CV, "two.txt": CV + b"2"}))
    second = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 4)
    data[second + 42 : second + 46] = struct.pack("<I", 0)

    with pytest.raises(Fail) as caught:
        listed(tmp_path, bytes(data))

    assert "SUSPICIOUS_ARCHIVE" == caught.value.code


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), docx_paragraphs(PEOPLE[0])])
def test_what_is_no_archive_of_cvs_is_refused(tmp_path: Path, data: bytes) -> None:
    if data.startswith(b"PK\x05\x06"):
        assert [] == listed(tmp_path, data).entries
        return

    with pytest.raises(Fail) as caught:
        listed(tmp_path, data)

    assert ("NOT_AN_ARCHIVE", True) == (caught.value.code, bool(caught.value.hint))


def test_of_two_thousand_entries_as_many_are_read_as_a_search_takes(tmp_path: Path) -> None:
    files = {f"{number}.txt": CV + str(number).encode() for number in range(2000)}

    listing = listed(tmp_path, zipped(files))

    assert (MAX_CVS, 2000 - MAX_CVS) == (len(listing.entries), listing.left_out)


def test_too_many_entries_are_refused(tmp_path: Path) -> None:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for number in range(MAX_ENTRIES + 1):
            archive.writestr(str(number), b"")

    with pytest.raises(Fail) as caught:
        listed(tmp_path, output.getvalue())

    assert "SUSPICIOUS_ARCHIVE" == caught.value.code


@given(st.data())
def test_a_broken_archive_ends_in_a_listing_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    content = bytearray(zipped({"jana.txt": CV, "tom.json": json_bytes(POOL[1])}))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(0, len(content)))
    path = tmp_path_factory.getbasetemp() / "broken.zip"
    path.write_bytes(bytes(content[: end or None]))

    with contextlib.suppress(Fail):
        for entry in list_archive(str(path)).entries:
            read_archived(str(path), entry.index)
