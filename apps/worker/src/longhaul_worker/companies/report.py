"""Writes the dossier down: each statement with the words it rests on and the number of its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pydantic import BaseModel

from career.records.postings import StoredPosting
from longhaul_worker.companies.advert_claims import pay_of, source_of
from longhaul_worker.companies.claims import Claim, Topic
from longhaul_worker.companies.dossier import Dossier
from longhaul_worker.companies.summary import Sentence
from longhaul_worker.interviews.sheets import plain

_SECTIONS: Final[list[tuple[str, tuple[Topic, ...]]]] = [
    ("What it is", ("about", "legal_name", "industry", "founded", "size", "location")),
    ("Whom it serves, and with what means", ("customers", "money", "certificate")),
    ("What it offers", ("product",)),
    ("What it stands for", ("values",)),
    ("Work", ("workplace", "benefit")),
    ("Technologies", ("technology",)),
    ("News", ("news",)),
    ("Profiles", ("social", "contact")),
]  # fmt: skip
_MAX_JOBS: Final = 40


class Section(BaseModel):
    """A heading and lines of plain text; marks such as `[1]` name the sources. `note` stands before the lines."""

    heading: str
    note: str = ""
    lines: list[str]


@dataclass(frozen=True)
class _Numbers:
    """The number of each source, in the order of their first use."""

    by_source: dict[str, int]

    def of(self, source: str) -> str:
        return f"[{self.by_source.setdefault(source, len(self.by_source) + 1)}]"


def sections_of(dossier: Dossier, summary: Sequence[Sentence] = ()) -> list[Section]:
    """The report in sections; those without lines are left out."""
    numbers = _Numbers({})
    sections = [
        Section(
            heading="In short",
            note="Written by a language model from the statements below.",
            lines=[f"{one.text} {''.join(numbers.of(claim.source) for claim in one.claims)}" for one in summary],
        )
    ]
    for heading, topics in _SECTIONS:
        chosen = [claim for topic in topics for claim in dossier.claims if claim.topic == topic]
        sections.append(Section(heading=heading, lines=[_claim(claim, numbers) for claim in chosen]))
    sections.append(_jobs(dossier.postings, numbers))
    sections.append(Section(heading="How it fits you", lines=dossier.fit_notes))
    sections.append(Section(heading="What to ask", lines=dossier.questions))
    sections.append(Section(heading="What no source says", lines=dossier.unknown))
    sections.append(Section(heading="Sources", lines=list(_sources(dossier, numbers))))
    return [section for section in sections if section.lines]


def markdown(title: str, sections: Sequence[Section]) -> str:
    """The report as Markdown. Text of pages and adverts cannot become markup."""
    return "\n".join(_lines(title, sections)).strip() + "\n"


def _lines(title: str, sections: Sequence[Section]) -> Iterator[str]:
    yield f"# {plain(title)}"
    for section in sections:
        yield from ("", f"## {plain(section.heading)}", "")
        if section.note:
            yield from (f"_{plain(section.note)}_", "")
        yield from (f"- {plain(line)}" for line in section.lines)


def _claim(claim: Claim, numbers: _Numbers) -> str:
    is_said = claim.quote.strip(".") in claim.text
    return f"{claim.text}{'' if is_said else f' — “{claim.quote}”'} {numbers.of(claim.source)}"


def _jobs(postings: Sequence[StoredPosting], numbers: _Numbers) -> Section:
    lines: list[str] = []
    for posting in postings[:_MAX_JOBS]:
        places = ", ".join(place.raw for place in posting.jobLocation[:3])
        pay = pay_of(posting.baseSalary) if posting.baseSalary is not None else ""
        details = "; ".join(part for part in (places, pay) if part)
        lines.append(f"{posting.title}{f' ({details})' if details else ''} {numbers.of(source_of(posting))}")
    weeks = Counter(f"{posting.first_seen_at:%G-W%V}" for posting in postings)
    if len(weeks) > 1:
        lines.append("New by week: " + ", ".join(f"{week}: {weeks[week]}" for week in sorted(weeks)) + ".")
    return Section(heading=f"Open jobs ({len(postings)})", lines=lines)


def _sources(dossier: Dossier, numbers: _Numbers) -> Iterator[str]:
    adverts = {source_of(posting): posting for posting in dossier.postings}
    read = {visit.page.url: visit for visit in dossier.visits}
    for source, number in numbers.by_source.items():
        if source in adverts:
            advert = adverts[source]
            yield f"[{number}] {source} (advert “{advert.title}”, seen {advert.last_seen_at:%Y-%m-%d})"
        else:
            yield f"[{number}] {source}{f', read {read[source].at:%Y-%m-%d}' if source in read else ''}"
