"""Reads several CVs one after another, in a child process: starting one costs more than reading most CVs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pydantic import BaseModel

from longhaul_worker.candidates.archive import read_archived
from longhaul_worker.candidates.cv import ReadCv
from longhaul_worker.candidates.reading import read_bytes

MAX_ANSWER_BYTES: Final = 4_000_000
"""What a child says at once must be less than its line to the worker takes."""

Place = tuple[str, int | None, str]
"""A file's path; its place in the archive at that path, or None where it is a CV itself; and its name."""


class ReadCvs(BaseModel):
    """What was read, place by place; None where the answer had become too large."""

    cvs: list[ReadCv | None]


def read_places(places: Sequence[Place]) -> ReadCvs:
    """Read the CVs at these places."""
    cvs: list[ReadCv | None] = []
    size = 0
    for path, entry, name in places:
        cv = None
        if size < MAX_ANSWER_BYTES or not cvs:
            cv = read_bytes(Path(path).read_bytes(), name) if entry is None else read_archived(path, entry)
            size += len(cv.model_dump_json())
        cvs.append(cv if size < MAX_ANSWER_BYTES or not any(cvs) else None)
    return ReadCvs(cvs=cvs)
