"""The report of a search as Markdown and as the text of a mail; what comes from CVs cannot become markup."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from career.tasks.candidates import CandidateCounts, CandidateQuery
from longhaul_worker.candidates.found import Match

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~&])")


def role_lines(query: CandidateQuery) -> list[str]:
    """What was searched for, a line each."""
    lines = [f"Required skills: {', '.join(query.skills_required)}"] if query.skills_required else []
    lines += [f"Nice to have: {', '.join(query.skills_nice)}"] if query.skills_nice else []
    place = query.location or ""
    remote = "remote possible" if query.remote_ok else "on site"
    lines += [f"Place: {place} ({remote})"] if place else []
    lines += [f"At least {query.min_years:g} years"] if query.min_years is not None else []
    return [one_line(line) for line in lines]


def summary_line(counts: CandidateCounts, shown: int) -> str:
    """How the search went, in one sentence."""
    people = "candidate" if shown == 1 else "candidates"
    rest = f"{counts.found} found, {counts.scored} scored, {counts.duplicates} duplicates, {counts.failed} failed"
    return f"{shown} {people} ({rest})."


def facts(match: Match) -> str:
    """Where somebody is and for how long they have worked, as far as known."""
    years = f"{match.years:.1f} years of experience" if match.years is not None else None
    return " · ".join(one_line(part) for part in (match.headline, match.place, years) if part)


def as_markdown(
    query: CandidateQuery, matches: Sequence[Match], counts: CandidateCounts, quotes: Mapping[str, Sequence[str]]
) -> str:
    """The whole report."""
    lines = [f"# Candidates: {escaped(query.title)}", "", *(f"- {escaped(line)}" for line in role_lines(query)), ""]
    lines += [summary_line(counts, len(matches)), ""]
    for rank, match in enumerate(matches, 1):
        lines += [f"## {rank}. {escaped(match.name or 'Unnamed')}: {match.scored.score}/100", ""]
        details = facts(match)
        lines += [escaped(details), ""] if details else []
        contact = ", ".join(part for part in (match.email, match.phone) if part)
        lines += [f"- Contact: {escaped(contact)}"] if contact else []
        lines += [f"- Matched: {escaped(', '.join(match.scored.matched))}"] if match.scored.matched else []
        lines += [f"- Missing: {escaped(', '.join(match.scored.missing))}"] if match.scored.missing else []
        lines += [f"- Parts of the score: {_parts(match)}"]
        lines += [f"- Source: {escaped(match.source)}{_link(match)}"]
        lines += [f"> {escaped(quote)}" for quote in quotes.get(match.resume_id, ())]
        lines.append("")
    return "\n".join(lines)


def as_text(query: CandidateQuery, matches: Sequence[Match], counts: CandidateCounts, shown: int) -> str:
    """The text of the mail: the best `shown`, short."""
    lines = [f"Candidates: {one_line(query.title)}", *role_lines(query), "", summary_line(counts, len(matches)), ""]
    for rank, match in enumerate(matches[:shown], 1):
        lines += [f"{rank}. {one_line(match.name or 'Unnamed')}: {match.scored.score}/100"]
        lines += [f"   {details}" for details in (facts(match),) if details]
        lines += [f"   Missing: {one_line(', '.join(match.scored.missing))}"] if match.scored.missing else []
        lines += [f"   {one_line(match.source_url)}"] if match.source_url else []
    if len(matches) > shown:
        lines += ["", f"{len(matches) - shown} more are in the report among the files of the job."]
    return "\n".join(lines) + "\n"


def one_line(text: str) -> str:
    """`text` without line breaks and control characters."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def escaped(text: str) -> str:
    """`text` as Markdown that shows it literally, in one line."""
    return _SPECIAL.sub(r"\\\1", one_line(text))


def is_link(url: str) -> bool:
    """Whether `url` may be clicked: a web address and nothing that runs."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def _parts(match: Match) -> str:
    return ", ".join(f"{name} {round(100 * part)} %" for name, part in match.scored.breakdown.items())


def _link(match: Match) -> str:
    url = match.source_url
    return f", <{url}>" if url is not None and is_link(url) and not set(url) & set("<> ") else ""
