"""Tells what a page is: one advert, or a list, an article, a login wall, a CAPTCHA, an advert that is closed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final, cast

from career.tasks.posting import PageKind
from longhaul_worker.feeds.roles import likeness
from longhaul_worker.postings.draft import Draft
from longhaul_worker.postings.heads import SEPARATOR, first_sentence
from longhaul_worker.postings.labels import labelled
from longhaul_worker.postings.objects import as_object
from longhaul_worker.postings.page import Block, Page
from longhaul_worker.postings.page_words import (
    ADDRESS,
    APPLY,
    ARTICLE_TEXT,
    ARTICLE_TITLE,
    ARTICLE_TYPES,
    CAPTCHA,
    CAPTCHA_TITLE,
    CONDITIONAL,
    COUNT,
    EXPIRED,
    FIRST_PERSON,
    LETTER_TEXT,
    LISTING_TITLE,
    LOGIN,
    LOGIN_TITLE,
    NO_SINGLE_ROLE,
    ROLES,
    TEMPLATE_TEXT,
)
from longhaul_worker.postings.schema_org import types_of
from longhaul_worker.postings.sections import Section, sections_of, topic_of
from longhaul_worker.postings.when import fold

_LEAST: Final = 3.2
_PLAIN: Final = 4.6
_HALF_A_ROLE: Final = 0.5


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a page is, and why: the words that decided, or the score of an advert."""

    kind: PageKind
    reason: str
    score: float = 0.0


def classify(page: Page, draft: Draft, adverts: int, types: set[str]) -> Verdict:
    """What `page` is. `adverts` is how many JobPosting objects it carries, `types` what else its JSON-LD is about."""
    sections = sections_of(page.main)
    score = advert_score(page, draft, adverts, sections)
    if wall := _wall(page, score, adverts):
        return wall
    if (phrase := _expired(page)) is not None:
        return Verdict("expired", phrase, score)
    many = "several adverts" if adverts > 1 else None if adverts else _listing(page, draft, score, types)
    if many:
        return Verdict("listing", many, score)
    if why := _article(page, draft, adverts, types, score):
        return Verdict("article", why, score)
    title = draft.title.value
    if title is None or (score < least_score(title) and not adverts):
        return Verdict("unknown", "too little that adverts have", score)
    if score < _PLAIN and not adverts and not _has_terms(page, draft, sections):
        return Verdict("unknown", "nothing that only adverts have", score)
    return Verdict("posting", "advert", score)


def _has_terms(page: Page, draft: Draft, sections: list[Section]) -> bool:
    """Whether the page has one thing that hardly anything but an advert has."""
    topics = {section.topic for section in sections if section.blocks}
    longest = 1000 if page.is_text else 200
    return (
        {"tasks", "requirements"} <= topics
        or any(APPLY.search(fold(block.text)) for block in page.blocks if len(block.text) < longest)
        or draft.employment.confidence >= 0.5
        or draft.salary.confidence >= 0.5
        or draft.expires.confidence >= 0.7
        or (draft.company.confidence >= 0.7 and draft.places.confidence >= 0.7)
    )


def role_value(title: str) -> float:
    """How surely `title` names one post: 1 for a role, less for roles in the plural and for programmes, else 0."""
    value = likeness(title)
    if NO_SINGLE_ROLE.search(fold(title)):
        return min(value, 0.2)
    return min(value, 0.5) if ROLES.search(fold(title)) else value


def least_score(title: str) -> float:
    """The score from which a page is an advert: the less its title says so, the more the rest must."""
    value = role_value(title)
    return _LEAST if value == 1 else _LEAST + 1 if value >= _HALF_A_ROLE else _LEAST + 1.5


def advert_score(page: Page, draft: Draft, adverts: int, sections: list[Section]) -> float:
    """How much of what adverts have the page has; 4 and more is an advert."""
    topics = {section.topic for section in sections if section.blocks}
    title = draft.title.value or ""
    text = fold(page.text[:40_000])
    score = 3.0 * (adverts == 1)
    longest = 1000 if page.is_text else 200
    score += 1.5 * role_value(title)
    score += sum(1.0 for topic in ("tasks", "requirements") if topic in topics)
    score += 0.5 * ("benefits" in topics) + 0.3 * ("company" in topics) + 0.3 * ("wishes" in topics)
    score += 1.0 * any(APPLY.search(fold(block.text)) for block in page.blocks if len(block.text) < longest)
    score += 0.3 * min(len(set(ADDRESS.findall(text))), 5)
    least = 0.5 if page.is_text else 0.6
    named = {fact.name for fact in labelled(page)} & {"company", "place", "employment", "salary", "expires", "posted"}
    score += 0.3 * min(max(len(named) - 1, 0), 3)
    score += 0.5 * (draft.expires.confidence >= 0.7)
    score += 0.5 * (draft.employment.confidence >= least) + 0.4 * (draft.workplace.confidence >= 0.7)
    score += 0.5 * (draft.salary.confidence >= least) + 0.4 * (draft.posted.confidence >= 0.7)
    if (
        page.is_text
        and page.main
        and len(re.findall(r"\s[|\u2022\u00b7]\s", page.main[0].text)) >= 3
        and likeness(page.main[0].text)
    ):
        score += 1.0  # a line of a hiring thread
    score += 0.5 * (draft.places.confidence >= 0.7) + 0.4 * (draft.company.confidence >= 0.7)
    return round(score, 2)


def _wall(page: Page, score: float, adverts: int) -> Verdict | None:
    """A page that stands before the advert. Such pages are short: a long one that mentions a CAPTCHA is none."""
    text = fold(page.all_text)
    words = len(text.split())
    title = fold(page.title)
    if page.is_text or adverts or words > 900:
        return None
    is_long = words > 250
    noscript = fold(page.noscript)
    challenge = any(
        sign in script.text
        for script in page.scripts[:20]
        for sign in ("_cf_chl_opt", "challenge-platform", "px-captcha", "captcha-delivery", "_Incapsula_Resource")
    )
    if (
        (CAPTCHA_TITLE.search(title) and not is_long)
        or (challenge and words < 120)
        or (not is_long and CAPTCHA.search(f"{text}\n{noscript}") and score < 5)
    ):
        return Verdict("captcha", "a check for robots", score)
    heads = [fold(block.text) for block in page.blocks if block.kind == "heading"][:4]
    is_login = bool(LOGIN_TITLE.search(title)) or any(LOGIN_TITLE.search(head) or LOGIN.search(head) for head in heads)
    asks = bool(LOGIN.search(text))
    if (
        (is_login and (page.has_password or asks or words < 200) and score < 6)
        or (page.has_password and words < 250 and score < 5)
        or (asks and words < 120 and score < 5)
    ):
        return Verdict("login_wall", "a login", score)
    return None


def _expired(page: Page) -> str | None:
    """The sentence in a prominent place that says the advert is closed."""
    if page.is_text:
        blocks = page.main[:6] + page.main[-3:]
    else:
        blocks = [block for block in page.blocks if block.zone != "edge"][:60] or page.blocks[:40]
        blocks += [
            block for block in page.blocks if re.search(r"alert|banner|notice|expired|closed|error|warning", block.hint)
        ]
    for text in [*(block.text for block in blocks if len(block.text) <= 260), page.title]:
        plain = fold(text)
        found = EXPIRED.search(plain)
        if (
            found
            and not CONDITIONAL.search(plain[: found.start()])
            and not (found.group() == "404" and len(plain) > 40)
        ):
            return text
    return None


def _listing(page: Page, draft: Draft, score: float, types: set[str]) -> str | None:
    if page.is_text:
        return None
    title = fold(page.title or draft.title.value or "")
    h1 = next((fold(block.text) for block in page.blocks if block.level == 1), "")
    links = _role_links(page, draft)
    own = fold(draft.title.value or "")
    is_named = (
        likeness(own) == 1 and not LISTING_TITLE.match(own) and own in {fold(piece) for piece in SEPARATOR.split(title)}
    )
    is_titled = not is_named and bool(LISTING_TITLE.match(title) or LISTING_TITLE.match(h1))
    counted = bool(COUNT.search(fold(page.text[:6000])))
    h1_is_role = likeness(h1) == 1 and not LISTING_TITLE.match(h1)
    has_body = {topic_of(block.text) for block in page.main if block.kind == "heading"} & {"tasks", "requirements"}
    if "itemlist" in types and links >= 3 and not (h1_is_role and has_body):
        return "a list of items"
    is_headed = any(LISTING_TITLE.match(fold(block.text)) for block in page.main if block.kind == "heading")
    if links >= 3 and is_headed and score < 4:
        return f"{links} links to jobs under a heading"
    if links >= 3 and (is_titled or counted) and not (h1_is_role and has_body):
        return f"{links} links to jobs"
    if links >= 6 and not (h1_is_role and (has_body or score >= 6)):
        return f"{links} links to jobs"
    if is_titled and not h1_is_role and not has_body:
        return "titled as a list"
    return f"{links} links to jobs" if links >= 15 and score < 7 and not has_body else None


def _role_links(page: Page, draft: Draft) -> int:
    """How many different links, outside the edges, name a job other than this one."""
    own = fold(draft.title.value or "")
    named: set[str] = set()
    for block in page.main:
        for text in _link_texts(block):
            plain = fold(text)
            if plain != own and 4 < len(plain) <= 120 and len(plain.split()) <= 14 and likeness(text) == 1:
                named.add(plain)
    return len(named)


def _link_texts(block: Block) -> list[str]:
    if (
        block.kind == "heading"
        and block.level in {2, 3, 4}
        and likeness(block.text) == 1
        and topic_of(block.text) == "other"
    ):
        return [block.text]
    return [part.text for part in block.parts if part.tag == "a" or part.href]


def _article(page: Page, draft: Draft, adverts: int, types: set[str], score: float) -> str | None:
    if adverts:
        return None
    title = fold(page.title or draft.title.value or "")
    h1 = next((fold(block.text) for block in page.blocks if block.level == 1), title)
    text = fold(page.text[:40_000])
    headline = f"{title}\n{h1}" if not page.is_text else fold(first_sentence(page.main[0].text) if page.main else "")
    if TEMPLATE_TEXT.search(text):
        return "a template or guide"
    if any(ARTICLE_TITLE.search(line) for line in headline.split("\n")) and not (likeness(h1) == 1 and score >= 6.5):
        return "titled as an article"
    if (
        re.search(r"\bjob description\b(?:\W*$|\s*[\[(])", h1)
        and draft.company.confidence < 0.7
        and draft.places.confidence < 0.7
    ):
        return "a description of a profession"
    if LETTER_TEXT.search(text):
        return "a letter or a contract"
    if len(FIRST_PERSON.findall(text)) >= 2 and not ADDRESS.search(text):
        return "somebody's profile"
    is_article = bool(types & ARTICLE_TYPES) or page.metas.get("og:type", "").lower() in {
        "article",
        "product",
        "profile",
        "video.other",
        "book",
    }
    if is_article and (score < 6 or not likeness(draft.title.value or "")):
        return "marked as an article"
    return "reads like an article" if ARTICLE_TEXT.search(text) and score < 5.5 else None


def ld_types(values: list[Any]) -> set[str]:
    """The types of the outermost objects in JSON-LD."""
    several = (cast("list[Any]", value) if isinstance(value, list) else [value] for value in values)
    members: list[Any] = [member for group in several for member in group]
    found: set[str] = set()
    for item in map(as_object, members):
        if item:
            found |= types_of(item)
        graph: Any = item.get("@graph")
        if isinstance(graph, list):
            found |= ld_types([graph])
    return found
