"""Turns the bytes of a page into text."""

from __future__ import annotations

import codecs
import re
from typing import Final

_META: Final = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([a-zA-Z0-9_:.-]{1,40})", re.IGNORECASE)


def as_text(body: bytes, charset: str | None) -> str:
    """The text of `body` by its byte order mark, the server's word, the page's own, or else UTF-8; never fails."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if body.startswith(mark):
            return body.decode(name, "replace")
    said = _META.search(body[:4096])
    for name in (charset, said[1].decode("ascii") if said else None, "utf-8"):
        if not name:
            continue
        try:
            return body.decode(codecs.lookup(name).name)
        except (LookupError, UnicodeDecodeError):
            continue
    return body.decode("cp1252", "replace")
