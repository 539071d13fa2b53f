"""Walks a parsed page and cuts it into blocks; iterative, so that no nesting is too deep."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from longhaul_worker.feeds.markup import one_line
from longhaul_worker.postings.page import BOLD_LEVEL, Block, Kind, Part, Zone

MOST_BLOCKS: Final = 20_000
_SKIPPED = frozenset({
    "script", "style", "noscript", "template", "svg", "iframe", "object", "select", "option", "datalist", "canvas",
    "audio", "video", "textarea", "math", "head", "input", "img", "picture", "source", "embed", "link", "meta",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "em", "font", "i", "ins", "kbd", "label", "mark",
    "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "strike", "big",
})  # fmt: skip
_GLUED = frozenset({"b", "strong", "em", "i", "u", "sub", "sup", "mark", "code", "abbr", "font", "small"})
_KINDS: dict[str, Kind] = {
    "li": "item", "dt": "term", "th": "term", "dd": "cell", "td": "cell", "button": "button", "h1": "heading",
    "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
}  # fmt: skip
_EDGE_TAGS = frozenset({"nav", "footer"})
_EDGE_ROLES = frozenset({"navigation", "contentinfo", "search", "dialog", "alertdialog", "menu", "banner"})
_EDGE_WORDS = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|footer|breadcrumbs?|cookies?|consent|gdpr|newsletter|subscribe"
    r"|related|similar"
    r"|recommend\w*|other-?jobs|more-?jobs|also-?viewed|pagination|social|share|comments?|sitemap|skip\w*|modal|popup"
    r"|jobalert|job-alert|topbar|masthead|langbar|language-switch\w*|onetrust\w*)(?:$|[\s_-])"
)
_SEPARATOR_WORDS = re.compile(r"separator|divider|(?:^|[\s_-])(?:sep|dot|bullet|pipe)(?:$|[\s_-])")
_SIDE_WORDS = re.compile(r"(?:^|[\s_-])(?:sidebar|side|aside|rail)(?:$|[\s_-])")
_HIDDEN_STYLE = re.compile(r"display:none|visibility:hidden|font-size:0(?![.\d])|opacity:0(?![.\d])")
_HIDDEN_CLASS = re.compile(r"(?:^|\s)(?:visually-?hidden|sr-only|screen-reader-text|d-none|is-hidden)(?:$|\s)")
_HINT_ATTRIBUTES = (
    "class",
    "id",
    "itemprop",
    "property",
    "data-testid",
    "data-test",
    "data-automation",
    "data-qa",
    "name",
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ITEM_SIGN = re.compile(
    r"^\s*(?:[\u2022\u25cf\u25e6\u25aa\u2023\u2043\u00b7\u2713\u2714\u27a2\u2794\u25ba*]|[-\u2013\u2014](?=\s))\s*"
)


def hint_of(node: LexborNode) -> str:
    """The class names, ids and test ids of an element, in lower case, camel case cut with dashes."""
    values = (node.attributes.get(name) for name in _HINT_ATTRIBUTES)
    return _CAMEL.sub("-", " ".join(value for value in values if value)[:300]).lower()


def is_hidden(node: LexborNode) -> bool:
    """Whether browsers do not show the element."""
    attributes = node.attributes
    if "hidden" in attributes or (attributes.get("aria-hidden") == "true" and attributes.get("role") == "dialog"):
        return True
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return bool(style and _HIDDEN_STYLE.search(style)) or bool(_HIDDEN_CLASS.search(attributes.get("class") or ""))


def steps(root: LexborNode) -> Iterator[tuple[LexborNode, bool]]:
    """Every node below `root` when it begins (True) and, for elements, when it ends (False); hidden ones left out."""
    open_: list[LexborNode] = []
    node = root.child
    while node is not None or open_:
        if node is None:
            node = open_.pop()
            yield node, False
            node = node.next
            continue
        if node.is_element_node and (node.tag in _SKIPPED or is_hidden(node)):
            node = node.next
            continue
        yield node, True
        if node.is_element_node:
            open_.append(node)
            node = node.child
        else:
            node = node.next


def blocks_of(tree: LexborHTMLParser) -> list[Block]:
    """The visible text of the page in blocks, at most 20,000."""
    body = tree.body
    if body is None:
        return []
    cutter = _Cutter()
    for node, begins in steps(body):
        if node.is_text_node:
            cutter.add(node.text_content or "")
        elif begins and node.is_element_node:
            cutter.enter(node)
        elif node.is_element_node:
            cutter.leave(node)
        if len(cutter.blocks) >= MOST_BLOCKS:
            break
    cutter.flush()
    return cutter.blocks


class _Cutter:
    """The state of the walk: what is open, and the runs of the block that is being read."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._outer: list[tuple[str, str, Zone, bool]] = []  # tag, hint, zone, is alone in its parent
        self._inline: list[tuple[str, str, str]] = []  # tag, hint, href
        self._runs: list[Part] = []
        self._glue = True

    def enter(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "br":
            self.flush()
        elif tag in _INLINE:
            self._inline.append((tag, hint_of(node), node.attributes.get("href") or ""))
            # Two spans side by side are shown apart more often than not; bold letters in a word are not.
            self._glue = self._glue and tag in _GLUED
        else:
            self.flush()
            above = self._outer[-1][2] if self._outer else "main"
            hint = hint_of(node)
            self._outer.append((tag, hint, _zone(node, tag, hint, above), _is_alone(node)))

    def leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag == "br":
            return
        if tag in _INLINE:
            left = self._inline.pop() if self._inline else ("", "", "")
            if self._runs and node.child is None and _SEPARATOR_WORDS.search(left[1]):
                self._runs.append(Part(" \u00b7 "))
            self._glue = self._glue and tag in _GLUED
            return
        self.flush()
        if self._outer:
            self._outer.pop()

    def add(self, text: str) -> None:
        if not text.strip():
            if text and self._runs:
                self._runs.append(Part(" "))
            return
        tag, hint, href = self._inline[-1] if self._inline else ("", "", "")
        if not self._glue and self._runs and self._runs[-1].tag and tag:
            self._runs.append(Part(" "))
        self._glue = True
        bold = next((name for name, _, _ in self._inline if name in {"b", "strong"}), None)
        self._runs.append(Part(text, bold or tag, hint, href))

    def flush(self) -> None:
        """End the block that is being read, if it has text."""
        runs, self._runs, self._glue = self._runs, [], True
        text = one_line("".join(run.text for run in runs)).strip("\u00b7 ")
        if not text:
            return
        parts = tuple(Part(bare, run.tag, run.hint, run.href) for run in runs if (bare := " ".join(run.text.split())))
        kind = self._kind()
        level = next((int(tag[1]) for tag, *_ in reversed(self._outer[-4:]) if _KINDS.get(tag) == "heading"), 0)
        zone: Zone = self._outer[-1][2] if self._outer else "main"
        block = Block(kind, text, level, parts, self._hint(parts), zone)
        if kind == "text" and (found := _ITEM_SIGN.match(text)) and len(text) > found.end() + 2:
            block = Block("item", text[found.end() :], 0, parts, block.hint, zone)
        elif kind in {"text", "item"} and block.is_bold and len(text) <= 90 and text[-1] not in ".,;":
            block = Block("heading" if kind == "text" else kind, text, BOLD_LEVEL, parts, block.hint, zone)
        self.blocks.append(block)

    def _kind(self) -> Kind:
        for tag, *_ in reversed(self._outer[-4:]):
            if tag in _KINDS:
                return _KINDS[tag]
        return "text"

    def _hint(self, parts: tuple[Part, ...]) -> str:
        """What the block's own element says of it, and the elements around that hold nothing else."""
        hints = [parts[0].hint] if len(parts) == 1 else []
        for _, hint, _, is_alone in reversed(self._outer[-4:]):
            hints.append(hint)
            if not is_alone:
                break
        return " ".join(hint for hint in hints if hint)


def _zone(node: LexborNode, tag: str, hint: str, above: Zone) -> Zone:
    if above == "edge" or tag in _EDGE_TAGS or (node.attributes.get("role") or "") in _EDGE_ROLES:
        return "edge"
    if tag in {"main", "article", "h1", "html", "body"}:
        return above
    if _EDGE_WORDS.search(hint) and node.css_first("h1") is None:
        return "edge"
    return "side" if tag == "aside" or _SIDE_WORDS.search(hint) else above


def _is_alone(node: LexborNode) -> bool:
    return _sibling(node, ahead=True) is None and _sibling(node, ahead=False) is None


def _sibling(node: LexborNode, *, ahead: bool) -> LexborNode | None:
    other = node.next if ahead else node.prev
    while other is not None and not other.is_element_node:
        other = other.next if ahead else other.prev
    return other
