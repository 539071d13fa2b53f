"""Archives that come out the same each time: entries sorted, owned by nobody, all of one moment."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SUMS: Final = "SHA256SUMS"


@dataclass(frozen=True)
class Entry:
    """A file of an archive, or a link to another one."""

    content: bytes = b""
    executable: bool = False
    link: str | None = None


def write_archive(path: Path, folder: str, entries: Mapping[str, Entry], epoch: int) -> None:
    """Write a .tar.gz that unpacks to one `folder`; the same entries give the same bytes."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name in sorted(entries):
            entry = entries[name]
            info = tarfile.TarInfo(f"{folder}/{name}")
            info.mtime = epoch
            info.mode = 0o755 if entry.executable else 0o644
            if entry.link is not None:
                info.type, info.linkname, info.mode = tarfile.SYMTYPE, entry.link, 0o777
            else:
                info.size = len(entry.content)
            archive.addfile(info, io.BytesIO(entry.content))
    # The name and the moment that gzip itself would write differ from one run to the next.
    path.write_bytes(gzip.compress(packed.getvalue(), compresslevel=6, mtime=0))


def read_tree(root: Path, *, without: frozenset[str] = frozenset()) -> dict[str, Entry]:
    """What is below `root` by its path there, links as links; nothing whose name, at any depth, is in `without`."""
    found: dict[str, Entry] = {}
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if not without.isdisjoint(name.parts):
            continue
        if path.is_symlink():
            found[name.as_posix()] = Entry(link=path.readlink().as_posix())
        elif path.is_file():
            found[name.as_posix()] = read_file(path)
    return found


def read_file(path: Path) -> Entry:
    """A file as an entry."""
    return Entry(path.read_bytes(), executable=bool(path.stat().st_mode & 0o100))


def write_sums(directory: Path) -> None:
    """Write the digests of everything in `directory`, as `sha256sum --check` reads them."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(directory.iterdir())
        if path.name != SUMS
    ]
    (directory / SUMS).write_text("".join(lines), encoding="utf-8")
