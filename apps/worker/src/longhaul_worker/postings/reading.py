"""Makes a `Page` of the bytes of a page or of a pasted text."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from longhaul_worker.feeds.companies import registered_domain
from longhaul_worker.feeds.decoding import decode
from longhaul_worker.feeds.markup import one_line
from longhaul_worker.postings.page import BOLD_LEVEL, Block, Page, Script
from longhaul_worker.postings.walk import blocks_of, hint_of

MAX_PAGE_BYTES = 5_000_000
_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?([A-Za-z0-9._:-]+)", re.IGNORECASE)
_HTML = re.compile(r"<(?:!doctype|html|head|body|div|p|br|ul|li|h[1-6]|span|table)\b[^>]*>", re.IGNORECASE)
_ITEM = re.compile(
    r"^\s*(?:[\u2022\u25cf\u25e6\u25aa\u2023\u2043\u00b7\u2713\u2714\u27a2\u2794\u25ba*+o]|[-\u2013\u2014]"
    r"|\d{1,2}[.)])\s+(?P<text>\S.*)$"
)
_MARKDOWN_HEADING = re.compile(
    r"^\s*(?:#{1,6}\s+(?P<hash>.+?)\s*#*|\*\*(?P<stars>[^*]+)\*\*:?|__(?P<lines>[^_]+)__:?)\s*$"
)
_MARKDOWN_BOLD = re.compile(r"\*\*([^*\n]+)\*\*|__([^_\n]+)__|(?<!\w)\*([^*\n]+)\*(?!\w)")
_MAIL_HEADERS = re.compile(
    r"^(?:From|To|Cc|Date|Sent|Reply-To|Von|An|Datum|Message-ID):[^\n]*\n", re.IGNORECASE | re.MULTILINE
)
_UNDERLINE = re.compile(r"^\s*(?:=|-|_|\*|~){3,}\s*$")


def read_page(data: bytes, *, url: str | None = None, charset: str | None = None) -> Page:
    """The page in `data`: HTML, or plain text where it has no tags. Never raises for what is in it."""
    declared = _META_CHARSET.search(data[:4096])
    text = decode(data, charset or (declared.group(1).decode("ascii") if declared else None))
    return read_text(text, url=url)


def read_text(text: str, *, url: str | None = None) -> Page:
    """The page or advert in `text`, told apart by its tags."""
    if len(_HTML.findall(text[:200_000])) >= 2:
        return _html(text, url)
    return Page(url=url, blocks=list(_lines(text)), is_text=True)


def _html(text: str, url: str | None) -> Page:
    tree = LexborHTMLParser(text.replace("\0", ""))
    page = Page(url=url, tree=tree, blocks=blocks_of(tree))
    title = tree.css_first("head title") or tree.css_first("title")
    page.title = one_line(title.text()) if title is not None else ""
    page.lang = ((tree.root.attributes.get("lang") or "") if tree.root is not None else "").strip().lower()[:2] or None
    for node in tree.css("meta"):
        name = node.attributes.get("property") or node.attributes.get("name") or node.attributes.get("itemprop")
        content = node.attributes.get("content")
        if name and content and content.strip():
            page.metas.setdefault(name.strip().lower(), one_line(content)[:1000])
    page.scripts = [
        Script(
            (node.attributes.get("type") or "").lower(),
            node.attributes.get("id") or "",
            node.text_content or node.text(),
        )
        for node in tree.css("script")
        if not node.attributes.get("src")
    ]
    page.times = [
        (node.attributes.get("datetime") or "", one_line(node.text()), hint_of(node)) for node in tree.css("time")[:50]
    ]
    page.logos = [
        one_line(node.attributes.get("alt"))
        for node in tree.css("img[alt]")[:200]
        if "logo" in _picture(node.attributes)
    ]
    page.noscript = " ".join(one_line(node.text()) for node in tree.css("noscript")[:20])
    page.has_password = tree.css_first("input[type=password]") is not None
    page.canonical = _canonical(tree, page, url)
    return page


def _picture(attributes: dict[str, str | None]) -> str:
    return " ".join((attributes.get(name) or "") for name in ("alt", "class", "id", "src")).lower()


def _canonical(tree: LexborHTMLParser, page: Page, url: str | None) -> str | None:
    """The address the page gives itself, where it can be that of this very page."""
    link = tree.css_first("link[rel=canonical]")
    written = (link.attributes.get("href") if link is not None else None) or page.metas.get("og:url")
    if not written:
        return None
    try:
        address = urljoin(url or "", written.strip())
        parts = urlsplit(address)
        host, source = parts.hostname or "", urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    is_same_site = not source or registered_domain(host) == registered_domain(source)
    is_a_page = parts.path.strip("/") != "" or parts.query != ""
    return address if parts.scheme in {"http", "https"} and host and is_same_site and is_a_page else None


def _lines(text: str) -> list[Block]:
    """The lines of a pasted text as blocks; wrapped lines of one paragraph are put together."""
    text = _MAIL_HEADERS.sub("", text)
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    typical = sorted(len(line) for line in lines if line.strip())
    widest = typical[int(len(typical) * 0.95)] if typical else 0
    blocks: list[Block] = []
    joins = False
    for at, line in enumerate(lines):
        bare = line.strip()
        following = lines[at + 1] if at + 1 < len(lines) else ""
        if not bare or _UNDERLINE.match(bare):
            joins = False
            continue
        block = _line(bare, following)
        if joins and block.kind == "text" and blocks[-1].kind in {"text", "item"} and bare[:1].islower():
            last = blocks[-1]
            blocks[-1] = Block(last.kind, f"{last.text} {bare}", last.level)
        else:
            blocks.append(block)
        joins = len(line) >= 0.7 * widest and widest > 50 and blocks[-1].kind != "heading"
    return blocks


def _line(bare: str, following: str) -> Block:
    heading = _MARKDOWN_HEADING.match(bare)
    if heading:
        return Block("heading", one_line(next(text for text in heading.groups() if text)).rstrip(":"), BOLD_LEVEL)
    item = _ITEM.match(bare)
    plain = one_line(_MARKDOWN_BOLD.sub(lambda found: found[1] or found[2] or found[3], item["text"] if item else bare))
    if item:
        return Block("item", plain)
    letters = [char for char in plain if char.isalpha()]
    is_loud = len(letters) > 3 and all(char.isupper() for char in letters)
    is_short = len(plain) <= 70 and plain[-1] not in ".,;!"
    is_marked = plain.endswith((":", "?")) or is_loud or bool(_UNDERLINE.match(following.strip() or "x"))
    if is_short and (is_marked or (bool(_ITEM.match(following)) and len(plain.split()) <= 9)):
        return Block("heading", plain, BOLD_LEVEL)
    return Block("text", plain)
