"""Gives adverts their identity: a key by which the same one is met again, and a hash that tells whether it changed."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from career.records.reposts import words
from longhaul_worker.feeds.companies import registered_domain

_TRACKING = frozenset({
    "src", "source", "ref", "referer", "referrer", "gh_src", "trk", "trackingid", "refid", "originalsubdomain", "q",
    "fbclid", "gclid", "msclkid", "mc_cid", "mc_eid", "lever-source", "lever-origin", "rss", "campaign", "cmpid",
    "cid", "sid", "jobboard", "from", "feed", "medium", "position", "pagenum", "_ga", "mkt_tok", "igshid", "share",
    "via", "rltr", "tk",
})  # fmt: skip
_ID_PARAMETER = re.compile(
    r"(?:id|jk|p|jid|gh_jid|req|job|(?:.*[_-])?(?:current)?(?:job|vacancy|vacature|position|requisition|req|offer|ad|advert|opening"
    r"|jobopening|opportunity|posting|stellen?|annonce|vaga)[_-]?(?:id|nr|no|req|ref)?)$",
    re.IGNORECASE,
)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_REQUISITION = re.compile(r"(?<![A-Za-z0-9])((?:JR|REQ|R|JOB)[-_]?\d{3,})(?![A-Za-z0-9])", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![A-Za-z0-9])(\d{6,})(?![A-Za-z0-9])")
_DAY = re.compile(r"^(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])$")
_OWNER_SEGMENT = re.compile(
    r"^(?:compan(?:y|ies)|employers?|organi[sz]ations?|c|org|categor(?:y|ies)|tags?|users?|firma|entreprises?)$",
    re.IGNORECASE,
)


def canonical_url(url: str) -> str:
    """`url` without what does not name the page: tracking parameters, fragment, `www.`, default port, last slash.

    Idempotent. http and https give the same. A fragment that is a path of its own (`#/jobs/1`) stays.
    """
    parts = urlsplit(url.strip())
    try:
        port = parts.port
    except ValueError:
        port = None
    host = (parts.hostname or "").removeprefix("www.")
    place = host if port in {None, 80, 443} else f"{host}:{port}"
    query = sorted(
        (key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if not _is_tracking(key)
    )
    fragment = parts.fragment.replace(" ", "%20") if parts.fragment.startswith(("/", "!")) else ""
    return urlunsplit(("https", place, parts.path.replace(" ", "%20").rstrip("/"), urlencode(query), fragment))


def requisition_of(url: str) -> str | None:
    """The number that the site gives the advert, as far as the link shows it."""
    parts = urlsplit(url)
    for key, value in parse_qsl(parts.query):
        if _ID_PARAMETER.match(key) and re.search(r"\d", value) and len(value) <= 80:
            return value
    steps = [step for step in parts.path.split("/") if step]
    if not steps:
        return None
    last = _number_in(steps[-1])
    if last is None and len(steps) > 1 and not (len(steps) > 2 and _OWNER_SEGMENT.match(steps[-3])):
        inner = _number_in(steps[-2])
        return inner if inner == steps[-2] else None
    return last


def key_candidates(url: str | None, identifier: str | None, content: str, scope: str) -> list[str]:
    """Keys for one advert, the best first.

    The site's number under its registered domain, the canonical link, the feed's own identifier within `scope` (the
    feed's host or the company), and what the advert says.
    """
    keys: list[str] = []
    if url:
        host = (urlsplit(url).hostname or "").lower().removeprefix("www.")
        number = requisition_of(url)
        if number:
            is_long = len(re.sub(r"\D", "", number)) >= 6 or bool(_REQUISITION.fullmatch(number))
            keys.append(f"{registered_domain(host) if is_long else host}:{number.lower()}")
        keys.append(canonical_url(url))
        scope = host
    if identifier:
        keys.append(f"{scope}#{identifier}")
    keys.append(f"{scope}~{hashlib.sha256(content.encode()).hexdigest()[:32]}")
    return [key if len(key) <= 500 else "long:" + hashlib.sha256(key.encode()).hexdigest() for key in keys]


def assigned_keys(candidates: Sequence[Sequence[str]], adverts: Sequence[str]) -> list[str]:
    """One key for each advert of a feed: the best candidate that no other advert of the feed claims.

    `adverts` says what each one is; two of one key are the same advert where that is equal. Feeds whose entries all
    link to one page, or whose links carry a number of something else, are told apart that way.
    """
    chosen = [0] * len(candidates)
    for _ in range(max((len(keys) for keys in candidates), default=0)):
        claims: dict[str, set[str]] = defaultdict(set)
        for at, keys in enumerate(candidates):
            claims[keys[chosen[at]]].add(adverts[at])
        disputed = {key for key, claimants in claims.items() if len(claimants) > 1}
        if not disputed:
            break
        for at, keys in enumerate(candidates):
            if keys[chosen[at]] in disputed and chosen[at] + 1 < len(keys):
                chosen[at] += 1
    return [keys[chosen[at]] for at, keys in enumerate(candidates)]


def folded(*texts: str | None) -> str:
    """The words of `texts` without regard to case and punctuation, one text apart from the next."""
    return "|".join(" ".join(words(text or "")) for text in texts)


def content_hash(title: str, company: str | None, place: str | None, description: str) -> str:
    """Changes when title, company, place or description does, not when blanks or punctuation do."""
    return hashlib.sha256(folded(title, company, place, description).encode()).hexdigest()


def _is_tracking(key: str) -> bool:
    lower = key.lower()
    return lower in _TRACKING or lower.startswith(("utm_", "hsa_", "pk_", "mtm_"))


def _number_in(step: str) -> str | None:
    found = _UUID.search(step) or _REQUISITION.search(step)
    if found:
        return found.group()
    numbers = [number for number in _NUMBER.findall(step) if not _DAY.match(number)]
    return numbers[-1] if numbers else None
