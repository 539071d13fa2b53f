"""Reads a JSON Resume of any version, as people really write them, into the desk's own shape."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, Final, cast

from career.model import Note
from career.resume import (
    Award,
    Basics,
    Certificate,
    Education,
    Interest,
    ParseReport,
    Place,
    Profile,
    Project,
    Publication,
    Resume,
    SkillGroup,
    SpokenLanguage,
    Volunteer,
    Work,
)
from longhaul_worker.candidates.cv import ReadCv, completed, text_of
from longhaul_worker.resume.dates import find_spans
from longhaul_worker.resume.languages import language_of

Json = dict[str, Any]

MAX_JSON_BYTES: Final = 3_000_000
_MAX_ITEMS: Final = 200
_MAX_CHARS: Final = 5_000
_SECTIONS: Final = frozenset({"basics", "work", "education", "skills", "projects", "volunteer"})
_DATE: Final = re.compile(r"(\d{4})(?:[-/.](0?[1-9]|1[0-2])(?:[-/.](0?[1-9]|[12]\d|3[01]))?)?(?:T.*)?")
_TAGS: Final = re.compile(r"<[^<>]{1,200}>")


def looks_like_json(data: bytes) -> bool:
    """Whether the file is an object of JSON rather than a document."""
    return data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")


def read_json_resume(data: bytes) -> ReadCv:
    """The resume in `data`; with a `code` instead where it is no JSON, no resume, or has nothing in it."""
    digest = hashlib.sha256(data).hexdigest()
    if len(data) > MAX_JSON_BYTES:
        return ReadCv(sha256=digest, code="TOO_LARGE", message="The file holds far more text than a CV.")
    try:
        document: object = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        return ReadCv(sha256=digest, code="NOT_JSON", message="The file is not valid JSON.")
    if isinstance(document, dict) and isinstance(cast("Json", document).get("resume"), dict):
        document = cast("Json", document)["resume"]
    if not isinstance(document, dict) or not _SECTIONS & set(cast("Json", document)):
        return ReadCv(sha256=digest, code="NOT_A_RESUME", message="The JSON is no JSON Resume.")
    resume = as_resume(cast("Json", document), digest)
    text = text_of(resume)
    if len(text) < 20:
        return ReadCv(sha256=digest, code="NO_TEXT", message="The JSON Resume is empty.")
    resume.x_parse.language = language_of(text)
    resume.x_parse.chars = len(text)
    return ReadCv(sha256=digest, resume=completed(resume), text=text, confidence_score=0.95)


def as_resume(document: Json, sha256: str) -> Resume:
    """The resume of a JSON object. What has the wrong type or is no date is left out, whatever else is there."""
    report = ParseReport(source_sha256=sha256, language="en", pages=1, chars=0, layout="text")
    resume = Resume(basics=_basics(_object(document.get("basics"))), x_parse=report)
    resume.work = [post for entry in _objects(document.get("work")) if (post := _post(entry)) is not None]
    resume.volunteer = [_volunteer(entry) for entry in _objects(document.get("volunteer"))]
    resume.education = [_education(entry) for entry in _objects(document.get("education"))]
    resume.skills = _skills(document.get("skills"))
    resume.projects = [
        Project(
            name=name,
            description=_text(entry.get("description")) or _text(entry.get("summary")),
            startDate=_date(entry.get("startDate")),
            endDate=_date(entry.get("endDate")),
            highlights=_texts(entry.get("highlights")) + _texts(entry.get("keywords")),
        )
        for entry in _objects(document.get("projects"))
        if (name := _text(entry.get("name")))
    ]
    resume.certificates = [
        Certificate(name=name, issuer=_text(entry.get("issuer")), date=_date(entry.get("date")))
        for entry in _objects(document.get("certificates"))
        if (name := _text(entry.get("name")))
    ]
    resume.awards = [
        Award(title=title, date=_date(entry.get("date")))
        for entry in _objects(document.get("awards"))
        if (title := _text(entry.get("title")))
    ]
    resume.publications = [
        Publication(name=name, releaseDate=_date(entry.get("releaseDate")))
        for entry in _objects(document.get("publications"))
        if (name := _text(entry.get("name")))
    ]
    resume.languages = [
        SpokenLanguage(language=language, fluency=_text(entry.get("fluency")) or _text(entry.get("level")))
        for entry in _objects(document.get("languages"), name="language")
        if (language := _text(entry.get("language")) or _text(entry.get("name")))
    ]
    resume.interests = [
        Interest(name=name)
        for entry in _objects(document.get("interests"), name="name")
        if (name := _text(entry.get("name")))
    ]
    if not resume.work:
        report.notes.append(Note(code="NO_WORK", message="No work entries were found.", field="work"))
    return resume


def _basics(basics: Json) -> Basics:
    profiles = [
        Profile(
            network=_text(entry.get("network")) or "web",
            username=_text(entry.get("username")),
            url=_text(entry.get("url")),
        )
        for entry in _objects(basics.get("profiles"))
    ]
    email = _text(basics.get("email"))
    return Basics(
        name=_text(basics.get("name")),
        label=_text(basics.get("label")) or _text(basics.get("headline")),
        email=email if email and "@" in email else None,
        phone=_text(basics.get("phone")),
        url=_text(basics.get("url")) or _text(basics.get("website")),
        summary=_text(basics.get("summary")),
        location=_place(basics.get("location")),
        profiles=profiles,
    )


def _place(value: object) -> Place | None:
    if not isinstance(value, dict):
        raw = _text(value)
        return Place(raw=raw) if raw else None
    place = cast("Json", value)
    named = {name: _text(place.get(name)) for name in ("address", "postalCode", "city", "region", "countryCode")}
    raw = ", ".join(part for name in ("city", "region", "countryCode") if (part := named[name]))
    raw = raw or named["address"] or _text(place.get("country")) or ""
    return Place(raw=raw, **named) if raw else None


def _post(entry: Json) -> Work | None:
    end = entry.get("endDate")
    start = _date(entry.get("startDate"))
    finished = _date(end)
    post = Work(
        name=_text(entry.get("name")) or _text(entry.get("company")) or _text(entry.get("organization")),
        position=_text(entry.get("position")) or _text(entry.get("title")),
        location=_text(entry.get("location")),
        url=_text(entry.get("url")) or _text(entry.get("website")),
        startDate=start,
        endDate=finished,
        current=start is not None and finished is None,
        summary=_text(entry.get("summary")) or _text(entry.get("description")),
        highlights=_texts(entry.get("highlights")),
    )
    return post if post.name or post.position or post.summary else None


def _volunteer(entry: Json) -> Volunteer:
    return Volunteer(
        organization=_text(entry.get("organization")),
        position=_text(entry.get("position")),
        startDate=_date(entry.get("startDate")),
        endDate=_date(entry.get("endDate")),
        summary=_text(entry.get("summary")),
        highlights=_texts(entry.get("highlights")),
    )


def _education(entry: Json) -> Education:
    return Education(
        institution=_text(entry.get("institution")),
        studyType=_text(entry.get("studyType")),
        area=_text(entry.get("area")),
        startDate=_date(entry.get("startDate")),
        endDate=_date(entry.get("endDate")),
        score=_text(entry.get("score")) or _text(entry.get("gpa")),
        courses=_texts(entry.get("courses")),
    )


def _skills(value: object) -> list[SkillGroup]:
    """The groups; a plain list of names is one group, and a group without keywords is a skill of its own."""
    groups: list[SkillGroup] = []
    alone: list[str] = []
    for entry in _objects(value, name="name"):
        name, keywords = _text(entry.get("name")), _texts(entry.get("keywords"))
        if keywords:
            groups.append(SkillGroup(name=name or "", keywords=keywords))
        elif name:
            alone.append(name)
    return groups + ([SkillGroup(keywords=alone)] if alone else [])


def _date(value: object) -> str | None:
    text = _text(value)
    if text is None:
        return None
    found = _DATE.fullmatch(text)
    if found is not None:
        year, month, day = found.groups()
        return "-".join([year, *(f"{int(part):02d}" for part in (month, day) if part)])
    spans = find_spans(text)
    return spans[0].start if len(spans) == 1 else None


def _text(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = _TAGS.sub(" ", str(value)) if isinstance(value, str) else str(value)
    return "".join(char for char in text if char.isprintable() or char in "\n\t").strip()[:_MAX_CHARS] or None


def _texts(value: object) -> list[str]:
    entries = cast("list[object]", value) if isinstance(value, list) else [value]
    return [text for entry in entries[:_MAX_ITEMS] if (text := _text(_named(entry)))]


def _named(entry: object) -> object:
    return cast("Json", entry).get("name") if isinstance(entry, dict) else entry


def _object(value: object) -> Json:
    return cast("Json", value) if isinstance(value, dict) else {}


def _objects(value: object, *, name: str | None = None) -> list[Json]:
    """The objects of a list; with `name`, plain values in it become objects with this one field."""
    entries = cast("list[object]", value) if isinstance(value, list) else [value]
    found: list[Json] = []
    for entry in entries[:_MAX_ITEMS]:
        if isinstance(entry, dict):
            found.append(cast("Json", entry))
        elif name is not None and _text(entry):
            found.append({name: entry})
    return found
