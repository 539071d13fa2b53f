"""Which addresses belong to one site, and which are job boards rather than a company's own site."""

from __future__ import annotations

from functools import cache
from typing import Final
from urllib.parse import urlsplit

import tldextract
from rapidfuzz import fuzz

from career.records.reposts import company_key

_BOARDS: Final = frozenset({
    "greenhouse.io", "lever.co", "ashbyhq.com", "workable.com", "smartrecruiters.com", "myworkdayjobs.com",
    "workday.com", "icims.com", "jobvite.com", "bamboohr.com", "breezy.hr", "recruitee.com", "teamtailor.com",
    "personio.de", "personio.com", "join.com", "taleo.net", "successfactors.com", "successfactors.eu", "rippling.com",
    "linkedin.com", "indeed.com", "glassdoor.com", "glassdoor.de", "stepstone.de", "xing.com", "monster.com",
    "monster.de", "seek.com.au", "seek.co.nz", "reed.co.uk", "totaljobs.com", "cv-library.co.uk", "adzuna.com",
    "ziprecruiter.com", "simplyhired.com", "dice.com", "wellfound.com", "angel.co", "welcometothejungle.com",
    "infojobs.net", "naukri.com", "weworkremotely.com", "remoteok.com", "remoteok.io", "remotive.com", "python.org",
    "ycombinator.com", "himalayas.app", "jobs.ac.uk", "nhs.uk", "gov.uk", "arbeitsagentur.de", "google.com",
    "facebook.com", "twitter.com", "x.com", "instagram.com", "youtube.com", "tiktok.com", "github.com", "medium.com",
    "wikipedia.org", "crunchbase.com", "kununu.com", "apple.com", "t.co", "bit.ly", "goo.gl",
})  # fmt: skip
_SOCIAL: Final = frozenset({
    "linkedin.com", "xing.com", "facebook.com", "twitter.com", "x.com", "instagram.com", "youtube.com", "tiktok.com",
    "github.com", "gitlab.com", "mastodon.social", "bsky.app", "medium.com", "crunchbase.com", "kununu.com",
    "glassdoor.com",
})  # fmt: skip
_OWN: Final = 75.0


def site_of(url: str) -> str:
    """What two addresses of one site have in common: the registered domain; for bare hosts, host and port."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    registered = _extract()(host).top_domain_under_public_suffix
    if registered:
        return registered.lower()
    return f"{host.lower()}:{port}" if port else host.lower()


def is_board(url: str) -> bool:
    """Whether an address is of a job board, an applicant system or a network rather than of an employer."""
    return site_of(url) in _BOARDS


def is_social(url: str) -> bool:
    """Whether an address is a profile on a network."""
    return site_of(url) in _SOCIAL and len(urlsplit(url).path.strip("/")) > 0


def is_own_site(url: str, company: str) -> bool:
    """Whether the registered domain sounds like the company's name."""
    name = _extract()(urlsplit(url).hostname or "").domain.casefold().replace("-", "")
    key = company_key(company).replace(" ", "")
    if not name or not key or is_board(url):
        return False
    return name in key or key in name or fuzz.ratio(name, key) >= _OWN


@cache
def _extract() -> tldextract.TLDExtract:
    # No network and no cache on disk: the list of suffixes that the package carries is the one that counts.
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
