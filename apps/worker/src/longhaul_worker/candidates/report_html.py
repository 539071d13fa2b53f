"""The report of a search as a web page that also mail programs show; everything from CVs is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from career.tasks.candidates import CandidateCounts, CandidateQuery
from longhaul_worker.candidates.found import Match
from longhaul_worker.candidates.report_text import facts, is_link, one_line, role_lines, summary_line

_CELL: Final = "padding:6px 10px;border-bottom:1px solid #ddd;text-align:left;vertical-align:top"


def as_html(
    query: CandidateQuery,
    matches: Sequence[Match],
    counts: CandidateCounts,
    quotes: Mapping[str, Sequence[str]],
    *,
    link_base: str | None = None,
    left_out: int = 0,
) -> str:
    """The report of `matches`; with `link_base` it links to the files of CVs, which are never enclosed."""
    title = _text(f"Candidates: {query.title}")
    rows = "\n".join(_row(rank, match, quotes, link_base) for rank, match in enumerate(matches, 1))
    role = "".join(f"<li>{_text(line)}</li>" for line in role_lines(query))
    more = f"<p>{left_out} more are in the report among the files of the job.</p>" if left_out else ""
    heads = "".join(f'<th style="{_CELL}">{name}</th>' for name in ("#", "Score", "Candidate", "Skills", "Source"))
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>\n'
        f'<body style="font-family:sans-serif;color:#222">\n<h1>{title}</h1>\n<ul>{role}</ul>\n'
        f"<p>{_text(summary_line(counts, len(matches) + left_out))}</p>\n"
        f'<table style="border-collapse:collapse">\n<tr>{heads}</tr>\n{rows}\n</table>\n{more}</body></html>\n'
    )


def _row(rank: int, match: Match, quotes: Mapping[str, Sequence[str]], link_base: str | None) -> str:
    name = f"<strong>{_text(match.name or 'Unnamed')}</strong>"
    lines = [name, _text(facts(match)), _text(", ".join(part for part in (match.email, match.phone) if part))]
    lines += [f"<em>“{_text(quote)}”</em>" for quote in quotes.get(match.resume_id, ())]
    skills = [_text(", ".join(match.scored.matched))]
    skills += [f"Missing: {_text(', '.join(match.scored.missing))}"] if match.scored.missing else []
    cells = [
        str(rank),
        str(match.scored.score),
        "<br>".join(line for line in lines if line),
        "<br>".join(line for line in skills if line),
        _source(match, link_base),
    ]
    return "<tr>" + "".join(f'<td style="{_CELL}">{cell}</td>' for cell in cells) + "</tr>"


def _source(match: Match, link_base: str | None) -> str:
    links = [_text(match.source)]
    if match.source_url is not None and is_link(match.source_url):
        links.append(f'<a href="{escape(match.source_url)}" rel="noreferrer">page</a>')
    if match.source_id is not None and link_base is not None:
        links.append(f'<a href="{escape(link_base)}/artifacts/{match.source_id}">file</a>')
    return " ".join(links)


def _text(text: str) -> str:
    return escape(one_line(text))
