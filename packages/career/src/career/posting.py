"""The shape of a job advert: schema.org's JobPosting names, plus how we recognise the same advert again."""
# ruff: noqa: N815 - the field names are schema.org's own

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from career.model import Skill

Workplace = Literal["remote", "hybrid", "onsite"]
SalaryUnit = Literal["HOUR", "DAY", "WEEK", "MONTH", "YEAR"]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class PostingModel(BaseModel):
    """Base of the models below: unknown keys are refused, surrounding blanks are removed."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class EmploymentType(StrEnum):
    """schema.org's values of `employmentType`."""

    FULL_TIME = "FULL_TIME"
    PART_TIME = "PART_TIME"
    CONTRACTOR = "CONTRACTOR"
    TEMPORARY = "TEMPORARY"
    INTERN = "INTERN"
    VOLUNTEER = "VOLUNTEER"
    PER_DIEM = "PER_DIEM"
    OTHER = "OTHER"


class Organization(PostingModel):
    """Who hires."""

    name: str | None = None
    url: str | None = None
    logo: str | None = None


class JobPlace(PostingModel):
    """Where the work is: as written (`raw`) and as far as the source took it apart."""

    raw: str
    locality: str | None = None
    region: str | None = None
    country: str | None = None


class Identifier(PostingModel):
    """The number the source gives the advert; `name` says which field it stood in."""

    name: str
    value: str


class Salary(PostingModel):
    """Pay as the source gives it; `raw` is the text it was read from."""

    minValue: float = Field(ge=0)
    maxValue: float = Field(ge=0)
    currency: Currency | None = None
    unitText: SalaryUnit
    raw: str


class Posting(PostingModel):
    """A job advert.

    `posting_key` names the same advert wherever it is met again; `content_hash` changes when its title, company,
    place or description does. `description_html` is sanitised: safe to show.
    """

    title: str = Field(min_length=1)
    hiringOrganization: Organization = Organization()
    jobLocation: list[JobPlace] = []
    workplace: Workplace | None = None
    employmentType: list[EmploymentType] = []
    datePosted: date | None = None
    validThrough: date | None = None
    baseSalary: Salary | None = None
    identifier: Identifier | None = None
    description_html: str = ""
    description_text: str = ""
    applicantLocationRequirements: list[str] = []
    responsibilities: list[str] = []
    qualifications: list[str] = []
    skills: list[Skill] = []
    experience_min_years: float | None = Field(default=None, ge=0)
    educationRequirements: str | None = None
    jobBenefits: list[str] = []
    industry: str | None = None
    occupationalCategory: str | None = None
    directApply: bool | None = None
    language: str | None = None
    seniority: str | None = None
    url: str | None = None
    posting_key: str = Field(min_length=1)
    content_hash: str = Field(min_length=1)
