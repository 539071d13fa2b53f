"""What the methods of reading found for each field of an advert, and which of it is taken."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from career.posting import EmploymentType, Identifier, JobPlace, Salary, Workplace
from career.tasks.posting import FieldProvenance, Method

ValueT = TypeVar("ValueT")
_EVIDENCE_CHARS = 200


@dataclass(frozen=True, slots=True)
class Found(Generic[ValueT]):
    """A value for a field, how it was found, how sure that is (0 to 1), and the words it rests on."""

    value: ValueT
    method: Method
    confidence: float
    evidence: str | None = None

    @property
    def provenance(self) -> FieldProvenance:
        """The same without the value."""
        evidence = " ".join(self.evidence.split())[:_EVIDENCE_CHARS] if self.evidence else None
        return FieldProvenance(method=self.method, confidence=round(self.confidence, 2), evidence=evidence)


class Finds(Generic[ValueT]):
    """Everything found for one field."""

    def __init__(self) -> None:
        self.all: list[Found[ValueT]] = []

    def add(self, value: ValueT | None, method: Method, confidence: float, evidence: str | None = None) -> None:
        """Remember a value; nothing where there is none."""
        if value is None or value in ("", []):
            return
        self.all.append(Found(value, method, confidence, evidence))

    @property
    def best(self) -> Found[ValueT] | None:
        """The surest; of equally sure ones the first."""
        return max(self.all, key=lambda found: found.confidence, default=None)

    @property
    def value(self) -> ValueT | None:
        """The value of the surest."""
        best = self.best
        return None if best is None else best.value

    @property
    def confidence(self) -> float:
        """How sure the surest is; 0 where nothing was found."""
        best = self.best
        return 0.0 if best is None else best.confidence


@dataclass
class Draft:
    """An advert while it is being read."""

    title: Finds[str] = field(default_factory=Finds[str])
    company: Finds[str] = field(default_factory=Finds[str])
    company_url: Finds[str] = field(default_factory=Finds[str])
    logo: Finds[str] = field(default_factory=Finds[str])
    places: Finds[list[JobPlace]] = field(default_factory=Finds[list[JobPlace]])
    workplace: Finds[Workplace] = field(default_factory=Finds[Workplace])
    employment: Finds[list[EmploymentType]] = field(default_factory=Finds[list[EmploymentType]])
    posted: Finds[date] = field(default_factory=Finds[date])
    expires: Finds[date] = field(default_factory=Finds[date])
    salary: Finds[Salary] = field(default_factory=Finds[Salary])
    identifier: Finds[Identifier] = field(default_factory=Finds[Identifier])
    description: Finds[str] = field(default_factory=Finds[str])
    applicants: Finds[list[str]] = field(default_factory=Finds[list[str]])
    responsibilities: Finds[list[str]] = field(default_factory=Finds[list[str]])
    qualifications: Finds[list[str]] = field(default_factory=Finds[list[str]])
    benefits: Finds[list[str]] = field(default_factory=Finds[list[str]])
    min_years: Finds[float] = field(default_factory=Finds[float])
    education: Finds[str] = field(default_factory=Finds[str])
    industry: Finds[str] = field(default_factory=Finds[str])
    occupation: Finds[str] = field(default_factory=Finds[str])
    direct_apply: Finds[bool] = field(default_factory=Finds[bool])
    skills: Finds[list[str]] = field(default_factory=Finds[list[str]])
    """Skill names that the source lists as such."""

    def provenance(self) -> dict[str, FieldProvenance]:
        """Where each field comes from, under the names that postings use."""
        return {name: best.provenance for name, finds in self._named().items() if (best := finds.best) is not None}

    def reliability(self) -> float:
        """From 0 to 1: how sure the fields are that matter most, missing ones counting as 0."""
        total = sum(weight for _, weight in self._weighed())
        return round(sum(finds.confidence * weight for finds, weight in self._weighed()) / total, 2)

    def _weighed(self) -> list[tuple[Finds[str] | Finds[list[JobPlace]] | Finds[date], float]]:
        return [(self.title, 3), (self.company, 3), (self.places, 2), (self.description, 2), (self.posted, 1)]

    def _named(self) -> dict[str, Finds[Any]]:
        return {
            "title": self.title,
            "hiringOrganization": self.company,
            "jobLocation": self.places,
            "workplace": self.workplace,
            "employmentType": self.employment,
            "datePosted": self.posted,
            "validThrough": self.expires,
            "baseSalary": self.salary,
            "identifier": self.identifier,
            "description_html": self.description,
            "applicantLocationRequirements": self.applicants,
            "responsibilities": self.responsibilities,
            "qualifications": self.qualifications,
            "jobBenefits": self.benefits,
            "experience_min_years": self.min_years,
            "educationRequirements": self.education,
            "industry": self.industry,
            "occupationalCategory": self.occupation,
            "directApply": self.direct_apply,
        }
