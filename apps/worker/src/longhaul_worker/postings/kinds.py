"""Reads employment types out of what several labels of a page say together."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from career.posting import EmploymentType
from longhaul_worker.feeds.terms import employment_types
from longhaul_worker.postings.when import fold

_MORE: Final[tuple[tuple[EmploymentType, str], ...]] = (
    (EmploymentType.FULL_TIME, (
        r"\bperm\b|\b(?:3[5-9]|4\d)(?:[.,]\d)? ?(?:uur|hours?|hrs|h|stunden|std|heures|horas|ore|timmar|timer"
            r"|godzin)\b|umowa o prace|pelny etat|\bindefinid[oa]\b|indeterminato|\bclt\b|tempo integral"
            r"|feste anstellung"
        r"|\bfestangestellt|heltid|\bfast\b(?: ansettelse|ansatt)|tillsvidare|plny uvazek|hlavni pracovni"
    )),
    (EmploymentType.PART_TIME,
    r"niepelny etat|czesc etatu|meio periodo|jornada parcial|tempo parziale|mini-?job|castecny uvazek"),
    (EmploymentType.CONTRACTOR,
    r"umowa zlecenie|\bb2b\b|\bpj\b|autonomo|partita iva|\bzzp\b|werkvertrag|\bc2c\b|\b1099\b"),
    (EmploymentType.TEMPORARY,
    r"umowa na czas okreslony|zeitvertrag|tempo determinato|visstid|vikariat|maternity cover|tijdelijk"),
    (EmploymentType.INTERN, r"estagio|tirocinio|stagiair|afstudeer|\bpraktyki\b|\bstaz\b|becario"),
)  # fmt: skip
_ALSO_PART_TIME: Final = re.compile(
    r"part[ -]?time (?:possible|optional|available|considered|ok|welcome)|(?:auch|oder) (?:in )?teilzeit"
    r"|teilzeit moglich"
)
_FIXED: Final = re.compile(r"fixed[ -]?term|befristet|temporary")


def kinds_of(texts: Iterable[str]) -> list[EmploymentType]:
    """The types that `texts` name together: "Permanent" beside "Part-time" says nothing of full time."""
    whole = ", ".join(texts)
    plain = fold(whole)
    found = set(employment_types([whole])) if whole else set[EmploymentType]()
    found |= {kind for kind, pattern in _MORE if re.search(pattern, plain)}
    if _ALSO_PART_TIME.search(plain):
        found |= {EmploymentType.FULL_TIME, EmploymentType.PART_TIME}
    elif EmploymentType.PART_TIME in found and not re.search(r"full|voll|plein|pelny(?<!nie)|completa|heltid", plain):
        found.discard(EmploymentType.FULL_TIME)
    if _FIXED.search(plain) and not re.search(r"contractor|freelance|b2b", plain):
        found.discard(EmploymentType.CONTRACTOR)
    if EmploymentType.INTERN in found and not re.search(r"full|voll", plain):
        found.discard(EmploymentType.FULL_TIME)
    return [kind for kind in EmploymentType if kind in found]
