"""What tests of documents need to know of Markdown: which documents there are, their code, links and headings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
_FENCE = re.compile(r"^(?P<mark>`{3,})(?P<info>[^\n]*)\n(?P<code>.*?)^(?P=mark)`*$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[(?:[^\[\]]|\[[^\]]*\])*\]\(([^)\s]+)\)")
_TITLE = re.compile(r'title="([^"]+)"')
_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of code: where it begins, its language, its `title="..."`, and what is in it."""

    document: Path
    line: int
    language: str
    title: str | None
    code: str

    @property
    def name(self) -> str:
        """As test reports name it."""
        return f"{name_of(self.document)}:{self.line}"


def name_of(path: Path) -> str:
    """A document as test reports name it."""
    return str(path.relative_to(ROOT))


@cache
def documents() -> tuple[Path, ...]:
    """Every document that people read in the repository."""
    found = [*ROOT.glob("*.md")]
    for folder in ("docs", "deploy"):
        found += (ROOT / folder).rglob("*.md")
    for folder in ("packages", "apps"):
        found += (ROOT / folder).glob("*/*.md")
    return tuple(sorted(found))


@cache
def text_of(path: Path) -> str:
    """A document."""
    return path.read_text(encoding="utf-8")


@cache
def prose_of(path: Path) -> str:
    """A document without its blocks of code."""
    return _FENCE.sub("", text_of(path))


def spans_of(path: Path) -> list[str]:
    """What stands in backticks within a document's prose."""
    return re.findall(r"`([^`\n]+)`", prose_of(path))


@cache
def blocks_of(path: Path) -> tuple[Block, ...]:
    """The blocks of code of a document."""
    return tuple(_blocks(path))


def blocks(*languages: str) -> list[Block]:
    """The blocks of every document in one of these languages."""
    return [block for path in documents() for block in blocks_of(path) if block.language in languages]


def links_of(path: Path) -> list[str]:
    """Where a document's links lead, without those to other hosts."""
    # In backticks brackets are no link.
    links = _LINK.findall(re.sub(r"`[^`\n]+`", "code", prose_of(path)))
    return [link for link in links if "://" not in link and not link.startswith("mailto:")]


@cache
def anchors_of(path: Path) -> frozenset[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    found: set[str] = set()
    for heading in _HEADING.findall(prose_of(path)):
        shown = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading.replace("`", "").replace("*", ""))
        anchor = re.sub(r"[^\w\- ]", "", shown.strip().lower()).replace(" ", "-")
        taken, number = anchor, 0
        while taken in found:
            number += 1
            taken = f"{anchor}-{number}"
        found.add(taken)
    return frozenset(found)


def _blocks(path: Path) -> Iterator[Block]:
    text = text_of(path)
    for fence in _FENCE.finditer(text):
        title = _TITLE.search(fence["info"])
        language = fence["info"].split(maxsplit=1)[0] if fence["info"].strip() else ""
        line = text.count("\n", 0, fence.start()) + 1
        yield Block(path, line, language, title[1] if title else None, fence["code"])
