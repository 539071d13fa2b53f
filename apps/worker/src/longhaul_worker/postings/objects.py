"""Takes what a JSON object with an advert's fields says, of a page's state or a system's API, into a draft."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final, cast

from career.posting import EmploymentType, JobPlace, Workplace
from career.tasks.posting import Method
from longhaul_worker.feeds import facts, fields
from longhaul_worker.feeds.companies import can_be_company
from longhaul_worker.feeds.entry import Entry, entry_of
from longhaul_worker.feeds.markup import one_line
from longhaul_worker.feeds.nodes import folded_name, from_json
from longhaul_worker.feeds.terms import workplace_of
from longhaul_worker.postings.draft import Draft
from longhaul_worker.postings.embedded import objects
from longhaul_worker.postings.kinds import kinds_of
from longhaul_worker.postings.pay import find_pay
from longhaul_worker.postings.schema_org import types_of
from longhaul_worker.postings.when import fold, read_day

_SUFFIXES: Final = (
    "label",
    "name",
    "title",
    "text",
    "value",
    "display",
    "displayname",
    "html",
    "datetimeutc",
    "shortlabel",
    "formatted",
    "long",
)
_TITLES: Final = frozenset(
    {"title", "jobtitle", "positiontitle", "postingtitle", "vacancytitle", "name", "jobname", "text", "position"}
)
_DESCRIPTIONS: Final = (
    "descriptionhtml", "jobdescription", "description", "content", "body", "jobadtext", "descriptionbody",
    "descriptionplain",
    "jobdescriptionhtml", "fulldescription", "jobdetails", "adtext", "descriptiontext", "htmldescription", "text",
)  # fmt: skip
_MORE_POSTED: Final = (
    "listedat", "listingdate", "datelisted", "publishedat", "posteddate", "dateposted", "createdat", "firstpublished",
    "postedat", "publisheddate", "releaseddate", "listeddate", "publicationdate", "onlinedate", "jobposteddate",
    "createddate",
    "posted", "created", "datecreated", "startdate", "originallypostedat", "published",
)  # fmt: skip
_MORE_EXPIRES: Final = (
    "expiresat",
    "expirydate",
    "validthrough",
    "expirationdate",
    "closingdate",
    "applicationdeadline",
    "deadline",
    "enddate",
    "closedate",
    "unposteddate",
)
_MORE_COMPANY: Final = (
    "advertiser",
    "company",
    "organization",
    "employer",
    "hiringorganization",
    "hiringcompany",
    "companydata",
    "organisation",
    "businessname",
    "hiringcompanyname",
)
_MORE_PLACES: Final = (
    "location",
    "locations",
    "joblocation",
    "categories/location",
    "workplace",
    "primarylocation",
    "formattedlocation",
    "locationlabel",
    "locationinfo",
    "jobcity",
    "city",
)
_MORE_EMPLOYMENT: Final = (
    "employmenttype",
    "worktypes",
    "worktype",
    "contracttype",
    "jobtype",
    "typeofemployment",
    "employment",
    "commitment",
    "categories/commitment",
    "contracttypes",
    "jobtypes",
    "employmenttypes",
    "schedule",
    "positiontype",
    "timetype",
)
_MORE_WORKPLACE: Final = (
    "workplacetype",
    "workplacetypes",
    "workarrangements",
    "remotetype",
    "locationtype",
    "remotestatus",
    "isremote",
    "remote",
    "workplace",
    "workmodel",
    "allowsremote",
    "location/remote",
    "remotework",
    "ishybrid",
)
_MORE_SALARY: Final = (
    "salary",
    "salaryrange",
    "compensation",
    "pay",
    "compensationtiersummary",
    "salarylabel",
    "salarytext",
    "compensationtext",
    "payrange",
    "basesalary",
    "remuneration",
    "compensation/compensationtiersummary",
    "salarydescription",
)
_CENTS: Final = 100
_LEAST_DESCRIPTION: Final = 200


def advert_objects(values: Iterable[Any], shown: Iterable[str] | None) -> list[dict[str, Any]]:
    """The objects in `values` that look like the advert whose titles are `shown`, the fullest first.

    Where nothing is shown (None), the one object that is an advert with a description; none where there are several.
    """
    titles = None if shown is None else [fold(title) for title in shown if title]
    found = [
        (score, item)
        for value in values
        for item in objects(value)
        if "jobposting" not in types_of(item) and (score := _likeness(item, titles))
    ]
    best = [item for _, item in sorted(found, key=lambda pair: -pair[0])]
    if titles is None:
        described = [
            item
            for item in best
            if any(isinstance(text, str) and len(text) > _LEAST_DESCRIPTION for text in item.values())
        ]
        return described if len({_title(item) for item in described}) == 1 else []
    return best[:3]


def take_object(draft: Draft, item: dict[str, Any], method: Method, sure: float, today: date, base: str | None) -> None:
    """Add to `draft` what `item` says."""
    entry = _entry(item)
    title = next((text for name in sorted(_TITLES, key=_rank) if (text := one_line(entry.first(name)))), "")
    draft.title.add(title[:300], method, sure, title)
    company = facts.company_of(entry) or next((one_line(name) for name in entry.all(*_MORE_COMPANY)), None)
    if company and can_be_company(company) and not company.startswith("http"):
        draft.company.add(company, method, sure, company)
    draft.company_url.add(facts.web_address(entry.first(*fields.COMPANY_URL), base), method, sure)
    draft.places.add(_places(entry), method, sure)
    workplace = _workplace(entry)
    draft.workplace.add(workplace, method, sure)
    draft.employment.add(_employment(entry), method, sure)
    draft.posted.add(_day(entry, (*_MORE_POSTED, *fields.POSTED), today), method, sure)
    draft.expires.add(_day(entry, (*_MORE_EXPIRES, *fields.EXPIRES), today), method, sure)
    _take_salary(draft, entry, method, sure, base)
    draft.identifier.add(facts.identifier_of(entry), method, sure)
    description = max((text for text in entry.all(*_DESCRIPTIONS, *fields.DESCRIPTION)), key=len, default="")
    sections = facts.description_of(entry)
    longest = sections if len(sections) > len(description) * 1.2 else description
    draft.description.add(longest if len(longest) >= _LEAST_DESCRIPTION else None, method, sure)


def _rank(name: str) -> tuple[bool, int]:
    return (name in {"name", "text", "position"}, len(name))


def _title(item: dict[str, Any]) -> str:
    names = {folded_name(key): key for key in item}
    written = (item[names[name]] for name in sorted(_TITLES & names.keys(), key=_rank))
    return next((one_line(text) for text in written if isinstance(text, str) and text.strip()), "")


def _likeness(item: dict[str, Any], titles: list[str] | None) -> int:
    """How much of an advert the object has; 0 where its title is not what the page shows."""
    names = {folded_name(key) for key in item}
    title = _title(item)
    if not 3 <= len(title) <= 200 or (titles is not None and not any(fold(title) in shown for shown in titles)):
        return 0
    has_description = any(name in names for name in _DESCRIPTIONS) or any("description" in name for name in names)
    traits = sum(
        bool(names & kind)
        for kind in (
            *fields.ADVERT_TRAITS,
            frozenset(_MORE_POSTED),
            frozenset(_MORE_EMPLOYMENT),
            frozenset(_MORE_SALARY),
        )
    )
    traits += bool(names & set(_MORE_COMPANY)) + bool(names & set(_MORE_PLACES))
    return traits + 2 * has_description if traits >= 3 or (has_description and traits >= 2) else 0


def _entry(item: dict[str, Any]) -> Entry:
    """The object as an entry; `location: {label: x}` is found under `location` too."""
    plain = entry_of(from_json("job", item)[0])
    short = [
        (path.rsplit("/", 1)[0], value)
        for path, value in plain.values
        if "/" in path and path.rsplit("/", 1)[1] in _SUFFIXES and path.count("/") == 1
    ]
    return Entry([*plain.values, *short])


def _places(entry: Entry) -> list[JobPlace]:
    places = facts.places_of(entry, None)
    if not places:
        raws = dict.fromkeys(one_line(raw) for raw in entry.all(*_MORE_PLACES))
        places = [place for raw in raws for place in facts.places_of(Entry([("location", raw)]), None)]
    return [place for place in places if 1 < len(place.raw) <= 200 and not place.raw.isdigit()][:10]


def _workplace(entry: Entry) -> Workplace | None:
    flags = [one_line(value) for value in entry.all(*_MORE_WORKPLACE)]
    if any(re.search(r"hybrid", flag, re.IGNORECASE) for flag in flags) or one_line(entry.first("ishybrid")) == "true":
        return "hybrid"
    # `remote: false` alone does not say that the work is on site: many systems have the flag and never set it.
    return workplace_of([flag for flag in flags if flag.lower() not in {"false", "0", "no", "none", "unspecified"}], [])


def _employment(entry: Entry) -> list[EmploymentType]:
    return kinds_of(one_line(value).replace("FullTime", "full time").replace("PartTime", "part time")
                            for value in entry.all(*_MORE_EMPLOYMENT))  # fmt: skip


def _day(entry: Entry, names: Iterable[str], today: date) -> date | None:
    return next((day for text in entry.all(*names) if (day := read_day(one_line(text), today))), None)


def _take_salary(draft: Draft, entry: Entry, method: Method, sure: float, base: str | None) -> None:
    where = " ".join(place.raw for place in draft.places.value or []) + f" {base or ''}"
    pays = (find_pay(text, where=where, is_pay=True) for text in _short(entry, _MORE_SALARY) if not text.isdigit())
    found = next((pay for pay in pays if pay), None)
    salary = found.salary if found else facts.salary_of(entry)
    draft.salary.add(salary, method, sure, salary.raw if salary else None)


def _short(entry: Entry, names: Iterable[str]) -> Iterator[str]:
    return (one_line(text) for text in entry.all(*names) if len(text) < 200)


def as_object(value: Any) -> dict[str, Any]:
    """`value` as an object; an empty one where it is none."""
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}
