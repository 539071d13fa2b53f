"""Finds when an advert was posted and until when it is open."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from longhaul_worker.postings.draft import Draft
from longhaul_worker.postings.labels import Fact
from longhaul_worker.postings.page import Page
from longhaul_worker.postings.when import fold, read_day

_POSTED: Final = re.compile(
    r"\b(?:posted|published|listed|added|reposted|date posted|posting date|advertised|veroffentlicht"
    r"|online seit|eingestellt am|erschienen am|publiee?s? (?:le|il y a)|mise? en ligne|publicad[oa]"
    r"|actualisee? le|pubblicat[oa]|geplaatst|opublikowan\w+|dodano|publicerad|publisert|vlozeno)\b[^\n]{0,100}"
)
_BYLINE: Final = re.compile(r"^(?:posted|published) by .{2,80}? on (?P<day>.{6,40})$", re.IGNORECASE)
_EXPIRES: Final = re.compile(
    r"\b(?:(?:apply|applications?|cv|resume|send)[^\n]{0,70} (?:by|before)(?= \d| [a-z]{3,9} \d)|apply (?:by"
    r"|before|until|no later than)|applications? (?:close[sd]?|are open until|must be (?:received|submitted) by"
    r"|will be accepted until|deadline|due)|closing (?:date|on)|advertised until|close[sd]? on|deadline"
    r"|open until|valid (?:until"
    r"|through)|expires? on|last day to apply|"
    r"bewerbungsfrist|bewerbungsschluss|bewerben sie sich bis|bewirb dich bis|bis zum"
    r"|bewerbung\w*[^\n]{0,60} bis (?=\d)|date limite|avant le|jusqu.au|fecha limite|antes del|hasta el|scadenza"
    r"|entro il|sluitingsdatum|uiterlijk|solliciteren kan tot|reageren (?:kan )?tot|wazn[ae] do"
    r"|sista ansokningsdag|ansok senast|soknadsfrist"
    r"|ansogningsfrist)\b[^\n]{0,60}"
)
_ELSEWHERE: Final = re.compile(r", (?:UK|GB|AT|CH|FR|ES|PT|NL|BE|IE|PL|BR|NZ|AU|SE|NO|DK|FI|IT|CZ|HU|RO|PR|SP|RJ)\b")
"""Codes behind a town that are no state's. Those that are both do not count as a state's either."""
_MONTHS: Final = 12
_META_POSTED: Final = (
    "dateposted",
    "datepublished",
    "article:published_time",
    "og:published_time",
    "publish-date",
    "publication_date",
    "date",
    "dc.date",
    "dcterms.created",
    "pubdate",
)
_META_EXPIRES: Final = ("validthrough", "expires", "article:expiration_time", "unavailable_after")


def find_days(page: Page, draft: Draft, facts: list[Fact], today: date) -> None:
    """Add the days that labels, time elements, metadata and sentences give."""
    reading = _Reading(today, _is_american(page, draft))
    _from_facts(draft, facts, reading)
    _from_metas(page, draft, today)
    _from_times(page, draft, reading)
    _from_sentences(page, draft, reading)
    latest = today + timedelta(days=2)
    draft.posted.all = [found for found in draft.posted.all if found.value <= latest]
    posted, expires = draft.posted.value, draft.expires.value
    if posted and expires and expires < posted:
        draft.expires.all = [found for found in draft.expires.all if found.value >= posted]


@dataclass(frozen=True, slots=True)
class _Reading:
    """How days are read on this page."""

    today: date
    month_first: bool

    def past(self, text: str) -> date | None:
        return read_day(text, self.today, month_first=self.month_first)

    def future(self, text: str) -> date | None:
        return read_day(text, self.today, side="future", month_first=self.month_first)


def _from_facts(draft: Draft, facts: list[Fact], reading: _Reading) -> None:
    for fact in facts:
        sure = 0.84 if fact.is_labelled else 0.74
        evidence = f"{fact.label}: {fact.value}"
        if fact.name == "posted":
            draft.posted.add(reading.past(fact.value), "heuristic", sure, evidence)
        elif fact.name == "expires":
            draft.expires.add(reading.future(fact.value), "heuristic", sure, evidence)
        elif fact.name == "period":
            first, _, second = fact.value.partition(" to ") if " to " in fact.value else fact.value.partition(" - ")
            draft.posted.add(reading.past(first), "heuristic", sure, evidence)
            draft.expires.add(reading.future(second), "heuristic", sure, evidence)


def _from_times(page: Page, draft: Draft, reading: _Reading) -> None:
    for machine, text, hint in page.times:
        day = read_day(machine, reading.today) or reading.past(text)
        if re.search(r"expir|valid|clos|deadline|end", hint):
            draft.expires.add(day, "heuristic", 0.74, f"{hint} {machine or text}")
        else:
            is_posted = bool(re.search(r"post|publ|creat|list|ago|date", hint))
            draft.posted.add(day, "heuristic", 0.76 if is_posted else 0.6, machine or text)


def _from_sentences(page: Page, draft: Draft, reading: _Reading) -> None:
    for block in page.main:
        plain = fold(block.text)
        if len(plain) < 400 and (found := _POSTED.search(plain)):
            byline = _BYLINE.match(block.text)
            day = reading.past(found.group()) or (reading.past(byline["day"]) if byline else None)
            draft.posted.add(day, "heuristic", 0.72, block.text)
        if found := _EXPIRES.search(plain):
            draft.expires.add(reading.future(found.group()), "heuristic", 0.7, found.group())
    if draft.posted.best is None:
        # Some boards say it in the footer; lists of other jobs, where each has a day, are left aside.
        edges = [block.text for block in page.blocks if block.zone == "edge" and len(block.text) < 100]
        said = [text for text in edges if _POSTED.search(fold(text))]
        if len(said) == 1:
            draft.posted.add(reading.past(said[0]), "heuristic", 0.5, said[0])


def _from_metas(page: Page, draft: Draft, today: date) -> None:
    for finds, names in ((draft.posted, _META_POSTED), (draft.expires, _META_EXPIRES)):
        for name in names:
            if written := page.metas.get(name):
                finds.add(read_day(written, today), "heuristic", 0.66, f"{name}: {written}")


def _is_american(page: Page, draft: Draft) -> bool:
    """Whether `3/4/2026` is the fourth of March here."""
    numbers = [
        found for block in page.main for found in re.findall(r"(?<![\d/])(\d{1,2})/(\d{1,2})/20\d\d", block.text)
    ]
    if any(int(second) > _MONTHS for _, second in numbers):
        return True
    if any(int(first) > _MONTHS for first, _ in numbers):
        return False
    raws = " ".join(place.raw for place in draft.places.value or [])
    salary = draft.salary.value
    if re.search(
        r"\b(?:USA?|United States|Canada)\b|,\s?(?!DE|IN|CO|AR|PA|LA|MA|ID|IL|AL)[A-Z]{2}\b", raws
    ) and not _ELSEWHERE.search(raws):
        return True
    return bool(salary and salary.currency == "USD") or (
        page.lang in {None, "en"} and "en-US" in page.metas.get("og:locale", "").replace("_", "-")
    )
