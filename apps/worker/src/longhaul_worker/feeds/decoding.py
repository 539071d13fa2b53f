"""Turns the bytes of a feed into text that an XML parser takes, whatever encoding they claim to have."""

from __future__ import annotations

import codecs
import html
import re
from html.entities import html5

_LONGEST_PREFACE = 20_000  #: how far a server's own warnings may push the document down
_DECLARATION = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_XML_DECLARATION = re.compile(r"<\?xml\b[^<>]*\?>")
_DOCTYPE_START = re.compile(r"<!DOCTYPE\b", re.IGNORECASE)
_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_VERBATIM = re.compile(r"<!\[CDATA\[|<!--")
_AMPERSAND = re.compile(r"&(#[0-9]{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,30};)?")
_STRAY_LESS_THAN = re.compile(r"<(?![A-Za-z_/!?])")
_BEYOND_UNICODE = 0x110000
_PREDEFINED = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_LATIN = frozenset({"iso-8859-1", "iso8859-1", "latin-1", "latin1", "us-ascii", "ascii", "windows-1252", "cp1252"})
# Bytes that are not UTF-8 come out of `surrogateescape` as U+DC80..U+DCFF; in practice they are Windows-1252.
_WINDOWS = {0xDC00 + byte: bytes([byte]).decode("cp1252", "ignore") or "\ufffd" for byte in range(0x80, 0x100)}


def decode(data: bytes, charset: str | None = None) -> str:
    """The text of `data`: by its byte order mark, as UTF-8, by its XML declaration, by `charset`, else Windows-1252.

    UTF-8 goes before what is declared, because text of another encoding is hardly ever valid UTF-8 by chance, while
    wrong declarations are common. Never raises.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").removeprefix("\ufeff")
    found = _DECLARATION.search(data[:300])
    names = [found.group(1).decode("ascii")] if found else []
    names += [charset] if charset else []
    stateful = [name for name in names if name.lower().startswith(("iso-2022", "hz", "utf-7"))]
    for name in [*stateful, "utf-8", *names]:
        if name.lower() in _LATIN:
            break
        try:
            return data.decode(name)
        except (UnicodeError, LookupError, ValueError):
            continue
    return data.decode("utf-8", "surrogateescape").translate(_WINDOWS)


def without_prologue(text: str) -> str:
    """`text` from its first element on, without declaration and document type.

    No entity definition of the document reaches a parser that way, so none can expand or read a file. Characters
    that XML forbids are removed too.
    """
    start = text.find("<?xml ", 0, _LONGEST_PREFACE)
    start = text.find("<") if start < 0 else start
    body = FORBIDDEN.sub("", text[start:] if start >= 0 else text)
    body = _XML_DECLARATION.sub("", body, count=1)
    declared = _DOCTYPE_START.search(body)
    found = _DOCTYPE.match(body, declared.start()) if declared else None
    return body[: found.start()] + body[found.end() :] if found else body


def repaired(text: str) -> str:
    """`text` with the commonest faults of hand-made XML mended: stray `&` and `<`, entities that only HTML knows.

    Comments are dropped: what is commented out must not come back when entries are cut out of a broken document.
    """
    parts: list[str] = []
    at = 0
    while found := _VERBATIM.search(text, at):
        is_data = found.group().endswith("[")
        end = text.find("]]>" if is_data else "-->", found.end())
        if end < 0:
            break
        parts += [_mended(text[at : found.start()]), text[found.start() : end + 3] if is_data else ""]
        at = end + 3
    return "".join([*parts, _mended(text[at:])])


def _mended(text: str) -> str:
    return _STRAY_LESS_THAN.sub("&lt;", _AMPERSAND.sub(_entity, text))


def _entity(match: re.Match[str]) -> str:
    name = match.group(1)
    if name is None:
        return "&amp;"
    if name in _PREDEFINED:
        return match.group()
    if name.startswith("#"):
        number = int(name[2:-1], 16) if name[1] in "xX" else int(name[1:-1])
        is_character = number < _BEYOND_UNICODE and not FORBIDDEN.match(chr(number))
        return html.escape(html.unescape(match.group()), quote=False) if is_character else ""
    return html.escape(html5[name], quote=False) if name in html5 else "&amp;" + name
