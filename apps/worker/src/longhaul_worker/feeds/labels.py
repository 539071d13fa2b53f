"""Reads company and place out of a description that says them: "Location: Berlin" or "Acme · Berlin · hybrid"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from longhaul_worker.feeds.companies import can_be_company
from longhaul_worker.feeds.places import is_place
from longhaul_worker.feeds.roles import likeness

_COMPANY = (
    r"company(?: name)?|hiring company|employer|organi[sz]ation|client|firma|unternehmen|arbeitgeber|entreprise"
    r"|soci[\u00e9e]t[\u00e9e]|employeur|empresa|azienda|bedrijf|werkgever"
)
_PLACE = (
    r"(?:job |work |office )?locations?|headquarters|hq|place(?: of work)?|city|standort|arbeitsort|einsatzort|ort"
    r"|lieu(?: de travail)?|localisation|ville|ubicaci[o\u00f3]n|localidad|sede|plaats|standplaats|based in|where"
)
_TEXT_VALUE = r"\s*:\s*(?P<value>.{0,200}?)(?=\s{3,}|\s+[A-Z\u00c0-\u00dd][\w/]*(?: [\w/]+)?:(?:\s|$)|\s+\|\s+|$)"
_COMPANY_LABEL = re.compile(rf"^(?:[^\w\n]|_){{0,20}}(?:{_COMPANY}){_TEXT_VALUE}", re.IGNORECASE | re.MULTILINE)
_PLACE_LABEL = re.compile(rf"^(?:[^\w\n]|_){{0,20}}(?:{_PLACE}){_TEXT_VALUE}", re.IGNORECASE | re.MULTILINE)
_INNER_PLACE = re.compile(
    rf"(?:^|[.|;]\s+|\s{{2,}})(?:{_PLACE})\s*:\s*(?P<value>[^:|;\n]{{2,60}}?)(?=\s+[A-Z]\w+:|[.;|\n]|$)",
    re.IGNORECASE | re.MULTILINE,
)
_DOTS = re.compile(r"\s+[\u00b7\u2022|]\s+")
_MONEY = re.compile(r"[$\u20ac\u00a3\u20b9]|\d{2,3}\s?k\b|\b(?:USD|EUR|GBP|CHF)\b|\d{2,3}[.,]\d{3}", re.IGNORECASE)
_WORKPLACE = re.compile(r"(?:fully )?remote$|hybrid$|on-?site$", re.IGNORECASE)
_LONGEST = 90


@dataclass(frozen=True)
class Said:
    """What a description says about the company, the place, and whether the work is remote."""

    company: str | None = None
    place: str | None = None
    workplace: str | None = None


def said_in(description: str) -> Said:
    """What the plain text `description` says by labels ("Company: Acme")."""
    company = _value(_COMPANY_LABEL, description)
    place = _value(_PLACE_LABEL, description) or _inner(description)
    return Said(company if company and can_be_company(company) else None, place)


def said_in_line(description: str) -> Said | None:
    """What the first line says if it is such as "Acme · Berlin · 60k · hybrid"; else None."""
    first = description.split("\n", 1)[0].strip()
    pieces = [piece.strip() for piece in _DOTS.split(first) if piece.strip()]
    if len(pieces) < 2 or len(first) > 250:
        return None
    company = (
        pieces[0] if can_be_company(pieces[0]) and likeness(pieces[0]) < 1 and not _MONEY.search(pieces[0]) else None
    )
    rest = pieces[1:] if company else pieces
    place = next((piece for piece in rest if is_place(piece) and not _WORKPLACE.match(piece)), None)
    place = place or next((piece for piece in rest if is_place(piece)), None)
    if place is None and company and can_be_company(rest[0]) and not _MONEY.search(rest[0]):
        place = rest[0]
    workplace = next((piece for piece in rest if _WORKPLACE.match(piece)), None)
    return Said(company, place, workplace) if company or place else None


def _value(label: re.Pattern[str], text: str) -> str | None:
    for found in label.finditer(text):
        value = found.group("value").strip(" *_-\u2013")
        if not value:
            value = text[found.end() :].lstrip().split("\n", 1)[0].strip(" *_-")
        if value and len(value) <= _LONGEST:
            return value
    return None


def _inner(text: str) -> str | None:
    found = _INNER_PLACE.search(text[:3000])
    value = found.group("value").strip() if found else ""
    return value if value and is_place(value) else None
