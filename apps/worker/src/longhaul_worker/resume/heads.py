"""Telling company, title and place apart in the head of an entry."""
# ruff: noqa: RUF001 - CVs are full of these dashes and quotes

from __future__ import annotations

import re
from dataclasses import dataclass

from longhaul_worker.resume.document import ICON
from longhaul_worker.resume.entries import Entry
from longhaul_worker.resume.labels import LabelKind, read_label
from longhaul_worker.resume.places import is_place, split_place
from longhaul_worker.resume.textnorm import tidy
from longhaul_worker.resume.titles import company_score, is_title, title_score

_STRONG = re.compile(
    rf"\t|\s*[|•●·{ICON}]\s*|\s+[–—―]+\s+|\s+-{{1,3}}\s+|\s+//?\s+|\s*::\s*|(?<=[^\W\d_]{{4}})\.\s+(?=[A-Z])|(?<=\w)[—](?=\w)"
)
_AT = re.compile(
    r"\s+(?:at|@|bei(?:\s+der|\s+dem)?|chez|presso|bij)\s+|\s+(?-i:en)\s+(?=(?-i:[A-ZÁÉÍÓÚÑ]))", re.IGNORECASE
)
_KIND = re.compile(
    r"^(?:full|part)[- ]?time$|^(?:permanent|temporary|contract(?:or)?|freelance|internship|vollzeit|teilzeit|cdi"
    r"|cdd|stage|alternance|festanstellung|self-employed|seasonal"
    r"|remote|hybrid|on-?site)$",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")


@dataclass(slots=True)
class Piece:
    """A part of a head; `row` is the line it stands on, `label` what the CV itself calls it."""

    text: str
    row: int
    label: LabelKind | None = None


@dataclass(slots=True)
class Head:
    """What a head says. `sure` where the words themselves tell title and company apart."""

    company: str | None = None
    title: str | None = None
    place: str | None = None
    sure: bool = False
    company_first: bool | None = None
    pieces: list[str] | None = None


def read_head(entry: Entry) -> Head:
    """Company, title and place of the entry; where unsure, the pieces are kept for a second look."""
    pieces, place = _pieces(entry)
    head = Head(place=place)
    if not pieces:
        return head
    pieces = _split_commas(pieces)
    pieces, late = _without_tails(pieces)
    head.place = head.place or late
    head.pieces = [piece.text for piece in pieces]
    for piece in pieces:
        if piece.label == "company":
            head.company = head.company or piece.text
        elif piece.label == "title":
            head.title = head.title or piece.text
    if head.company and head.title:
        head.sure = True
        return head
    return _assigned(head, pieces)


def _assigned(head: Head, pieces: list[Piece]) -> Head:
    texts = [piece.text for piece in pieces if piece.text not in {head.company, head.title}]
    if head.title is None and texts:
        scores = [title_score(text) - 0.6 * company_score(text) for text in texts]
        best = max(range(len(texts)), key=lambda index: (scores[index], -index))
        if scores[best] >= 1.5 and is_title(texts[best]):
            head.title = texts.pop(best)
            head.sure = True
            rivals = [score for index, score in enumerate(scores) if index != best]
            head.sure = not any(score >= scores[best] - 0.2 for score in rivals)
            head.company_first = best != 0 if texts else None
    if head.company is None and texts and (head.title is not None or len(texts) == 1):
        best = max(range(len(texts)), key=lambda index: (company_score(texts[index]), -index))
        head.company = texts[best]
        if head.title is None:
            head.sure = company_score(texts[best]) >= 1
    return head


def _pieces(entry: Entry) -> tuple[list[Piece], str | None]:
    pieces: list[Piece] = []
    place: str | None = None
    for number, row in enumerate(entry.head):
        kind, text = read_label(row.rest) or (None, row.rest)
        for part in _cut(text, 0 if kind else _style_break(row.rest, row.line.text, row.line.segments[0].lead)):
            bare = _clean(part)
            if not bare or kind == "dates" or _KIND.match(bare) or not re.search(r"[^\W\d_]", bare):
                continue
            is_alone = not pieces and len(entry.head) == 1 and len(row.rest) <= len(bare) + 3
            if kind == "place" or (kind is None and is_place(bare) and not is_alone):
                place = place or bare
                continue
            pieces.append(Piece(bare, number, kind))
    return pieces, place


def _style_break(rest: str, text: str, lead: int) -> int:
    """Offset in `rest` at which the line's boldness changes; 0 where that is unknown or within a word."""
    before = text[:lead].rstrip()
    if not lead or not rest.startswith(before) or len(before) < 2:
        return 0
    ends = before[-1] in ",|–—-:" or text[lead - 1 : lead] in {" ", "\t", "("}
    return len(before) if ends else 0


def _cut(text: str, break_at: int) -> list[str]:
    parts = [text[:break_at], text[break_at:]] if 0 < break_at < len(text) else [text]
    pieces: list[str] = []
    for part in parts:
        for strong in _STRONG.split(part):
            at = _AT.split(strong, maxsplit=1)
            if len(at) == 2 and is_title(at[0]):
                pieces += at
            else:
                pieces.append(strong)
    return pieces


def _clean(text: str) -> str:
    bare = tidy(text).strip(" ,;:|•·–—-/")
    if bare.startswith("(") and bare.endswith(")") and bare.count("(") == 1:
        bare = bare[1:-1]
    if bare.count("(") > bare.count(")"):
        bare = bare.rstrip("( ") if bare.endswith("(") else bare + ")"
    if bare.count(")") > bare.count("("):
        bare = bare.replace(")", "", 1).strip()
    return bare.strip(" ,;")


def _split_commas(pieces: list[Piece]) -> list[Piece]:
    """ "Research Intern, Google DeepMind" becomes two pieces where no other piece is the company or title."""
    if sum(bool(piece.text) for piece in pieces) >= 2 and any(
        is_title(piece.text) and "," not in piece.text for piece in pieces
    ):
        return pieces
    out: list[Piece] = []
    for piece in pieces:
        parts = [part.strip() for part in split_place(piece.text)[0].split(",")]
        place = split_place(piece.text)[1]
        titled = [is_title(part) for part in parts]
        if len(parts) < 2 or not any(titled) or (all(titled) and company_score(parts[-1]) == 0) or len(pieces) > 2:
            out.append(piece)
            continue
        if len(pieces) == 2 and any(not is_title(other.text) for other in pieces if other is not piece):
            out.append(piece)
            continue
        cut = _comma(parts, titled)
        out.append(Piece(", ".join(parts[:cut]), piece.row, piece.label))
        out.append(Piece(", ".join(parts[cut:]) + (f", {place}" if place else ""), piece.row))
    return out


def _comma(parts: list[str], titled: list[bool]) -> int:
    """After how many parts the title ends (or begins, where the company comes first)."""
    if titled[0]:
        cut = 1
        while cut < len(parts) - 1 and (titled[cut] and company_score(parts[cut]) == 0):
            cut += 1
        return cut
    return titled.index(True)


def _without_tails(pieces: list[Piece]) -> tuple[list[Piece], str | None]:
    """The pieces without places at their ends and brackets that hold places or kinds of contract."""
    place: str | None = None
    out: list[Piece] = []
    for piece in pieces:
        text, tail = split_place(piece.text)
        place = place or tail
        bracket = _BRACKET.search(text)
        if bracket and (_KIND.match(bracket[1].strip()) or is_place(bracket[1]) or not bracket[1].strip()):
            place = place or (bracket[1] if is_place(bracket[1]) and not _KIND.match(bracket[1].strip()) else None)
            text = text[: bracket.start()]
        text = text.strip(" ,;–—-")
        if text:
            out.append(Piece(text, piece.row, piece.label))
    return out, place
