"""Reads the `Range` header: one range of bytes, or none."""

from __future__ import annotations

import re
from dataclasses import dataclass

_RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$")


@dataclass(frozen=True, slots=True)
class ByteRange:
    """`length` bytes from `start` on, both within the file."""

    start: int
    length: int

    def content_range(self, size: int) -> str:
        """The header `Content-Range` for a file of `size` bytes."""
        return f"bytes {self.start}-{self.start + self.length - 1}/{size}"


class NotSatisfiable(Exception):
    """The range lies outside the file."""


def parse_range(header: str | None, size: int) -> ByteRange | None:
    """The range that `header` asks of a file of `size` bytes; None means the whole file.

    Several ranges, other units and what makes no sense are ignored, as RFC 9110 section 14.2 allows. Raises
    `NotSatisfiable` where the range begins behind the end.
    """
    match = _RANGE.match(header.replace(" ", "")) if header is not None else None
    if match is None or not (match[1] or match[2]):
        return None
    if not match[1]:  # the last so many bytes
        length = min(int(match[2]), size)
        if length == 0:
            raise NotSatisfiable
        return ByteRange(size - length, length)
    start = int(match[1])
    last = min(int(match[2]), size - 1) if match[2] else size - 1
    if match[2] and int(match[2]) < start:
        return None
    if start >= size:
        raise NotSatisfiable
    return ByteRange(start, last - start + 1)
