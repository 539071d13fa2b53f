"""A page or a text as what a reader of it sees: blocks in their order, each with what its markup hints at."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from selectolax.lexbor import LexborHTMLParser

Kind = Literal["heading", "item", "term", "cell", "button", "text"]
Zone = Literal["main", "side", "edge"]
"""`edge` is navigation, footer, cookie notices and lists of other jobs; `side` is a side bar, which may hold facts."""
BOLD_LEVEL = 7  #: heading level of a line that is only bold, below h1 to h6


@dataclass(frozen=True, slots=True)
class Part:
    """A run of text inside one element of a block; `tag` is empty for the block's own text."""

    text: str
    tag: str = ""
    hint: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text that stands on lines of its own. `hint` holds class names and ids around it, in lower case."""

    kind: Kind
    text: str
    level: int = 0
    parts: tuple[Part, ...] = ()
    hint: str = ""
    zone: Zone = "main"

    @property
    def is_bold(self) -> bool:
        """Whether every run of text in it is bold."""
        return bool(self.parts) and all(part.tag in {"b", "strong"} for part in self.parts)


@dataclass(frozen=True, slots=True)
class Script:
    """The content of a script element."""

    type: str
    id: str
    text: str


@dataclass
class Page:
    """What was read. `is_text` tells a pasted text from a page; `noscript` is what browsers without scripts show."""

    url: str | None = None
    title: str = ""
    metas: dict[str, str] = field(default_factory=dict[str, str])
    canonical: str | None = None
    lang: str | None = None
    blocks: list[Block] = field(default_factory=list[Block])
    scripts: list[Script] = field(default_factory=list[Script])
    times: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])
    """`datetime` attribute, text and hint of time elements."""
    logos: list[str] = field(default_factory=list[str])
    """Alternative texts of pictures that are called logos."""
    noscript: str = ""
    has_password: bool = False
    is_text: bool = False
    tree: LexborHTMLParser | None = None

    @cached_property
    def main(self) -> list[Block]:
        """The blocks that are not at the page's edges."""
        return [block for block in self.blocks if block.zone != "edge"]

    @cached_property
    def text(self) -> str:
        """The text without the page's edges, one line for each block."""
        return "\n".join(f"- {block.text}" if block.kind == "item" else block.text for block in self.main)

    @cached_property
    def all_text(self) -> str:
        """The whole visible text."""
        return "\n".join(block.text for block in self.blocks)
