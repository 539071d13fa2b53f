"""The shape of a parsed CV: JSON Resume 1.2.1 plus `x_parse`, which says how sure the parser is and why."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from career.model import Note, Skill

PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")]
"""A year, a month or a day: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, as JSON Resume's `iso8601`."""

Confidence = Annotated[float, Field(ge=0, le=1)]
Layout = Literal["single", "sidebar", "margin", "table", "text"]
Method = Literal["pattern", "lexicon", "position", "section", "llm"]


class ResumeModel(BaseModel):
    """Base of the models below: unknown keys are refused, surrounding blanks are removed."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Profile(ResumeModel):
    """A presence on a network such as GitHub or LinkedIn."""

    network: str
    username: str | None = None
    url: str | None = None


class Place(ResumeModel):
    """Where a person is, as written (`raw`) and as far as it could be taken apart."""

    raw: str
    address: str | None = None
    postalCode: str | None = None  # noqa: N815 - JSON Resume's name
    city: str | None = None
    region: str | None = None
    countryCode: str | None = None  # noqa: N815 - JSON Resume's name


class Basics(ResumeModel):
    """Who the person is. `phone` is kept as written; `label` is the headline."""

    name: str | None = None
    label: str | None = None
    email: str | None = None
    phone: str | None = None
    url: str | None = None
    summary: str | None = None
    location: Place | None = None
    profiles: list[Profile] = []


class Work(ResumeModel):
    """One post: `name` is the company, a post still held has `current` and no `endDate`."""

    name: str | None = None
    position: str | None = None
    location: str | None = None
    url: str | None = None
    startDate: PartialDate | None = None  # noqa: N815 - JSON Resume's name
    endDate: PartialDate | None = None  # noqa: N815 - JSON Resume's name
    current: bool = False
    summary: str | None = None
    highlights: list[str] = []


class Volunteer(ResumeModel):
    """Unpaid work, with JSON Resume's own name for the place it was done at."""

    organization: str | None = None
    position: str | None = None
    startDate: PartialDate | None = None  # noqa: N815 - JSON Resume's name
    endDate: PartialDate | None = None  # noqa: N815 - JSON Resume's name
    summary: str | None = None
    highlights: list[str] = []


class Education(ResumeModel):
    """One degree or school."""

    institution: str | None = None
    studyType: str | None = None  # noqa: N815 - JSON Resume's name
    area: str | None = None
    location: str | None = None
    startDate: PartialDate | None = None  # noqa: N815 - JSON Resume's name
    endDate: PartialDate | None = None  # noqa: N815 - JSON Resume's name
    score: str | None = None
    courses: list[str] = []


class SkillGroup(ResumeModel):
    """Skills as the CV groups them; `name` is empty where the CV gives no label."""

    name: str = ""
    keywords: list[str] = []


class SpokenLanguage(ResumeModel):
    """A language the person speaks and how well, as written."""

    language: str
    fluency: str | None = None


class Certificate(ResumeModel):
    """A certificate or licence."""

    name: str
    issuer: str | None = None
    date: PartialDate | None = None


class Award(ResumeModel):
    """A prize or honour."""

    title: str
    date: PartialDate | None = None


class Project(ResumeModel):
    """A project apart from the posts."""

    name: str
    description: str | None = None
    startDate: PartialDate | None = None  # noqa: N815 - JSON Resume's name
    endDate: PartialDate | None = None  # noqa: N815 - JSON Resume's name
    highlights: list[str] = []


class Publication(ResumeModel):
    """A publication, as one line."""

    name: str
    releaseDate: PartialDate | None = None  # noqa: N815 - JSON Resume's name


class Interest(ResumeModel):
    """Something the person likes."""

    name: str


class Provenance(ResumeModel):
    """How a field was found, how sure that is, and the words of the CV it rests on (at most 200 characters)."""

    method: Method
    confidence: Confidence
    evidence: str | None = Field(default=None, max_length=200)


class UnparsedSection(ResumeModel):
    """Text under a heading the parser has no field for."""

    heading: str
    text: str


class ParseReport(ResumeModel):
    """How the CV was read."""

    source_sha256: str
    language: str
    pages: int
    chars: int
    layout: Layout
    hidden_text: bool = False
    confidence: dict[str, Confidence] = {}
    provenance: dict[str, Provenance] = {}
    unparsed: list[UnparsedSection] = []
    notes: list[Note] = []


class Resume(ResumeModel):
    """A CV in JSON Resume 1.2.1, with canonical skills, months of experience and the report of the parser."""

    basics: Basics = Basics()
    work: list[Work] = []
    volunteer: list[Volunteer] = []
    education: list[Education] = []
    awards: list[Award] = []
    certificates: list[Certificate] = []
    publications: list[Publication] = []
    skills: list[SkillGroup] = []
    languages: list[SpokenLanguage] = []
    interests: list[Interest] = []
    projects: list[Project] = []
    skills_canonical: list[Skill] = []
    experience_months: int | None = None
    x_parse: ParseReport
