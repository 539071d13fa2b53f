"""What the scorer needs of a CV: titles, skills, terms, years, level, place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from career.resume import Resume
from longhaul_worker.matching import places
from longhaul_worker.matching.implied import with_implied
from longhaul_worker.matching.language import language_of
from longhaul_worker.matching.levels import level_of_title, level_of_years
from longhaul_worker.matching.mentions import skills_in
from longhaul_worker.matching.titles import Title, read_title, title_of_skills, without_marks
from longhaul_worker.matching.words import terms
from longhaul_worker.skills.lexicon import load_lexicon

_RECENCY: Final = (1.0, 0.85, 0.7)
_STUDIED: Final = 0.8
_UNKNOWN_LEVEL: Final = 1.5
_EMBEDDED_SKILLS: Final = 20


@dataclass(frozen=True, slots=True)
class PersonProfile:
    """A CV as the scorer sees it. `titles` are the headline and the last three, each with how much it counts."""

    titles: list[tuple[Title, float]]
    skills: frozenset[str]
    skill_tokens: frozenset[str]
    terms: dict[str, int]
    language: str | None
    years: float | None
    level: float
    home: places.Where
    is_beginner: bool
    embedded_text: str


def person_profile(resume: Resume) -> PersonProfile:
    """Read `resume`. The same CV always gives the same profile."""
    positions = [work.position for work in resume.work if work.position][: len(_RECENCY)]
    titles = [(read_title(resume.basics.label), 1.0)] if resume.basics.label else []
    titles += [(read_title(position), recency) for position, recency in zip(positions, _RECENCY, strict=False)]
    studied = [education.area for education in resume.education if education.area]
    if len(positions) < 2 and studied:
        titles += [(read_title(area), _STUDIED) for area in studied[:2]]
    listed = listed_skills(resume)
    text = "\n".join(passages(resume))
    skills = with_implied([*listed, *(skill for passage in passages(resume) for skill in skills_in(passage))])
    if not any(title.fields for title, _ in titles):
        found = [known for skill in sorted(skills) if (known := load_lexicon().canonical(skill)) is not None]
        titles.append((title_of_skills([skill.category for skill in found]), _STUDIED))
    years = resume.experience_months / 12 if resume.experience_months is not None else None
    headline = resume.basics.label or ""
    return PersonProfile(
        titles=titles,
        skills=skills,
        skill_tokens=frozenset(
            token for skill in skills for token in (*read_title(skill).tokens, *terms(skill)) if len(token) > 1
        ),
        terms=dict(terms("\n".join([text, *positions, headline, *listed]))),
        language=language_of(text),
        years=years,
        level=_level([headline, *positions[:1]], years),
        home=_home(resume),
        is_beginner=years is not None and years < 1,
        embedded_text=_embedded_text(headline, positions, listed),
    )


def listed_skills(resume: Resume) -> list[str]:
    """The skills that the CV lists, under canonical names where the lexicon knows them, each once."""
    lexicon = load_lexicon()
    named = [skill.name for skill in resume.skills_canonical]
    keywords = [keyword for group in resume.skills for keyword in group.keywords]
    for keyword in keywords:
        whole = lexicon.canonical(keyword)
        found = [whole.name] if whole else [skill.name for skill, _ in lexicon.find(keyword, in_list=True)]
        named += found or [keyword]
    return list(dict.fromkeys(named))


def passages(resume: Resume) -> list[str]:
    """The passages of the CV that tell what the person did and learnt, word for word, in the CV's order."""
    found: list[str | None] = []
    for work in resume.work:
        found += [*work.highlights, work.summary, work.position]
    for project in resume.projects:
        found += [project.name, project.description, *project.highlights]
    for volunteer in resume.volunteer:
        found += [*volunteer.highlights, volunteer.summary, volunteer.position]
    found += [certificate.name for certificate in resume.certificates]
    for education in resume.education:
        found += [education.studyType, education.area, *education.courses]
    found += [spoken.language for spoken in resume.languages]
    found += [resume.basics.summary, resume.basics.label]
    found += [publication.name for publication in resume.publications]
    found += [line for section in resume.x_parse.unparsed for line in section.text.split("\n")]
    return [passage.strip() for passage in found if passage and passage.strip()]


def _level(titles: list[str], years: float | None) -> float:
    named = [level for title in titles if (level := level_of_title(title)) is not None]
    by_years = level_of_years(years) if years is not None else None
    if not named:
        return by_years if by_years is not None else _UNKNOWN_LEVEL
    level = max(named)
    return level if by_years is None else (2 * level + by_years) / 3


def _home(resume: Resume) -> places.Where:
    place = resume.basics.location
    if place is None:
        return places.Where()
    return places.together([text for text in (place.raw, place.city, place.countryCode) if text])


def _embedded_text(headline: str, positions: list[str], skills: list[str]) -> str:
    titles = list(dict.fromkeys(without_marks(title) for title in (headline, *positions) if title))
    return ". ".join([*titles, ", ".join(skills[:_EMBEDDED_SKILLS])]).strip(". ")
