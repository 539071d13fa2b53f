"""Reads microdata and RDFa Lite: items with properties, as objects of the shape that JSON-LD has."""

from __future__ import annotations

from typing import Any, Final

from selectolax.lexbor import LexborNode

from longhaul_worker.feeds.markup import one_line
from longhaul_worker.postings.page import Page

Item = dict[str, Any]
_MOST_ITEMS: Final = 200
_LINKS: Final = {"a": "href", "link": "href", "area": "href", "img": "src", "iframe": "src", "object": "data"}
_HTML_PROPERTIES: Final = frozenset({
    "description", "responsibilities", "qualifications", "skills", "jobBenefits", "experienceRequirements",
    "educationRequirements", "incentiveCompensation",
})  # fmt: skip


def microdata(page: Page) -> list[Item]:
    """The outermost items marked with `itemscope`."""
    return _items(page, "itemscope", "itemtype", "itemprop")


def rdfa(page: Page) -> list[Item]:
    """The outermost items marked with `typeof`."""
    return _items(page, "typeof", "typeof", "property")


def _items(page: Page, scope: str, type_: str, property_: str) -> list[Item]:
    if page.tree is None:
        return []
    found = page.tree.css(f"[{scope}]")[:_MOST_ITEMS]
    return [
        _item(node, scope, type_, property_)
        for node in found
        if node.attributes.get(property_) is None or _owner(node, scope) is None
    ]


def _owner(node: LexborNode, scope: str) -> LexborNode | None:
    above = node.parent
    while above is not None and above.is_element_node:
        if scope in above.attributes:
            return above
        above = above.parent
    return None


def _item(node: LexborNode, scope: str, type_: str, property_: str, depth: int = 0) -> Item:
    written = (node.attributes.get(type_) or "").split()
    item: Item = {
        "@type": [name.rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1].rsplit("#", 1)[-1] for name in written]
    }
    waiting = _children(node)
    while waiting:
        child = waiting.pop(0)
        names = [name.rsplit(":", 1)[-1].rsplit("/", 1)[-1] for name in (child.attributes.get(property_) or "").split()]
        is_item = scope in child.attributes
        if names:
            value = _item(child, scope, type_, property_, depth + 1) if is_item and depth < 8 else _value(child, names)
            for name in names:
                _put(item, name, value)
        if not is_item:
            waiting = _children(child) + waiting
    return item


def _children(node: LexborNode) -> list[LexborNode]:
    return [child for child in node.iter(include_text=False) if child.is_element_node]


def _put(item: Item, name: str, value: Any) -> None:
    if value in (None, ""):
        return
    if name not in item:
        item[name] = value
    elif isinstance(item[name], list):
        item[name].append(value)
    else:
        item[name] = [item[name], value]


def _value(node: LexborNode, names: list[str]) -> str:
    attributes = node.attributes
    if content := attributes.get("content"):
        return content
    tag = node.tag or ""
    if tag in _LINKS:
        # A linked name is a name: `<a itemprop="name" href="...">`.
        is_address = bool({"url", "sameAs", "logo", "image"} & set(names))
        link = attributes.get(_LINKS[tag]) or ""
        return link if is_address or not node.text().strip() else one_line(node.text())
    if tag in {"time", "data", "meter"} and (machine := attributes.get("datetime") or attributes.get("value")):
        return machine
    if set(names) & _HTML_PROPERTIES:
        return node.inner_html or ""
    return one_line(node.text(separator=" "))
