"""Writes the preparation down: the cheat sheet, the whole of it as Markdown, and cards for learning."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from career.posting import Posting
from career.tasks.interview import Outline, Question, StudyItem
from longhaul_worker.interviews.candidate import Candidate
from longhaul_worker.interviews.topics import Topic, shown_by
from longhaul_worker.interviews.wording import quoted

KINDS: Final = {
    "experience": "Your experience", "technical": "The work itself", "gap": "What your CV does not show",
    "behavioural": "How you act", "company": "The company", "logistics": "Terms",
}  # fmt: skip
PARTS: Final = ("situation", "task", "action", "result")
_MARKUP: Final = re.compile(r"([\\`*_\[\]<>#|~$])")
_LINE_START: Final = re.compile(r"^(\s*)([-+]|\d+[.)])(?=\s)")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_STRONGEST: Final = 5


@dataclass(frozen=True)
class Preparation:
    """Everything that was prepared for one interview."""

    posting: Posting
    questions: Sequence[Question]
    to_ask: Sequence[str]
    study_plan: Sequence[StudyItem]
    cheat_sheet_md: str

    @property
    def title(self) -> str:
        """Such as `Interview: Nurse, City Clinic`."""
        company = self.posting.hiringOrganization.name
        return f"Interview: {self.posting.title}{f', {company}' if company else ''}"


def cheat_sheet(posting: Posting, topics: Sequence[Topic], candidate: Candidate, to_ask: Sequence[str]) -> str:
    """One page of Markdown: the post, the strongest matches with proof, the gaps, the figures, what to ask."""
    return "\n".join(_cheat_lines(posting, topics, candidate, to_ask)).strip() + "\n"


def _cheat_lines(
    posting: Posting, topics: Sequence[Topic], candidate: Candidate, to_ask: Sequence[str]
) -> Iterator[str]:
    yield f"# {plain(posting.title)}"
    yield ""
    yield from (f"- {plain(line)}" for line in _facts(posting))
    shown = [(topic, found) for topic in topics if (found := shown_by(topic, candidate)) is not None]
    if shown:
        yield from ("", "## What speaks for you", "")
        strongest = sorted(shown, key=lambda pair: (pair[0].rank != "required", pair[1].kind != "statement"))
        for topic, found in strongest[:_STRONGEST]:
            where = f" ({plain(found.where)})" if found.where else ""
            yield f"- **{plain(topic.name)}**: “{plain(quoted(found.text))}”{where}"
    missing = [topic for topic in topics if topic.rank == "required" and shown_by(topic, candidate) is None]
    if missing:
        yield from ("", "## What you will be asked about because the CV does not show it", "")
        yield from (f"- {plain(topic.name)}" for topic in missing[:8])
    figures = [one for one in candidate.statements if one.has_number][:_STRONGEST]
    if figures:
        yield from ("", "## Figures to have ready", "")
        yield from (f"- {plain(quoted(one.text))}" for one in figures)
    if to_ask:
        yield from ("", "## Ask in return", "")
        yield from (f"- {plain(question)}" for question in to_ask[:3])


def _facts(posting: Posting) -> Iterator[str]:
    if posting.hiringOrganization.name:
        yield f"Company: {posting.hiringOrganization.name}"
    if posting.jobLocation:
        yield f"Place: {'; '.join(place.raw for place in posting.jobLocation[:3])}"
    if posting.workplace:
        yield f"Workplace: {posting.workplace}"
    if posting.baseSalary is not None:
        yield f"Pay: {posting.baseSalary.raw}"
    if posting.experience_min_years is not None:
        yield f"Experience asked for: {posting.experience_min_years:g} years"


def markdown(preparation: Preparation) -> str:
    """The whole preparation as Markdown. Text of the advert and the CV cannot become markup."""
    return "\n".join(_lines(preparation)).strip() + "\n"


def _lines(preparation: Preparation) -> Iterator[str]:
    yield f"# {plain(preparation.title)}"
    kind = None
    for question in preparation.questions:
        if question.kind != kind:
            kind = question.kind
            yield from ("", f"## {KINDS[kind]}")
        yield from ("", f"### {question.id}. {plain(question.text)}", "")
        yield f"Why: {plain(question.why)}  "
        yield f"Difficulty: {question.difficulty} of 5"
        if question.evidence:
            yield from ("", f"> {plain(' '.join(question.evidence.split()))}")
        steps = outline_lines(question.outline)
        if steps:
            yield ""
            yield from (f"- **{name}**: {plain(text)}" for name, text in steps)
    if preparation.study_plan:
        yield from ("", "## What to study")
        for item in preparation.study_plan:
            yield from ("", f"### {plain(item.skill)} ({item.hours} h)", "", plain(item.gap), "")
            yield from (f"{number}. {plain(step)}" for number, step in enumerate(item.steps, start=1))
    yield from ("", "## What to ask", "")
    yield from (f"- {plain(question)}" for question in preparation.to_ask)


def outline_lines(outline: Outline) -> list[tuple[str, str]]:
    """The parts of an outline that say something, with their names."""
    return [(part.capitalize(), str(getattr(outline, part))) for part in PARTS if getattr(outline, part)]


def cards(preparation: Preparation) -> str:
    """The questions as cards for Anki: front, back and tags, comma-separated. No cell can be a formula."""
    out = io.StringIO()
    out.write("#separator:Comma\n#html:false\n#columns:Front,Back,Tags\n#tags column:3\n")
    rows = csv.writer(out, lineterminator="\n")
    for question in preparation.questions:
        back = "\n".join(f"{name}: {text}" for name, text in outline_lines(question.outline))
        tags = " ".join([question.kind, f"difficulty{question.difficulty}", *map(_tag, question.topics)])
        rows.writerow([_cell(question.text), _cell(back or question.why), tags])
    return out.getvalue()


def plain(text: str) -> str:
    """`text` on one line as Markdown that shows exactly it."""
    return _LINE_START.sub(r"\1\\\2", _MARKUP.sub(r"\\\1", " ".join(text.split())))


def _cell(text: str) -> str:
    plainly = "\n".join(" ".join(line.split()) for line in text.splitlines())
    return f"'{plainly}" if plainly.startswith(_FORMULA) else plainly


def _tag(topic: str) -> str:
    return re.sub(r"[^\w+#.-]+", "_", topic).strip("_")[:60] or "topic"
