"""Finds what a repository says of itself: the beginning of its README."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from markdown_it import MarkdownIt
from pydantic import BaseModel

from longhaul_worker.projects.decoding import decoded, is_binary
from longhaul_worker.projects.markdown import plain
from longhaul_worker.projects.tree import Tree

_README: Final = re.compile(r"(?:\.github/|docs/)?readme(?:\.(?:md|markdown|mdx|rst|txt|adoc))?", re.IGNORECASE)
_TEXT_CHARS: Final = 6000
_LEAST_WORDS: Final = 4
_BADGE: Final = re.compile(r"\[?!\[[^\]]{0,200}\]\([^)]{0,300}\)\]?(?:\([^)]{0,300}\))?|<[^>]{1,300}>")
_NO_PROSE: Final = re.compile(
    r"^\W*(?:table of contents|contents|navigation|languages?\b|english)|^\W*\[", re.IGNORECASE
)


class Introduction(BaseModel):
    """The README's first paragraph of prose without markup, and the beginning of its text."""

    description: str | None = None
    text: str = ""


def introduction_of(tree: Tree) -> Introduction:
    """What the README in the root says, else one in `.github` or `docs`; empty where there is none."""
    paths = sorted((path for path in tree.entries if _README.fullmatch(path)), key=lambda path: (path.count("/"), path))
    for path in paths:
        content = tree.read(path)
        if content is not None and not is_binary(content):
            text = decoded(content)
            return Introduction(description=first_paragraph(text), text=text[:_TEXT_CHARS])
    return Introduction()


def first_paragraph(markdown: str) -> str | None:
    """The first paragraph that is prose: no badges, no links to elsewhere, no table of contents."""
    tokens = MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"]).parse(markdown[:20_000])
    for before, token in pairwise(tokens):
        if before.type != "paragraph_open" or before.level > 1 or token.type != "inline":
            continue
        source = _BADGE.sub("", token.content).strip()
        words = plain(source)
        if len(words.split()) >= _LEAST_WORDS and not _NO_PROSE.search(source):
            return words
    return None
