"""Reads files out of a bare repository, without ever writing them anywhere; for child processes, it blocks."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Final, cast

from longhaul_worker.projects.git import environment

MAX_FILES: Final = 100_000
MAX_FILE_BYTES: Final = 1_000_000
_HOPS: Final = 5
_LINK: Final = "120000"
_REGULAR: Final = ("100644", "100755", "100664")


@dataclass(frozen=True, slots=True)
class Entry:
    """A file or a symbolic link of the commit. `size` is None where the content was too large to be fetched."""

    path: str
    sha: str
    size: int | None
    is_link: bool = False

    @property
    def is_readable(self) -> bool:
        """Whether its content is here and not too large to be looked at."""
        return self.size is not None and self.size <= MAX_FILE_BYTES


class Tree:
    """The files of a bare repository's HEAD, by path. Submodules are left out; so are files beyond `MAX_FILES`."""

    def __init__(self, directory: Path, entries: Sequence[Entry], *, is_complete: bool = True) -> None:
        self._directory = directory
        self.entries = {entry.path: entry for entry in entries}
        self.is_complete = is_complete

    @classmethod
    def of(cls, directory: Path) -> Tree:
        """Read the names and sizes."""
        sizes = _sizes(directory)
        entries: list[Entry] = []
        for line in _lines(directory, ["ls-tree", "-r", "-z", "--full-tree", "HEAD"], MAX_FILES + 1):
            facts, _, name = line.partition(b"\t")
            mode, _, rest = facts.decode("ascii", errors="replace").partition(" ")
            sha = rest.rpartition(" ")[2]
            if mode in _REGULAR or mode == _LINK:
                path = name.decode("utf-8", errors="replace")
                entries.append(Entry(path, sha, sizes.get(sha), is_link=mode == _LINK))
        return cls(directory, entries[:MAX_FILES], is_complete=len(entries) <= MAX_FILES)

    def contents(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes]]:
        """The content of each file that is readable; links are given as files whose content is a path."""
        wanted = [entry for entry in entries if entry.is_readable]
        if not wanted:
            return
        with tempfile.TemporaryFile() as names:
            names.write("".join(f"{entry.sha}\n" for entry in wanted).encode("ascii"))
            names.seek(0)
            with subprocess.Popen(  # noqa: S603 - a fixed command; what is asked comes by its input
                _command(self._directory, ["cat-file", "--batch"]),
                stdin=names,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment(self._directory),
            ) as process:
                output = cast("IO[bytes]", process.stdout)
                try:
                    for entry in wanted:
                        content = _next(output)
                        if content is not None:
                            yield entry, content
                finally:
                    process.kill()

    def read(self, path: str) -> bytes | None:
        """The content of the file at `path`, through links as long as they stay inside; None where there is none."""
        entry = self.resolved(path)
        return None if entry is None else next((content for _, content in self.contents([entry])), None)

    def resolved(self, path: str) -> Entry | None:
        """The file that `path` means, through links as long as they stay inside the repository."""
        for _ in range(_HOPS):
            entry = self.entries.get(path)
            if entry is None or not entry.is_link:
                return entry
            target = next((content for _, content in self.contents([entry])), b"").decode("utf-8", errors="replace")
            inside = _joined(path, target)
            if inside is None:
                return None
            path = inside
        return None


def _joined(link: str, target: str) -> str | None:
    """The path that a link's target means, None where it leads outside."""
    if not target or target.startswith("/") or "\0" in target:
        return None
    parts = list(PurePosixPath(link).parent.parts)
    for part in target.split("/"):
        if part == "..":
            if not parts:
                return None
            parts.pop()
        elif part not in {"", "."}:
            parts.append(part)
    return "/".join(parts)


def _next(output: IO[bytes]) -> bytes | None:
    """The content that git tells next; None for an object that is not here."""
    head = output.readline().split()
    if len(head) != 3:
        return None
    content = output.read(int(head[2]))
    output.read(1)
    return content


def _sizes(directory: Path) -> dict[str, int]:
    """The sizes of all files whose content is here; asking for another one's size would go to the network."""
    form = "--batch-check=%(objectname) %(objecttype) %(objectsize)"
    output = _git(directory, ["cat-file", "--batch-all-objects", "--unordered", form])
    facts = (line.split(b" ") for line in output.splitlines())
    return {fact[0].decode("ascii"): int(fact[2]) for fact in facts if len(fact) == 3 and fact[1] == b"blob"}


def _lines(directory: Path, command: Sequence[str], most: int) -> Iterator[bytes]:
    """The first `most` records that git tells, each ended by a null byte.

    A few small trees that name each other many times can mean more files than there is room for: git is stopped then.
    """
    with subprocess.Popen(  # noqa: S603 - a fixed command
        _command(directory, command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(directory),
    ) as process:
        output = cast("IO[bytes]", process.stdout)
        try:
            rest = b""
            while most > 0 and (chunk := output.read(65_536)):
                *lines, rest = (rest + chunk).split(b"\0")
                yield from lines[:most]
                most -= len(lines)
        finally:
            process.kill()


def _git(directory: Path, command: Sequence[str]) -> bytes:
    done = subprocess.run(  # noqa: S603 - a fixed command
        _command(directory, command),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment(directory),
        check=True,
    )
    return done.stdout


def _command(directory: Path, command: Sequence[str]) -> list[str]:
    settings = ("core.hooksPath=/dev/null", "core.fsmonitor=false", "protocol.allow=never", "core.bigFileThreshold=8m")
    options = [part for setting in settings for part in ("-c", setting)]
    return ["git", *options, f"--git-dir={os.fspath(directory)}", *command]
