"""Takes what schema.org's JobPosting says, however loosely it is filled in, into a draft."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final, cast

from career.posting import Identifier, JobPlace, Salary
from career.tasks.posting import Method
from longhaul_worker.feeds.companies import can_be_company
from longhaul_worker.feeds.facts import web_address
from longhaul_worker.feeds.markup import one_line
from longhaul_worker.feeds.places import split_place
from longhaul_worker.feeds.salary import read_salary
from longhaul_worker.postings.draft import Draft
from longhaul_worker.postings.embedded import objects
from longhaul_worker.postings.kinds import kinds_of
from longhaul_worker.postings.pay import find_pay
from longhaul_worker.postings.sections import listed
from longhaul_worker.postings.when import read_day

Item = dict[str, Any]
_CONFIDENCE: Final[dict[Method, float]] = {"jsonld": 0.95, "microdata": 0.9, "rdfa": 0.88}
_MOST_PLACES: Final = 10
_MONTHS_A_YEAR: Final = 12
_REMOTE: Final = re.compile(r"telecommute|remote|work.?from.?home|home.?office", re.IGNORECASE)
_HYBRID: Final = re.compile(r"hybrid", re.IGNORECASE)
_ONSITE: Final = re.compile(r"on.?site|in.?office|in.?person", re.IGNORECASE)


def job_postings(values: Iterable[Any]) -> list[Item]:
    """The JobPosting objects in `values`, each title once, however deep they stand."""
    found: dict[str, Item] = {}
    for value in values:
        for item in objects(value):
            if "jobposting" in types_of(item) and (title := _text(item.get("title") or item.get("name"))):
                found.setdefault(f"{title}|{_text(item.get('url'))}", item)
    return list(found.values())


def types_of(item: Item) -> set[str]:
    """The item's types, in lower case and without their vocabulary."""
    written: Any = item.get("@type") or item.get("type") or []
    names = cast("list[Any]", written) if isinstance(written, list) else [written]
    return {str(name).rstrip("/").rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for name in names}


def take_job_posting(draft: Draft, item: Item, method: Method, today: date, base: str | None) -> None:
    """Add to `draft` what `item` says."""
    sure = _CONFIDENCE.get(method, 0.8)
    title = _text(item.get("title") or item.get("name"))
    draft.title.add(title[:300], method, sure, title)
    _take_company(draft, item, method, sure, base)
    _take_places(draft, item, method, sure)
    kinds = kinds_of(_texts(item.get("employmentType")))
    draft.employment.add(kinds, method, sure, ", ".join(_texts(item.get("employmentType"))))
    for finds, key, side in ((draft.posted, "datePosted", "past"), (draft.expires, "validThrough", "future")):
        written = _text(item.get(key))
        finds.add(read_day(written, today, side="past" if side == "past" else "future"), method, sure, written)
    salary = _salary(item, " ".join(place.raw for place in draft.places.value or []) + f" {base or ''}")
    draft.salary.add(salary, method, sure, salary.raw if salary else None)
    draft.identifier.add(_identifier(item.get("identifier")), method, sure)
    description = item.get("description")
    draft.description.add(description if isinstance(description, str) else None, method, sure)
    for finds, keys in (
        (draft.responsibilities, ("responsibilities",)),
        (draft.qualifications, ("qualifications",)),
        (draft.benefits, ("jobBenefits", "benefits")),
    ):
        finds.add(
            [line for key in keys for text in _texts(item.get(key), html=True) for line in listed(text)], method, sure
        )
    draft.skills.add(
        [one_line(name) for text in _texts(item.get("skills")) for name in re.split(r"[,;|\n]", text)], method, sure
    )
    draft.industry.add(", ".join(_texts(item.get("industry")))[:300], method, sure)
    draft.occupation.add(", ".join(_texts(item.get("occupationalCategory")))[:300], method, sure)
    education = [_text(value, "credentialCategory", "name") for value in _several(item.get("educationRequirements"))]
    draft.education.add(", ".join(text for text in education if text)[:300], method, sure)
    direct = item.get("directApply")
    if isinstance(direct, bool) or _text(direct).lower() in {"true", "false"}:
        draft.direct_apply.add(_text(direct).lower() == "true", method, sure)
    experience: Any = item.get("experienceRequirements")
    months = experience.get("monthsOfExperience") if isinstance(experience, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    if isinstance(months, int | float | str) and re.fullmatch(r"\d{1,3}(?:\.\d+)?", str(months)):
        draft.min_years.add(round(float(months) / _MONTHS_A_YEAR, 1), method, sure)


def _take_company(draft: Draft, item: Item, method: Method, sure: float, base: str | None) -> None:
    organization: Any = next(iter(_several(item.get("hiringOrganization"))), None)
    name = _text(organization, "name", "legalName")
    if name.startswith(("http://", "https://")) or not name or name.lower() in {"confidential", "n/a", "company"}:
        name = ""
    draft.company.add(name if can_be_company(name) or name else None, method, sure, name)
    if isinstance(organization, dict):
        found = cast("Item", organization)
        for key in ("sameAs", "url"):
            draft.company_url.add(web_address(_text(found.get(key)), base), method, sure)
        logo: Any = found.get("logo")
        draft.logo.add(web_address(_text(logo, "url", "contentUrl", "@id"), base), method, sure)


def _take_places(draft: Draft, item: Item, method: Method, sure: float) -> None:
    places = [place for value in _several(item.get("jobLocation")) if (place := _place(value))]
    if not places and any(item.get(key) for key in ("addressLocality", "addressRegion", "addressCountry")):
        # Career sites of one system forget the scopes in between.
        places = [place] if (place := _place({"address": item})) else []
    unique = list({place.raw: place for place in places}.values())[:_MOST_PLACES]
    draft.places.add(unique, method, sure, " / ".join(place.raw for place in unique))
    wanted = [_text(value, "name", "address") for value in _several(item.get("applicantLocationRequirements"))]
    draft.applicants.add([name for name in wanted if name], method, sure)
    where = " ".join(_texts(item.get("jobLocationType")))
    if _HYBRID.search(where):
        draft.workplace.add("hybrid", method, sure, where)
    elif _REMOTE.search(where):
        # Sites say TELECOMMUTE of hybrid work too, so the page's own words may overrule it.
        draft.workplace.add("remote", method, 0.72, where)
    elif _ONSITE.search(where):
        draft.workplace.add("onsite", method, sure, where)


def _place(value: Any) -> JobPlace | None:
    if isinstance(value, str):
        return _plain_place(one_line(value))
    if not isinstance(value, dict):
        return None
    found = cast("Item", value)
    address: Any = next(iter(_several(found.get("address"))), None)
    if isinstance(address, str) and address.strip():
        return _plain_place(one_line(address))
    parts = cast("Item", address) if isinstance(address, dict) else found
    locality, region = _text(parts.get("addressLocality")), _text(parts.get("addressRegion"))
    country = _text(parts.get("addressCountry"), "name", "identifier")
    named = [
        part
        for part in dict.fromkeys((locality, region, country))
        if part and part.lower() not in {"none", "null", "n/a", "-"}
    ]
    if not named:
        return _plain_place(_text(found.get("name")) or _text(parts.get("streetAddress")))
    return JobPlace(raw=", ".join(named), locality=locality or None, region=region or None, country=country or None)


def _plain_place(raw: str) -> JobPlace | None:
    if not raw or len(raw) > 200:
        return None
    locality, region, country = split_place(raw)
    return JobPlace(raw=raw, locality=locality, region=region, country=country)


def _salary(item: Item, where: str) -> Salary | None:
    for written in [*_several(item.get("baseSalary")), *_several(item.get("estimatedSalary"))]:
        if isinstance(written, str | int | float):
            text = one_line(str(written))
            salary = read_salary(text, currency=_text(item.get("salaryCurrency")) or None)
            found = find_pay(text, where=where, is_pay=True)
            if found or salary:
                return found.salary if found else salary
            continue
        if not isinstance(written, dict):
            continue
        amount = cast("Item", written)
        value: Any = amount.get("value")
        inner = cast("Item", value) if isinstance(value, dict) else amount
        currency = _text(amount.get("currency") or inner.get("currency") or item.get("salaryCurrency")) or None
        unit = _text(inner.get("unitText") or amount.get("unitText") or inner.get("unitCode")) or None
        low = _text(
            inner.get("minValue") or amount.get("minValue") or (inner.get("value") if inner is not amount else None)
        )
        high = _text(inner.get("maxValue") or amount.get("maxValue"))
        plain = _text(value) if not isinstance(value, dict) else ""
        if plain and not re.fullmatch(r"[\d.,\s]+", plain):
            found = find_pay(f"{plain} {unit or ''}".strip(), where=f"{where} {currency or ''}", is_pay=True)
            if found:
                return (
                    found.salary
                    if found.salary.currency or not currency
                    else found.salary.model_copy(update={"currency": currency})
                )
            continue
        salary = read_salary(None, low=_amount(low or plain), high=_amount(high), currency=currency, unit=unit)
        if salary is not None and salary.maxValue > 0:
            return salary
    return None


def _amount(text: str) -> str | None:
    """A number as a program writes it, without the decimals that would read as thousands."""
    found = re.fullmatch(r"(\d+)(?:\.(\d+))?", text)
    if found is None:
        return text or None
    return found[1] if not (found[2] or "").strip("0") else f"{found[1]}.{found[2][:2]}"


def _identifier(value: Any) -> Identifier | None:
    written: Any = next(iter(_several(value)), None)
    number = _text(written, "value", "@id")
    name = _text(cast("Item", written).get("name")) if isinstance(written, dict) else ""
    return Identifier(name=name or "identifier", value=number[:500]) if number else None


def _several(value: Any) -> list[Any]:
    if value in (None, "", [], {}):
        return []
    return cast("list[Any]", value) if isinstance(value, list) else [value]


def _texts(value: Any, *, html: bool = False) -> list[str]:
    return [
        text
        for member in _several(value)
        if (text := (str(member) if html and isinstance(member, str) else _text(member, "name", "description")))
    ]


def _text(value: Any, *keys: str) -> str:
    """`value` as one line; of an object what stands under the first of `keys` that it has."""
    if isinstance(value, dict):
        return next(_from(cast("Item", value), keys), "")
    if isinstance(value, list):
        return next((text for member in cast("list[Any]", value) if (text := _text(member, *keys))), "")
    if isinstance(value, bool):
        return "true" if value else "false"
    return one_line(str(value)) if isinstance(value, str | int | float) else ""


def _from(item: Item, keys: Iterable[str]) -> Iterator[str]:
    for key in (*keys, "@value"):
        text = _text(item.get(key), *keys) if item.get(key) is not item else ""
        if text:
            yield text
