"""Writes the dossier as Markdown: each statement with the words it rests on and the number of its source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

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


@dataclass(frozen=True)
class _Numbers:
    """The number of each source, in the order of their first use."""

    by_source: dict[str, int]

    def of(self, source: str) -> int:
        return self.by_source.setdefault(source, len(self.by_source) + 1)


def report(dossier: Dossier, summary: Sequence[Sentence] = ()) -> str:
    """The report as Markdown. Text of pages and adverts cannot become markup."""
    return "\n".join(_lines(dossier, summary)).strip() + "\n"


def _lines(dossier: Dossier, summary: Sequence[Sentence]) -> Iterator[str]:
    numbers = _Numbers({})
    yield f"# {plain(dossier.company.name)}"
    if summary:
        yield from ("", "## In short", "", "_Written by a language model from the statements below._", "")
        for sentence in summary:
            marks = "".join(f"[{numbers.of(claim.source)}]" for claim in sentence.claims)
            yield f"- {plain(sentence.text)} {_escaped(marks)}"
    for heading, topics in _SECTIONS:
        chosen = [claim for topic in topics for claim in dossier.claims if claim.topic == topic]
        if not chosen:
            continue
        yield from ("", f"## {heading}", "")
        yield from (_claim(claim, numbers) for claim in chosen)
    yield from _jobs(dossier.postings, numbers)
    yield from _listed("How it fits you", dossier.fit_notes)
    yield from _listed("What to ask", dossier.questions)
    yield from _listed("What no source says", dossier.unknown)
    yield from _sources(dossier, numbers)


def _claim(claim: Claim, numbers: _Numbers) -> str:
    text = plain(claim.text)
    quote = plain(claim.quote)
    said = "" if quote in text or quote.strip(".") in text else f" — “{quote}”"
    return f"- {text}{said} {_escaped(f'[{numbers.of(claim.source)}]')}"


def _jobs(postings: Sequence[StoredPosting], numbers: _Numbers) -> Iterator[str]:
    if not postings:
        return
    yield from ("", f"## Open jobs ({len(postings)})", "")
    for posting in postings[:_MAX_JOBS]:
        places = ", ".join(place.raw for place in posting.jobLocation[:3])
        pay = pay_of(posting.baseSalary) if posting.baseSalary is not None else ""
        details = "; ".join(part for part in (places, pay) if part)
        mark = _escaped(f"[{numbers.of(source_of(posting))}]")
        yield f"- {plain(posting.title)}{f' ({plain(details)})' if details else ''} {mark}"
    weeks = Counter(f"{posting.first_seen_at:%G-W%V}" for posting in postings)
    if len(weeks) > 1:
        yield from ("", "New adverts by week: " + ", ".join(f"{week}: {weeks[week]}" for week in sorted(weeks)) + ".")


def _listed(heading: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield from ("", f"## {heading}", "")
        yield from (f"- {plain(line)}" for line in lines)


def _sources(dossier: Dossier, numbers: _Numbers) -> Iterator[str]:
    if not numbers.by_source:
        return
    adverts = {source_of(posting): posting for posting in dossier.postings}
    read = {visit.page.url: visit for visit in dossier.visits}
    yield from ("", "## Sources", "")
    for source, number in numbers.by_source.items():
        if source in adverts:
            advert = adverts[source]
            seen = f"advert “{plain(advert.title)}”, seen {advert.last_seen_at:%Y-%m-%d}"
            yield f"{_escaped(f'[{number}]')} {plain(source)} ({seen})  "
        else:
            at = f", read {read[source].at:%Y-%m-%d}" if source in read else ""
            yield f"{_escaped(f'[{number}]')} {plain(source)}{at}  "


def _escaped(mark: str) -> str:
    return mark.replace("[", "\\[").replace("]", "\\]")
