"""What the scorer needs of an advert, read once and kept: terms, skills, level, place."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from pydantic import BaseModel

from career.posting import EmploymentType, Posting
from longhaul_worker.matching import places
from longhaul_worker.matching.language import language_of
from longhaul_worker.matching.levels import level_of_title, level_of_years
from longhaul_worker.matching.requirements import Requirements, requirements_of
from longhaul_worker.matching.sections import is_about_company, lines_of
from longhaul_worker.matching.titles import without_marks
from longhaul_worker.matching.words import terms

READER_VERSION: Final = "1"
"""Changes when an advert would be read otherwise than before, so that what is kept is read anew."""

_MAX_TERMS: Final = 600
_MAX_LINES: Final = 12


class AdvertProfile(BaseModel):
    """An advert as the scorer sees it.

    Of each of `choices` one skill is enough; `lines` are the terms of required lines that name no known skill.
    """

    title: str
    language: str | None = None
    company: str | None = None
    level: float | None = None
    min_years: float | None = None
    required: list[str] = []
    nice: list[str] = []
    choices: list[list[str]] = []
    lines: list[list[str]] = []
    terms: dict[str, int] = {}
    places: list[str] = []
    is_remote: bool = False
    is_hybrid: bool = False
    employment: list[EmploymentType] = []

    def missing(self, skills: Collection[str]) -> list[str]:
        """The required skills that are not among `skills`, but for those in whose place another one is."""
        chosen = {name for choice in self.choices if any(name in skills for name in choice) for name in choice}
        return [name for name in self.required if name not in skills and name not in chosen]

    @property
    def embedded_text(self) -> str:
        """What stands for the advert where a model compares it with a CV."""
        return without_marks(self.title)


def advert_profile(posting: Posting, requirements: Requirements | None = None) -> AdvertProfile:
    """Read `posting`. The same posting always gives the same profile."""
    asked = requirements or requirements_of(posting)
    where = [place.raw for place in posting.jobLocation] or posting.applicantLocationRequirements
    is_remote = posting.workplace == "remote" or (
        posting.workplace is None and (places.together([posting.title, *where]).is_remote)
    )
    return AdvertProfile(
        title=posting.title,
        language=language_of(posting.description_text) or _code(posting.language),
        company=posting.hiringOrganization.name,
        level=_level(posting, asked.min_years),
        min_years=asked.min_years,
        required=asked.required_skills,
        nice=asked.nice_skills,
        choices=[list(choice) for choice in asked.choices],
        lines=[list(found) for line in asked.required if not line.skills and (found := terms(line.text))][:_MAX_LINES],
        terms=advert_terms(posting),
        places=where + [place.country for place in posting.jobLocation if place.country],
        is_remote=is_remote,
        is_hybrid=posting.workplace == "hybrid",
        employment=posting.employmentType,
    )


def _code(language: str | None) -> str | None:
    return language[:2].lower() if language else None


def _level(posting: Posting, min_years: float | None) -> float | None:
    named = level_of_title(posting.title)
    if named is None and posting.seniority:
        named = level_of_title(posting.seniority)
    if named is None and EmploymentType.INTERN in posting.employmentType:
        named = 0.0
    if named is None and min_years is not None:
        return level_of_years(min_years)
    return named


def advert_terms(posting: Posting) -> dict[str, int]:
    """Terms of the title and of the lines that tell of the work, the commonest where there are very many."""
    lines = [line.text for line in lines_of(posting.description_text) if line.kind != "aside"]
    told = [line for line in lines if not is_about_company(line)] or lines
    text = "\n".join([posting.title, posting.title, *told, *posting.qualifications, *posting.responsibilities])
    return dict(terms(text).most_common(_MAX_TERMS))
