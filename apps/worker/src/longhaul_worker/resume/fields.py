"""Putting the fields together: which section feeds which part of the resume."""

from __future__ import annotations

from datetime import UTC, datetime

from career.resume import Basics, Education, Interest, ParseReport, Resume, SkillGroup, UnparsedSection, Work
from longhaul_worker.resume import confidence, extras
from longhaul_worker.resume.contact import find_contact
from longhaul_worker.resume.document import Document, Line
from longhaul_worker.resume.education import find_education
from longhaul_worker.resume.heading_words import Kind
from longhaul_worker.resume.headings import heading_kind
from longhaul_worker.resume.identity import as_place, find_headline, find_location, find_name
from longhaul_worker.resume.languages import find_languages, language_of, spoken_group, spoken_with_level
from longhaul_worker.resume.layout import Reading
from longhaul_worker.resume.places import country_code
from longhaul_worker.resume.sections import Section, split_labelled, split_sections
from longhaul_worker.resume.skills import canonical_skills, find_groups, groups_of_text
from longhaul_worker.resume.textnorm import join_wrapped, tidy, without_bullet
from longhaul_worker.resume.work import Post, find_posts
from longhaul_worker.skills.lexicon import load_lexicon

_REGION = {"de": "DE", "fr": "FR", "es": "ES", "it": "IT", "pt": "PT", "nl": "NL", "en": "US"}
_UNPARSED: frozenset[Kind] = frozenset({"other", "references"})
_MIN_SUMMARY = 60


def read_fields(document: Document, reading: Reading, sha256: str) -> Resume:
    """The resume of a CV whose lines are in reading order."""
    sections = [
        part for stream in reading.streams for section in split_sections(stream) for part in split_labelled(section)
    ]
    language = language_of(reading.text)
    report = ParseReport(
        source_sha256=sha256,
        language=language,
        pages=len(document.pages) if document.format == "pdf" else 1,
        chars=document.chars,
        layout=reading.layout,
        hidden_text=document.hidden_text,
    )
    resume = Resume(x_parse=report)
    resume.basics = _basics(sections, reading, language, report)
    posts = _posts(sections)
    resume.work = [post.work for post in posts]
    resume.education = find_education_of(sections)
    _small_sections(resume, sections)
    _skills(resume, sections)
    resume.experience_months = _months(resume.work)
    report.confidence |= {"work": confidence.of_posts(posts), "education": confidence.of_education(resume.education)}
    report.unparsed = [
        UnparsedSection(heading=section.heading, text=_text(section.lines))
        for section in sections
        if section.kind in _UNPARSED and section.lines
    ]
    return resume


def find_education_of(sections: list[Section]) -> list[Education]:
    """Education entries of all education sections."""
    return [entry for section in sections if section.kind == "education" for entry in find_education(section.lines)]


def _basics(sections: list[Section], reading: Reading, language: str, report: ParseReport) -> Basics:
    heads = [section for section in sections if section.kind is None]
    contacts = [section for section in sections if section.kind == "contact"]
    header = [line for section in heads for line in section.lines]
    top = header + [line for section in contacts for line in section.lines] + reading.furniture
    if not header:
        top = top + [line for stream in reading.streams for line in stream[:8]]
    location = find_location(top, set())
    region = country_code(location.value) if location else None
    found = find_contact(_raw(top), reading.text, region or _REGION.get(language))
    lines = header or top
    name = find_name(lines, found.email)
    if name is None:
        lines = top + [line for stream in reading.streams for line in stream[:60]]
        name = find_name(lines, found.email, only_like_email=True)
    headline = find_headline(lines, name)
    taken = {item.index for item in (name, headline) if item is not None}
    location = find_location(top, taken)
    evidence: dict[str, str] = {}
    basics = Basics(
        name=name.value if name else None,
        label=headline.value if headline else None,
        email=found.email,
        phone=found.phone,
        url=found.url,
        summary=_summary(sections, header, taken),
        location=as_place(location.value) if location else None,
        profiles=found.profiles,
    )
    sure = {
        "basics.name": name.confidence if name else 0.0,
        "basics.label": headline.confidence if headline else 0.0,
        "basics.email": 0.98 if found.email else 0.0,
        "basics.phone": (0.97 if found.phone_certain else 0.7) if found.phone else 0.0,
        "basics.location": location.confidence if location else 0.0,
    }
    report.confidence |= sure
    for field, item in (("basics.name", name), ("basics.label", headline)):
        if item is not None:
            evidence[field] = tidy(lines[item.index].text)
    if location is not None:
        evidence["basics.location"] = tidy(top[location.index].text)
    evidence |= {"basics.email": found.email or "", "basics.phone": found.phone or ""}
    report.provenance = confidence.provenance(basics, sure, evidence)
    return basics


def _summary(sections: list[Section], header: list[Line], taken: set[int]) -> str | None:
    for section in sections:
        if section.kind == "summary" and section.lines:
            return _text(section.lines)
    prose = [
        line
        for index, line in enumerate(header)
        if index not in taken and len(tidy(line.text)) >= _MIN_SUMMARY and "@" not in line.text
    ]
    return join_wrapped([line.text for line in prose]) if len(prose) >= 2 else None


def _posts(sections: list[Section]) -> list[Post]:
    return [post for section in sections if section.kind == "work" for post in find_posts(section.lines)]


def _small_sections(resume: Resume, sections: list[Section]) -> None:
    for section in sections:
        match section.kind:
            case "projects":
                resume.projects += extras.find_projects(section.lines)
            case "certificates":
                resume.certificates += extras.find_certificates(section.lines)
            case "awards":
                resume.awards += extras.find_awards(section.lines)
            case "publications":
                resume.publications += extras.find_publications(section.lines)
            case "volunteer":
                resume.volunteer += extras.find_volunteering(section.lines)
            case "interests":
                resume.interests += extras.find_interests(section.lines)
            case "languages":
                resume.languages += find_languages(section.lines)
            case _:
                pass


def _skills(resume: Resume, sections: list[Section]) -> None:
    lexicon = load_lexicon()
    groups: list[SkillGroup] = []
    for section in sections:
        if section.kind != "skills":
            continue
        for group in find_groups(section.lines, lexicon):
            spoken = spoken_group(group)
            if spoken:
                resume.languages += spoken
            elif heading_kind(group.name) == "interests":
                resume.interests += [Interest(name=keyword) for keyword in group.keywords]
            else:
                levels = {keyword: spoken_with_level(keyword) for keyword in group.keywords}
                resume.languages += [language for language in levels.values() if language is not None]
                group.keywords = [keyword for keyword, language in levels.items() if language is None]
                groups.append(group)
    running = [
        tidy(line.text)
        for section in sections
        if section.kind in {"work", "projects", "summary"}
        for line in section.lines
    ]
    resume.skills = groups or groups_of_text(running, lexicon)
    resume.skills_canonical = canonical_skills(resume.skills, running, lexicon)
    known = len(resume.skills_canonical)
    resume.x_parse.confidence["skills"] = (0.9 if groups else 0.5) if known else (0.5 if groups else 0.0)


def _months(work: list[Work]) -> int | None:
    """Months covered by the posts, overlapping ones counted once; None where no post has dates."""
    today = datetime.now(UTC)
    covered: set[int] = set()
    for post in work:
        if post.startDate is None:
            continue
        start = _month(post.startDate, 1)
        end = today.year * 12 + today.month if post.current else _month(post.endDate or post.startDate, 12)
        covered.update(range(start, min(end, start + 70 * 12) + 1))
    return len(covered) or None


def _month(date: str, default: int) -> int:
    year, _, month = date.partition("-")
    return int(year) * 12 + (int(month[:2]) if month else default)


def _text(lines: list[Line]) -> str:
    paragraphs: list[list[str]] = []
    for line in lines:
        text = without_bullet(line.text)
        if not paragraphs or line.space > 0.6 or line.bullet or text != line.text.strip():
            paragraphs.append([text])
        else:
            paragraphs[-1].append(text)
    return "\n".join(text for lines in paragraphs if (text := join_wrapped(lines)))


def _raw(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines)
