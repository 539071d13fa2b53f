"""Short ways to write the CVs and adverts of the tests."""

from __future__ import annotations

import hashlib

from career.model import Skill
from career.posting import JobPlace, Organization, Posting
from career.resume import Basics, Education, ParseReport, Place, Profile, Resume, SkillGroup, SpokenLanguage, Work
from longhaul_worker.resume.skills import canonical_skills
from longhaul_worker.skills.lexicon import load_lexicon


def post(company: str | None, title: str | None, start: str, end: str | None, *points: str, place: str = "") -> Work:
    """One post; `end` None is the present one."""
    return Work(
        name=company,
        position=title,
        startDate=start or None,
        endDate=end,
        current=end is None,
        location=place or None,
        highlights=list(points),
    )


def study(school: str, degree: str, area: str, start: str, end: str) -> Education:
    """One degree."""
    return Education(institution=school, studyType=degree, area=area, startDate=start or None, endDate=end)


def person(
    name: str | None,
    email: str | None,
    *,
    label: str | None = None,
    phone: str | None = None,
    place: str | None = None,
    link: str | None = None,
    summary: str | None = None,
    work: list[Work] | None = None,
    education: list[Education] | None = None,
    skills: dict[str, str] | None = None,
    spoken: str = "",
    language: str = "en",
    months: int | None = None,
    **more: object,
) -> Resume:
    """A CV; `skills` has a comma-separated list for each label, `spoken` is one such list."""
    posts = work or []
    groups = [SkillGroup(name=label, keywords=listed.split(", ")) for label, listed in (skills or {}).items()]
    running = [text for entry in posts for text in entry.highlights] + [summary or ""]
    known: list[Skill] = canonical_skills(groups, running, load_lexicon())
    return Resume(
        basics=Basics(
            name=name,
            email=email,
            label=label,
            phone=phone,
            location=Place(raw=place) if place else None,
            summary=summary,
            profiles=[Profile(network="web", url=f"https://{link}")] if link else [],
        ),
        work=posts,
        education=education or [],
        skills=groups,
        languages=[SpokenLanguage(language=one) for one in spoken.split(", ") if one],
        skills_canonical=known,
        experience_months=months,
        x_parse=ParseReport(source_sha256="0" * 64, language=language, pages=1, chars=1000, layout="single"),
        **more,  # pyright: ignore[reportArgumentType]
    )


def advert(
    title: str, company: str | None, text: str, *, language: str = "en", place: str = "", url: str | None = None
) -> Posting:
    """An advert with this text."""
    key = hashlib.sha256(f"{title}{company}{text}".encode()).hexdigest()
    return Posting(
        title=title,
        hiringOrganization=Organization(name=company),
        jobLocation=[JobPlace(raw=place)] if place else [],
        description_text=text,
        language=language,
        url=url,
        posting_key=key,
        content_hash=key,
    )
