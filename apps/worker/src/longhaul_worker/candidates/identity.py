"""Tells which CVs are the same person's: by e-mail, else by phone, else by name and employer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import phonenumbers
from rapidfuzz import fuzz

from career.records.candidates import email_key
from career.records.reposts import company_key
from career.resume import Resume
from longhaul_worker.resume.places import country_code
from longhaul_worker.resume.textnorm import key

_SAME_NAME: Final = 90.0
_SAME_COMPANY: Final = 88.0
_SHARED_MAILBOXES: Final = frozenset({
    "info", "jobs", "job", "hr", "career", "careers", "contact", "kontakt", "bewerbung", "bewerbungen", "karriere",
    "office", "mail", "recruiting", "recruitment", "recruiter", "noreply", "no-reply", "cv", "resume", "hello", "team",
    "apply", "application", "applications", "rh", "recrutement", "empleo", "rrhh", "admin", "support", "sales",
})  # fmt: skip
_TITLES: Final = frozenset({
    "dr", "prof", "mr", "mrs", "ms", "herr", "frau", "phd", "mba", "msc", "bsc", "dipl", "ing", "pmp", "cpa", "cfa",
    "jr", "sr", "rn", "meng", "beng",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """What of a CV tells who it is about. `posts` are the employers (by `company_key`) with the year of the start."""

    id: str
    name: str = ""
    email: str | None = None
    phone: str | None = None
    posts: frozenset[tuple[str, str]] = field(default_factory=frozenset[tuple[str, str]])
    profiles: frozenset[str] = field(default_factory=frozenset[str])


def person_of(id_: str, resume: Resume) -> Person:
    """The person a CV is about."""
    basics = resume.basics
    words = [word for word in key(basics.name or "").split() if word not in _TITLES]
    email = email_key(basics.email) if basics.email else None
    if email is not None and email.partition("@")[0] in _SHARED_MAILBOXES:
        email = None
    country = None
    if basics.location is not None:
        country = basics.location.countryCode or country_code(basics.location.raw)
    posts = {
        (company_key(post.name), (post.startDate or "")[:4]) for post in resume.work if post.name and key(post.name)
    }
    profiles = {
        f"{profile.network} {profile.username}".casefold()
        for profile in basics.profiles
        if profile.username and profile.network != "web"
    }
    phone = _phone(basics.phone, country)
    return Person(id_, " ".join(words), email, phone, frozenset(posts), frozenset(profiles))


def same_person(one: Person, other: Person) -> bool:
    """Whether two CVs are one person's.

    The same e-mail decides, unless it is an office's. So does the same phone or profile where the names agree. Without
    any of these it takes the name and an employer, and where both have addresses and all differ, a second employer.
    """
    if one.email is not None and one.email == other.email:
        return True
    if not _names_agree(one.name, other.name):
        return False
    if one.phone is not None and other.phone is not None and _same_phone(one.phone, other.phone):
        return True
    if one.profiles & other.profiles:
        return True
    contradicts = _differ(one.email, other.email) and _differ(one.phone, other.phone)
    return _shared_posts(one, other) >= (2 if contradicts else 1)


def group(people: Sequence[Person]) -> list[list[int]]:
    """The indexes of `people`, those of one person together, in the order of their first."""
    parent = list(range(len(people)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for one, other in _pairs(people):
        a, b = root(one), root(other)
        if a != b and same_person(people[one], people[other]):
            parent[max(a, b)] = min(a, b)
    groups: dict[int, list[int]] = defaultdict(list)
    for index in range(len(people)):
        groups[root(index)].append(index)
    return list(groups.values())


def _pairs(people: Sequence[Person]) -> Iterable[tuple[int, int]]:
    """The pairs worth comparing: those that share an e-mail, a phone's end, a profile, or the beginning of a name
    and an initial.
    """
    blocks: dict[str, list[int]] = defaultdict(list)
    for index, person in enumerate(people):
        keys = {f"e {person.email}"} if person.email else set[str]()
        keys |= {f"p {person.phone[-7:]}"} if person.phone else set[str]()
        words = list(enumerate(person.name.split()))
        keys |= {f"n {word[:3]} {other[0]}" for at, word in words if len(word) > 1 for to, other in words if at != to}
        keys |= {f"u {profile}" for profile in person.profiles}
        for name in keys:
            blocks[name].append(index)
    pairs = {
        (one, other) for block in blocks.values() for place, one in enumerate(block) for other in block[place + 1 :]
    }
    return sorted(pairs)


def _names_agree(one: str, other: str) -> bool:
    """Whether two names can be one person's: equal but for order, a middle name, an initial or a slip."""
    if not one or not other:
        return False
    # "Anna Berg" and "Anne Berg" may be one; "Jan Meier" and "Jan Beier" are two.
    if fuzz.token_sort_ratio(one, other) >= _SAME_NAME and _initials(one) == _initials(other):
        return True
    fewer, more = sorted((one.split(), other.split()), key=len)
    if len(fewer) < 2:
        return False
    left = list(more)
    for word in fewer:
        match = next(
            (had for had in left if had == word or (min(len(had), len(word)) == 1 and had[0] == word[0])), None
        )
        if match is None:
            return False
        left.remove(match)
    return any(len(word) > 1 and word in more for word in fewer)


def _initials(name: str) -> list[str]:
    return sorted(word[0] for word in name.split())


def _shared_posts(one: Person, other: Person) -> int:
    """Employers both have had; where both say when they began, the years must be near."""
    shared: set[str] = set()
    for company, year in one.posts:
        for theirs, their_year in other.posts:
            is_near = not year or not their_year or abs(int(year) - int(their_year)) <= 1
            if is_near and _same_company(company, theirs):
                shared.add(company)
    return len(shared)


def _same_company(one: str, other: str) -> bool:
    """Whether two names can be one company's; one may have more around it, such as a place or a department."""
    if fuzz.ratio(one, other) >= _SAME_COMPANY:
        return True
    shorter = min(one, other, key=len)
    return len(shorter.split()) >= 2 and len(shorter) >= 8 and fuzz.token_set_ratio(one, other) >= _SAME_COMPANY


def _differ(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _same_phone(one: str, other: str) -> bool:
    if one.startswith("+") and other.startswith("+"):
        return one == other
    mine, theirs = one.lstrip("+0"), other.lstrip("+0")
    fewer, more = sorted((mine, theirs), key=len)
    return len(fewer) >= 7 and more.endswith(fewer)


def _phone(raw: str | None, country: str | None) -> str | None:
    """The number in international form where the country is known, else its digits."""
    if not raw:
        return None
    try:
        number = phonenumbers.parse(raw, country.upper() if country else None)
    except phonenumbers.NumberParseException:
        digits = "".join(char for char in raw if char.isdigit())
        return digits if len(digits) >= 7 else None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
