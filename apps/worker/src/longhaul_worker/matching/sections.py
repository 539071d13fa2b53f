"""Takes the text of an advert apart: its lines, each with the kind of section it stands in."""
# ruff: noqa: RUF001 - adverts are full of these dashes, bullets and quotes

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from longhaul_worker.matching import section_words
from longhaul_worker.matching.patterns import any_of
from longhaul_worker.matching.words import straight

Kind = Literal["required", "nice", "duties", "aside", "plain"]
"""What a section is about; `aside` is what says nothing of the work: the company, benefits, how to apply, the law."""

_NICE: Final = any_of(section_words.NICE)
_ASIDE: Final = any_of(section_words.ASIDE)
_HEADS: Final[list[tuple[Kind, re.Pattern[str]]]] = [
    ("aside", _ASIDE),
    ("nice", _NICE),
    ("required", any_of(section_words.REQUIRED)),
    ("duties", any_of(section_words.DUTIES)),
]
_WANTED: Final = any_of(section_words.WANTED)
_STATES: Final = any_of(section_words.STATES)
_COMPANY: Final = any_of(section_words.COMPANY_STARTS, before="^", after="")
_GIVES: Final = any_of(section_words.COMPANY_GIVES)
_BULLET: Final = re.compile(r"^\s*(?:[-–—•·*▪●◦‣⁃✓✔✅➢►➤»o§]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+")
_INLINE_BULLET: Final = re.compile(r"(?:^|(?<=\S))\s*(?:\s[-–*]\s(?=[A-ZÄÖÜÉ])|[•●▪◦✓✔➢►]\s*)")
_SENTENCE: Final = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÄÖÜÉÀÈ¿¡\"'(])")
_CLAUSE: Final = re.compile(
    r"[;()]|\.\s+|\s[–—]\s|,?\s+(?="
    r"(?:ideally|preferably|idealerweise|id[ée]alement|idealmente|de pr[ée]f[ée]rence|bonus|plus if)\b)",
    re.IGNORECASE,
)
_BRACKET: Final = re.compile(r"\([^()]*\)")
_WISH: Final = re.compile(r"\bwe(?:'d| would| are|'re)? (?:like|love|look|want|need|expect|search|seek)", re.IGNORECASE)
_LONG: Final = 180
_LONGEST: Final = 1000
_MAX_CHARS: Final = 60_000


@dataclass(frozen=True, slots=True)
class Line:
    """A list item or a sentence of an advert, without its bullet."""

    text: str
    kind: Kind
    is_item: bool


def says_nice(text: str) -> bool:
    """Whether `text` calls what it names welcome but not necessary: "is a plus", "von Vorteil", "un atout"."""
    return _NICE.search(text) is not None


def clauses(text: str) -> list[str]:
    """The parts of a line of which one may be necessary and another only welcome: "Python; ideally Django"."""
    bare = _BRACKET.sub(lambda bracket: bracket[0] if says_nice(bracket[0]) else " ", text)
    return [clause for clause in _CLAUSE.split(bare) if clause.strip(" .,:-")]


def lines_of(text: str) -> list[Line]:
    """The lines of an advert's `text` with the kind of their section; headings are left out, long lines taken apart.

    A heading holds until the next one, or, where the lines under it are list items, until running text follows.
    """
    lines: list[Line] = []
    kind: Kind = "plain"
    items = 0
    for raw in _broken(text[:_MAX_CHARS]):
        is_item = _BULLET.match(raw) is not None
        content = _BULLET.sub("", raw).strip(" *_#\t")
        heading = None if is_item else _heading(content)
        if heading is not None:
            kind, rest = heading
            items = 0
            for piece in _sentences(rest, longest=0):
                kind, text = _heading(piece) or (kind, piece)
                if text:
                    lines.append(Line(text, kind, is_item=False))
            continue
        if is_item:
            items += 1
        elif items >= 2 and not content.endswith(":"):
            kind, items = "plain", 0  # the list under the heading is over, and so is the section
        if content and not (content.endswith(":") and len(content) <= 60):
            if not is_item and content.endswith(":"):
                kind, items = _lead_in(content) or kind, 0
            elif not is_item and _runs_in(content):
                kind, items = "aside", 0
            lines.extend(Line(piece, kind, is_item) for piece in _sentences(content))
    return lines


def is_about_company(text: str) -> bool:
    """Whether a sentence tells of the company or of what it gives, and asks for nothing."""
    return _COMPANY.match(straight(text)) is not None or _GIVES.search(text) is not None


def _broken(text: str) -> list[str]:
    """The lines of `text`, those that hold a whole list taken apart."""
    lines: list[str] = []
    for line in text.split("\n"):
        if len(line) > _LONG and len(_INLINE_BULLET.findall(line)) >= 2:
            first, *items = _INLINE_BULLET.split(line)
            lines += [first, *(f"- {item}" for item in items)]
        else:
            lines.append(line)
    return [line for line in lines if line.strip()]


def _heading(line: str) -> tuple[Kind, str] | None:
    """What kind of section `line` begins, and what of its text follows on the same line; None if it is no heading."""
    head, colon, rest = line.partition(":")
    if colon and rest.strip() and len(head.split()) <= 6:
        kind = _kind(head)
        return (kind, rest.strip()) if kind is not None else None
    plain = line.strip(" :.…?!")
    if len(plain) > 70 or len(plain.split()) > 9 or (line.endswith(".") and not line.endswith("...")) or "," in plain:
        return None
    if not line.endswith(":") and (plain[:1].isdigit() or _STATES.search(straight(plain))):
        return None
    kind = _kind(plain)
    return (kind, "") if kind is not None else None


def _lead_in(paragraph: str) -> Kind | None:
    """The kind of the list that a paragraph leads to with its last sentence: "Ideally, we would like:"."""
    last = _sentences(paragraph, longest=60)[-1].strip(" :")
    kind = _kind(last) if len(last) <= 100 else None
    return "required" if kind == "nice" and _WISH.search(last) else kind


def _runs_in(paragraph: str) -> bool:
    """Whether a paragraph begins with the heading of what is beside the point: "About us We are ..."."""
    match = _ASIDE.match(paragraph)
    return match is not None and len(match[0].split()) > 1


def _kind(heading: str) -> Kind | None:
    plain = straight(heading)
    if _WANTED.search(plain):
        return "required"
    found: list[tuple[int, int, Kind]] = [
        (match.start(), rank, kind) for rank, (kind, head) in enumerate(_HEADS) if (match := head.search(plain))
    ]
    if not found:
        return None
    kinds = {kind for _, _, kind in found}
    # "Nice-to-have skills" and "Preferred qualifications" name both; the narrower one counts.
    return "nice" if "nice" in kinds and "aside" not in kinds else min(found)[2]


def _sentences(text: str, longest: int = _LONG) -> list[str]:
    if len(text) <= longest:
        return [text] if text else []
    return [piece.strip()[:_LONGEST] for piece in _SENTENCE.split(text) if piece.strip()]
