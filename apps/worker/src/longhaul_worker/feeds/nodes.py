"""A document as plain nodes, whether it was XML or JSON, so that what reads it knows neither parser."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final, cast

from lxml import etree as untyped_etree  # pyright: ignore[reportAttributeAccessIssue, reportUnknownVariableType]

from longhaul_worker.feeds.decoding import FORBIDDEN

etree = cast("Any", untyped_etree)

_SIGNS = re.compile(r"[^a-z0-9]")
_DEEPEST = 200
HTML_NAMES: Final = frozenset({
    "p", "br", "div", "span", "ul", "ol", "li", "b", "strong", "i", "em", "u", "a", "img", "table", "tr", "td", "h1",
    "h2", "h3", "h4", "h5", "h6", "hr", "font", "section", "article", "blockquote", "pre", "center", "small", "body",
})  # fmt: skip
VOID_NAMES: Final = frozenset({"br", "hr", "img", "input", "wbr", "meta"})


@dataclass(slots=True)
class Node:
    """An element: its local name as written (`tag`) and folded (`name`), attributes by folded name, and content."""

    tag: str
    name: str
    prefix: str = ""
    attributes: dict[str, str] = field(default_factory=dict[str, str])
    text: str = ""
    tail: str = ""
    children: list[Node] = field(default_factory=list["Node"])

    def walk(self) -> Iterator[Node]:
        """This node and everything below it, in document order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def own_text(self) -> str:
        """The text directly inside, without that of children."""
        return "".join([self.text, *(child.tail for child in self.children)])

    def markup(self) -> str:
        """The content as HTML."""
        parts = [html.escape(self.text, quote=False)]
        for child in self.children:
            link = child.attributes.get("href")
            attributes = f' href="{html.escape(link)}"' if link else ""
            hidden = ' style="display:none"' if _is_hidden(child) else ""
            closing = "" if child.name in VOID_NAMES else f"</{child.name}>"
            parts.append(f"<{child.name}{attributes}{hidden}>{child.markup()}{closing}")
            parts.append(html.escape(child.tail, quote=False))
        return "".join(parts)


def folded_name(name: str) -> str:
    """A name in lower case without namespace, prefix and signs: `jobs:job_type` is `jobtype`."""
    return _SIGNS.sub("", name.rsplit("}", 1)[-1].rsplit(":", 1)[-1].lower())


def parse_xml(text: str) -> Node | None:
    """The root of `text`; None where it is not well formed.

    Resolves no entity, loads nothing, and refuses documents made to exhaust memory.
    """
    parser: Any = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        root: Any = etree.fromstring(text.encode("utf-8", "ignore"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    return None if root is None else _from_element(root, 0)


def from_json(name: str, value: Any, depth: int = 0) -> list[Node]:
    """`value` as nodes called `name`: an object with its members as children, one node for each member of a list."""
    if isinstance(value, list):
        members = cast("list[Any]", value)
        return [node for member in members for node in from_json(name, member, depth + 1)]
    node = Node(name, folded_name(name))
    if isinstance(value, dict) and depth < _DEEPEST:
        pairs = cast("dict[str, Any]", value)
        node.children = [child for key, member in pairs.items() for child in from_json(key, member, depth + 1)]
    elif isinstance(value, bool):
        node.text = "true" if value else "false"
    elif isinstance(value, str | int | float):
        node.text = FORBIDDEN.sub("", str(value))
    return [node]


def _from_element(element: Any, depth: int) -> Node:
    tag = str(element.tag)
    local = tag.rsplit("}", 1)[-1]
    prefix, _, bare = local.rpartition(":")
    node = Node(
        bare,
        folded_name(local),
        (prefix or str(element.prefix or "")).lower(),
        {folded_name(str(key)): str(value) for key, value in element.attrib.items()},
        str(element.text or ""),
        str(element.tail or ""),
    )
    if depth < _DEEPEST:
        node.children = [_from_element(child, depth + 1) for child in element if isinstance(child.tag, str)]
    return node


def _is_hidden(node: Node) -> bool:
    return "hidden" in node.attributes or "display:none" in node.attributes.get("style", "").replace(" ", "").lower()
