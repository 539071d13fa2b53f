"""People that do not exist, for the tests of ranking and of telling who is who, and their CVs in several forms."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Post:
    """A post: `end` is None where it is still held."""

    title: str
    company: str
    start: str
    end: str | None
    points: tuple[str, ...] = ()


@dataclass(frozen=True)
class Person:
    """Somebody, and how well they fit each role (0 not at all, 3 very well); roles left out are 0."""

    name: str
    headline: str
    email: str
    phone: str
    place: str
    posts: tuple[Post, ...]
    skills: tuple[str, ...]
    fits: dict[str, int] = field(default_factory=dict[str, int])


def as_text(person: Person) -> str:
    """A plain CV in one column."""
    lines = [person.name, person.headline, f"{person.place} | {person.phone} | {person.email}", "", "EXPERIENCE", ""]
    for post in person.posts:
        lines += [f"{post.title}, {post.company}", f"{post.start} - {post.end or 'Present'}"]
        lines += [f"- {point}" for point in post.points]
        lines.append("")
    return "\n".join([*lines, "SKILLS", "", ", ".join(person.skills), ""])


def as_markdown(person: Person) -> str:
    """A CV in Markdown: dates beside titles, skills as a list."""
    lines = [f"# {person.name}", "", f"**{person.headline}**", "", person.email, person.phone, person.place, ""]
    lines += ["## Skills", "", *(f"- {skill}" for skill in person.skills), "", "## Work Experience", ""]
    for post in person.posts:
        lines += [f"### {post.title} at {post.company} ({post.start} – {post.end or 'present'})", ""]  # noqa: RUF001
        lines += [f"* {point}" for point in post.points]
        lines.append("")
    return "\n".join(lines)


def as_json(person: Person) -> dict[str, Any]:
    """A JSON Resume."""
    return {
        "basics": {
            "name": person.name,
            "label": person.headline,
            "email": person.email,
            "phone": person.phone,
            "location": {"city": person.place.partition(",")[0], "region": person.place.partition(", ")[2]},
        },
        "work": [
            {
                "name": post.company,
                "position": post.title,
                "startDate": post.start,
                **({"endDate": post.end} if post.end else {}),
                "highlights": list(post.points),
            }
            for post in person.posts
        ],
        "skills": [{"name": "Skills", "keywords": list(person.skills)}],
    }


def json_bytes(person: Person) -> bytes:
    """A JSON Resume as a file."""
    return json.dumps(as_json(person), ensure_ascii=False).encode()
