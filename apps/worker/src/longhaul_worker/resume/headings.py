"""Whether a line is the heading of a section, by its words, in seven languages."""
# ruff: noqa: RUF001 - CVs are full of these dashes and quotes

from __future__ import annotations

import re
from functools import lru_cache

from longhaul_worker.resume.heading_words import CORE, FILLERS, PHRASES, Kind
from longhaul_worker.resume.textnorm import key, tidy

# Reversed, so that of two kinds with the same phrase the one that stands first keeps it.
_BY_PHRASE: dict[str, Kind] = {
    key(phrase): kind for kind, phrases in reversed(PHRASES.items()) for phrase in phrases.split(";")
}
_BY_SQUEEZED: dict[str, Kind] = {phrase.replace(" ", ""): kind for phrase, kind in _BY_PHRASE.items()}
_NUMBERING = re.compile(r"^\s*(?:\d{1,2}[.)]|[IVX]{1,4}[.)]|[A-H][.)])\s+")
_LEADERS = re.compile(r"[\s.·_\-–—=~:*#|]+$")
_LETTERS = re.compile(r"^(?:\S{1,2}\s+){3,}\S{1,2}$")


@lru_cache(maxsize=4096)
def heading_kind(text: str) -> Kind | None:
    """The kind of section `text` names when it is nothing but a heading; None otherwise.

    Numbering, trailing colons and leader dots do not matter, nor do blanks between single letters.
    """
    bare = _LEADERS.sub("", _NUMBERING.sub("", tidy(text)))
    bare = bare.lstrip("#=~*-–—•|_ ")
    if not bare or len(bare) > 60 or "@" in bare:
        return None
    plain = key(bare.replace("&", " and "))
    words = plain.split()
    if not words or (len(words) > 6 and not _LETTERS.match(bare)):
        return None
    found = _BY_PHRASE.get(plain) or _BY_PHRASE.get(plain.replace(" and ", " "))
    if found is None and (is_letter_spaced(bare) or len(words) <= 3):
        found = _BY_SQUEEZED.get(plain.replace(" ", ""))
    return found or (_combined(words) if 2 <= len(words) <= 5 else None)


def is_one_heading(first: str, second: str) -> bool:
    """Whether two lines are one heading: "WORK", "EXPERIENCE" are, "PROFILE", "EXPERIENCE" are two."""
    kinds = {heading_kind(first), heading_kind(second)} - {None}
    return len(kinds) <= 1 and heading_kind(f"{first} {second}") is not None


def is_letter_spaced(text: str) -> bool:
    """Whether most of the words are one or two characters long, as in "C O N TA C T"."""
    words = text.split()
    return len(words) >= 4 and sum(len(word) for word in words) / len(words) <= 1.8


def is_certain(text: str) -> bool:
    """Whether the whole of `text` is a known heading of two words or more, or of one unusual in prose."""
    plain = key(text)
    return plain in _BY_PHRASE and (" " in plain or len(plain) > 8)


def _combined(words: list[str]) -> Kind | None:
    """Kind of "Education and awards", "Relevant work experience": known parts and fillers, nothing else."""
    text = " ".join(words)
    for joint in (" and ", " und ", " et ", " y ", " e "):
        left, found, right = text.partition(joint)
        if found and left in _BY_PHRASE and right in _BY_PHRASE:
            return _BY_PHRASE[left]
    cores: list[Kind] = [CORE[word] for word in words if word in CORE]
    rest = [word for word in words if word not in CORE and word not in FILLERS]
    if cores and not rest:
        return cores[0]
    if len(words) <= 3 and words[-1] in {"experience", "skills", "projects"} and len(rest) == 1:
        return CORE[words[-1]]
    return None
