"""How well the place where somebody lives fits the place of a role."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import phonenumbers

from career.resume import Resume
from longhaul_worker.resume.places import country_code, is_area
from longhaul_worker.resume.textnorm import key

_EXONYMS: Final = {
    "munchen": "munich", "muenchen": "munich", "koln": "cologne", "koeln": "cologne", "wien": "vienna",
    "zuerich": "zurich", "geneve": "geneva", "genf": "geneva", "bruxelles": "brussels", "brussel": "brussels",
    "lisboa": "lisbon", "roma": "rome", "milano": "milan", "mailand": "milan", "praha": "prague", "warszawa": "warsaw",
    "kobenhavn": "copenhagen", "nurnberg": "nuremberg", "nuernberg": "nuremberg", "torino": "turin",
    "sevilla": "seville", "den haag": "the hague", "new york city": "new york", "nyc": "new york",
    "sf": "san francisco", "frankfurt am main": "frankfurt", "bengaluru": "bangalore",
    "hannover": "hanover", "moskva": "moscow",
}  # fmt: skip
_REMOTE: Final = frozenset({"remote", "anywhere", "worldwide", "home office", "homeoffice", "teletravail", "remoto"})


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Names of towns and regions (by `key`), and the country, as far as they are known."""

    names: frozenset[str]
    country: str | None

    @property
    def is_known(self) -> bool:
        """Whether anything is known at all."""
        return bool(self.names) or self.country is not None


def wanted_place(location: str | None) -> Whereabouts:
    """The place of a role; nothing for "remote" or none."""
    names = _names(location or "")
    country = country_code(location) if location else None
    if names and names <= _REMOTE:
        return Whereabouts(frozenset(), None)
    return Whereabouts(frozenset(names - _REMOTE), country)


def place_of(resume: Resume) -> Whereabouts:
    """Where the person is: the place of the CV, and the country of the phone number where it says none."""
    location = resume.basics.location
    raw = location.raw if location is not None else ""
    names = _names(raw)
    if location is not None and location.city:
        names |= _names(location.city)
    country = (location.countryCode or "").upper() or None if location is not None else None
    country = country or (country_code(raw) if raw else None) or _country_of_phone(resume.basics.phone)
    return Whereabouts(frozenset(names - _REMOTE), country)


def place_fit(wanted: Whereabouts, is_remote_ok: bool, had: Whereabouts) -> float:
    """How well the place fits, 0 to 1. Working remotely makes another place less of a matter, not none."""
    if not had.is_known:
        return 0.6 if is_remote_ok else 0.4
    if wanted.names & had.names:
        return 1.0
    is_same_country = wanted.country is not None and wanted.country == had.country
    if is_same_country and not wanted.names:
        return 1.0
    if is_same_country:
        return 0.8 if is_remote_ok else 0.4
    if wanted.country is None or had.country is None:
        return 0.6 if is_remote_ok else 0.25
    return 0.5 if is_remote_ok else 0.0


def _names(text: str) -> set[str]:
    """The towns and regions named in `text`, without countries and postcodes."""
    names: set[str] = set()
    for part in text.replace("/", ",").replace("(", ",").replace(")", ",").replace("|", ",").split(","):
        name = " ".join(word for word in key(part).split() if not any(char.isdigit() for char in word))
        if len(name) > 1 and not (is_area(part.strip()) and country_code(part.strip()) not in {None, "US"}):
            names.add(_EXONYMS.get(name, name))
    return names - {"usa", "us", "united states", "united states of america"}


def _country_of_phone(phone: str | None) -> str | None:
    if not phone or not phone.strip().startswith(("+", "00")):
        return None
    try:
        number = phonenumbers.parse("+" + phone.strip().lstrip("+0"), None)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.region_code_for_number(number)
