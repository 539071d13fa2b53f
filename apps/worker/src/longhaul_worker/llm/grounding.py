"""Decides what of a model's answer may be believed: only words that stand in the source."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_DASHES: Final = re.compile(r"[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
_SINGLE_QUOTES: Final = re.compile(r"[\u2018-\u201b\u2032\u00b4`]")
_DOUBLE_QUOTES: Final = re.compile(r"[\u201c-\u201f\u2033\u00ab\u00bb]")
_INVISIBLE: Final = re.compile(r"[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_BROKEN_WORD: Final = re.compile(r"(?<=[^\W\d_])-[ \t]*\r?\n\s*(?=[^\W\d_])")
_EDGE: Final = frozenset("+#")


def is_grounded(value: str, source: str) -> bool:
    """Whether `value` stands in `source` as whole words, however case, blanks, dashes and quotes are written.

    An empty value is not grounded. `Art` does not stand in `start`, nor `5` in `2.5`, nor `C` in `C++`.

    Example:
        >>> is_grounded("TEAM\\u2011lead", "worked as a team-lead"), is_grounded("10", "100 people")
        (True, False)
    """
    wanted = normalised(value)
    if not wanted:
        return False
    return _occurs(wanted, normalised(source)) or _occurs(wanted, normalised(_BROKEN_WORD.sub("", source)))


def normalised(text: str) -> str:
    """`text` in one form: NFKC, no capitals, one kind of dash and quote, single blanks, nothing invisible."""
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    plain = _DASHES.sub("-", plain)
    plain = _DOUBLE_QUOTES.sub('"', _SINGLE_QUOTES.sub("'", plain))
    return " ".join(unicodedata.normalize("NFKC", plain.casefold()).split())


def _occurs(wanted: str, text: str) -> bool:
    at = text.find(wanted)
    while at != -1:
        if _is_whole(text, at, at + len(wanted)):
            return True
        at = text.find(wanted, at + 1)
    return False


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether what stands between is not a part of a longer word or number."""
    first, last = text[start], text[end - 1]
    before, after = text[start - 1 : start], text[end : end + 1]
    if first.isalnum() and before and (before.isalnum() or _is_decimal(text[max(start - 2, 0) : start], first)):
        return False
    if last.isalnum() and after:
        following = text[end : end + 2]
        return not (after.isalnum() or after in _EDGE or _is_decimal(following[::-1], last))
    return True


def _is_decimal(two: str, digit: str) -> bool:
    """Whether a digit and a point or comma stand beside `digit`: the inner one of `two` is its neighbour."""
    return len(two) == 2 and digit.isdigit() and two[0].isdigit() and two[1] in ".,"
