"""Reads what an advert asks for - years, education - and the rank that its title names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from longhaul_worker.postings.when import fold

_WORD_NUMBERS: Final = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "ein": 1, "zwei": 2, "drei": 3,
    "vier": 4, "funf": 5, "un": 1, "deux": 2, "trois": 3, "cinq": 5, "dos": 2, "tres": 3, "cinco": 5,
}  # fmt: skip
_NUMBER: Final = rf"(?P<low>\d{{1,2}}|{'|'.join(_WORD_NUMBERS)})"
_YEARS: Final = re.compile(
    rf"(?<![\d.,$/-]){_NUMBER}\s?(?:\(\w+\)\s?)?(?:\+|or more|plus)?\s?(?:(?:-|\u2013|\u2014|to|bis|a"
    rf"|or)\s?\d{{1,2}}\s?\+?)?\s?(?:\+|or more)?\s?(?:years?|yrs?|jahren?|ans|annees|anos|anni|jaar"
    rf"|lat[a]?)\b(?P<after>[^.\n]{{0,70}})"
)
_ABOUT_WORK: Final = re.compile(
    r"experien|erfahrung|exp\b|background|working|work as|in (?:a|an|the) |track record|professional|industry"
    r"|doswiadcz|ervaring|esperienza|berufs|developing|building|of "
)
_BEFORE_WORK: Final = re.compile(
    r"experien|erfahrung|minimum|at least|mindestens|au moins|al menos|minimo|almeno|minimaal|over|more than|with"
)
_NOT_WORK: Final = re.compile(
    r"\bold\b|of age|ago\b|anniversary|founded|history|in a row|warranty|contract|for (?:over|more than)"
    r"|running|been (?:in|around)|the (?:last|past|next)"
)
_EDUCATION: Final = re.compile(
    (
        r"\b(?:ph\.?\s?d|doctora\w+|promotion|master(?:.s|s)?(?: degree)?\b|m\.?sc|mba|bac ?\+ ?\d|bachelor(?:.s"
        r"|s)?(?: degree)?|b\.?sc|b\.?tech|b\.?a\.? |university degree|college degree|(?:\w+ )?degree (?:in|from"
        r"|or)|(?<!high )(?<!certain )(?<!360 )degree\b(?! of)|diploma|hochschul\w+|studium|universitat\w+"
        r"|abgeschlossene\w* (?:ausbildung|studium|berufsausbildung)|diplome|ecole d.ingenieur|licenciatura"
        r"|titulacion|grado en|laurea|hbo|wo-niveau|wyksztalcenie|high school|ged|associate.s degree"
        r"|titulo universitario)"
    ),
)
_RANKS: Final[tuple[tuple[str, str], ...]] = (
    ("intern", (
        r"\bintern(?:ship)?\b|praktik|stagiaire|werkstudent|working student|becari|tirocin|\bstage\b|apprentice"
        r"|azubi|ausbildung|alternan|trainee"
    )),
    ("executive", (
        r"\b(?:c[etofmip]o|chief|vp|svp|evp|vice president|president|managing director|geschaftsfuhrer\w*"
        r"|directeur general)\b"
    )),
    ("director", r"\b(?:director|head of|directeur|directrice|bereichsleit\w*|leiter\w* (?:der|des)|direktor\w*)\b"),
    ("lead", (
        r"\b(?:lead|principal|staff|team ?lead(?:er)?|teamleit\w*|tech lead|architect|chef de projet"
        r"|responsable)\b"
    )),
    ("senior", r"\b(?:senior|sr\.?|expert\w*|experienced|confirme|iii)\b"),
    ("junior", r"\b(?:junior|jr\.?|entry[ -]level|graduate|berufseinsteiger\w*|debutant|associate|new grad)\b"),
    ("mid", r"\b(?:mid|mid[ -]level|intermediate|medior|ii)\b"),
)  # fmt: skip
_MOST_YEARS: Final = 20


def min_years(lines: Sequence[str]) -> tuple[float, str] | None:
    """The years of experience asked for, and the words that say so; of several the most that one line asks for first.

    Years of a company's history or of age do not count.
    """
    for line in lines:
        plain = fold(line)
        for found in _YEARS.finditer(plain):
            before = plain[max(0, found.start() - 50) : found.start()]
            after = found["after"]
            if _NOT_WORK.search(after[:25]) or re.search(
                r"(?:for|since|founded|over the|past|last)\s*(?:over|more than)?\s*$", before
            ):
                continue
            if not (_ABOUT_WORK.search(after) or _BEFORE_WORK.search(before)):
                continue
            low = _WORD_NUMBERS.get(found["low"]) or (int(found["low"]) if found["low"].isdigit() else 0)
            if 0 < low <= _MOST_YEARS:
                return float(low), line.strip()[:200]
    return None


def education(lines: Sequence[str]) -> str | None:
    """The line that asks for a degree or training."""
    return next((line.strip()[:300] for line in lines if _EDUCATION.search(fold(line)) and len(line) < 500), None)


def seniority(title: str, years: float | None) -> str | None:
    """intern, junior, mid, senior, lead, director or executive: by the title, else by the years asked for."""
    plain = fold(title)
    found = next((rank for rank, pattern in _RANKS if re.search(pattern, plain)), None)
    if found or years is None:
        return found
    return "junior" if years < 2 else "mid" if years < 5 else "senior"
