"""Finds the boxes of a Markdown text: the task-list items that GitHub would render, and the marks it would not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

Mark = Literal["open", "done", "in_progress", "cancelled"]

# A box is followed by a blank and by something, and is the beginning of an item's first paragraph (GFM 5.3).
_BOX: Final = re.compile(r"\[([ xX])\][ \t\v\f]+(?=\S|\n)")
# Marks of other tools: they are no boxes on GitHub, but people use them in the same lists.
_OTHER: Final = re.compile(r"\[([~/>\-Ss])\][ \t]+(?=\S)")
_MARKS: Final[dict[str, Mark]] = {
    " ": "open", "x": "done", "X": "done", "~": "in_progress", "/": "in_progress", ">": "in_progress",
    "-": "cancelled", "S": "cancelled", "s": "cancelled",
}  # fmt: skip
_FOREIGN: Final = re.compile(r"\[[^\]\s]{1,2}\][ \t]+(?=\S)")
_NESTING: Final = 100
_TEXT_CHARS: Final = 300


@dataclass(frozen=True, slots=True)
class Box:
    """An item with a mark; `line` counts from 0, `level` is how many lists it is inside of, `list_` names its list."""

    text: str
    mark: Mark
    line: int
    level: int
    list_: int


@dataclass(slots=True)
class Section:
    """A heading and the boxes below it, down to the next heading."""

    heading: str | None
    level: int
    boxes: list[Box] = field(default_factory=list[Box])


@dataclass(frozen=True, slots=True)
class Outline:
    """A Markdown text as far as plans are concerned.

    `introductions` are the heading and the paragraph before each list, by its name.
    """

    sections: list[Section]
    introductions: dict[int, str]
    unmarked: dict[int, int]
    """How many items of each list have no mark of any kind, by its name."""


def outline(text: str) -> Outline:
    """The sections of `text` with their boxes, in the order of the text. Lines end in a line feed."""
    reader = _Reader()
    tokens = _parser().parse(text)
    for index, token in enumerate(tokens):
        reader.take(tokens, index, token)
    return Outline(reader.sections, reader.introductions, reader.unmarked)


class _Reader:
    """Walks over the tokens of a text, once."""

    def __init__(self) -> None:
        self.sections = [Section(None, 0)]
        self.introductions: dict[int, str] = {}
        self.unmarked: dict[int, int] = {}
        self._open: list[int] = []
        self._count = 0
        self._last_words = ""

    def take(self, tokens: list[Token], index: int, token: Token) -> None:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                self._count += 1
                self._open.append(self._count)
                self.introductions[self._count] = f"{self.sections[-1].heading or ''}\n{self._last_words}"
            case "bullet_list_close" | "ordered_list_close":
                self._open.pop()
            case "heading_open":
                words = plain(tokens[index + 1].content)
                self._last_words = ""
                self.sections.append(Section(words, int(token.tag[1:])))
            case "inline":
                self._take_words(tokens, index, token)
            case _:
                pass

    def _take_words(self, tokens: list[Token], index: int, token: Token) -> None:
        if tokens[index - 1].type != "paragraph_open":
            return
        if not self._open or index < 2 or tokens[index - 2].type != "list_item_open":
            self._last_words = token.content
            return
        found = _BOX.match(token.content) or _OTHER.match(token.content)
        if found is None:
            self._last_words = token.content
            if _FOREIGN.match(token.content) is None:
                self.unmarked[self._open[-1]] = self.unmarked.get(self._open[-1], 0) + 1
            return
        line = token.map[0] if token.map else 0
        box = Box(token.content[found.end() :], _MARKS[found[1]], line, len(self._open) - 1, self._open[-1])
        self.sections[-1].boxes.append(box)


def plain(markdown: str) -> str:
    """The words of a line of Markdown, without its marks, at most 300 characters."""
    source = markdown[: 4 * _TEXT_CHARS]
    words = source
    if any(char in source for char in "*_`[]<>~\\&!"):
        tokens = _parser(inline=True).parseInline(source)
        children = (tokens[0].children or []) if tokens else []
        words = "".join(_words(child) for child in children)
    return " ".join(words.split())[:_TEXT_CHARS]


def _words(token: Token) -> str:
    match token.type:
        case "text" | "code_inline" | "text_special":
            return token.content
        case "softbreak" | "hardbreak":
            return " "
        case "image":
            return token.content
        case _:
            return ""


def _parser(*, inline: bool = False) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable(["table", "strikethrough"])
    return parser if inline else parser.disable(["inline", "text_join"])
