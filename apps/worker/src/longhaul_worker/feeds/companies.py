"""What a feed's names say about companies: legal forms, career sites of one company, and what is no company's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from longhaul_worker.feeds.places import is_place
from longhaul_worker.feeds.roles import likeness

_LEGAL_FORM = re.compile(
    r"\b(?:inc|llc|ltd|limited|corp|corporation|gmbh|ag|se|kg|plc|s\.?a\.?s?|s\.?r\.?l|b\.?v|n\.?v|oy|ab|a/s|aps|pty|group|labs"
    r"|technologies|solutions|systems|holding|studios?|university|universit\u00e4t|institute|foundation|bank)\b\.?",
    re.IGNORECASE,
)
_TERMS = re.compile(
    r"^(?:full|part)[\s-]?time$|^(?:contract|permanent|temporary|freelance|internship|vollzeit|teilzeit|urgent|new|featured"
    r"|hot|senior|junior|mid|entry level|all genders|cdi|cdd|stage|remote|hybrid|on-?site|immediate start"
    r"|[$\u20ac\u00a3]?\d[\d.,\u2013-]*\s*k?[$\u20ac\u00a3]?|grade \w+|level \w+|\d+\s*%|[mwfdxh/| ]{3,7})$",
    re.IGNORECASE,
)
_DEPARTMENTS = frozenset({
    "platform", "sales", "marketing", "engineering", "product", "design", "finance", "operations", "people",
    "hr", "legal", "support", "mobile", "backend", "frontend", "cloud", "security", "data", "infrastructure",
    "growth", "research", "development", "customer", "success", "business", "analytics", "team", "teams", "it",
    "web", "core", "international", "global", "corporate", "strategy", "communications", "quality",
    "enterprise", "retail", "production", "logistics", "purchasing", "and", "of", "the", "&", "new", "ai", "ml",
    "r&d", "dach", "emea", "apac", "north", "south", "east", "west", "brand", "payments", "risk", "compliance",
    "fraud", "partnerships", "network", "identity", "search", "ads", "tax", "treasury", "audit", "facilities",
    "recruiting", "talent", "events", "social", "media", "content", "community", "commercial", "industrial",
    "digital", "technical", "technology", "public", "affairs", "regional", "administration", "billing",
    "claims", "underwriting", "procurement", "supply", "chain",
})  # fmt: skip
_CAREERS = re.compile(
    r"^(?:(?:current |open |all |latest |our )?(?:jobs|careers?|open positions|openings|job openings|vacancies"
    r"|opportunities|stellenangebote|karriere|offene stellen|jobs and careers|carri\u00e8res?|emplois|offres d.emploi"
    r"|empleo|vacatures)\s*(?:at|with|@|bei|chez|en|bij|[:|\u2013\u2014-])\s*)(?P<after>.+)$"
    r"|^(?P<before>.+?)\s*[:|\u2013\u2014-]?\s*\b(?:careers?|karriere|open positions|job openings|openings|vacancies"
    r"|stellenangebote|carri\u00e8res?)(?:\s+(?:feed|rss|page))?$",
    re.IGNORECASE,
)
_JOBS_OF = re.compile(
    r"^(?:(?P<before>.+?)\s+(?:job|jobs|stellen|emplois)|jobs?\s+(?P<after>.+?))(?:\s+(?:feed|rss))?$", re.IGNORECASE
)
_BOARD = re.compile(
    r"job|work|remote|hiring|recruit|talent|board|emploi|stellen|vacanc|opportunit|indeed|gigs?\b", re.IGNORECASE
)
_PUBLIC_SUFFIX_FIRST = frozenset({"co", "com", "org", "net", "ac", "gov", "edu", "gob", "gouv", "or", "ne"})
_TENANT_HOSTS = frozenset({
    "teamtailor.com", "personio.de", "personio.com", "recruitee.com", "bamboohr.com", "breezy.hr", "workable.com",
    "myworkdayjobs.com", "jobvite.com", "icims.com", "pinpointhq.com", "join.com", "applytojob.com", "zohorecruit.com",
    "freshteam.com", "homerun.co", "jobs.cz", "softgarden.io", "rexx-systems.com", "hr4you.org", "factorialhr.com",
    "welcomekit.co", "comeet.co", "catsone.com", "jobscore.com", "applicantpro.com", "viterbit.site", "traffit.com",
})  # fmt: skip
_TENANT_PATHS = frozenset({
    "greenhouse.io", "lever.co", "ashbyhq.com", "smartrecruiters.com", "workable.com", "recruiterbox.com",
    "jobs.personio.de", "rippling.com", "welcometothejungle.com", "gem.com", "dover.com", "polymer.co",
})  # fmt: skip
_NO_TENANT = frozenset(
    {"www", "jobs", "careers", "career", "api", "boards", "boards-api", "apply", "job-boards", "xml", "feeds"}
)


def registered_domain(host: str) -> str:
    """The domain that somebody registered: `jobs.acme.co.uk` is `acme.co.uk`. By rule of thumb, without a list."""
    labels = host.lower().strip(".").split(".")
    is_two_part_suffix = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _PUBLIC_SUFFIX_FIRST
    return ".".join(labels[-3:] if is_two_part_suffix else labels[-2:])


def can_be_company(name: str) -> bool:
    """Whether `name` could be a company's: neither a place nor a term of employment, and not too long."""
    bare = name.strip(" .,-()[]")
    if not 1 < len(bare) <= 90 or len(bare.split()) > 10 or not any(letter.isalpha() for letter in bare):
        return False
    return not (_TERMS.match(bare) or is_place(bare))


def is_department(name: str) -> bool:
    """Whether `name` is made of words for parts of a company, such as "Product & Design"."""
    return all(word in _DEPARTMENTS for word in re.findall(r"[\w&]+", name.lower()))


def company_score(name: str) -> float:
    """From -1 (not a company's name, or a department's) to 1 (with its legal form)."""
    if not can_be_company(name):
        return -1.0
    if is_department(name):
        return -1.0
    if _LEGAL_FORM.search(name):
        return 1.0
    return 0.0 if likeness(name) >= 1 else 0.3


def of_career_site(feed_title: str | None) -> str | None:
    """The company of a feed called such as "Jobs at Acme" or "Acme Careers"; None for other titles."""
    found = _CAREERS.match(feed_title or "")
    name = (found.group("after") or found.group("before") or "").strip() if found else ""
    return name if name and can_be_company(name) and not _BOARD.search(name) else None


def of_jobs_title(feed_title: str | None, texts: Sequence[str]) -> str | None:
    """The company of a feed called such as "Acme Jobs", if most of its adverts' `texts` speak of it."""
    found = _JOBS_OF.match(feed_title or "")
    name = (found.group("before") or found.group("after")).strip() if found else ""
    if not name or not can_be_company(name) or _BOARD.search(name):
        return None
    speaking = sum(name.casefold() in text.casefold() for text in texts)
    return name if texts and 2 * speaking >= len(texts) else None


def of_tenant(url: str | None) -> str | None:
    """The company that an applicant tracking system's address names, as its slug: `acme` of `acme.teamtailor.com`."""
    parts = urlsplit(url or "")
    host = (parts.hostname or "").lower()
    domain = registered_domain(host)
    label = host.split(".", 1)[0]
    if domain in _TENANT_HOSTS and host != domain and label not in _NO_TENANT:
        return label
    steps = [step for step in parts.path.split("/") if step]
    if domain in _TENANT_PATHS and steps:
        candidates = [
            step
            for step in steps
            if step not in {"v0", "v1", "boards", "postings", "api", "jobs", "job-board", "embed", "j"}
        ]
        return candidates[0].lower() if candidates and re.fullmatch(r"[A-Za-z][\w-]{1,40}", candidates[0]) else None
    return None


def of_own_domain(feed_title: str | None, url: str | None) -> str | None:
    """The feed's title where it is the name of the site's own domain and not that of a job board."""
    title = (feed_title or "").strip()
    label = registered_domain(urlsplit(url or "").hostname or "").split(".", 1)[0]
    folded = re.sub(r"[^a-z0-9]", "", title.lower())
    if not folded or not label or _BOARD.search(title) or _BOARD.search(label):
        return None
    return title if folded == label.replace("-", "") else None


def prettified(slug: str) -> str:
    """A company's name made of its slug: `acme-labs` gives `Acme Labs`."""
    return " ".join(part[:1].upper() + part[1:] for part in re.split(r"[-_]+", slug) if part)
