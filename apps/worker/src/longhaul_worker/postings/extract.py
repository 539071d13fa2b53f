"""Reads a page or a text as a job advert: what it is, its fields with where each comes from, and the posting."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, Final

from pydantic import BaseModel

from career.posting import JobPlace, Posting, Salary
from career.tasks.posting import FieldProvenance, Method, PageKind
from longhaul_worker.feeds.markup import one_line, plain_text, sanitised
from longhaul_worker.feeds.places import is_place
from longhaul_worker.postings import chips, days, employers, titles, where
from longhaul_worker.postings.assemble import assemble
from longhaul_worker.postings.ats import AtsAdvert, ats_of, read_ats
from longhaul_worker.postings.classify import Verdict, classify, ld_types
from longhaul_worker.postings.demands import education, min_years
from longhaul_worker.postings.describe import description_of
from longhaul_worker.postings.draft import Draft
from longhaul_worker.postings.embedded import json_ld, loosely, states
from longhaul_worker.postings.files import is_document, text_of
from longhaul_worker.postings.labels import hinted, labelled
from longhaul_worker.postings.marked import microdata, rdfa
from longhaul_worker.postings.objects import advert_objects, take_object
from longhaul_worker.postings.packs import take_pack
from longhaul_worker.postings.page import Page
from longhaul_worker.postings.pay import dollars_of, find_pay
from longhaul_worker.postings.reading import read_page, read_text
from longhaul_worker.postings.schema_org import job_postings, take_job_posting
from longhaul_worker.postings.sections import items_of, sections_of
from longhaul_worker.postings.spots import workplace_in
from longhaul_worker.postings.when import fold

LEAST_TEXT: Final = 40  #: characters below which a page has no text to read
_STATE_SURE: Final = 0.83
_ATS_SURE: Final = 0.97


class Source(BaseModel):
    """What is read, besides its bytes: `today` is when the page was seen, `base` its address."""

    base: str | None = None
    charset: str | None = None
    today: date
    company_name: str | None = None
    is_text: bool = False
    ats: AtsAdvert | None = None
    ats_json: str | None = None


class Extraction(BaseModel):
    """What was read. `posting` is there where the page is an advert; `text` is what a reader of the page sees."""

    kind: PageKind
    reason: str
    score: float
    posting: Posting | None = None
    provenance: dict[str, FieldProvenance] = {}
    reliability: float = 0.0
    ats: str | None = None
    keys: list[str] = []
    methods: list[str] = []
    text: str = ""
    has_text: bool = True


def extract(data: bytes, source: Source) -> Extraction:
    """Read the bytes of a page or a document, or of a text where `source` says so.

    Raises `Fail` for documents that cannot be read; whatever a page holds makes it none.
    """
    if source.is_text:
        page = read_text(data.decode("utf-8", "replace"), url=source.base)
    elif is_document(data):
        page = read_text(text_of(data), url=source.base)
    else:
        page = read_page(data, url=source.base, charset=source.charset)
    return read(page, source)


def read(page: Page, source: Source) -> Extraction:
    """As `extract`, of a page that is taken apart already."""
    draft = Draft()
    if source.company_name:
        draft.company.add(one_line(source.company_name), "user", 0.99, source.company_name)
    values = json_ld(page)
    adverts = _structured(page, draft, values, source)
    pack = take_pack(page, draft, source.today)
    has_ats = _from_ats(draft, source)
    _heuristics(page, draft, source)
    text = "\n".join(block.text for block in page.main)
    described = draft.description.best
    if len(text.strip()) < LEAST_TEXT and described is not None and described.method in {"state", "jsonld", "ats_api"}:
        text = plain_text(sanitised(described.value))
        adverts = max(adverts, 1)
    elif len(text.strip()) < LEAST_TEXT and not (adverts or has_ats):
        shell = classify(page, draft, adverts, ld_types(values))
        kind: PageKind = shell.kind if shell.kind in {"captcha", "login_wall", "expired"} else "unknown"
        return Extraction(kind=kind, reason="no text", score=0, text=text, has_text=kind != "unknown")
    verdict = (
        Verdict("posting", "the system's own data") if has_ats else classify(page, draft, adverts, ld_types(values))
    )
    named = {best.method for finds in (draft.title, draft.company, draft.places) if (best := finds.best)}
    extraction = Extraction(
        kind=verdict.kind,
        reason=verdict.reason,
        score=verdict.score,
        ats=source.ats.ats if source.ats else ats_of(source.base) or ats_of(page.canonical) or pack,
        methods=sorted(named),
        text=text,
    )
    if verdict.kind != "posting":
        return extraction
    posting, keys = assemble(draft, page, source.base)
    extraction.posting, extraction.keys = posting, keys
    extraction.provenance, extraction.reliability = draft.provenance(), draft.reliability()
    return extraction


def _structured(page: Page, draft: Draft, values: list[Any], source: Source) -> int:
    """Add what marked-up data says; how many adverts it holds."""
    counts: list[int] = []
    marked: tuple[tuple[Method, list[Any]], ...] = (
        ("jsonld", values),
        ("microdata", microdata(page)),
        ("rdfa", rdfa(page)),
    )
    for method, found in marked:
        items = job_postings(found)
        if len(items) > 1:
            items = _shown(page, items)
        counts.append(len(items))
        if len(items) == 1:
            _safely(partial(take_job_posting, draft, items[0], method, source.today, source.base))
    shown = [page.title, *(page.metas.get(name, "") for name in ("og:title", "twitter:title"))]
    shown += [block.text for block in page.blocks if block.kind == "heading"][:6]
    shown += [found.value for found in draft.title.all]
    is_blank = len(page.text) < LEAST_TEXT and not max(counts)
    objects = advert_objects(states(page), None if is_blank else shown)
    for rank, item in enumerate(objects[:2]):
        sure = _STATE_SURE - 0.03 * rank
        _safely(partial(take_object, draft, item, "state", sure, source.today, source.base))
    return max(counts)


def _shown(page: Page, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The one of several adverts that the page is about, where its heading says which; else all."""
    heads = {fold(block.text) for block in page.blocks if block.level == 1}
    alike = [item for item in items if fold(one_line(str(item.get("title") or item.get("name")))) in heads]
    return alike if len(alike) == 1 else items


def _from_ats(draft: Draft, source: Source) -> bool:
    if source.ats is None or not source.ats_json:
        return False
    advert = read_ats(source.ats, loosely(source.ats_json))
    if advert is None:
        return False
    has_company = "company" in (loosely(source.ats_json) or {}) or "company_name" in source.ats_json
    take_object(draft, advert, "ats_api", _ATS_SURE, source.today, source.base)
    if not has_company:
        # The name is made of the system's slug: a page that writes it out knows better.
        draft.company.all = [
            type(found)(found.value, found.method, 0.6, found.evidence) if found.method == "ats_api" else found
            for found in draft.company.all
        ]
    return draft.title.best is not None


def _heuristics(page: Page, draft: Draft, source: Source) -> None:
    facts = [*labelled(page), *hinted(page)]
    titles.find_title(page, draft, facts)
    title = draft.title.value
    at = titles.title_at(page, title) if title else None
    chips.take_chips(page, draft, at, source.today)
    employers.find_company(page, draft, facts)
    chips.take_unknown_town(page, draft, at)
    where.find_places(page, draft, facts)
    where.find_workplace(page, draft, facts)
    where.find_employment(page, draft, facts)
    places = " ".join(place.raw for place in draft.places.value or [])
    for fact in facts:
        if fact.name == "salary":
            pay = find_pay(fact.value, where=f"{places} {source.base or ''}", is_pay=True)
            sure = 0.86 if fact.is_labelled else 0.8
            draft.salary.add(pay.salary if pay else None, "heuristic", sure, f"{fact.label}: {fact.value}")
    pay = find_pay(page.text[:60_000], where=f"{places} {source.base or ''}")
    if pay:
        draft.salary.add(pay.salary, "heuristic", pay.confidence, pay.evidence)
    days.find_days(page, draft, facts, source.today)
    _drop_places(draft)
    titles.complete_title(page, draft)
    _check(draft)
    _settle_currency(draft, f"{places} {source.base or ''}")
    draft.description.add(description_of(page, at), "heuristic", 0.6)
    sections = sections_of(page.main[at + 1 :] if at is not None else page.main)
    draft.responsibilities.add(items_of(sections, "tasks"), "heuristic", 0.7)
    draft.qualifications.add(items_of(sections, "requirements", "wishes"), "heuristic", 0.7)
    draft.benefits.add(items_of(sections, "benefits"), "heuristic", 0.7)
    lines = [*(draft.qualifications.value or []), *(block.text for block in page.main)]
    years = min_years(lines)
    if years:
        draft.min_years.add(years[0], "heuristic", 0.7, years[1])
    degree = education(lines)
    draft.education.add(degree, "heuristic", 0.6, degree)
    for fact in facts:
        if fact.is_labelled and fact.name in {"industry", "occupation"} and len(fact.value) <= 100:
            (draft.industry if fact.name == "industry" else draft.occupation).add(
                fact.value, "heuristic", 0.7, fact.label
            )


def _check(draft: Draft) -> None:
    """Hold what structured data says against what the page shows."""
    shown = [found for found in draft.salary.all if found.method == "heuristic" and found.confidence >= 0.7]
    best = draft.salary.best
    if best is not None and best.method != "heuristic" and shown and _is_misread(best.value, shown[0].value):
        draft.salary.add(shown[0].value, shown[0].method, best.confidence + 0.01, shown[0].evidence)
    places = draft.places.best
    if places is not None and all(is_virtual(place) for place in places.value):
        # "Remote" as a place gives way to a town that the page names as surely.
        others = [
            found for found in draft.places.all if found.confidence >= 0.7 and not all(map(is_virtual, found.value))
        ]
        if others and places.method != "jsonld":
            draft.places.add(others[0].value, others[0].method, places.confidence + 0.01, others[0].evidence)


def _drop_places(draft: Draft) -> None:
    """A name that the page shows as the place is not that of the company, unless a label says so."""
    places = draft.places.best
    if places is None or places.confidence < 0.6:
        return
    towns = {fold(re.split(r"[,(]| - ", place.raw)[0]).strip() for place in places.value}
    kept = [found for found in draft.company.all if found.confidence >= 0.8 or fold(found.value).strip() not in towns]
    draft.company.all = kept


def _settle_currency(draft: Draft, where: str) -> None:
    """Read `$` anew now that the places are known."""
    best = draft.salary.best
    if best is not None and best.method not in {"jsonld", "microdata", "rdfa"}:
        code = dollars_of(best.value.raw, best.value.currency, where)
        if code != best.value.currency:
            salary = best.value.model_copy(update={"currency": code})
            draft.salary.add(salary, best.method, best.confidence + 0.001, best.evidence)


def is_virtual(place: JobPlace) -> bool:
    """Whether a place is none on the map: "Remote", "Anywhere"."""
    return is_place(place.raw) and place.locality is None and place.country is None and bool(workplace_in(place.raw))


def _is_misread(marked: Salary, shown: Salary) -> bool:
    """Whether marked-up pay is a thousandth, a hundredfold or has lost its period, by what the page shows."""
    if marked.minValue <= 0 or shown.minValue <= 0:
        return marked.maxValue <= 0
    ratio = shown.minValue / marked.minValue
    return any(abs(ratio / factor - 1) < 0.05 for factor in (1000, 100, 0.01, 0.001))


def _safely(take: Callable[[], None]) -> None:
    """Leave out data nested so deep that it was made to hurt."""
    try:
        take()
    except RecursionError:
        return
