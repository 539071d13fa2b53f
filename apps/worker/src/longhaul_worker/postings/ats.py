"""Knows applicant tracking systems: which one an address belongs to, and where its public JSON of an advert is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, cast
from urllib.parse import parse_qs, urlsplit

from longhaul_worker.feeds.companies import prettified
from longhaul_worker.postings.objects import as_object

Advert = dict[str, Any]


@dataclass(frozen=True, slots=True)
class AtsAdvert:
    """An advert of a tracking system: the system's name, the company's slug there, and the address of its JSON."""

    ats: str
    company: str
    api_url: str
    job: str


@dataclass(frozen=True, slots=True)
class _System:
    name: str
    pattern: re.Pattern[str]
    api: str
    pick: Callable[[Any, str], Advert]


def ats_advert(url: str) -> AtsAdvert | None:
    """The advert that `url` leads to, where the system shows it as JSON to everybody; None for other addresses."""
    plain = url.split("#", 1)[0]
    for system in _SYSTEMS:
        found = system.pattern.match(plain)
        if found:
            company, job = found["company"], found["job"]
            return AtsAdvert(system.name, company, system.api.format(company=company, job=job), job)
    number = parse_qs(urlsplit(url).query).get("gh_jid", [""])[0]
    slug = parse_qs(urlsplit(url).query).get("for", [""])[0]
    if number.isdigit() and re.fullmatch(r"[\w-]+", slug):
        return AtsAdvert("greenhouse", slug, f"https://boards-api.greenhouse.io/v1/boards/{slug}/jobs/{number}", number)
    return None


def ats_of(url: str | None) -> str | None:
    """The name of the tracking system whose site `url` is on."""
    host = urlsplit(url or "").hostname or ""
    return next((name for end, name in _HOSTS.items() if host == end or host.endswith(f".{end}")), None)


def read_ats(advert: AtsAdvert, answer: Any) -> Advert | None:
    """The answer of the system as an object with the usual field names; None where the advert is not in it."""
    system = next(system for system in _SYSTEMS if system.name == advert.ats)
    item = system.pick(answer, advert.job)
    if not item:
        return None
    item.setdefault("company", prettified(advert.company))
    return {key: value for key, value in item.items() if value not in (None, "", [], {})}


def _greenhouse(answer: Any, _job: str) -> Advert:
    job = as_object(answer)
    if not job.get("title"):
        return {}
    offices = [
        as_object(office).get("location") or as_object(office).get("name") for office in _list(job.get("offices"))
    ]
    named = {
        "title": job.get("title"), "description": job.get("content"),
        "location": as_object(job.get("location")).get("name") or offices[:1],
        "posted": job.get("first_published") or job.get("updated_at"), "url": job.get("absolute_url"),
        "id": job.get("id"),
        "requisitionid": job.get("requisition_id"),
    }  # fmt: skip
    pay = as_object(next(iter(_list(job.get("pay_input_ranges"))), None))
    if pay.get("min_cents"):
        named |= {
            "salarymin": str(round(int(pay["min_cents"]) / 100)),
            "salarymax": str(round(int(pay.get("max_cents") or pay["min_cents"]) / 100)),
            "salarycurrency": pay.get("currency_type"),
        }  # fmt: skip
    for field in map(as_object, _list(job.get("metadata"))):
        name, value = str(field.get("name", "")).lower(), field.get("value")
        if isinstance(value, str) and re.search(r"employment|contract|commitment|work ?type", name):
            named["employmenttype"] = value
        elif isinstance(value, str) and re.search(r"workplace|remote|location type", name):
            named["workplacetype"] = value
    return named | ({"company": job["company_name"]} if job.get("company_name") else {})


def _lever(answer: Any, _job: str) -> Advert:
    job = as_object(answer[0] if isinstance(answer, list) and answer else answer)
    categories = as_object(job.get("categories"))
    if not job.get("text"):
        return {}
    lists = "".join(
        f"<h3>{as_object(part).get('text', '')}</h3><ul>{as_object(part).get('content', '')}</ul>"
        for part in _list(job.get("lists"))
    )
    pay = as_object(job.get("salaryRange"))
    interval = str(pay.get("interval", "")).replace("per-", "per ").replace("-salary", "").replace("-wage", "")
    return {
        "title": job["text"], "description": f"{job.get('description', '')}{lists}{job.get('additional', '')}",
        "location": categories.get("allLocations") or categories.get("location"),
        "employmenttype": categories.get("commitment"),
        "department": categories.get("team"), "workplacetype": job.get("workplaceType"),
        "posted": _number(job.get("createdAt")),
        "url": job.get("hostedUrl"), "id": job.get("id"), "salarymin": _number(pay.get("min")),
        "salarymax": _number(pay.get("max")),
        "salarycurrency": pay.get("currency"), "salaryperiod": interval or None,
    }  # fmt: skip


def _ashby(answer: Any, job: str) -> Advert:
    jobs = [as_object(item) for item in _list(as_object(answer).get("jobs"))]
    alike = [item for item in jobs if job in (item.get("id"), str(item.get("jobUrl", "")).rsplit("/", 1)[-1])]
    found = alike[0] if alike else as_object(None)
    places = [
        found.get("location"),
        *(as_object(more).get("location") for more in _list(found.get("secondaryLocations"))),
    ]
    return found and {
        "title": found.get("title"), "description": found.get("descriptionHtml") or found.get("descriptionPlain"),
        "location": [place for place in places if place], "employmenttype": found.get("employmentType"),
        "workplacetype": found.get("workplaceType") or ("remote" if found.get("isRemote") else None),
        "posted": found.get("publishedAt"),
        "url": found.get("jobUrl"), "id": found.get("id"), "department": found.get("department"),
        "salary": as_object(found.get("compensation")).get("compensationTierSummary"),
    }  # fmt: skip


def _workable(answer: Any, _job: str) -> Advert:
    job = as_object(answer)
    place = as_object(job.get("location"))
    parts = [f"<h3>{name.capitalize()}</h3>{job[name]}" for name in ("requirements", "benefits") if job.get(name)]
    return {} if not job.get("title") else {
        "title": job["title"], "description": "".join([str(job.get("description", "")), *parts]),
        "city": place.get("city"),
        "region": place.get("region"), "country": place.get("country"), "employmenttype": job.get("type"),
        "posted": job.get("published"),
        "workplacetype": job.get("workplace") or ("remote" if job.get("remote") else None), "id": job.get("shortcode"),
    }  # fmt: skip


def _smartrecruiters(answer: Any, _job: str) -> Advert:
    job = as_object(answer)
    place = as_object(job.get("location"))
    texts = as_object(as_object(job.get("jobAd")).get("sections"))
    description = "".join(
        f"<h3>{as_object(part).get('title', '')}</h3>{as_object(part).get('text', '')}"
        for part in texts.values()
        if as_object(part).get("text")
    )
    mode = "hybrid" if place.get("hybrid") else "remote" if place.get("remote") else None
    named: Advert = {
        "title": job.get("name"), "description": description, "city": place.get("city"), "region": place.get("region"),
        "country": str(place.get("country", "")).upper() or None,
        "employmenttype": as_object(job.get("typeOfEmployment")).get("label"),
        "posted": job.get("releasedDate"), "id": job.get("refNumber") or job.get("id"), "url": job.get("postingUrl"),
        "workplacetype": mode,
    }  # fmt: skip
    company = as_object(job.get("company")).get("name")
    return {} if not job.get("name") else named | ({"company": company} if company else {})


def _recruitee(answer: Any, _job: str) -> Advert:
    job = as_object(as_object(answer).get("offer"))
    mode = (
        "hybrid" if job.get("hybrid") else "remote" if job.get("remote") else "onsite" if job.get("on_site") else None
    )
    named: Advert = {
        "title": job.get("title"), "description": f"{job.get('description') or ''}{job.get('requirements') or ''}",
        "location": job.get("location"),
        "employmenttype": str(job.get("employment_type_code", "")).replace("_", " "),
        "posted": job.get("published_at") or job.get("created_at"),
        "url": job.get("careers_url"), "id": job.get("id"), "workplacetype": mode, "expires": job.get("close_at"),
    }  # fmt: skip
    return {} if not job.get("title") else named | ({"company": job["company_name"]} if job.get("company_name") else {})


def _number(value: Any) -> str | None:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _list(value: Any) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []


_SYSTEMS: Final = tuple(
    _System(name, re.compile(pattern, re.IGNORECASE), api, pick)
    for name, pattern, api, pick in (
        ("greenhouse", r"https?://(?:boards|job-boards)(?:\.eu)?\.greenhouse\.io/(?P<company>[\w-]+)/jobs/(?P<job>\d+)",
         "https://boards-api.greenhouse.io/v1/boards/{company}/jobs/{job}?pay_transparency=true", _greenhouse),
        ("lever", r"https?://jobs(?:\.eu)?\.lever\.co/(?P<company>[\w.-]+)/(?P<job>[0-9a-f-]{36})",
         "https://api.lever.co/v0/postings/{company}/{job}?mode=json", _lever),
        ("ashby", r"https?://jobs\.ashbyhq\.com/(?P<company>[\w.%-]+)/(?P<job>[0-9a-f-]{36})",
         "https://api.ashbyhq.com/posting-api/job-board/{company}?includeCompensation=true", _ashby),
        ("workable", r"https?://apply\.workable\.com/(?P<company>(?!j/)[\w-]+)/j/(?P<job>[0-9A-F]{8,12})",
         "https://apply.workable.com/api/v2/accounts/{company}/jobs/{job}", _workable),
        ("smartrecruiters", r"https?://(?:jobs|careers)\.smartrecruiters\.com/(?P<company>[\w-]+)/(?P<job>\d{9,18})",
         "https://api.smartrecruiters.com/v1/companies/{company}/postings/{job}", _smartrecruiters),
        ("recruitee", r"https?://(?P<company>[\w-]+)\.recruitee\.com/o/(?P<job>[\w-]+)",
         "https://{company}.recruitee.com/api/offers/{job}", _recruitee),
    )
)  # fmt: skip
_HOSTS: Final = {
    "greenhouse.io": "greenhouse", "lever.co": "lever", "ashbyhq.com": "ashby", "workable.com": "workable",
    "smartrecruiters.com": "smartrecruiters",
    "recruitee.com": "recruitee", "personio.de": "personio", "personio.com": "personio",
    "teamtailor.com": "teamtailor", "myworkdayjobs.com": "workday",
    "bamboohr.com": "bamboohr", "breezy.hr": "breezy", "icims.com": "icims", "jobvite.com": "jobvite",
    "join.com": "join", "taleo.net": "taleo",
    "successfactors.com": "successfactors", "successfactors.eu": "successfactors", "oraclecloud.com": "oracle",
    "welcometothejungle.com": "wttj",
    "linkedin.com": "linkedin", "indeed.com": "indeed", "seek.com.au": "seek", "stepstone.de": "stepstone",
    "softgarden.io": "softgarden",
    "pinpointhq.com": "pinpoint", "rippling.com": "rippling", "jazz.co": "jazzhr", "applytojob.com": "jazzhr",
    "comeet.com": "comeet",
}  # fmt: skip
