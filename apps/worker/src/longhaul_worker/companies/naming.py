"""Tells companies apart by their names: which of the owner's adverts are of the company that is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from career.records.reposts import company_key, words

SIMILAR: Final = 87.0
"""From this ratio on (0 to 100), a name counts as the same with a slip of the pen."""

_FORMS: Final[dict[str, str]] = {
    form: canonical
    for canonical, forms in {
        "ltd": "ltd limited", "inc": "inc incorporated corp corporation", "llc": "llc", "plc": "plc",
        "gmbh": "gmbh mbh",
        "ag": "ag", "se": "se", "kg": "kg", "ug": "ug", "sa": "sa", "sas": "sas sarl", "srl": "srl", "spa": "spa",
        "bv": "bv", "nv": "nv", "ab": "ab", "as": "as", "oy": "oy oyj", "aps": "aps", "pty": "pty", "ev": "ev",
    }.items()
    for form in forms.split()
}  # fmt: skip
_DOTTED: Final = re.compile(r"\b((?:[A-Za-z]\.){2,})")


@dataclass(frozen=True, slots=True)
class Match:
    """Which names are of the company; with several `candidates`, it is not clear which company is meant."""

    names: tuple[str, ...] = ()
    candidates: tuple[str, ...] = ()
    is_guess: bool = False


def match_company(wanted: str, names: Sequence[str], domains: Mapping[str, str] | None = None) -> Match:
    """The names among `names` that mean the company `wanted`.

    Names that differ in capitals, punctuation or in one having no legal form are one company; names with different
    legal forms, or with different sites in `domains` (by name), are several. Where no name is the same, those that
    begin with the wanted words count, and then those that differ by a slip of the pen.
    """
    key = company_key(_undotted(wanted))
    if not key:
        return Match()
    exact = [name for name in names if company_key(_undotted(name)) == key]
    if exact:
        return _among(wanted, exact, domains or {})
    longer = [name for name in names if company_key(_undotted(name)).startswith(f"{key} ")]
    if longer:
        return _by_key(longer, domains or {})
    near = [name for name in names if fuzz.ratio(key, company_key(_undotted(name))) >= SIMILAR]
    return _by_key(near, domains or {}) if near else Match()


def legal_form(name: str) -> str | None:
    """The legal form in a company's name, in one spelling; None where there is none."""
    forms = [_FORMS[word] for word in words(_undotted(name)) if word in _FORMS]
    return " ".join(sorted(set(forms))) or None


def _among(wanted: str, names: Sequence[str], domains: Mapping[str, str]) -> Match:
    """Of names with the same words: those of one company, or the companies to choose from."""
    form = legal_form(wanted)
    same_form = [name for name in names if form is not None and legal_form(name) == form]
    if same_form:
        bare = [name for name in names if legal_form(name) is None]
        return Match(tuple(same_form + bare))
    forms = {legal_form(name) for name in names} - {None}
    sites = {domains[name] for name in names if name in domains}
    if len(forms) > 1 or len(sites) > 1:
        return Match(candidates=_labelled(names, domains))
    return Match(tuple(names))


def _by_key(names: Sequence[str], domains: Mapping[str, str]) -> Match:
    keys = {company_key(_undotted(name)) for name in names}
    if len(keys) > 1:
        return Match(candidates=_labelled(names, domains))
    matched = _among(names[0], names, domains)
    return Match(matched.names, matched.candidates, is_guess=True)


def _labelled(names: Iterable[str], domains: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"{name} ({domains[name]})" if name in domains else name for name in sorted(names))[:10]


def _undotted(name: str) -> str:
    """`S.A.` as `SA`."""
    return _DOTTED.sub(lambda found: found[1].replace(".", ""), name)
