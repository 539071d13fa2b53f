"""What an advert is going to ask about: its skills, and the phrases of lines that name no skill of the lexicon."""
# ruff: noqa: RUF001 - CVs and adverts are full of these dashes, bullets and quotes

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from career.posting import Posting
from longhaul_worker.interviews.candidate import Candidate, Evidence
from longhaul_worker.matching.mentions import skills_in
from longhaul_worker.matching.requirements import Requirement, Requirements
from longhaul_worker.matching.words import terms
from longhaul_worker.skills.lexicon import load_lexicon

Rank = Literal["required", "nice", "named"]
Family = Literal["tech", "practice", "people", "phrase", "qualification", "speech", "condition"]

MAX_TOPICS: Final = 40
_TECH: Final = frozenset({
    "language", "frontend", "backend", "database", "cloud", "devops", "data", "quality", "security", "network",
    "embedded",
})  # fmt: skip
_OFFICE: Final = frozenset({
    "Excel", "Power BI", "Tableau", "Looker", "Google Analytics", "Statistics", "Data Analysis", "GIS", "Salesforce",
    "Business Intelligence", "SAP", "ServiceNow", "AutoCAD", "SolidWorks", "CAD", "CAM", "CNC", "CATIA", "Revit",
    "Six Sigma", "Lean Manufacturing", "Kaizen", "GDPR", "HIPAA", "ISO 27001", "SOC 2", "PCI DSS", "Risk Assessment",
    "Incident Response", "Quality Assurance", "Manual Testing", "Finite Element Analysis", "Quantitative Analysis",
})  # fmt: skip
"""Names that the lexicon files under technology and that people of other trades use as well."""
_SPEECH: Final = re.compile(
    r"\b(?:english|german|french|spanish|italian|dutch|portuguese|polish|turkish|arabic|russian|mandarin|chinese|"
    r"japanese|deutsch\w*|englisch\w*|französisch\w*|anglais|allemand|français|inglés|alemán|español|bilingual|"
    r"native speaker|[abc][12]\b(?=.*\b(?:level|niveau|nivel)))",
    re.IGNORECASE,
)
_QUALIFICATION: Final = re.compile(
    r"\b(?:degree|bachelor\w*|master'?s|b\.?sc|m\.?sc|ph\.?d|diploma|qualifi(?:ed|cation)s?|certificat\w+|certified|"
    r"licen[cs]ed?|registered|registration|chartered|accredit\w+|apprenticeship|nvq|gcse|a-levels?|bar admission|"
    r"admitted|ausbildung|studium|abschluss|approbation|diplôme|bac|licence|master|titulación|grado|laurea)\b",
    re.IGNORECASE,
)
_CONDITION: Final = re.compile(
    r"\b(?:shifts?|weekends?|nights?|travel|relocat\w+|on[- ]call|overtime|driving licen[cs]e|driver'?s licen[cs]e|"
    r"right to work|work permit|visa|background check|dbs|security clearance|lift(?:ing)? \d|full[- ]time|part[- ]time|"
    r"schicht\w*|reisebereitschaft|führerschein\w*|permis|déplacements?|turnos?|carnet)\b",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(
    r"^(?:(?:you(?:'ll| will| should|'ve)?|we|candidates?|applicants?|the (?:ideal|successful) candidate|must|should|"
    r"will|need|needs|to|have|has|having|be|are|is|an?|the|some|any|hold|bring|possess|can|able|at least|minimum|"
    r"min\.?|proven|strong|excellent|solid|good|great|demonstrated|demonstrable|extensive|previous|prior|relevant|deep|sound|"
    r"basic|advanced|outstanding|exceptional|working|practical|professional|hands-on|significant|first|thorough|"
    r"in-depth|current|valid|\d{1,2}\s*(?:\+|-\s*\d{1,2}|to \d{1,2}|or more)?\s*\+?\s*years?'?|of|in|with|as|at|on|"
    r"using|experience|experienced|knowledge|understanding|ability|skills?|skilled|familiarity|familiar|proficiency|proficient|"
    r"background|track record|expertise|competence|competent|confident|confidence|comfortable|willingness|willing|"
    r"passion for|passionate about|commitment|committed|capable|you're|ihre?|deine?|sie|du|mehrjährige\w*|fundierte|"
    r"gute|sehr gute|sichere\w*|idealerweise|erste|einschlägige|berufserfahrung|erfahrung\w*|kenntnisse|im|mit|bei|"
    r"umgang|der|die|das|den|une?|expérience|connaissances?|bonnes?|maîtrise|des?|du|en|experiencia|conocimientos?|"
    r"con|buen|dominio)\b[\s,:]*)+",
    re.IGNORECASE,
)  # fmt: skip
_TAIL: Final = re.compile(
    r"(?:[\s,;–-]+(?:(?:is|are|ist|sind)\s+)?(?:an?\s+)?(?:strictly\s+)?(?:required|essential|preferred|desirable|mandatory|"
    r"must|plus|needed|is|are|and|necessary|erforderlich|wünschenswert|von vorteil|exigée?s?))?[\s.;:!]*$",
    re.IGNORECASE,
)
_ONLY_TAIL: Final = re.compile(
    r"(?:required|essentials?|preferred|desirables?|mandatory|must|necessary|requirements?|qualifications?|profile?|"
    r"wünschenswert|erforderlich|and|is|are)",
    re.IGNORECASE,
)
_END: Final = re.compile(
    r"\s*(?:[;(]|\.\s|\s[–—-]\s|,?\s(?:including|such as|e\.g\.|for example|"
    r"wie z\.B\.|gained|within|with at least|with a minimum|mit mindestens)\b)"
)
_LIST: Final = re.compile(r"\s*(?:,\s*(?:and|or|und|oder|et|ou|y)\s+|,\s+|\s/\s)\s*", re.IGNORECASE)
_AND: Final = re.compile(r"\s+(?:and|or|und|oder|et|ou|y)\s+", re.IGNORECASE)
_MAX_WORDS: Final = 9
_MIN_CHARS: Final = 3
_SENTENCE: Final = re.compile(r"(?<=[a-zäöüß)][.!?;])\s+(?=\S)")
_ENOUGH: Final = 0.6


@dataclass(frozen=True, slots=True)
class Topic:
    """Something to be asked about: `line` is where the advert names it. `is_skill` where the lexicon knows it."""

    name: str
    line: str
    rank: Rank
    family: Family
    category: str = ""
    is_skill: bool = True

    @property
    def terms(self) -> frozenset[str]:
        """The terms of the name."""
        return frozenset(terms(self.name))


def topics_of(posting: Posting, requirements: Requirements) -> list[Topic]:
    """The topics of an advert, what is required first, each once and in the advert's order; at most 40."""
    found: dict[str, Topic] = {}
    ranked: list[tuple[Rank, list[Requirement]]] = [("required", requirements.required), ("nice", requirements.nice)]
    for rank, lines in ranked:
        for line in lines:
            for topic in _topics_in(line, rank):
                found.setdefault(topic.name.casefold(), topic)
    for skill in posting.skills:
        topic = _of_skill(skill.name, skill.name, "named")
        found.setdefault(topic.name.casefold(), topic)
    return list(found.values())[:MAX_TOPICS]


def shown_by(topic: Topic, candidate: Candidate) -> Evidence | None:
    """The best words of the CV that show `topic`: something done rather than something listed; None if nothing does."""
    showing = [evidence for evidence in candidate.evidence if shows(evidence, topic)]
    order = {"statement": 0, "head": 1, "listed": 2}
    return min(showing, key=lambda one: (order[one.kind], one.age, not one.has_number), default=None)


def shows(evidence: Evidence, topic: Topic) -> bool:
    """Whether the words of the CV speak of `topic`: the same skill, or most terms of the phrase."""
    if topic.is_skill and topic.name in evidence.skills:
        return True
    wanted = topic.terms
    if not wanted:
        return False
    shared = len(wanted & evidence.terms) / len(wanted)
    return shared >= (1.0 if topic.is_skill or len(wanted) == 1 else _ENOUGH)


def _topics_in(requirement: Requirement, rank: Rank) -> list[Topic]:
    """The skills of a line, and what of its sentences and lists names none of them."""
    text = requirement.text
    topics = [_of_skill(skill, text, rank) for skill in requirement.skills]
    for sentence in _SENTENCE.split(text):
        # Of a sentence with skills, only whole items of a list are taken beside them.
        phrases = phrases_of(sentence)
        if requirement.skills and (skills_in(sentence) and len(phrases) < 2):
            continue
        topics += [
            Topic(phrase, text, rank, _family(phrase), is_skill=False)
            for phrase in phrases
            if not requirement.skills or not (set(_skills_of_item(phrase)) & set(requirement.skills))
        ]
    return topics


def _skills_of_item(item: str) -> set[str]:
    return {skill.name for skill, _ in load_lexicon().find(item, in_list=True)}


def _family(phrase: str) -> Family:
    if _CONDITION.search(phrase):
        return "condition"
    if _QUALIFICATION.search(phrase):
        return "qualification"
    return "speech" if _SPEECH.search(phrase) else "phrase"


def _of_skill(name: str, line: str, rank: Rank) -> Topic:
    known = load_lexicon().canonical(name)
    category = known.category if known is not None else ""
    family: Family = "people" if category == "people" else "practice"
    if category in _TECH and name not in _OFFICE:
        family = "tech"
    if known is None:
        family = "phrase"
    return Topic(known.name if known else name, line, rank, family, category)


def phrases_of(line: str) -> list[str]:
    """What a requirement is about, without "You have proven experience in" and "is essential"; lists taken apart.

    Example:
        >>> phrases_of("Proven experience in wound care, phlebotomy and palliative care is essential.")
        ['wound care', 'phlebotomy', 'palliative care']
    """
    text = _TAIL.sub("", _LEAD.sub("", line.strip(" \t•-*")))
    end = _END.search(text, 4)
    text = (text[: end.start()] if end else text).strip(" ,.:;")
    if len(text) < _MIN_CHARS or _ONLY_TAIL.fullmatch(text):
        return []
    parts = [part.strip(" .") for part in _LIST.split(text) if part.strip(" .")]
    if len(parts) > 1:
        *first, last = parts
        parts = [*first, *_AND.split(last)]
    if len(parts) > 1 and all(len(part.split()) <= (4 if len(parts) == 2 else 6) for part in parts):
        return [part for part in parts[:6] if len(part) >= _MIN_CHARS and part.casefold() not in _DANGLING]
    return [_shortened(text)]


def _shortened(text: str) -> str:
    words = text.split()
    if len(words) <= _MAX_WORDS:
        return text
    cut = " ".join(words[:_MAX_WORDS])
    before_comma, comma, _ = cut.rpartition(",")
    if comma and len(before_comma.split()) >= 3:
        return before_comma
    while len(words) > 3 and words[min(len(words), _MAX_WORDS) - 1].casefold() in _DANGLING:
        words = words[: min(len(words), _MAX_WORDS) - 1]
    return " ".join(words[:_MAX_WORDS])


_DANGLING: Final = frozenset({
    "and", "or", "of", "the", "a", "an", "in", "with", "to", "for", "on", "at", "as", "by", "from", "und", "oder",
    "der", "die", "das", "mit", "für", "von", "zu", "et", "ou", "de", "la", "le", "les", "y", "con", "en",
})  # fmt: skip
