"""Adverts and CVs of many professions, levels and languages, each with what an interviewer must ask about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from career.model import Skill
from career.posting import JobPlace, Organization, Posting
from career.resume import Basics, Certificate, Education, ParseReport, Resume, SkillGroup, Work
from tests.worker.interviews.adverts import ADVERTS
from tests.worker.interviews.more_adverts import MORE_ADVERTS
from tests.worker.interviews.people import PEOPLE


@dataclass(frozen=True)
class Example:
    """An advert, a CV with its text, and the words of what is required."""

    name: str
    posting: Posting
    resume: Resume
    text: str
    required: tuple[str, ...]


def posting(
    title: str, description: str, *, company: str = "Acme", duties: list[str] | None = None, **more: Any
) -> Posting:
    """An advert with this text."""
    return Posting(
        title=title,
        hiringOrganization=Organization(name=company),
        jobLocation=[JobPlace(raw="Leeds, UK")],
        description_text=description,
        responsibilities=duties or [],
        posting_key=f"test:{title}",
        content_hash="0",
        **more,
    )


def resume(
    name: str,
    label: str,
    work: list[tuple[str, str, list[str]]],
    skills: str = "",
    education: str = "",
    certificates: tuple[str, ...] = (),
    summary: str | None = None,
    months: int | None = None,
) -> tuple[Resume, str]:
    """A CV and its text. Each post is title, employer and what was done there; the latest first."""
    report = ParseReport(source_sha256="0", language="en", pages=1, chars=1, layout="text")
    keywords = [word.strip() for word in skills.split(",") if word.strip()]
    parsed = Resume(
        basics=Basics(name=name, label=label, email="x@person.example", summary=summary),
        work=[
            Work(position=title, name=company, startDate=str(2022 - 3 * at), current=at == 0, highlights=done)
            for at, (title, company, done) in enumerate(work)
        ],
        education=[Education(studyType=education, institution="Northern College")] if education else [],
        certificates=[Certificate(name=name) for name in certificates],
        skills=[SkillGroup(keywords=keywords)] if keywords else [],
        skills_canonical=[Skill(name=word) for word in keywords],
        experience_months=months,
        x_parse=report,
    )
    lines = [name, label, summary or ""]
    for title, company, done in work:
        lines += [f"{title}, {company}", *(f"- {line}" for line in done)]
    lines += [education, *certificates, f"Skills: {skills}"]
    return parsed, "\n".join(line for line in lines if line)


def examples() -> list[Example]:
    """Every advert with every CV that is meant for it, and each with one of another profession."""
    people = {name: resume(name, **person) for name, person in PEOPLE.items()}
    found: list[Example] = []
    names = list(people)
    for at, (title, advert) in enumerate((ADVERTS | MORE_ADVERTS).items()):
        given = posting(title, advert["text"], company=advert["company"], duties=advert.get("duties"))
        other = names[(at * 5 + 3) % len(names)]
        for person in dict.fromkeys([*advert["people"], other]):
            parsed, text = people[person]
            found.append(Example(f"{title} / {person}", given, parsed, text, tuple(advert["required"])))
    return found
