"""Takes page titles apart: "Cook at Acme - Berlin | JobBoard", "Acme hiring Cook in Berlin", "Acme: Cook"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from longhaul_worker.feeds.companies import can_be_company, is_department, of_career_site, registered_domain
from longhaul_worker.feeds.roles import likeness
from longhaul_worker.postings.page import Page
from longhaul_worker.postings.spots import is_spot
from longhaul_worker.postings.when import fold

SEPARATOR: Final = re.compile(
    r"\s+[-\u2013\u2014\u2015|\u00b7\u2022\u00bb/]{1,2}\s+|\s*[|\u2014\u2022\u00bb]\s*|\s+::\s+"
)
_HIRING: Final = re.compile(
    r"^(?P<company>.{2,80}?)\s+(?:is\s+|are\s+)?(?:now\s+)?(?:hiring|looking for|seeking|recruiting|sucht"
    r"|recrute|busca|cerca|zoekt|recherche|szuka|s\u00f6ker)(?:\s+for)?:?"
    r"\s+(?:an?\s+|the\s+|eine?n?\s+|une?\s+|un[ao]?\s+|een\s+)?(?P<title>.+?)(?:\s+(?:in|en|\u00e0"
    r"|a)\s+(?P<place>[^|\u2013\u2014]{2,80}))?$",
    re.IGNORECASE,
)
_AT: Final = re.compile(
    r"^(?P<title>.+?)\s+(?:at|@|bei(?: der| dem)?|chez|bij|presso|hos|with|na"
    r"|no(?=\s[A-Z]))\s+(?P<company>[^,|]{2,90}?)(?:\s+(?:in|en)\s+(?P<place>.{2,80})"
    r"|,\s*(?P<place2>.{2,80}))?$"
)
_IN: Final = re.compile(r"^(?P<title>.+?)\s+(?:jobs?\s+)?(?:in|\u00e0|en)\s+(?P<place>[A-Z\u00c0-\u00dd].{1,80})$")
_COLON: Final = re.compile(r"^(?P<left>[^:]{2,80}):\s+(?P<right>.{3,200})$")
_JOB_WORDS: Final = re.compile(
    (
        r"^(?:(?:apply (?:now )?(?:for|to)|job(?: (?:opening|posting|offer|ad|details?|description"
        r"|application))?(?: for)?|vacancy|now hiring|we.re hiring|hiring|stellenangebot|offre d.emploi|emploi"
        r"|oferta de (?:empleo|trabajo)|oferta pracy|offerta di lavoro|vaga|vacature|career opportunity"
        r"|open position|position|opening|role)\s*[:\u2013\u2014|-]\s*|(?:apply (?:now )?(?:for|to)"
        r"|job application for|vacature"
        r"|stellenangebot|offre d.emploi)\s+|(?:wir suchen|gesucht|we are looking for|looking for|nous recrutons"
        r"|buscamos|se busca)\s*:?\s+)"
    ),
    re.IGNORECASE,
)
_TAIL: Final = re.compile(
    (
        r"\s*(?:[-\u2013|]?\s*\b(?:gesucht|job post(?:ing)?|wanted|needed|jobs?|job description|careers?|vacancy"
        r"|stellenangebot|vacature|job opening|apply now|apply online|application|offre d.emploi)\b|#\s?\d+"
        r"|[(\[]?(?:job |req(?:uisition)? ?)?(?:id|ref|no|nr)?[.:#\s]*[A-Z]{0,4}[-_]?\d{4,}[)\]]?|\[closed\])\s*$"
    ),
    re.IGNORECASE,
)
ABOUT_WORK: Final = re.compile(
    r"(?:trabaja con nosotros|work (?:with|for) us|join (?:us|our team)|careers?|jobs?|karriere|lavora con noi|empleo"
    r"|trabalhe conosco|nous rejoindre|recrutement|open (?:positions|roles)|vacancies|home|about us|job openings"
    r"|werken bij|jobb|praca|kariera|unete|carreras|jobs in .*)$"
)
"""What stands where a company's name might."""
_PREFACE: Final = re.compile(
    r"^(?:(?:subject|betreff|objet|asunto|re|fwd?)\s*:\s*|\[[^\]]{2,30}\]\s*"
    r"|\W*(?:we\W?re|we are|now|join us)?\s*(?:now )?hiring\s*[:!\u2013-]\W*)+",
    re.IGNORECASE,
)
_BATCH: Final = re.compile(
    (
        r"\s*\((?:now hiring|hiring now|urgent\w*|remote|hybrid|verified)\)$|\s*\((?:yc )?[wsfx]\d{2}[^)]*\)$"
        r"|\s*\((?:https?:|www\.)[^)]*\)$"
    ),
    re.IGNORECASE,
)
_WHO_AND_WHERE: Final = re.compile(
    r"(?P<company>[^,|]{2,60}?)(?:,| [-\u2013\u2014|\u00b7\u2022]) (?P<place>[^|]{2,80})"
)
_SITE: Final = re.compile(
    r"linkedin|indeed|glassdoor|monster|stepstone|[a-z]jobs?\b|xing|gov\.uk|seek\b|reed\.co|totaljobs"
    r"|ziprecruiter|dice|simplyhired"
    r"|infojobs|welcome to the jungle|remote ?ok|we work remotely|remotive|wellfound"
    r"|angellist|otta|hired|job ?board|\bjobs?\b|careers?\b|career (?:site|page)|recruit|karriere|stellen"
    r"|emploi|vacatures?|vacanc|hiring|talent|\bboard\b|\w\.(?:com|io|org|net|de|fr|co\.uk|eu|nl|es|it|pl|ch"
    r"|at)\b|greenhouse|lever\b|workable|ashby|smartrecruiters|personio|teamtailor|bamboohr|workday",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Head:
    """What a page's title says; `is_sure` where words such as "at" or "hiring" say which is which."""

    title: str | None = None
    company: str | None = None
    place: str | None = None
    is_sure: bool = False


def first_sentence(text: str) -> str:
    """`text` up to its first full stop, without "Subject:", "We're hiring!" and marks of emphasis."""
    plain = re.split(r"(?<=[a-zA-Z)\]*])\.\s(?=[\dA-Z*$\u20ac\u00a3])", text, maxsplit=1)[0].replace("*", "").strip()
    return _PREFACE.sub("", plain).strip() or plain


def is_site(name: str, page: Page) -> bool:
    """Whether `name` names the site that shows the advert, such as a job board."""
    plain = fold(name).strip()
    site = fold(page.metas.get("og:site_name", "")).strip()
    host = registered_domain(urlsplit(page.url or page.canonical or "").hostname or "").split(".", 1)[0]
    squeezed = re.sub(r"[^a-z0-9]", "", plain)
    is_named = bool(plain) and (plain == site or (bool(host) and squeezed == host.replace("-", "")))
    return bool(_SITE.search(name)) or (
        is_named and bool(_SITE.search(page.metas.get("og:site_name", "")) or _SITE.search(host))
    )


def heads_of(page: Page, known_title: str | None = None) -> Iterator[Head]:
    """What the page's title elements say, the surest first. `known_title` is the advert's title if it is known."""
    if page.is_text:
        lines = [first_sentence(block.text) for block in page.main[:3]]
        lines = [line for line in lines if len(line) <= 120 and not re.search(r"[.!?](?:\s|$)", line)]
        found = [split_head(line, page, known_title) for line in lines]
        yield from (head for head in found if head and head.is_sure)
        if known_title and (head := _below_title(page, known_title)):
            yield head
        return
    texts = [page.metas.get(name, "") for name in ("og:title", "twitter:title", "title")]
    heads = [
        head for text in dict.fromkeys([*texts, page.title]) if text and (head := split_head(text, page, known_title))
    ]
    yield from sorted(heads, key=lambda head: not head.is_sure)


def _below_title(page: Page, title: str) -> Head | None:
    """What the line below the title of a text says: "Acme, Turin, Italy. Hybrid, full-time." """
    if len(page.main) < 2 or fold(first_sentence(page.main[0].text)).strip() != fold(title).strip():
        return None
    found = _WHO_AND_WHERE.fullmatch(first_sentence(page.main[1].text).rstrip("."))
    if found is None or is_spot(found["company"]) or not is_spot(found["place"]):
        return None
    return Head(title, found["company"], found["place"], is_sure=True) if _is_company(found["company"], page) else None


def split_head(text: str, page: Page, known_title: str | None = None) -> Head | None:
    """The parts of one title element."""
    bare = _JOB_WORDS.sub("", " ".join(text.split())).strip()
    if known_title and (head := _around(bare, known_title, page)):
        return head
    pieces = [piece for piece in SEPARATOR.split(bare) if piece.strip()]
    while len(pieces) > 1 and (is_site(pieces[-1], page) and not of_career_site(pieces[-1])):
        pieces.pop()
    whole = " - ".join(pieces) if not any(map(of_career_site, pieces[1:])) else pieces[0]
    first = pieces[0] if pieces else ""
    for candidate in dict.fromkeys([whole if len(pieces) <= 2 else first, first]):
        head = _by_words(candidate, pieces[1:] if candidate == first else [])
        if head:
            return head
    colon = _COLON.match(first)
    if colon and likeness(colon["right"]) > likeness(colon["left"]) and can_be_company(colon["left"]):
        return Head(trimmed(colon["right"]), colon["left"].strip(), _first_place(pieces[1:]), is_sure=False)
    return _by_kind(pieces, page)


def trimmed(title: str) -> str:
    """A title without the words and numbers that sites put around it."""
    bare = _JOB_WORDS.sub("", title.strip())
    shorter = _TAIL.sub("", bare).strip(" -\u2013\u2014|,:")
    return shorter if len(shorter) >= 3 else bare.strip()


def _by_words(text: str, rest: list[str]) -> Head | None:
    hiring = _HIRING.match(text)
    if (
        hiring
        and can_be_company(hiring["company"])
        and len(hiring["company"].split()) <= 6
        and likeness(hiring["title"])
    ):
        return Head(
            trimmed(hiring["title"]),
            hiring["company"].strip(),
            (hiring["place"] or "").strip() or _first_place(rest),
            is_sure=True,
        )
    at = _AT.match(text)
    if (
        at
        and can_be_company(at["company"])
        and not at["company"][:1].islower()
        and (likeness(at["title"]) or not likeness(at["company"]))
    ):
        place = at["place"] or at["place2"] or _first_place(rest)
        title = at["title"]
        inner = _IN.match(title)
        if inner and is_spot(inner["place"]):
            title, place = inner["title"], place or inner["place"]
        company = re.sub(r"\s*\([^)]*$", "", _BATCH.sub("", SEPARATOR.split(at["company"])[0])).strip()
        return Head(trimmed(title), company, place, is_sure=True)
    return None


def _around(text: str, title: str, page: Page) -> Head | None:
    """What stands before and behind the known title."""
    at = (
        fold(text).find(fold(title))
        if len(fold(text)) == len(text) and len(fold(title)) == len(title)
        else text.lower().find(title.lower())
    )
    if at < 0:
        return None
    before, after = text[:at].strip(), text[at + len(title) :].strip()
    after = re.sub(
        r"^\W*(?:job(?: offer| posting| ad)?|jobs|stellenangebote?|karriere|careers?)\s+(?=at |bei |chez )", "", after
    )
    hiring = re.match(
        (
            r"(?P<company>.{2,80}?)\s+(?:is\s+)?(?:hiring|sucht|recrute|looking for|seeking|busca"
            r"|zoekt)(?:\s+for)?\s*(?:an?|eine?n?|une?)?$"
        ),
        before,
        re.IGNORECASE,
    )
    if hiring and can_be_company(hiring["company"]):
        place = re.match(r"(?:in|en|\u00e0)\s+(?P<place>[^|\u2013\u2014]{2,80})", after)
        return Head(title, hiring["company"], place["place"].strip() if place else None, is_sure=True)
    behind = re.match(
        (
            r"(?:at|@|bei|chez|bij|presso|hos|with|na"
            r"|no)\s+(?P<company>[^|\u2014\u00b7\u2022]{2,90}?)(?=\s+[-\u2013\u2014|\u00b7\u2022]\s"
            r"|\s*[|\u2014\u00b7\u2022]|$)(?P<rest>.*)$"
        ),
        after,
    )
    if behind and can_be_company(behind["company"]):
        pieces = [piece.strip() for piece in SEPARATOR.split(behind["rest"]) if piece and piece.strip()]
        company, place = behind["company"], _first_place(pieces)
        inner = re.match(r"(?P<company>[^()]+?)(?:\s+in\s+|,\s+|\s*\()(?P<place>[A-Z][^()]+)\)?$", company)
        if inner and is_spot(inner["place"]):
            company, place = inner["company"], place or inner["place"]
        return Head(title, _BATCH.sub("", company).strip(), place, is_sure=True)
    colon = re.match(r"(?P<company>[^:|]{2,80})\s*:$", before)
    if (
        colon
        and can_be_company(colon["company"])
        and not is_site(colon["company"], page)
        and not _JOB_WORDS.match(before)
    ):
        return Head(title, colon["company"].strip(), _first_place(SEPARATOR.split(after)), is_sure=True)
    pieces = [
        piece.strip(" ,:-")
        for piece in (*SEPARATOR.split(before), *SEPARATOR.split(after))
        if piece and piece.strip(" ,:-")
    ]
    listed = [piece.strip() for piece in re.split(r",\s+|\s+[-|]\s+", after.lstrip(",")) if piece.strip()]
    if after.startswith(",") and len(listed) > 1 and _is_company(listed[0], page):
        return Head(title, listed[0], _first_place(listed[1:]))
    in_place = re.match(
        r"(?:jobs?\s+)?(?:in|en|\u00e0)\s+(?P<place>[^|\u2013\u2014]{2,80}?)(?=\s+[-\u2013\u2014|]|$)", after
    )
    place = in_place["place"].strip() if in_place and is_spot(in_place["place"].strip()) else _first_place(pieces)
    company = next((of_career_site(piece) or piece for piece in pieces if _is_company(piece, page)), None)
    return Head(title, company, place) if company or place else None


def _by_kind(pieces: list[str], page: Page) -> Head | None:
    """Each piece for what it looks like: the first that is a role is the title."""
    if not pieces:
        return None
    at = max(range(len(pieces)), key=lambda number: (likeness(pieces[number]), -number))
    others = [piece for number, piece in enumerate(pieces) if number != at]
    title, place = trimmed(pieces[at]), _first_place(others)
    inner = _IN.match(title)
    if inner and is_spot(inner["place"].strip()):
        title, place = trimmed(inner["title"]), place or inner["place"].strip()
    company = next((of_career_site(piece) or piece for piece in others if _is_company(piece, page)), None)
    return Head(title, company, place)


def _is_company(piece: str, page: Page) -> bool:
    named = of_career_site(piece)
    if named:
        return True
    if ABOUT_WORK.match(fold(piece).strip()):
        return False
    if re.match(
        r"(?:vagas?|oferta|offre|emplois?|empleo|puesto|trabajo|lavoro|stellenangebot)\b", piece, re.IGNORECASE
    ):
        return False
    if re.match(r"(?:in|en|em|\u00e0|bei|at|f\u00fcr|for|w|de|da|do|of)\s", piece) or _JOB_WORDS.match(f"{piece}: "):
        return False
    return (
        can_be_company(piece)
        and not is_department(piece)
        and likeness(piece) < 1
        and not is_site(piece, page)
        and len(piece.split()) <= 6
        and not re.search(r"\d{4,}", piece)
    )


def _first_place(pieces: list[str]) -> str | None:
    for piece in pieces:
        bare = re.sub(r"^(?:in|en|\u00e0)\s+", "", piece.strip(" ,()"))
        if is_spot(bare):
            return bare
    return None
