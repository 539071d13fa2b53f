"""Reads XML that is not well formed, dropping no text: what was never closed ends where it must have ended."""

from __future__ import annotations

import html
import re

from longhaul_worker.feeds.errors import FeedError
from longhaul_worker.feeds.nodes import HTML_NAMES, VOID_NAMES, Node, folded_name

_TOKEN = re.compile(
    r"(?P<comment><!--)|(?P<cdata><!\[CDATA\[)|<[?!][^<>]*>|</(?P<end>[A-Za-z_][\w.:-]*)\s*>"
    r"|<(?P<start>[A-Za-z_][\w.:-]*)(?P<attributes>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*?)\s*(?P<closed>/?)>"
)
_ATTRIBUTE = re.compile(r"([\w.:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>/]+))")
_DEEPEST = 100
_MOST_ELEMENTS = 300_000


def parse_soup(text: str) -> Node | None:
    """The first element of `text` with all that follows it up to its end; None where there is no element.

    An end tag closes everything opened since its start tag. One without a start tag closes the innermost element if
    it may be a misspelling, and is ignored if it is HTML's. Elements still open at the end are closed there.
    Raises `FeedError` (TOO_LARGE) at more than 300,000 elements.
    """
    tree = _Tree()
    at = 0
    while not tree.is_complete and (found := _TOKEN.search(text, at)):
        tree.add_text(html.unescape(text[at : found.start()]))
        at = found.end()
        if found["comment"]:
            at = _behind(text, at, "-->")
        elif found["cdata"]:
            content, at = _verbatim(text, at, tree.open_tag)
            tree.add_text(content)
        elif found["start"]:
            tree.open(_node(found["start"], found["attributes"]), is_closed=bool(found["closed"]))
        elif found["end"]:
            tree.close(folded_name(found["end"]))
    if not tree.is_complete:
        tree.add_text(html.unescape(text[at:]))
    return tree.root


class _Tree:
    """What has been read so far, and which elements are still open."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[Node] = []
        self._elements = 0

    @property
    def is_complete(self) -> bool:
        return self.root is not None and not self._open

    @property
    def open_tag(self) -> str:
        return self._open[-1].tag if self._open else ""

    def open(self, node: Node, *, is_closed: bool) -> None:
        self._elements += 1
        if self._elements > _MOST_ELEMENTS:
            raise FeedError("TOO_LARGE", f"The feed has more than {_MOST_ELEMENTS} elements.")
        if self._open:
            self._open[-1].children.append(node)
        self.root = self.root or node
        if not is_closed and node.name not in VOID_NAMES and len(self._open) < _DEEPEST:
            self._open.append(node)

    def close(self, name: str) -> None:
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth].name == name:
                del self._open[depth:]
                return
        if len(self._open) > 1 and name not in HTML_NAMES and self._open[-1].name not in HTML_NAMES:
            self._open.pop()

    def add_text(self, text: str) -> None:
        if not self._open:
            return
        node = self._open[-1]
        if node.children:
            node.children[-1].tail += text
        else:
            node.text += text


def _verbatim(text: str, at: int, tag: str) -> tuple[str, int]:
    """The content of the CDATA section that starts at `at`, and where it ends: at its mark, else with its element."""
    end = text.find("]]>", at)
    if end >= 0:
        return text[at:end], end + 3
    end = text.find(f"</{tag}", at)
    end = len(text) if end < 0 else end
    return text[at:end], end


def _behind(text: str, at: int, mark: str) -> int:
    end = text.find(mark, at)
    return len(text) if end < 0 else end + len(mark)


def _node(written: str, attributes: str) -> Node:
    prefix, _, tag = written.rpartition(":")
    values = {
        folded_name(found[1]): html.unescape(next(part for part in found.groups()[1:] if part is not None))
        for found in _ATTRIBUTE.finditer(attributes)
    }
    return Node(tag, folded_name(tag), prefix.lower(), values)
