"""What an advert is going to ask about: its skills, and the phrases of lines that name no skill of the lexicon."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from career.posting import Posting
from longhaul_worker.interviews.candidate import Candidate, Evidence
from longhaul_worker.interviews.phrases import is_vague, pair_of, phrases_of
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
_SENTENCE: Final = re.compile(r"(?<=[a-zäöüß)][.!?;])\s+(?=\S)")
_FEW: Final = 5
_SHORT: Final = 4
_MOST_REQUIRED: Final = 24
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
    """The topics of an advert, each once: required skills, other requirements, then what is welcome; at most 40.

    Skills that only the source lists count where the lines of the advert say little.
    """
    found: dict[str, Topic] = {}
    ranked: list[tuple[Rank, list[Requirement]]] = [("required", requirements.required), ("nice", requirements.nice)]
    for rank, lines in ranked:
        for line in lines:
            for topic in _topics_in(line, rank):
                found.setdefault(topic.name.casefold(), topic)
    if len(found) < _FEW:
        for skill in posting.skills:
            topic = _of_skill(skill.name, skill.name, "named")
            found.setdefault(topic.name.casefold(), topic)
    topics = list(found.values())
    skills = [topic for topic in topics if topic.rank == "required" and topic.is_skill]
    others = [topic for topic in topics if topic.rank == "required" and not topic.is_skill]
    room = max(_MOST_REQUIRED - len(skills), _FEW)
    return [*skills, *others[:room], *(topic for topic in topics if topic.rank != "required")][:MAX_TOPICS]


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
        phrases = phrases_of(sentence)
        if skills_in(sentence):
            # Beside the skills of a sentence, only whole items of a list are taken.
            items = phrases if len(phrases) > 1 else pair_of(phrases)
            phrases = [item for item in items if _is_item_beside(item, requirement.skills)]
        topics += [Topic(phrase, text, rank, _family(phrase), is_skill=False) for phrase in phrases]
    return topics


def _is_item_beside(item: str, skills: Sequence[str]) -> bool:
    """Whether an item of a list is a short name of its own beside `skills`."""
    named = {skill.name for skill, _ in load_lexicon().find(item, in_list=True)}
    return len(item.split()) <= _SHORT and not named & set(skills) and not is_vague(item)


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
    elif known.name == "Driving Licence":
        family = "condition"
    return Topic(known.name if known else name, line, rank, family, category)
