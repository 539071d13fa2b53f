"""Pieces of sentences: names that are none, quotations, lists, and points of a CV as clauses."""

from __future__ import annotations

import re
from typing import Final

_PLACEHOLDER: Final = re.compile(
    r"\[[^\]]*\]|\{\{[^{}]*\}\}|(?<![\w\\{])\{[A-Za-z_ ]+\}|<[A-Za-z][\w /-]*>"
    r"|\b(?:TODO|TBD|XXX|lorem ipsum|your company|company name|insert )\b"
    r"|\$\{|%\w+%",
    re.IGNORECASE,
)
_NOBODY: Final = re.compile(
    r"^(?:n/?a|none|null|nan|undefined|unknown|confidential|anonymous|not (?:specified|available|disclosed)"
    r"|vertraulich|unbekannt|-+|\?+|\.+)$",
    re.IGNORECASE,
)
_GENDERS: Final = re.compile(
    r"\s*[(\[]\s*(?:[mwfdxi]|div|gn|all genders|all gender|h|alle)(?:\s*[/|,*]\s*(?:[mwfdxi*]|div|h|gn))*\s*[)\]]"
    r"|\s+[mwf]\s*/\s*[mwf]\s*/\s*[dxi](?=\s|$)",
    re.IGNORECASE,
)
_BRACKETED: Final = re.compile(r"\s*\[[^\]]*\]")
_IRREGULAR_LIST: Final = """
built led wrote ran made cut grew won drove set taught held kept brought began oversaw redesigned rebuilt rewrote met
took gave found sold spent sent shipped spoke chose undertook sought dealt put became came fed got saw did went had
"""
_IRREGULAR: Final = frozenset(_IRREGULAR_LIST.split())
_NO_VERB_LIST: Final = """
experienced skilled advanced certified dedicated motivated talented detailed varied distributed embedded integrated
automated related based limited continued combined increased improved reduced united applied selected supervised
"""
_NO_VERBS: Final = frozenset(_NO_VERB_LIST.split())
"""Words in -ed that may just as well be adjectives at the beginning of a point."""
_NEEDS_OBJECT: Final = frozenset(
    {"built", "made", "wrote", "developed", "created", "designed", "implemented", "programmed"}
)
_PREPOSITIONS: Final = frozenset(
    {"with", "in", "using", "by", "for", "from", "on", "at", "as", "via", "and", "entirely"}
)
_ARTICLES: Final = frozenset({"a", "an", "the", "our", "their", "all", "several", "many", "over", "more"})
_EDGES: Final = " -–|,"  # noqa: RUF001 - what is left between a title and a remark
_ENDS: Final = (".", "!", "?", "…")


def named(value: str | None) -> str | None:
    """`value` where it is a name; None for what stands in place of one, such as "[Company]" or "N/A"."""
    text = " ".join((value or "").split())
    return None if not text or has_placeholder(text) or _NOBODY.match(text) else text


def has_placeholder(text: str) -> bool:
    """Whether `text` has something that was left to be filled in."""
    return _PLACEHOLDER.search(text) is not None


def title_of(title: str, company: str | None = None) -> str:
    """A job title without "(m/w/d)", remarks in brackets, and the name of the company behind it."""
    bare = " ".join(_BRACKETED.sub("", _GENDERS.sub("", title)).split()).strip(_EDGES)
    if company:
        bare = re.sub(rf"(?:\s+(?:at|bei|@)|\s*[-–|,])\s+{re.escape(company)}$", "", bare, flags=re.IGNORECASE)  # noqa: RUF001
    return bare.strip(_EDGES) or " ".join(title.split())


def ended(text: str) -> str:
    """`text` with a full stop, unless it ends a sentence already."""
    bare = text.rstrip(" ,;:")
    return bare if bare.rstrip("\"'“”’)").endswith(_ENDS) else f"{bare}."  # noqa: RUF001


def tidy(text: str) -> str:
    """`text` without the second full stop after "Inc." and without double blanks."""
    return " ".join(re.sub(r"(?<=\w)\.\.(?!\.)", ".", text).split())


def quoted(text: str, language: str) -> str:
    """`text` in the quotation marks of the language; those in it become single ones."""
    inner = re.sub('["“”„«»]', "'", text).strip().rstrip(".;,:")
    return f"„{inner}“" if language == "de" else f"“{inner}”"


def listed(names: list[str], language: str) -> str:
    """ "a, b and c" in the language."""
    joint = " und " if language == "de" else " and "
    return joint.join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def as_clause(point: str) -> str | None:
    """A point of an English CV to follow "I": "moved the ledger to streaming"; None where it does not begin so."""
    text = point.strip().rstrip(".;, ")
    first, _, rest = text.partition(" ")
    if not rest or ". " in text or not first.isalpha() or first[1:] != first[1:].lower():
        return None
    word = first.lower()
    if word in _NEEDS_OBJECT and rest.split()[0].lower() in _PREPOSITIONS:
        return None
    is_past = word in _IRREGULAR or (word.endswith("ed") and len(word) > 4 and word not in _NO_VERBS)
    is_sure = word in _NO_VERBS and rest.split()[0].lower() in _ARTICLES
    return f"{word} {rest}" if is_past or is_sure else None
