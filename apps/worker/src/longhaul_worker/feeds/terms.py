"""Reads how people write employment types and where the work is done, in the languages of job boards."""

from __future__ import annotations

import re
from collections.abc import Iterable

from career.posting import EmploymentType, Workplace

_EMPLOYMENT_WORDS: tuple[tuple[EmploymentType, str], ...] = (
    (
        EmploymentType.FULL_TIME,
        (
            r"full[\s_-]*time|\bfull\b|vollzeit|temps[\s-]+plein|tiempo[\s-]+completo|jornada completa|tempo pieno"
            r"|voltijd|heltid|\bpermanent\b|festanstellung|unbefristet|\bCDI\b|indefinido|\bregular\b"
        ),
    ),
    (
        EmploymentType.PART_TIME,
        r"part[\s_-]*time|teilzeit|temps[\s-]+partiel|tiempo[\s-]+parcial|media jornada|deeltijd|deltid",
    ),
    (EmploymentType.CONTRACTOR, r"contract(?:or)?\b|freelance|freiberuf|\bfree lance|\bb2b\b|selbst[aä]ndig"),
    (
        EmploymentType.TEMPORARY,
        r"temporary|\btemp\b|befristet|zeitarbeit|\bCDD\b|int[ée]rim|temporal|fixed[\s-]*term|seasonal",
    ),
    (
        EmploymentType.INTERN,
        (
            r"\bintern(?:ship)?s?\b|praktik|\bstage\b|stagiaire|becari|trainee|werkstudent|working student"
            r"|apprentic|ausbildung|alternance"
        ),
    ),
    (EmploymentType.VOLUNTEER, r"volunt|ehrenamt|b[ée]n[ée]vol"),
    (EmploymentType.PER_DIEM, r"per[\s_-]*diem"),
)
_EMPLOYMENT = tuple((re.compile(pattern, re.IGNORECASE), kind) for kind, pattern in _EMPLOYMENT_WORDS)
_UNLIMITED = re.compile(r"unbefristet", re.IGNORECASE)
_HYBRID = re.compile(
    r"\bhybrid|hybride|teilweise\s+remote|partial(?:ly)?[\s_-]+remote|temporar(?:y|ily)[\s_-]+remote", re.IGNORECASE
)
_REMOTE = re.compile(
    r"\bremote\b|full(?:y)?[\s_-]*remote|telecommut|work[\s-]+from[\s-]+(?:home|anywhere)|home[\s-]*office|\bwfh\b"
    r"|t[ée]l[ée]travail|teletrabajo|anywhere|worldwide|100\s*%\s*remote|distributed",
    re.IGNORECASE,
)
_ONSITE = re.compile(
    r"on[\s_-]*site\b|in[\s_-]*office\b|vor\s+ort|pr[ée]sentiel|presencial|\bin[\s_-]person\b", re.IGNORECASE
)
_YES = frozenset({"true", "yes", "1", "y", "fully", "ja", "oui", "full", "always"})
_NO = frozenset({"false", "no", "0", "n", "none", "nein", "non", "never", ""})
_NOT_REMOTE = re.compile(r"\b(?:not?|non)[\s-]+remote|remote[:\s]+(?:no|false)\b|no remote", re.IGNORECASE)


def employment_types(texts: Iterable[str]) -> list[EmploymentType]:
    """The employment types that `texts` name, each once, in the order of schema.org's list."""
    found: set[EmploymentType] = set()
    for text in texts:
        kinds = {kind for pattern, kind in _EMPLOYMENT if pattern.search(text)}
        if _UNLIMITED.search(text):
            kinds.discard(EmploymentType.TEMPORARY)
        if EmploymentType.PART_TIME not in kinds or re.search(r"full|voll", text, re.IGNORECASE):
            found |= kinds
        else:
            found |= kinds - {EmploymentType.FULL_TIME}
    return [kind for kind in EmploymentType if kind in found]


def workplace_of(flags: Iterable[str], texts: Iterable[str]) -> Workplace | None:
    """Where the work is done: by what the feed's own `flags` say, else by what the `texts` mention.

    A flag such as `true` or `none` is the value of a field about remote work.
    """
    for flag in flags:
        word = flag.strip().lower()
        if _HYBRID.search(word):
            return "hybrid"
        if word in _YES or _REMOTE.search(word):
            return "remote"
        if word in _NO - {""} or _ONSITE.search(word):
            return "onsite"
    for text in texts:
        if _NOT_REMOTE.search(text):
            continue
        if _HYBRID.search(text):
            return "hybrid"
        if _REMOTE.search(text):
            return "remote"
        if _ONSITE.search(text):
            return "onsite"
    return None
