"""Makes the HTML of strangers safe to show, and plain text of it."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Any

import nh3
from lxml import html as untyped_html

MAX_HTML_CHARS = 200_000

_TAGS = {
    "a", "b", "blockquote", "br", "code", "dd", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
    "i", "li", "ol", "p", "pre", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr",
    "u", "ul",
}  # fmt: skip
_DROPPED = {"script", "style", "iframe", "object", "embed", "template", "noscript", "svg", "form", "head", "title"}
_LOOKS_LIKE_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s[^<>]*)?/?>")
_ESCAPED_TAG = re.compile(r"&lt;/?[a-zA-Z][a-zA-Z0-9]*(?:\s.{0,500}?)?/?&gt;", re.DOTALL)
_MAY_HIDE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|\bhidden\b", re.IGNORECASE)
_HIDES = re.compile(r"display:none|visibility:hidden|font-size:0(?![.\d]*[1-9])", re.IGNORECASE)
_LINE_END = re.compile(
    r"<br\s*/?>|</(?:p|div|li|tr|h[1-6]|ul|ol|dd|dt|blockquote|pre|table)>|<(?:p|div|ul|ol|h[1-6]|tr)>|<hr\s*/?>",
    re.IGNORECASE,
)
_ITEM = re.compile(r"<li>\s*", re.IGNORECASE)
_CELL = re.compile(r"</t[dh]>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"[^\S\n]+")
_MANY_LINES = re.compile(r"\s*\n\s*\n\s*")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def one_line(text: str | None) -> str:
    """`text` as plain text on one line: entities resolved, tags and invisible characters gone, blanks collapsed."""
    if not text:
        return ""
    plain = html.unescape(html.unescape(text))
    if "<" in plain:
        plain = _LOOKS_LIKE_TAG.sub(" ", plain)
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", plain)).split())


def sanitised(text: str) -> str:
    """`text` (HTML, escaped HTML or plain text) as HTML that is safe to show.

    Allowed are the tags of running text and links to http, https and mailto; no scripts, styles, images or handlers.
    What the page would not have shown is dropped with its content.
    """
    source = text.strip()[:MAX_HTML_CHARS]
    if not _LOOKS_LIKE_TAG.search(source):
        if not _ESCAPED_TAG.search(source):
            return _paragraphs(html.unescape(source))
        source = html.unescape(source)
    if _MAY_HIDE.search(source):
        source = _without_hidden(source)
    return nh3.clean(
        source,
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer",
    ).strip()


def plain_text(clean_html: str) -> str:
    """The text of sanitised HTML: one line for each block, list items with a dash, blank lines at most one by one."""
    text = _ITEM.sub("- ", clean_html.replace("\n", " "))
    text = _TAG.sub("", _LINE_END.sub("\n", _CELL.sub(" ", text)))
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", html.unescape(text)))
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip()


def _paragraphs(text: str) -> str:
    blocks = [block.strip() for block in re.split(r"\n\s*\n", text) if block.strip()]
    return "".join(f"<p>{html.escape(block, quote=False).replace(chr(10), '<br>')}</p>" for block in blocks)


def _without_hidden(source: str) -> str:
    lxml_html: Any = untyped_html
    tree: Any = lxml_html.fragment_fromstring(source, create_parent="div")
    for element in list(tree.iterdescendants()):
        is_hidden = element.get("hidden") is not None or _HIDES.search((element.get("style") or "").replace(" ", ""))
        if is_hidden and element.getparent() is not None:
            element.drop_tree()
    return str(lxml_html.tostring(tree, encoding="unicode"))
