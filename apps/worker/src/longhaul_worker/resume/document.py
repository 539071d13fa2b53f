"""What extraction hands on: lines with position and style, whatever the file's format was."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import Literal

#: Stands for a pictogram (an envelope before an e-mail address); never shown to anyone.
ICON = "\ue000"
#: Separates pieces that stand apart on one line.
GAP = "\t"

Format = Literal["pdf", "docx", "text"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text without a wide gap. Lengths are in points, or in characters for plain text."""

    text: str
    x0: float
    x1: float
    size: float = 10.0
    bold: bool = False
    lead: int = 0  #: where bold or italic first changes within the text; 0 where it never does


@dataclass(frozen=True, slots=True)
class Line:
    """Segments on one baseline, left to right. `y` grows downwards, `space` is the blank above in line heights."""

    segments: tuple[Segment, ...]
    page: int = 0
    y: float = 0.0
    space: float = 0.0
    heading: bool = False  #: the format itself says so (a heading style of DOCX)
    bullet: bool = False  #: the format itself says so (a list style of DOCX)
    edge: float = math.inf  #: where the column ends at the right, as far as its lines tell
    source: Format = "pdf"  #: paragraphs of DOCX are whole, lines of the others may go on in the next

    @property
    def text(self) -> str:
        return GAP.join(segment.text for segment in self.segments)

    @property
    def first(self) -> Segment:
        return self.segments[0]

    @property
    def last(self) -> Segment:
        return self.segments[-1]

    @property
    def x0(self) -> float:
        return self.first.x0

    @property
    def x1(self) -> float:
        return self.last.x1

    @property
    def size(self) -> float:
        return max(segment.size for segment in self.segments)

    @property
    def bold(self) -> bool:
        return self.first.bold

    @property
    def tells_wraps(self) -> bool:
        """Whether the column is wide enough for its edge to show which of its lines are full."""
        return not math.isinf(self.edge) and self.edge - self.x0 >= 11 * self.size

    def with_space(self, space: float) -> Line:
        """The same line under a blank of `space` line heights."""
        return replace(self, space=space)


@dataclass(slots=True)
class Document:
    """A file's lines, page by page, in the order of the page (not yet of reading)."""

    format: Format
    pages: list[list[Line]]
    hidden_text: bool = False
    tables: bool = False
    notes: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    @property
    def chars(self) -> int:
        """How many characters of text the file has, blanks not counted."""
        return sum(len("".join(line.text.split())) for page in self.pages for line in page)
