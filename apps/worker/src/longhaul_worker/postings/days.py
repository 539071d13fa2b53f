"""Finds when an advert was posted and until when it is open."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from longhaul_worker.postings.draft import Draft
from longhaul_worker.postings.labels import Fact
from longhaul_worker.postings.page import Page
from longhaul_worker.postings.when import fold, read_day

_POSTED: Final = re.compile(
    r"\b(?:posted|published|listed|added|reposted|date posted|posting date|advertised|veroffentlicht"
    r"|online seit|eingestellt am|erschienen am|publiee?s? (?:le|il y a)|mise? en ligne|publicad[oa]"
    r"|pubblicat[oa]|geplaatst|opublikowan\w+|dodano|publicerad|publisert|vlozeno)\b[^\n]{0,40}"
)
_BYLINE: Final = re.compile(r"^(?:posted|published) by .{2,80}? on (?P<day>.{6,40})$", re.IGNORECASE)
_EXPIRES: Final = re.compile(
    r"\b(?:(?:apply|applications?|cv|resume|send)[^\n]{0,70} (?:by|before)(?= \d| [a-z]{3,9} \d)|apply (?:by"
    r"|before|until|no later than)|applications? (?:close[sd]?|are open until|must be (?:received|submitted) by"
    r"|will be accepted until|deadline|due)|closing date|close[sd]? on|deadline|open until|valid (?:until"
    r"|through)|expires? on|last day to apply|"
    r"bewerbungsfrist|bewerbungsschluss|bewerben sie sich bis|bewirb dich bis|bis zum"
    r"|bewerbung\w*[^\n]{0,60} bis (?=\d)|date limite|avant le|jusqu.au|fecha limite|hasta el|scadenza"
    r"|entro il|sluitingsdatum|uiterlijk|wazn[ae] do|sista ansokningsdag|ansok senast|soknadsfrist"
    r"|ansogningsfrist)\b[^\n]{0,60}"
)
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
    american = _is_american(page, draft)
    for fact in facts:
        sure = 0.84 if fact.is_labelled else 0.74
        evidence = f"{fact.label}: {fact.value}"
        if fact.name == "posted":
            draft.posted.add(read_day(fact.value, today, month_first=american), "heuristic", sure, evidence)
        elif fact.name == "period":
            first, _, second = fact.value.partition(" to ") if " to " in fact.value else fact.value.partition(" - ")
            draft.posted.add(read_day(first, today, month_first=american), "heuristic", sure, evidence)
            draft.expires.add(read_day(second, today, side="future", month_first=american), "heuristic", sure, evidence)
        elif fact.name == "expires":
            draft.expires.add(
                read_day(fact.value, today, side="future", month_first=american), "heuristic", sure, evidence
            )
    _from_metas(page, draft, today)
    for machine, text, hint in page.times:
        day = read_day(machine, today) or read_day(text, today, month_first=american)
        if re.search(r"expir|valid|clos|deadline|end", hint):
            draft.expires.add(day, "heuristic", 0.74, f"{hint} {machine or text}")
        else:
            is_posted = bool(re.search(r"post|publ|creat|list|ago|date", hint))
            draft.posted.add(day, "heuristic", 0.76 if is_posted else 0.6, machine or text)
    for block in page.main:
        plain = fold(block.text)
        if len(plain) < 400 and (found := _POSTED.search(plain)):
            day = read_day(found.group(), today, month_first=american)
            byline = _BYLINE.match(block.text)
            draft.posted.add(day or (read_day(byline["day"], today) if byline else None), "heuristic", 0.72, block.text)
        if found := _EXPIRES.search(plain):
            day = read_day(found.group(), today, side="future", month_first=american)
            draft.expires.add(day, "heuristic", 0.7, found.group())
    latest = today + timedelta(days=2)
    draft.posted.all = [found for found in draft.posted.all if found.value <= latest]
    posted, expires = draft.posted.value, draft.expires.value
    if posted and expires and expires < posted:
        draft.expires.all = [found for found in draft.expires.all if found.value >= posted]


def _from_metas(page: Page, draft: Draft, today: date) -> None:
    for finds, names in ((draft.posted, _META_POSTED), (draft.expires, _META_EXPIRES)):
        for name in names:
            if written := page.metas.get(name):
                finds.add(read_day(written, today), "heuristic", 0.66, f"{name}: {written}")


def _is_american(page: Page, draft: Draft) -> bool:
    """Whether `3/4/2026` is the fourth of March here."""
    raws = " ".join(place.raw for place in draft.places.value or [])
    salary = draft.salary.value
    if re.search(r"\b(?:USA?|United States)\b|,\s?[A-Z]{2}\b(?! \d{4}\b)", raws):
        return True
    return bool(salary and salary.currency == "USD") or (
        page.lang in {None, "en"} and "en-US" in page.metas.get("og:locale", "").replace("_", "-")
    )
