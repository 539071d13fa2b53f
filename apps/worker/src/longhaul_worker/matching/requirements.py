"""What an advert asks for: its required and its welcome lines with the skills in them, and years of experience."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from career.posting import Posting
from longhaul_worker.matching import section_words
from longhaul_worker.matching.mentions import skills_in
from longhaul_worker.matching.patterns import any_of
from longhaul_worker.matching.sections import Line, clauses, is_about_company, lines_of, says_nice
from longhaul_worker.skills.lexicon import load_lexicon

MAX_LINES: Final = 60
MAX_TEXT: Final = 300

_ASKS: Final = any_of(section_words.ASKS)
_NUMBER_WORDS: Final = {
    1: "one|a|ein|eine|einem|einer|un|une|uno|una",
    2: "two|zwei|deux|dos|due|twee",
    3: "three|drei|trois|tres|tre|drie",
    4: "four|vier|quatre|cuatro|quattro",
    5: "five|fünf|cinq|cinco|cinque|vijf",
    6: "six|sechs|seis|sei|zes",
    7: "seven|sieben|sept|siete",
    8: "eight|acht|huit|ocho",
    10: "ten|zehn|dix|diez|dieci|tien",
}
_NUMBERS: Final = {word: number for number, words in _NUMBER_WORDS.items() for word in words.split("|")}
_YEARS: Final = re.compile(
    rf"(?<![\w.,$€£])(\d{{1,2}}(?:[.,]5)?|{'|'.join(_NUMBERS)})(?!\d)(?:\s*\(\d{{1,2}}\))?"
    r"\s*(?:\+|plus|or more|oder mehr|ou plus|o más)?"
    r"\s*(?:(?:-|\u2013|to|bis|à|a|ou|or|oder)\s*\d{1,2}\s*\+?\s*)?"
    r"(?:\w+\s)?(?:years?|yrs?|jahren?|jahre|ans|ann[ée]es?|años?|anni|jaar|anos)\b(?!\s*old)",
    re.IGNORECASE,
)
_OR: Final = re.compile(
    r"[\w+#)]\s*,?\s(?:or|oder|ou|o)\s(?!(?:an?y? )?"
    r"(?:similar|equivalent|related|comparable|other|more|higher|above|vergleichbar|gleichwertig|ähnlich|mehr|plus))"
    r"|\band/or\b",
    re.IGNORECASE,
)
_AND: Final = re.compile(r"\s(?:and|und|et|y|e|en)\s|\s[&+]\s", re.IGNORECASE)
_PAST: Final = re.compile(r"\b(?:last|past|letzten|vergangenen|derni[èe]re?s|[úu]ltimos|seit|since)\s*$", re.IGNORECASE)
_OURS: Final = any_of("we|our|us|wir|unsere?[rnms]?|nous|notre|nos|nuestr[oa]s?")
_YOURS: Final = any_of("you|your|du|deine?[rnms]?|sie|ihre?[rnms]?|candidates?|vous|votre|vos|tu|usted")
_SEVERAL: Final = re.compile(
    r"\b(?:several years|mehrjährige\w*|plusieurs années|varios años|pluriennale|meerdere jaren)", re.IGNORECASE
)
_SEVERAL_YEARS: Final = 3.0
_MOST_YEARS: Final = 20
_SHORT: Final = 80


@dataclass(frozen=True, slots=True)
class Requirement:
    """One line of the advert and the canonical names of the skills in it (none for "a friendly manner")."""

    text: str
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirements:
    """What an advert asks for (`required`), what it welcomes (`nice`), and the least years of experience."""

    required: list[Requirement] = field(default_factory=list[Requirement])
    nice: list[Requirement] = field(default_factory=list[Requirement])
    min_years: float | None = None

    @property
    def choices(self) -> list[tuple[str, ...]]:
        """Skills of required lines of which one is enough: "Go, Java or Python"."""
        return [line.skills for line in self.required if len(line.skills) > 1 and is_choice(line.text)]

    @property
    def required_skills(self) -> list[str]:
        """Canonical names of what is asked for, each once, in the advert's order."""
        return list(dict.fromkeys(skill for line in self.required for skill in line.skills))

    @property
    def nice_skills(self) -> list[str]:
        """Canonical names of what is welcome, each once, without those that are asked for."""
        required = set(self.required_skills)
        return [
            skill
            for skill in dict.fromkeys(skill for line in self.nice for skill in line.skills)
            if skill not in required
        ]


def requirements_of(posting: Posting) -> Requirements:
    """What `posting` asks for, from its headings, its lists, and words such as "must" and "is a plus".

    Where no line asks for a skill, the lines that name one, the skills the source gave, and the title take their
    place. Never fails; an advert without text asks for nothing.
    """
    lines = [line for line in _lines(posting) if line.kind != "aside"]
    asked = [line for line in lines if line.kind in {"required", "nice"} and _asks(line)]
    if not any(line.kind == "required" for line in asked):
        asked += [line for line in lines if line.kind in {"plain", "duties"} and _sounds_asking(line.text)]
    required: list[Requirement] = []
    nice: list[Requirement] = []
    for line in asked:
        _sort(line, required, nice)
    if not any(requirement.skills for requirement in required):
        required += _anywhere(posting, lines, nice)
    return Requirements(
        required=_unique(required)[:MAX_LINES],
        nice=_unique(nice)[:MAX_LINES],
        min_years=_min_years(posting, required),
    )


def is_choice(text: str) -> bool:
    """Whether one of the things that a line names is enough: it joins them by "or" and none by "and"."""
    return _OR.search(text) is not None and _AND.search(text) is None


def years_in(text: str) -> float | None:
    """The least number of years that `text` names: 3 for "3-5 years", 5 for "fünf Jahre"; None where there is none."""
    found: list[float] = []
    for match in _YEARS.finditer(text):
        if _PAST.search(text[: match.start()]):
            continue
        written = match[1].lower().replace(",", ".")
        years = float(_NUMBERS.get(written) or written)
        if 0 < years <= _MOST_YEARS:
            found.append(years)
    if not found and _SEVERAL.search(text):
        return _SEVERAL_YEARS
    return max(found, default=None)


def _lines(posting: Posting) -> list[Line]:
    lines = lines_of(posting.description_text)
    known = " ".join(posting.description_text.split())
    for text in posting.qualifications:
        if " ".join(text.split()) not in known:
            lines += [Line(line.text, "required", line.is_item) for line in lines_of(text) if line.kind != "nice"]
            lines += [line for line in lines_of(text) if line.kind == "nice"]
    return lines


def _asks(line: Line) -> bool:
    """Whether a line of a list of requirements is one; a sentence has to sound like it."""
    if line.is_item:
        return True
    if is_about_company(line.text):
        return False
    return len(line.text) < _SHORT or _ASKS.search(line.text) is not None or bool(skills_in(line.text))


def _sounds_asking(text: str) -> bool:
    """Whether a sentence outside any list of requirements asks for something, and does not tell of the company."""
    if is_about_company(text) or (_OURS.search(text) and not _YOURS.search(text)):
        return False
    return _ASKS.search(text) is not None or years_in(text) is not None


def _sort(line: Line, required: list[Requirement], nice: list[Requirement]) -> None:
    """Add a line to what is asked for, to what is welcome, or, clause by clause, to both."""
    text = line.text if len(line.text) <= MAX_TEXT else line.text[: MAX_TEXT - 1].rstrip() + "…"
    if line.kind == "nice":
        nice.append(Requirement(text, skills_in(line.text)))
        return
    parts = clauses(line.text) if says_nice(line.text) else []
    welcome = [part for part in parts if says_nice(part)]
    if not welcome:
        required.append(Requirement(text, skills_in(line.text)))
        return
    if len(welcome) == len(parts):
        nice.append(Requirement(text, skills_in(line.text)))
        return
    of_welcome = skills_in("; ".join(welcome))
    required.append(Requirement(text, tuple(skill for skill in skills_in(line.text) if skill not in of_welcome)))
    if of_welcome:
        nice.append(Requirement("; ".join(part.strip() for part in welcome), of_welcome))


def _anywhere(posting: Posting, lines: list[Line], nice: list[Requirement]) -> list[Requirement]:
    """Lines outside the company's own praise that name skills; then what the source calls the advert's skills."""
    welcome = {skill for requirement in nice for skill in requirement.skills}
    named: list[Requirement] = []
    for line in lines:
        if line.kind != "nice" and not is_about_company(line.text):
            _sort(line, named, [])
    found = [requirement for requirement in named if set(requirement.skills) - welcome]
    lexicon = load_lexicon()
    seen = {skill for requirement in found for skill in requirement.skills}
    for given in posting.skills:
        known = lexicon.canonical(given.name)
        name = known.name if known else given.name
        if name not in seen:
            seen.add(name)
            found.append(Requirement(given.name, (name,)))
    of_title = tuple(skill.name for skill, _ in lexicon.find(posting.title, in_list=True) if skill.name not in seen)
    return [*found, Requirement(posting.title, of_title)] if of_title else found


def _min_years(posting: Posting, required: list[Requirement]) -> float | None:
    if posting.experience_min_years is not None:
        return posting.experience_min_years
    years = [years for requirement in required if (years := years_in(requirement.text)) is not None]
    return max(years, default=None)


def _unique(requirements: list[Requirement]) -> list[Requirement]:
    return list({requirement.text.casefold(): requirement for requirement in reversed(requirements)}.values())[::-1]
