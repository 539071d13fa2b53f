"""Finds the title of the advert on a page or in a text, and where it stands."""

from __future__ import annotations

import re
from typing import Final

from longhaul_worker.feeds.companies import can_be_company, company_score
from longhaul_worker.feeds.places import is_place
from longhaul_worker.feeds.roles import likeness
from longhaul_worker.postings.draft import Draft
from longhaul_worker.postings.heads import SEPARATOR, first_sentence, heads_of, is_site, split_head, trimmed
from longhaul_worker.postings.labels import Fact, fact_name
from longhaul_worker.postings.page import Block, Page
from longhaul_worker.postings.sections import topic_of
from longhaul_worker.postings.when import fold

_LONGEST: Final = 160
_WELCOME: Final = re.compile(
    r"^(?:welcome|join (?:us|our)|careers?|jobs?|job (?:details?|description|summary|posting|opening"
    r"|information|overview)|vacanc(?:y|ies)|apply|apply now|about|contact|home|menu|search|current openings"
    r"|open positions|work with us"
    r"|position details?|we.?re hiring!?|we are hiring!?|job|career opportunit(?:y|ies)|stellenangebot"
    r"|stellenanzeige|karriere|offre d.emploi|oferta de empleo|tags?|share(?: this job)?|similar jobs"
    r"|description|overview|details|job advert(?:isement)?)\W*$",
    re.IGNORECASE,
)
_FIRST_LINES: Final = 12
_IN_SENTENCE: Final = re.compile(
    r"(?:hiring|looking for|seeking|searching for|recruiting|need|for the (?:position|role|post) of"
    r"|position of|role of|opening for|vacancy for|job:|as|suchen(?: wir)?|sucht|recherch(?:e|ons)|recrut(?:e"
    r"|ons)|buscamos|busca|cerchiamo|zoeken(?: wij)?|szukamy)\s+"
    r"(?:for\s+)?(?:an?\s+|our\s+(?:next\s+|new\s+)?|the\s+|another\s+|eine?n?\s+|une?\s+|un[ao]?\s+|een\s+"
    r"|(?:zum|ab) [\w ]+ eine?n?\s+)?"
    r"(?:experienced|talented|passionate|motivated|full-time|part-time|skilled|engagierten?|erfahrenen?|driven"
    r"|new|dynamic|and|\s)*"
    r"(?P<title>[A-Z][\w/+#&.-]*(?:[ ,]+(?:[A-Z(][\w/+#&.)*:-]*|of|for|and|&|de|d'|\u2013|-|/|\([mwfdx/]+\)))*)"
)
_PHRASE: Final = re.compile(r"(?:an?|the|our|eine?n?|une?|un[ao]?|een)\s", re.IGNORECASE)
_ASIDE: Final = re.compile(
    r"\s*[(\[](?:remote|hybrid|on-?site|full.?time|part.?time|contract|urgent)[^)\]]*[)\]]\s*$", re.IGNORECASE
)


def find_title(page: Page, draft: Draft, facts: list[Fact]) -> None:
    """Add the titles that headings, title elements, labels and class names give."""
    shown = fold(" ".join([page.title, page.metas.get("og:title", ""), page.metas.get("twitter:title", "")]))
    for number, block in enumerate(_headings(page)):
        score = _heading_score(block, number, shown, page)
        if score > 0:
            head = split_head(block.text, page)
            title = head.title if head and head.is_sure and head.title and likeness(head.title) else block.text
            draft.title.add(_plain(title), "heuristic", score, block.text)
    for fact in facts:
        if fact.name == "title" and 3 <= len(fact.value) <= _LONGEST and not _WELCOME.match(fact.value):
            is_role = likeness(fact.value) > 0
            sure = (0.82 if fact.is_labelled else 0.8) if is_role else 0.5
            draft.title.add(_plain(fact.value), "heuristic", sure, fact.value)
    for head in heads_of(page):
        if head.title and len(head.title) <= _LONGEST and not _WELCOME.match(head.title):
            score = 0.5 + 0.15 * likeness(head.title) + (0.1 if head.is_sure else 0.0)
            score -= 0.25 * (_PHRASE.match(head.title) is not None)
            draft.title.add(head.title, "heuristic", min(score, 0.69), head.title)
    if page.is_text or draft.title.confidence < 0.5:
        _from_text(page, draft)


def complete_title(page: Page, draft: Draft) -> None:
    """Add the title element without company, place and site, where that gives more than what was found."""
    title, company = draft.title.best, draft.company.value
    if title is None or title.confidence >= 0.8 or draft.company.confidence < 0.7 or not company:
        return
    for text in (page.metas.get("og:title", ""), page.title):
        pieces = [piece for piece in SEPARATOR.split(text) if piece and piece.strip()]
        kept = [piece.strip() for piece in pieces if fold(piece).strip() != fold(company) and not is_site(piece, page)]
        while len(kept) > 1 and is_place(kept[-1]):
            kept.pop()
        whole = _plain(" - ".join(kept))
        if len(kept) < len(pieces) and len(kept) == 2 and whole.startswith(title.value) and len(whole) <= _LONGEST:
            draft.title.add(whole, "heuristic", title.confidence + 0.02, text)


def title_at(page: Page, title: str) -> int | None:
    """The index among the main blocks of the one that shows `title`."""
    wanted = fold(title)
    exact = next(
        (at for at, block in enumerate(page.main) if fold(block.text) == wanted and block.kind == "heading"), None
    )
    if exact is not None:
        return exact
    return next(
        (at for at, block in enumerate(page.main) if wanted in fold(block.text) and len(block.text) < len(title) + 80),
        None,
    )


def _headings(page: Page) -> list[Block]:
    first = [block for block in page.main if block.kind == "heading" and block.level == 1]
    if not first:
        first = [block for block in page.blocks if block.kind == "heading" and block.level == 1]
    second = [block for block in page.main if block.kind == "heading" and 2 <= block.level <= 3][:4]
    return [*first[:6], *second] if not page.is_text else []


def _heading_score(block: Block, number: int, shown: str, page: Page) -> float:
    text = block.text
    if not 3 <= len(text) <= _LONGEST or _WELCOME.match(text) or is_place(text):
        return 0
    role = likeness(text)
    is_shown = fold(_plain(text)) in shown
    score = (0.5 if block.level == 1 else 0.3) + 0.2 * role + (0.12 if is_shown else 0.0) - 0.02 * number
    if not role and (topic_of(text) != "other" or is_site(text, page) or fact_name(text)):
        score -= 0.4
    if text.endswith(("!", "?", ".", ":")) and not role:
        score -= 0.2
    if re.search(r"\b(?:is|are) (?:hiring|looking)\b", text):
        score -= 0.35
    return score


def _plain(title: str) -> str:
    return trimmed(" ".join(title.split()))[:300]


def _from_text(page: Page, draft: Draft) -> None:
    for number, block in enumerate(page.main[:_FIRST_LINES]):
        pieces = [piece.strip() for piece in re.split(r"\s+[|\u2022\u00b7]\s+", block.text)]
        if len(pieces) >= 3 and len(block.text) <= 300:
            for piece in pieces:
                score = 0.25 + 0.45 * likeness(piece) - 0.02 * number
                if likeness(piece) and len(piece) <= 90 and not is_place(piece):
                    draft.title.add(_plain(piece), "heuristic", score, block.text)
            continue
        text = _ASIDE.sub("", first_sentence(block.text))
        text = trimmed(text)
        head = _whole_head(re.split(r"\s+(?:at|@|bei|chez)\s+(?=[A-Z])", text, maxsplit=1)[0], page)
        if 3 <= len(head) <= 90 and block.kind != "item" and not _WELCOME.match(head) and head[-1] not in ".!?;":
            role = likeness(head)
            is_other = topic_of(head) != "other" or fact_name(head) is not None or ": " in head
            score = 0.3 + 0.4 * role - 0.02 * number - (0.3 if is_other else 0.25 if _PHRASE.match(head) else 0.0)
            if role or (number == 0 and can_be_company(head) and not is_other):
                whole = text if len(text) <= 90 and head == text else head
                draft.title.add(_plain(_unlabelled(whole)), "heuristic", max(score, 0.1), block.text)
        if found := _IN_SENTENCE.search(block.text):
            title = found["title"].split(". ", 1)[0].strip(" ,-.&")
            for cut in (" to ", " who ", " with ", " in ", " at ", " for our ", " and "):
                title = title.split(cut, 1)[0] if likeness(title.split(cut, 1)[0]) else title
            title = re.sub(r"\s*\((?![mwfdx]/).*$", "", title)
            title = re.sub(r"\s+(?:for|of|and|de|&|\u2013|-)$", "", title)
            if likeness(title) == 1 and len(title) <= 80:
                draft.title.add(_plain(title), "heuristic", 0.52 - 0.01 * number, block.text)


def _whole_head(text: str, page: Page) -> str:
    """`text` up to a separator behind which a place, a term of work, or a name that comes again is."""
    pieces = re.split(r"(\s+[-\u2013\u2014|\u00b7]\s+|,\s+)", text)
    kept = pieces[0]
    for separator, piece in zip(pieces[1::2], pieces[2::2], strict=False):
        first = piece.split(" ", 1)[0] if len(piece.split(" ", 1)[0]) > 4 else piece
        is_repeated = len(re.findall(rf"(?<!\w){re.escape(first)}(?!\w)", page.text, re.IGNORECASE)) > 1
        if (
            not can_be_company(piece)
            or (is_repeated and separator[0] != ",")
            or company_score(piece) == 1
            or is_place(piece)
        ):
            break
        kept += separator + piece
    return kept.strip()


def _unlabelled(text: str) -> str:
    label, colon, value = text.partition(": ")
    return (
        value
        if colon
        and (
            fact_name(label) == "title"
            or re.match(r"(?:we.?re |now )?hiring|job|wanted|gesucht|vacancy", label, re.IGNORECASE)
        )
        else text
    )
