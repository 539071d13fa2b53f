"""Tells whether a short text is a place as job pages write it, and tells remote, hybrid and on-site work apart."""

from __future__ import annotations

import re
from typing import Final

from career.posting import JobPlace, Workplace
from longhaul_worker.feeds.places import is_place, split_place
from longhaul_worker.feeds.terms import workplace_of
from longhaul_worker.postings.when import fold

LONGEST_LIST: Final = 200
_STATES: Final = frozenset(
    [
        "CA",
        "NY",
        "TX",
        "OR",
        "WA",
        "CO",
        "IL",
        "MA",
        "FL",
        "GA",
        "NC",
        "VA",
        "PA",
        "OH",
        "AZ",
        "UT",
        "MN",
        "MD",
        "DC",
        "NJ",
        "TN",
        "MI",
        "WI",
    ]
)
_AROUND: Final = re.compile(
    r"\b(?:time ?zones?|residents?|only|overlap|working hours|within|in the|the)\b", re.IGNORECASE
)
_SPLIT: Final = re.compile(r",|;|/|\bor\b|\band\b|\bwithin\b|\bin\b|\bthe\b")
_WITH_CODE: Final = re.compile(
    r"^(?:[A-Z\u00c0-\u00dd](?:[^\W\d_]|[' -]){2,30}(?: - \d{2}| \(\d{2,5}\)|,? \d{4,5})"
    r"|(?:[A-Z]{1,2}-)?\d{4,5} [A-Z\u00c0-\u00dd](?:[^\W\d_]|[' -]){2,30}"
    r"|\d{2} - [A-Z\u00c0-\u00dd](?:[^\W\d_]|[' -]){2,30}"
    r"|[Rr]emote,? \([^()]{2,50}\))$"
)
_ICON: Final = re.compile(r"^[^\w(\"'$\u20ac\u00a3\u20b9\u00a5]+\s*")
_REMOTE: Final = re.compile(r"remoto|remota|da remoto|a distan|zdaln|op afstand|pa distans|telearbeit|teletravail")
_HYBRID: Final = re.compile(
    r"hibrid|ibrido|hybr|partially remote|home ?office (?:moglich|option|teil)|mobiles? arbeiten"
    r"|[1-4] (?:days?|tage?n?|jours?|dias|giorni|dagen|x)\b.{0,20}(?:on-?site|office|buro|vor ort|home|remote"
    r"|presencial|teletravail)"
    r"|(?:teletravail|teletrabajo) (?:partiel|parcial|frequent|occasionnel|ponctuel|possible|autorise|regulier"
    r"|eventuel)"
)
_NO_REMOTE: Final = re.compile(r"(?:pas de|sans|kein) (?:teletravail|home ?office)|teletravail non")
_ONSITE: Final = re.compile(
    r"presenc|presentiel|stacjonarn|op locatie|vor ort|in person|in-?\s?office|on-?\s?site|pa plats"
)


def is_spot(text: str) -> bool:
    """Whether `text` as a whole names a place, several places, or a town with its code or region."""
    bare = " ".join(text.split()).strip(" ,;|")
    bare = bare[1:-1] if bare.startswith("(") and bare.endswith(")") else bare
    if not 1 < len(bare) <= LONGEST_LIST:
        return False
    if is_place(bare) or is_place(_AROUND.sub(" ", bare).strip(" ,")) or _WITH_CODE.match(bare):
        return True
    return _is_town_in_region(bare) or is_list_of_places(bare)


def is_list_of_places(text: str) -> bool:
    """Whether `text` lists places, most of them known: "Austin, TX, Denver, CO or Remote within the US"."""
    parts = [part.strip() for part in _SPLIT.split(text) if part.strip()]
    known = sum(is_place(part) or part in _STATES for part in parts)
    return len(parts) >= 3 and known >= 0.75 * len(parts)


def place_of(text: str) -> JobPlace:
    """A place as written, taken apart where that is plain."""
    raw = " ".join(_ICON.sub("", text).split()).strip(" ,;|")
    locality, region, country = split_place(raw)
    return JobPlace(raw=raw or text.strip(), locality=locality, region=region, country=country)


def workplace_in(text: str) -> Workplace | None:
    """Where the work is done, as far as a short text says it, in more languages than feeds use."""
    plain = fold(text)
    if _NO_REMOTE.search(plain):
        return "onsite"
    if _HYBRID.search(plain):
        return "hybrid"
    found = workplace_of([], [text])
    is_remote, is_onsite = found == "remote" or bool(_REMOTE.search(plain)), bool(_ONSITE.search(plain))
    if is_remote and is_onsite:
        return "hybrid"
    return found or ("remote" if is_remote else "onsite" if is_onsite else None)


def _is_town_in_region(text: str) -> bool:
    """A known town with a region that is not known: "Gda\u0144sk, pomorskie"."""
    town, comma, region = text.partition(", ")
    is_name = region.replace(" ", "").replace("-", "").isalpha() and len(region.split()) <= 3
    return bool(comma) and is_name and is_place(town)
