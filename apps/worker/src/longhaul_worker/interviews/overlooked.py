"""Finds requirements that stand plainly below a heading and that the matcher took for headings or duties."""
# ruff: noqa: RUF001 - adverts are full of these quotes

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from career.posting import Posting
from longhaul_worker.matching.mentions import skills_in
from longhaul_worker.matching.requirements import Requirement, Requirements
from longhaul_worker.matching.sections import is_about_company, lines_of

ENOUGH: Final = 4
"""Where the matcher found this many required lines, it has understood the advert."""

_HEAD: Final = re.compile(
    r"\b(?:you(?:['’]ll| will)? need|we need(?: from you)?|requirements?|required|qualifications?|"
    r"essentials?"
    r"|must[- ]haves?|"
    r"looking for|you(?:['’]ll| will)? (?:bring|have)|your profile|person specification|the person|"
    r"anforderung\w*|(?:dein"
    r"|ihr) profil|"
    r"voraussetzung\w*|mitbring\w*|requisitos?|perfil|exigences?|votre profil|profil recherché|requisiti"
    r"|wat wij vragen)\b",
    re.IGNORECASE,
)
_OTHER: Final = re.compile(
    r"\b(?:responsibilit\w+|duties|tasks|you will (?:be|do)|we offer|benefits?|perks|about|apply|salary|nice"
    r"|desirable|bonus|preferred|"
    r"plus|advantage|aufgaben|bieten|vorteil\w*|missions?|offrons|avantages|ofrecemos|valorará|funciones"
    r"|contact|kontakt)\b",
    re.IGNORECASE,
)
_BULLET: Final = re.compile(r"^\s*(?:[-*•·▪●◦]|\d{1,2}[.)])\s+")
_MAX_HEAD: Final = 7
_MAX_LINE: Final = 160
_MAX_LINES: Final = 12


def with_overlooked(posting: Posting, requirements: Requirements) -> Requirements:
    """`requirements`, and where they are few, the lines below a heading of the advert that they lack."""
    if len(requirements.required) >= ENOUGH:
        return requirements
    known = [_plain(line.text) for line in (*requirements.required, *requirements.nice)]
    added: list[Requirement] = []
    for line in (*_below_heads(posting.description_text), *_loose_items(posting.description_text)):
        plain = _plain(line)
        if not any(plain in text or text in plain for text in known):
            known.append(plain)
            added.append(Requirement(line, skills_in(line)))
    if not added:
        return requirements
    return Requirements([*requirements.required, *added], requirements.nice, requirements.min_years)


def _loose_items(text: str) -> Iterator[str]:
    """Items of lists that stand below no heading that anybody knows."""
    for line in lines_of(text):
        if line.kind == "plain" and line.is_item and not is_about_company(line.text) and not _OTHER.search(line.text):
            yield line.text.rstrip(" .;")


def _below_heads(text: str) -> Iterator[str]:
    """The lines below a heading about requirements, up to the next heading."""
    left = 0
    for raw in text.split("\n"):
        line = _BULLET.sub("", raw).strip()
        is_item = _BULLET.match(raw) is not None
        if not line:
            continue
        if not is_item and _is_head(line):
            left = _MAX_LINES if _HEAD.search(line) and not _OTHER.search(line) else 0
        elif left and (_OTHER.search(line) or (line.endswith(".") and not is_item) or len(line) > _MAX_LINE):
            left = left - 1 if is_item else 0
        elif left:
            left -= 1
            yield line.rstrip(" .;")


def _is_head(line: str) -> bool:
    """Whether a line is a heading: short, and with a colon, in capitals, or of nothing but heading words."""
    if len(line.split()) > _MAX_HEAD or line.endswith("."):
        return False
    return line.endswith(":") or line.isupper() or (len(line.split()) <= 3 and _HEAD.search(line) is not None)


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .;:")
