"""What a template gets: a CV as headings, entries, lists and lines, all of it plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from pydantic import BaseModel

from career.resume import Profile, Resume
from longhaul_worker.resume.headings import heading_kind
from longhaul_worker.typesetting.wording import known_language, period, word

MAX_CONTACTS: Final = 8
_ROW_CHARS: Final = 92
_LEFT_OUT: Final = frozenset({"references", "contact"})


class Contact(BaseModel):
    """A way to reach the person; `url` makes it a link."""

    text: str
    url: str | None = None


class Entry(BaseModel):
    """A post, degree or project: a head, perhaps a text, and points.

    The head is two lines with a column at the right, or, `stacked`, three lines without one: nothing is as easily read
    by a program.
    """

    left: str = ""
    right: str = ""
    below_left: str = ""
    below_right: str = ""
    third: str = ""
    text: str = ""
    points: list[str] = []


class Group(BaseModel):
    """A label, perhaps empty, and what is listed under it."""

    label: str = ""
    text: str


class SheetSection(BaseModel):
    """One heading and what stands under it; only one of the lists is filled."""

    kind: str
    heading: str
    paragraphs: list[str] = []
    entries: list[Entry] = []
    groups: list[Group] = []
    lines: list[str] = []


class Sheet(BaseModel):
    """A whole CV for a template."""

    language: str
    name: str = ""
    headline: str = ""
    contacts: list[list[Contact]] = []
    """In rows that fit the page."""
    sections: list[SheetSection] = []


def sheet_of(resume: Resume) -> Sheet:
    """The CV as a template sets it, in the language it is written in. Empty parts are left out."""
    language = known_language(resume.x_parse.language)
    sections = [section for build in _SECTIONS for section in build(resume, language)]
    basics = resume.basics
    return Sheet(
        language=language,
        name=basics.name or "",
        headline=basics.label or "",
        contacts=contact_rows(resume),
        sections=sections,
    )


def stacked(sheet: Sheet) -> Sheet:
    """The same sheet with dates and places below in place of at the right."""
    sections = [
        section.model_copy(update={"entries": [_stacked(entry) for entry in section.entries]})
        for section in sheet.sections
    ]
    return sheet.model_copy(update={"sections": sections})


def contacts_of(resume: Resume) -> list[Contact]:
    """Place, phone, e-mail, site and profiles, as far as the CV has them."""
    basics = resume.basics
    found: list[Contact] = []
    if basics.location is not None and basics.location.raw:
        found.append(Contact(text=basics.location.raw))
    if basics.phone:
        found.append(Contact(text=basics.phone))
    if basics.email:
        found.append(Contact(text=basics.email, url=f"mailto:{basics.email}"))
    links = [basics.url, *(_link(profile) for profile in basics.profiles)]
    found += [Contact(text=bare_url(link), url=_web(link)) for link in dict.fromkeys(links) if link]
    unique = {contact.text.rstrip("/").lower(): contact for contact in reversed(found)}
    return list(reversed(unique.values()))[:MAX_CONTACTS]


def contact_rows(resume: Resume) -> list[list[Contact]]:
    """`contacts_of` in rows of at most about 90 characters."""
    rows: list[list[Contact]] = []
    length = 0
    for contact in contacts_of(resume):
        length += len(contact.text) + 3
        if not rows or length > _ROW_CHARS:
            rows.append([])
            length = len(contact.text)
        rows[-1].append(contact)
    return rows


def bare_url(url: str) -> str:
    """ "github.com/ada" for "https://www.github.com/ada/"."""
    return url.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")


def _link(profile: Profile) -> str | None:
    return profile.url or (f"{profile.network}: {profile.username}" if profile.username else None)


def _web(link: str) -> str | None:
    """`link` as an address to click on; None for what is none. Other schemes than the web's are not linked."""
    if link.startswith(("https://", "http://")):
        return link
    return f"https://{link}" if ":" not in link and " " not in link and "." in link else None


def _summary(resume: Resume, language: str) -> Iterator[SheetSection]:
    if resume.basics.summary:
        paragraphs = [part for part in resume.basics.summary.split("\n") if part.strip()]
        yield SheetSection(kind="summary", heading=word(language, "summary"), paragraphs=paragraphs)


def _skills(resume: Resume, language: str) -> Iterator[SheetSection]:
    groups = [Group(label=group.name, text=", ".join(group.keywords)) for group in resume.skills if group.keywords]
    if groups:
        yield SheetSection(kind="skills", heading=word(language, "skills"), groups=groups)


def _work(resume: Resume, language: str) -> Iterator[SheetSection]:
    entries = [
        _head(
            post.name,
            post.position,
            post.location,
            period(language, post.startDate, post.endDate, is_current=post.current),
        ).model_copy(update={"text": post.summary or "", "points": post.highlights})
        for post in resume.work
    ]
    yield from _entries("work", language, entries)


def _projects(resume: Resume, language: str) -> Iterator[SheetSection]:
    entries = [
        Entry(
            left=project.name,
            right=period(language, project.startDate, project.endDate),
            text=project.description or "",
            points=project.highlights,
        )
        for project in resume.projects
    ]
    yield from _entries("projects", language, entries)


def _education(resume: Resume, language: str) -> Iterator[SheetSection]:
    entries: list[Entry] = []
    for study in resume.education:
        degree = ", ".join(part for part in (study.studyType, study.area) if part)
        head = _head(study.institution, degree, study.location, period(language, study.startDate, study.endDate))
        text = "; ".join(part for part in (study.score, ", ".join(study.courses)) if part)
        entries.append(head.model_copy(update={"text": text}))
    yield from _entries("education", language, entries)


def _volunteer(resume: Resume, language: str) -> Iterator[SheetSection]:
    entries = [
        _head(post.organization, post.position, None, period(language, post.startDate, post.endDate)).model_copy(
            update={"text": post.summary or "", "points": post.highlights}
        )
        for post in resume.volunteer
    ]
    yield from _entries("volunteer", language, entries)


def _small(resume: Resume, language: str) -> Iterator[SheetSection]:
    lines = {
        "certificates": [
            _joined(one.name, one.issuer, period(language, one.date, None)) for one in resume.certificates
        ],
        "awards": [_joined(one.title, period(language, one.date, None)) for one in resume.awards],
        "publications": [_joined(one.name, period(language, one.releaseDate, None)) for one in resume.publications],
    }
    for kind, texts in lines.items():
        if texts:
            yield SheetSection(kind=kind, heading=word(language, kind), lines=texts)


def _last(resume: Resume, language: str) -> Iterator[SheetSection]:
    if resume.languages:
        spoken = [f"{one.language} ({one.fluency})" if one.fluency else one.language for one in resume.languages]
        text = ", ".join(spoken)
        yield SheetSection(kind="languages", heading=word(language, "languages"), groups=[Group(text=text)])
    if resume.interests:
        text = ", ".join(interest.name for interest in resume.interests)
        yield SheetSection(kind="interests", heading=word(language, "interests"), groups=[Group(text=text)])
    for section in resume.x_parse.unparsed:
        if heading_kind(section.heading) not in _LEFT_OUT and section.heading and section.text:
            paragraphs = [part for part in section.text.split("\n") if part.strip()]
            yield SheetSection(kind="other", heading=section.heading, paragraphs=paragraphs)


_SECTIONS: Final[tuple[Callable[[Resume, str], Iterator[SheetSection]], ...]] = (
    _summary, _skills, _work, _projects, _education, _small, _volunteer, _last,
)  # fmt: skip


def _entries(kind: str, language: str, entries: list[Entry]) -> Iterator[SheetSection]:
    filled = [entry for entry in entries if entry != Entry()]
    if filled:
        yield SheetSection(kind=kind, heading=word(language, kind), entries=filled)


def _head(first: str | None, second: str | None, place: str | None, dates: str) -> Entry:
    """Employer and dates above, title and place below; what is missing makes room for the rest."""
    if not first:
        return Entry(left=second or "", right=dates, below_left=place or "")
    return Entry(left=first, right=dates, below_left=second or "", below_right=place or "")


def _stacked(entry: Entry) -> Entry:
    third = " | ".join(part for part in (entry.right, entry.below_right) if part)
    return entry.model_copy(update={"right": "", "below_right": "", "third": third})


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)
