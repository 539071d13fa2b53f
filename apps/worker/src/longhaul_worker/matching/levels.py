"""How senior a title, a number of years, or a person is, on one scale from 0 (intern) to 5 (director)."""

from __future__ import annotations

from typing import Final

from longhaul_worker.matching.patterns import any_of

_WORDS: Final = {
    0.0: r"""
intern(?:ship)?s?|praktik\w+|werkstudent\w*|working student|stagiaire|stage|becari[oa]s?|pr[áa]cticas|apprenti\w*
alternan\w+|ausbildung|azubi|auszubildende\w*|trainee|student
""",
    1.0: r"junior|jr|entry[- ]level|graduate|berufseinsteiger\w*|d[ée]butante?|assistant|associate|helfer\w*|aide",
    5.0: r"""
director|directeur|directrice|direktor\w*|head of|vp|vice president|chief|c[teofmp]o|president|founder|partner
gesch[äa]ftsf[üu]hrer\w*
""",
    4.0: r"""
lead|principal|staff|team ?leit\w*|abteilungsleit\w*|supervisor|chef d'[ée]quipe|jefe|jefa|leitung|leiter\w*
leitende[rn]?|architect|architekt\w*
""",
    3.0: r"""
senior|sr|experienced|expert|confirm[ée]e?|s[ée]nior|erfahrene[rn]?|iii|charge nurse|specialist|spezialist\w*
""",
    2.5: r"manager\w*",
    2.0: r"mid(?:dle)?|mid-level|intermediate|ii",
}
_PATTERNS: Final = [(level, any_of(words)) for level, words in _WORDS.items()]
_NOT_LEVELS: Final = any_of(r"""
staff nurse|lead gen\w*|account executive|chef de (?:partie|rang|projet|produit)|software architect\w*
(?:sales|shop|store|retail|kitchen) (?:assistant|associate)|solutions? architect\w*|business partner
(?:executive|administrative|personal|teaching|care|healthcare|office|team|management|dental|medical|legal) assistant
assistant (?:de direction|manager|professor)|bauleiter\w*|projektleit\w*|student (?:advisor|services)
(?:product|project|account|customer success|office|social media|community|marketing|key account) manager\w*
""")
_BY_YEARS: Final = [(0.5, 1.0), (2.0, 1.5), (4.0, 2.0), (6.0, 2.7), (9.0, 3.0), (13.0, 3.5)]
_MOST: Final = 4.0


def level_of_title(text: str) -> float | None:
    """The level that the words of a title name, or None: "Senior Developer" 3, "Head of Sales" 5, "Nurse" None."""
    bare = _NOT_LEVELS.sub(" ", text)
    found = [level for level, pattern in _PATTERNS if pattern.search(bare)]
    return found[0] if found else None


def level_of_years(years: float) -> float:
    """The level that so many years of experience stand for."""
    return next((level for limit, level in _BY_YEARS if years < limit), _MOST)


def fit(person: float, advert: float) -> float:
    """How well a person's level suits the advert's, 0 to 1; to be too junior weighs twice as much as too senior."""
    distance = advert - person
    return max(0.0, 1.0 - (0.3 * distance if distance > 0 else -0.15 * distance))
