"""Adverts as people paste them: from mails, chats, networks and forums, without any markup."""

from __future__ import annotations

from typing import Any

from tests.worker.postings.adverts import Advert
from tests.worker.postings.building import Sample, expected_of, sections

_WHO = frozenset({"title", "company", "place"})


def labelled_text(a: Advert) -> Sample:
    """Labels on lines of their own, then sections."""
    lines = [
        a.title,
        "",
        f"{a.labels['company']}: {a.company}",
        f"{a.labels['place']}: {a.place}",
        f"{a.labels['employment']}: {a.employment_text}",
        f"{a.labels['salary']}: {a.salary_text}",
        "",
        a.intro,
        "",
    ]
    return _sample("labelled_text", [*lines, *_sections(a, "- ")], expected_of(a, _WHO | {"employment", "salary"}))


def dotted_text(a: Advert) -> Sample:
    """Copied from a network: company, title, then facts with dots between them."""
    lines = [
        a.company,
        a.title,
        f"{a.place} · 2 weeks ago · Over 100 applicants",
        f"{a.workplace_text} · {a.employment_text}",
        "Apply",
        "Save",
        "About the job",
        a.intro,
        "",
    ]
    return _sample(
        "dotted_text",
        [*lines, *_sections(a, "")],
        expected_of(a, _WHO | {"workplace", "employment"}) | {"posted": "2026-08-08"},
    )


def bar_text(a: Advert) -> Sample:
    """A forum's hiring thread: everything in the first line with bars."""
    lines = [
        f"{a.company} | {a.title} | {a.place} | {a.workplace_text} | {a.employment_text} | {a.salary_text}",
        "",
        a.intro,
        "",
        " ".join(a.tasks),
        "",
        "Apply: jobs@example.org",
    ]
    return _sample("bar_text", lines, expected_of(a, _WHO | {"workplace", "employment", "salary"}))


def markdown_text(a: Advert) -> Sample:
    """Markdown with a heading and bold labels."""
    lines = [
        f"# {a.title}",
        "",
        f"**{a.labels['company']}:** {a.company}  ",
        f"**{a.labels['place']}:** {a.place}  ",
        f"**{a.labels['salary']}:** {a.salary_text}",
        "",
        a.intro,
        "",
    ]
    for heading, texts in sections(a):
        lines += [f"## {heading}", *(f"* {text}" for text in texts), ""]
    return _sample("markdown_text", lines, expected_of(a, _WHO | {"salary"}))


def title_at_text(a: Advert) -> Sample:
    """ "Title at Company" in the first line, place in brackets behind it."""
    lines = [f"{a.title} at {a.company}", f"{a.place} ({a.workplace_text})", "", a.intro, *_sections(a, "• ")]
    return _sample("title_at_text", lines, expected_of(a, _WHO | {"workplace"}))


def _sections(a: Advert, sign: str) -> list[str]:
    lines: list[str] = []
    for heading, texts in sections(a):
        lines += [f"{heading}:", *(f"{sign}{text}" for text in texts), ""]
    return [*lines, a.apply]


def _sample(name: str, lines: list[str], expected: dict[str, Any]) -> Sample:
    return Sample(name, "\n".join(lines).encode(), expected, is_text=True)


TEXT_LAYOUTS = (labelled_text, dotted_text, bar_text, markdown_text, title_at_text)
