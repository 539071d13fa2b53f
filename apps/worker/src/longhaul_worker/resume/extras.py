"""The smaller sections: projects, certificates, awards, publications, volunteering, interests."""
# ruff: noqa: RUF001 - CVs are full of these dashes and quotes

from __future__ import annotations

import re

from career.resume import Award, Certificate, Interest, Project, Publication, Volunteer
from longhaul_worker.resume.dates import find_spans, without_spans
from longhaul_worker.resume.document import ICON, Line
from longhaul_worker.resume.entries import split_entries
from longhaul_worker.resume.rows import rows_of
from longhaul_worker.resume.textnorm import join_wrapped, starts_with_bullet, tidy, without_bullet
from longhaul_worker.resume.work import find_posts

_ISSUER = re.compile(r"\t|\s+[|–—-]\s+|,\s+(?=[A-Z])")


def find_projects(lines: list[Line]) -> list[Project]:
    """Projects: a head each, with dates, description and points."""
    projects: list[Project] = []
    for entry in split_entries(rows_of(lines)):
        texts = [piece for row in entry.head for piece in row.rest.split("\t") if tidy(piece)]
        if not texts:
            continue
        parts = re.split(r"\s+[|–—]\s+|:\s+|\s+-\s+", without_bullet(texts[0]), maxsplit=1)
        span = entry.span
        described = " ".join(tidy(text) for text in [*parts[1:], *texts[1:], entry.prose() or ""] if tidy(text))
        projects.append(
            Project(
                name=tidy(parts[0])[:200],
                description=described or None,
                startDate=span.start if span else None,
                endDate=span.end if span else None,
                highlights=entry.bullets(),
            )
        )
    return projects


def find_certificates(lines: list[Line]) -> list[Certificate]:
    """Certificates, one a line, with issuer and date where given."""
    found: list[Certificate] = []
    for text, date in _items(lines):
        parts = _ISSUER.split(text, maxsplit=1)
        issuer = tidy(parts[1]).strip(" ()|") if len(parts) > 1 else None
        found.append(Certificate(name=tidy(parts[0])[:300], issuer=issuer or None, date=date))
    return found


def find_awards(lines: list[Line]) -> list[Award]:
    """Awards, one a line."""
    return [Award(title=tidy(text)[:300], date=date) for text, date in _items(lines)]


def find_publications(lines: list[Line]) -> list[Publication]:
    """Publications, one a line or paragraph."""
    return [Publication(name=tidy(text)[:500], releaseDate=date) for text, date in _items(lines)]


def find_interests(lines: list[Line]) -> list[Interest]:
    """Interests: the parts of a list."""
    text = ",".join(without_bullet(line.text) for line in lines)
    parts = re.split(rf"[,;|•·\t{ICON}]", text)
    return [Interest(name=name) for part in parts if (name := tidy(part).strip(" .")) and len(name) <= 80]


def find_volunteering(lines: list[Line]) -> list[Volunteer]:
    """Unpaid posts, read as the paid ones are."""
    return [
        Volunteer(
            organization=post.work.name,
            position=post.work.position,
            startDate=post.work.startDate,
            endDate=post.work.endDate,
            summary=post.work.summary,
            highlights=post.work.highlights,
        )
        for post in find_posts(lines)
    ]


def _items(lines: list[Line]) -> list[tuple[str, str | None]]:
    """Items of a list, wrapped lines joined, each with its date cut out."""
    bulleted = any(line.bullet or starts_with_bullet(line.text) for line in lines)
    items: list[list[str]] = []
    for line in lines:
        starts = line.bullet or starts_with_bullet(line.text) or not bulleted or line.space > 0.45
        if starts or not items:
            items.append([without_bullet(line.text)])
        else:
            items[-1].append(line.text)
    out: list[tuple[str, str | None]] = []
    for parts in items:
        text = join_wrapped_keeping_gaps(parts)
        spans = find_spans(text)
        bare = without_spans(text, spans[-1:]) if spans else text
        if re.search(r"[^\W\d_]{2}", bare):
            out.append((bare.strip(" ()"), spans[-1].end or spans[-1].start if spans else None))
    return out


def join_wrapped_keeping_gaps(parts: list[str]) -> str:
    """Lines of one item as one line; gaps within them stay."""
    return join_wrapped([part.replace("\t", " | ") for part in parts]).replace(" | ", "\t")
