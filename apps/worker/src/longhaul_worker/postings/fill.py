"""Lets a language model look for what the rules did not find; only words that stand in the advert are taken."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, Field

from career.posting import Posting, Workplace
from career.tasks.posting import FieldProvenance
from longhaul_worker.feeds.companies import can_be_company
from longhaul_worker.llm.grounding import is_grounded
from longhaul_worker.postings.kinds import kinds_of
from longhaul_worker.postings.pay import find_pay
from longhaul_worker.postings.spots import place_of

UNSURE: Final = 0.55  #: fields that the rules are less sure of may be asked for
CONFIDENCE: Final = 0.6
MAX_SOURCE_CHARS: Final = 24_000
INSTRUCTIONS: Final = (
    "The source is one job advert. Copy these fields from it, word for word; leave out what it does not say. "
    "`workplace_quote` is the words that say whether the work is remote, hybrid or on site."
)


class AdvertFields(BaseModel):
    """What may be asked of the model; everything is a quotation from the advert."""

    company: str | None = Field(default=None, description="Name of the employer")
    place: str | None = Field(default=None, description="Where the work is, as written")
    workplace: Workplace | None = None
    workplace_quote: str | None = None
    employment_type: str | None = Field(default=None, description="Such as full-time, as written")
    salary: str | None = Field(default=None, description="The pay with its currency and period, as written")
    education: str | None = Field(default=None, description="The degree or training asked for, as written")


def is_worth_asking(posting: Posting, provenance: dict[str, FieldProvenance]) -> bool:
    """Whether a field that adverts usually have is missing or unsure."""
    missing = (
        not posting.workplace,
        not posting.employmentType,
        not posting.baseSalary,
        not posting.educationRequirements,
    )
    unsure = [name for name in ("hiringOrganization", "jobLocation") if _confidence(provenance, name) < UNSURE]
    return bool(unsure) or sum(missing) >= 2


def filled(
    posting: Posting, provenance: dict[str, FieldProvenance], fields: AdvertFields, text: str
) -> tuple[Posting, dict[str, FieldProvenance]]:
    """`posting` with the empty and unsure fields taken from `fields` where their words stand in `text`."""
    changes: dict[str, object] = {}
    evidence: dict[str, str] = {}

    def take(name: str, value: object, quote: str) -> None:
        if value and _confidence(provenance, name) < UNSURE:
            changes[name] = value
            evidence[name] = quote

    company, place, quote = (
        _quoted(fields.company, text),
        _quoted(fields.place, text),
        _quoted(fields.workplace_quote, text),
    )
    if company and can_be_company(company):
        take("hiringOrganization", posting.hiringOrganization.model_copy(update={"name": company}), company)
    if place and len(place) <= 150:
        take("jobLocation", [place_of(place)], place)
    if quote and fields.workplace:
        take("workplace", fields.workplace, quote)
    if kind := _quoted(fields.employment_type, text):
        take("employmentType", kinds_of([kind]), kind)
    if written := _quoted(fields.salary, text):
        pay = find_pay(written, where=" ".join(known.raw for known in posting.jobLocation), is_pay=True)
        take("baseSalary", pay.salary if pay else None, written)
    if education := _quoted(fields.education, text):
        take("educationRequirements", education[:300], education)
    added = {
        name: FieldProvenance(method="llm", confidence=CONFIDENCE, evidence=" ".join(quote.split())[:200])
        for name, quote in evidence.items()
    }
    return posting.model_copy(update=changes), {**provenance, **added}


def _quoted(value: str | None, text: str) -> str | None:
    stripped = (value or "").strip()
    return stripped if stripped and is_grounded(stripped, text) else None


def _confidence(provenance: dict[str, FieldProvenance], name: str) -> float:
    found = provenance.get(name)
    return found.confidence if found else 0.0
