"""Lines that say themselves what they hold: "Company: Acme", "Occupation or position held <gap> Clerk"."""

from __future__ import annotations

import re
from typing import Literal

LabelKind = Literal["company", "title", "place", "dates", "degree", "school"]

_WORDS: dict[LabelKind, str] = {
    "company": r"company(?: name)?|employer|organi[sz]ation|client|firma|unternehmen|arbeitgeber|entreprise|employeur"
    r"|empresa|name and address of employer|name und adresse des arbeitgebers|nom et adresse de l'employeur",
    "title": r"position(?: held)?|role|title|job title|designation|poste(?: occupé)?|fonction|puesto|cargo|funktion"
    r"|occupation or position held|beruf oder funktion|fonction ou poste occupé",
    "place": r"location|place|city|ort|lieu|ville|ciudad|lugar|country",
    "dates": r"dates?|period|duration|zeitraum|daten|période|durée|fechas?|periodo|from|employment period|tenure",
    "degree": r"degree|title of qualification awarded|qualification|abschluss|diplôme|título|titulación",
    "school": r"institution|school|university|college|name and type of organi[sz]ation.*|hochschule|universität|centro",
}
_FIND: dict[LabelKind, re.Pattern[str]] = {
    kind: re.compile(rf"^(?:{words})\s*(?::\s*|\t+\s*)(?=\S)", re.IGNORECASE) for kind, words in _WORDS.items()
}


def read_label(text: str) -> tuple[LabelKind, str] | None:
    """What a labelled line holds and the text after the label; None for lines without a label."""
    for kind, pattern in _FIND.items():
        found = pattern.match(text)
        if found is not None:
            return kind, text[found.end() :].strip()
    return None
