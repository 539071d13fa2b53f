"""Name, headline and place: read from the lines around the contact data."""
# ruff: noqa: RUF001 - CVs are full of these dashes and quotes

from __future__ import annotations

import re
from dataclasses import dataclass

from career.resume import Place
from longhaul_worker.resume.contact import find_email
from longhaul_worker.resume.document import ICON, Line
from longhaul_worker.resume.headings import heading_kind, is_letter_spaced
from longhaul_worker.resume.places import country_code, find_place, is_area, is_city, is_place, without_postcode
from longhaul_worker.resume.textnorm import key, tidy
from longhaul_worker.resume.titles import company_score, is_title, title_score

_SEPARATORS = re.compile(rf"\t|\s[|•·–—-]\s|[|•·{ICON}]")
_CONTACT_LIKE = re.compile(r"@|https?:|www\.|\.com\b|\.org\b|\.io\b|\.dev\b|\d{3}|linkedin|github", re.IGNORECASE)
_PARTICLES = frozenset(
    [
        "de",
        "da",
        "do",
        "dos",
        "das",
        "del",
        "della",
        "der",
        "den",
        "di",
        "la",
        "le",
        "el",
        "van",
        "von",
        "zu",
        "zur",
        "bin",
        "ibn",
        "al",
        "af",
        "av",
        "du",
        "ter",
        "ten",
        "y",
        "e",
        "san",
        "mc",
        "st",
    ]
)
_NOISE = frozenset(
    [
        "curriculum",
        "vitae",
        "resume",
        "cv",
        "lebenslauf",
        "currículum",
        "curriculo",
        "page",
        "profile",
        "contact",
        "confidential",
        "application",
        "bewerbung",
        "portfolio",
        "template",
        "email",
        "phone",
        "address",
        "linkedin",
        "github",
        "summary",
        "hello",
        "i'm",
    ]
)
_SUFFIX = re.compile(
    r",?\s+(?:ph\.?\s?d\.?|m\.?d\.?|mba|m\.?sc\.?|b\.?sc\.?|cpa|pmp|p\.?e\.?|esq\.?|rn|cfa|dipl\.-\w+\.?|jr\.?"
    r"|sr\.?|\(?(?:he/him|she/her|they/them)[^)]*\)?)\s*$",
    re.IGNORECASE,
)
_TITLE_PREFIX = re.compile(
    r"^(?:(?:resume|cv|curriculum vitae|lebenslauf) (?:of|von|de)\s+|cv\s*[:–-]\s*)"
    r"|^(?:name|nombre|nom|vor- und nachname|full name|name, vorname)\s*:\s*",
    re.IGNORECASE,
)
_HONORIFIC = re.compile(r"^(?:(?:dr|prof|mr|mrs|ms|herr|frau|ing|dipl\.-ing)\.?\s+)+(?=\S)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """A value, the line it stands on and how sure it is (0 to 1)."""

    value: str
    index: int
    confidence: float


def find_name(lines: list[Line], email: str | None, *, only_like_email: bool = False) -> Found | None:
    """The name among the first lines: large, early, one to five capitalised words, at best like the e-mail address.

    With `only_like_email` all lines count, but only names that the address confirms.
    """
    best: Found | None = None
    top = max((line.size for line in lines), default=10.0)
    for index, line in enumerate(lines if only_like_email else lines[:40]):
        for text, weight in _name_candidates(lines, index):
            name = _as_name(text)
            if name is None or (only_like_email and _like_email(name, email) < 0.7):
                continue
            score = (
                1.0
                + weight
                + (1.6 if line.size >= top - 0.1 and top > 11.5 else 0.0)
                - min(index, 12) * 0.12
                + 0.35 * line.bold
                + 0.3 * (index == 0)
                + 1.5 * _like_email(name, email)
                - 0.5 * (len(name.split()) == 1)
                - 1.5 * is_place(name)
                - 2.0 * (title_score(name) >= 1.9)
                - 0.8 * (company_score(name) >= 1)
            )
            if best is None or score > best.confidence:
                best = Found(name, index, score)
    if best is None or best.confidence < 0.4:
        return None
    return Found(best.value, best.index, round(min(0.98, 0.45 + best.confidence / 6), 2))


def _name_candidates(lines: list[Line], index: int) -> list[tuple[str, float]]:
    line = lines[index]
    text = line.text
    pieces = [piece for piece in _SEPARATORS.split(text) if tidy(piece)]
    found = [(pieces[0], 0.0 if len(pieces) == 1 else -0.25)] if pieces else []
    if len(line.segments) > 1 and len({segment.size for segment in line.segments}) == 1:
        found.append((" ".join(segment.text for segment in line.segments), -0.2))
    found += [(piece, -0.6) for piece in pieces[1:2]]
    if "," in text and len(pieces) == 1:
        found.append((text.split(",")[0], -0.3))
    below = lines[index + 1] if index + 1 < len(lines) else None
    if (
        below is not None
        and below.size == line.size
        and line.size > 13
        and below.space < 0.6
        and len(text.split()) <= 2
        and len(below.text.split()) <= 2
    ):
        found.append((f"{text} {below.text}", 0.45))
    return found


def _as_name(text: str) -> str | None:
    """`text` as a name in usual capitals, or None where it cannot be one."""
    bare = _TITLE_PREFIX.sub("", tidy(text)).strip(" ,.;:-–—|*#_")
    if is_letter_spaced(bare):
        bare = _unspaced(text)
    bare = _SUFFIX.sub("", _SUFFIX.sub("", bare)).strip(" ,")
    if bare.count(",") == 1 and len(bare) < 40:
        last, first = (part.strip() for part in bare.split(","))
        if last and first and len(last.split()) <= 2 and not is_area(first) and len(first.split()) <= 2:
            bare = f"{first} {last}"
    words = bare.split()
    if not 1 <= len(words) <= 5 or not 3 <= len(bare) <= 45 or _CONTACT_LIKE.search(bare) or re.search(r"\d", bare):
        return None
    if heading_kind(bare) is not None or any(key(word) in _NOISE for word in words):
        return None
    if re.fullmatch(r"[\u4e00-\u9fff\uac00-\ud7af\u3040-\u30ff\s]{2,8}", bare):
        return bare
    for word in words:
        plain = word.strip("().\"'“”")
        if not plain or not re.fullmatch(r"[^\W\d_]+(?:[.'’-][^\W\d_]*)*", plain):
            return None
        if not plain[0].isupper() and plain.lower() not in _PARTICLES and not bare.islower():
            return None
    if bare.islower() and len(words) < 2:
        return None
    return _HONORIFIC.sub("", bare if not (bare.isupper() or bare.islower()) else _capitalised(bare))


def _unspaced(text: str) -> str:
    """ "J O H N   D O E" as "JOHN DOE": words are set apart by more than one blank or by a gap."""
    words = re.split(r"\s{2,}|\t", text.strip())
    return " ".join(re.sub(r"\s", "", word) for word in words)


def _capitalised(text: str) -> str:
    words = [
        word.lower()
        if word.lower() in _PARTICLES and index
        else re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize(), word)
        for index, word in enumerate(text.split())
    ]
    return " ".join(words)


def _like_email(name: str, email: str | None) -> float:
    if email is None:
        return 0.0
    local = key(email.split("@")[0]).replace(" ", "")
    parts = [part for part in key(name).split() if len(part) > 1]
    hits = sum(part in local for part in parts)
    return min(1.0, hits / 2 + 0.25 * (hits > 0))


def find_headline(lines: list[Line], name: Found | None) -> Found | None:
    """The first line near the name that reads like a job title."""
    start = name.index if name is not None else 0
    limit = max(line.size for line in lines) if lines else 0
    for index in range(start, min(start + 8, len(lines))):
        pieces = [tidy(piece) for piece in re.split(rf"\t|\s\|\s|[•|{ICON}]", lines[index].text)]
        usable = [piece for piece in pieces if piece and not _CONTACT_LIKE.search(piece) and find_place(piece) is None]
        if name is not None:
            usable = [_after_name(piece, name.value) for piece in usable]
        titles = [
            piece
            for piece in usable
            if is_title(piece) and len(re.findall(r"\w+", piece)) <= 9 and not piece.endswith(".")
        ]
        if titles:
            whole = tidy(lines[index].text)
            joined = " | ".join(usable) if len(titles) > 1 and "|" in whole else titles[0]
            return Found(joined.strip(" ,-–—"), index, 0.85)
        if index == start + 1 and len(usable) == len(pieces) == 1 and _is_tagline(lines[index], usable[0], limit):
            return Found(usable[0], index, 0.5)
    return None


def _after_name(piece: str, name: str) -> str:
    plain = re.compile(re.escape(name), re.IGNORECASE)
    return plain.sub("", piece).strip(" ,-–—:") if plain.match(piece) else piece


def _is_tagline(line: Line, text: str, limit: float) -> bool:
    return (
        2 <= len(text.split()) <= 8
        and line.size < limit
        and not text.endswith(".")
        and text[0].isupper()
        and not is_place(text)
        and find_place(text) is None
        and heading_kind(text) is None
        and _CONTACT_LIKE.search(text) is None
        and ":" not in text
    )


def find_location(lines: list[Line], taken: set[int]) -> Found | None:
    """The first place or address among the lines; those in `taken` (name, headline) only piecewise."""
    for index, line in enumerate(lines):
        text = line.text.replace("mailto:", "")
        email = find_email(text)
        place = find_place(text.replace(email, "\t") if email else text)
        if place is not None and (index not in taken or is_place(place)):
            below = tidy(lines[index + 1].text) if index + 1 < len(lines) else ""
            if re.search(r"\d", place) and not country_code(place) and is_place(below) and "," not in place:
                place = f"{place}, {below}"
            return Found(place, index, 0.85 if is_place(place) else 0.65)
    return None


def as_place(raw: str) -> Place:
    """`raw` taken apart into street, postcode, city, region and country as far as that is certain."""
    parts = [part.strip() for part in raw.split(",") if part.strip()]
    country = country_code(raw)
    place = Place(raw=raw, countryCode=country)
    postcodes = re.findall(r"\b(?:[A-Z]{1,2}-)?(\d{4,6})\b|\b([A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2})\b", raw)
    if postcodes:
        place.postalCode = postcodes[-1][0] or postcodes[-1][1]
    names = [without_postcode(part) for part in parts]
    areas = [name for name in names if name and is_area(name)]
    streets = [part for part in parts if re.search(r"\d", part) and not is_place(without_postcode(part) or part)]
    if len(areas) > 1 and is_city(areas[0]):
        areas = areas[1:]
    cities = [
        name for name, part in zip(names, parts, strict=True) if name and name not in areas and part not in streets
    ]
    if not cities and areas and not country:
        cities = areas[:1]
    place.city = cities[-1] if cities else (names[0] if len(names) == 1 and not country else None)
    place.address = streets[0] if streets else None
    if len(areas) > 1 or (areas and country == "US"):
        place.region = areas[0] if areas[0] != place.city else None
    return place
