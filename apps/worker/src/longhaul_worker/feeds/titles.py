"""Finds out how a feed writes its titles - "Company: Title", "Title - Company" and so on - and takes them apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from longhaul_worker.feeds.companies import can_be_company, company_score, is_department
from longhaul_worker.feeds.places import is_place
from longhaul_worker.feeds.roles import likeness

SAMPLE = 200  #: titles looked at to find the form
_LEAST_SCORE = 0.45


@dataclass(frozen=True)
class Parts:
    """What a title consists of."""

    title: str
    company: str | None = None
    place: str | None = None


@dataclass(frozen=True)
class Form:
    """A way to write titles. `prior` says how usual it is, beyond what the texts themselves show."""

    name: str
    cut: Callable[[str], Parts | None]
    prior: float = 0.0
    least_cover: float = 0.7  #: share of the titles that must be written so

    def split(self, title: str) -> Parts | None:
        """The parts of `title`, or None where it is not written so. A place behind the company is told apart."""
        parts = self.cut(title)
        if parts is None:
            return None
        company, place = _without_place(parts.company) if parts.company else (None, None)
        place = parts.place or place
        is_named = place is not None and (is_place(place) or (can_be_company(place) and not is_department(place)))
        return Parts(parts.title, company, place if is_named else None)


_DASH = r"\s+[-\u2013\u2014\u2015]+\s+|\s*\u2014\s*"
_SEPARATORS: tuple[tuple[str, str, float, float], ...] = (
    # name, pattern, prior with the title first, prior with the company first
    ("long dash", r"\s*\u2014\s*", 0.12, 0.02),
    ("dash", _DASH, 0.1, 0.0),
    ("bar", r"\s*\|\s*", 0.05, 0.05),
    ("dot", r"\s+[\u00b7\u2022\u2027]\s+", 0.05, 0.05),
    ("slashes", r"\s*//\s*|\s+::\s+|\s+/\s+", 0.0, 0.0),
    ("colon", r"\s*:\s+", -0.1, 0.15),
    ("comma", r",\s+(?!(?:Inc|LLC|Ltd|GmbH|Corp|Co|S\.A|PLC)\b)", -0.2, -0.6),
)
_HIRING = re.compile(
    r"^(?P<company>.{2,80}?)\s+(?:(?:is|are)\s+(?:now\s+)?(?:hiring|looking for|seeking|recruiting)(?:\s+for)?:?"
    r"|hiring|sucht|recrute|busca)\s+(?:an?\s+|the\s+|eine?n?\s+|une?\s+)?(?P<title>.+)$"
)
_IN = re.compile(r"\s+in\s+")
_AT = re.compile(r"^(?P<title>.+)\s+(?:at|@|bei|chez)\s+(?P<company>.+?)$", re.IGNORECASE)
_BRACKET_LAST = re.compile(r"^(?P<title>.+?)\s*[(\[](?P<company>[^()\[\]]{2,60})[)\]]$")
_BRACKET_FIRST = re.compile(r"^\[(?P<company>[^\[\]]{2,60})\]\s*(?P<title>.+)$")
_IN_BRACKETS = re.compile(r"^(?P<rest>.+?)\s*[(\[](?P<inner>(?:[^()\[\]]|\([^()]*\))+)[)\]]$")
_BEFORE_PLACE = re.compile(r",\s+|\s+in\s+|\s+[-\u2013\u2014|]\s+")
_NAMED_BY_PLACE = re.compile(r"\b(?:univers|college|institut|school|hospital|city|council|bank of)", re.IGNORECASE)
_ASIDE = re.compile(r"(?:allows?|visa|sponsor|remote|hybrid|on-?site|[\d.,]+\s*[k\u20ac$\u00a3])", re.IGNORECASE)
_ANNOUNCEMENT = re.compile(
    r"^\s*(?:\[\s*(?:hiring|job|new)\s*\]|(?:new job|job|hiring|vacancy|we.?re hiring|stellenangebot)\s*:)\s*",
    re.IGNORECASE,
)


def form_of(titles: Sequence[str], companies: Sequence[str | None] = ()) -> Form | None:
    """The form in which most of `titles` are written; None where they name no company.

    `companies` are names that may belong to the titles one by one, such as the entries' authors; a form that yields
    them is preferred.
    """
    sample = [without_announcement(title) for title in titles[:SAMPLE]]
    hints = [*companies[:SAMPLE], *[None] * (len(sample) - len(companies[:SAMPLE]))]
    best: Form | None = None
    best_score = _LEAST_SCORE
    for form in _forms():
        split = [form.split(title) for title in sample]
        cover = sum(parts is not None for parts in split) / max(len(sample), 1)
        if cover < form.least_cover:
            continue
        scores = [_score(parts, hint) for parts, hint in zip(split, hints, strict=True) if parts is not None]
        score = cover * (sum(scores) / len(scores) + form.prior)
        if score > best_score:
            best, best_score = form, score
    return best


def taken_apart(title: str, form: Form | None) -> Parts:
    """The parts of `title` by `form`; the whole title where the form does not fit it."""
    plain = without_announcement(title)
    parts = form.split(plain) if form else None
    if form is None or parts is None or not (parts.company or parts.place):
        return Parts(plain)
    # Before the title "Remote" is a company of that name: no board puts the place there.
    is_remote = form.name.startswith("company") and parts.company == "Remote"
    return parts if parts.company is None or is_remote or can_be_company(parts.company) else Parts(plain)


def without_company(title: str, company: str) -> str:
    """`title` without the name of its company at either end, or before a place: `Dev - Acme - Berlin` is `Dev`."""
    name = re.escape(company)
    separator = rf"(?:{_DASH}|\s*[|:\u00b7\u2022]\s*|,\s+)"
    shorter = re.sub(rf"^(?:\[{name}\]\s*|{name}{separator})(?=\S)", "", title, flags=re.IGNORECASE)
    shorter = re.sub(rf"^{name}\s+(?:is\s+)?hiring\s+(?:an?\s+)?", "", shorter, flags=re.IGNORECASE)
    if shorter == title:
        found = re.search(
            rf"(?:{separator}|\s+(?:at|@|bei|chez)\s+|\s*[(\[]){name}[)\]]?(?P<rest>.*)$", title, re.IGNORECASE
        )
        if found and found.start() and _is_leftover(found.group("rest")):
            shorter = title[: found.start()]
    return shorter.strip() or title


def without_announcement(title: str) -> str:
    """`title` without a leading "Hiring:" or the like."""
    return _ANNOUNCEMENT.sub("", title).strip() or title.strip()


def _is_leftover(rest: str) -> bool:
    """Whether what follows the company's name is nothing or a place."""
    bare = rest.strip(" -\u2013\u2014|,()[]:\u00b7")
    return not bare or is_place(bare) or not can_be_company(bare)


def _forms() -> list[Form]:
    forms = [
        Form("company hiring title", _hiring, 0.3, 0.5),
        Form("title at company", _by(_AT), 0.25, 0.5),
        Form("title (company)", _by(_BRACKET_LAST), -0.1, 0.9),
        Form("[company] title", _by(_BRACKET_FIRST), -0.1, 0.9),
    ]
    for name, pattern, title_first, company_first in _SEPARATORS:
        separator = re.compile(pattern)
        cover = {"colon": 0.5, "comma": 0.9}.get(name, 0.7)
        forms += [
            Form(f"title {name} company", _last_is_company(separator), title_first, max(cover, 0.7)),
            Form(f"company {name} title", _first_is_company(separator), company_first, cover),
            Form(f"title {name} place", _last_is_place(separator), title_first - 0.1),
            Form(f"title {name} company {name} place", _of_three(separator, (0, 1, 2)), title_first),
            Form(f"company {name} title {name} place", _of_three(separator, (1, 0, 2)), company_first),
            Form(f"title {name} place {name} company", _of_three(separator, (0, 2, 1)), title_first - 0.1),
        ]
    return forms


def _by(pattern: re.Pattern[str]) -> Callable[[str], Parts | None]:
    def cut(title: str) -> Parts | None:
        found = pattern.match(title)
        return Parts(found["title"].strip(), found["company"].strip()) if found else None

    return cut


def _hiring(title: str) -> Parts | None:
    """ "Acme is hiring a Cook in Berlin"; what follows the last "in" may also belong to the title."""
    parts = _by(_HIRING)(title)
    if parts is None:
        return None
    for found in _IN.finditer(parts.title):
        place = parts.title[found.end() :]
        if is_place(place):
            return Parts(parts.title[: found.start()], parts.company, place)
    return parts


def _pieces(separator: re.Pattern[str], title: str) -> list[str]:
    return [piece.strip() for piece in separator.split(title) if piece and piece.strip()]


def _ends(separator: re.Pattern[str], title: str, *, last: bool) -> tuple[str, str] | None:
    """`title` cut at its first or last separator, keeping what stands between other separators as it is."""
    cuts = [cut for cut in separator.finditer(title) if cut.start() > 0 and cut.end() < len(title)]
    if not cuts:
        return None
    cut = cuts[-1 if last else 0]
    return title[: cut.start()].strip(), title[cut.end() :].strip()


def _last_is_company(separator: re.Pattern[str]) -> Callable[[str], Parts | None]:
    def cut(title: str) -> Parts | None:
        ends = _ends(separator, title, last=True)
        if ends is None:
            return None
        before = _ends(separator, ends[0], last=True)
        # "Title - Company - Remote" among titles without a place: the place is not the company.
        if before and not can_be_company(ends[1]):
            return Parts(before[0], before[1], ends[1] if is_place(ends[1]) else None)
        return Parts(ends[0], ends[1])

    return cut


def _first_is_company(separator: re.Pattern[str]) -> Callable[[str], Parts | None]:
    def cut(title: str) -> Parts | None:
        ends = _ends(separator, title, last=False)
        return Parts(ends[1], ends[0]) if ends else None

    return cut


def _last_is_place(separator: re.Pattern[str]) -> Callable[[str], Parts | None]:
    def cut(title: str) -> Parts | None:
        ends = _ends(separator, title, last=True)
        return Parts(ends[0], None, ends[1]) if ends else None

    return cut


def _of_three(separator: re.Pattern[str], order: tuple[int, int, int]) -> Callable[[str], Parts | None]:
    """Split into title, company and place, which stand at the positions `order`; the title may hold separators."""
    title_at, company_at, place_at = order

    def cut(title: str) -> Parts | None:
        pieces = _pieces(separator, title)
        while len(pieces) > 3 and not can_be_company(pieces[-1]) and not can_be_company(pieces[-2]):
            pieces.pop()
        if len(pieces) < 3:
            return None
        surplus = len(pieces) - 2
        joined = [*pieces[:title_at], " - ".join(pieces[title_at : title_at + surplus]), *pieces[title_at + surplus :]]
        return Parts(joined[title_at], joined[company_at], joined[place_at])

    return cut


def _score(parts: Parts, hint: str | None) -> float:
    score = 0.5 + 0.5 * likeness(parts.title)
    if parts.company is not None:
        fit = company_score(parts.company)
        score += 0.3 * fit - 0.5 * likeness(parts.company) if fit >= 0 else fit
        score += 0.4 if hint and hint.casefold() == parts.company.casefold() else 0.0
    if parts.place is not None:
        score += 0.6 if is_place(parts.place) else -0.6
    return score


def _without_place(company: str) -> tuple[str, str | None]:
    """A company's name without a place or an aside behind it, and that place."""
    if is_place(company):
        return company, None
    found = _IN_BRACKETS.match(company)
    if found:
        inner = found.group("inner")
        if is_place(inner):
            return _without_place(found.group("rest"))[0], inner
        if _ASIDE.match(inner) or not can_be_company(inner):
            return _without_place(found.group("rest"))
    for cut in _BEFORE_PLACE.finditer(company):
        rest, place = company[: cut.start()].strip(), company[cut.end() :].strip()
        is_its_name = cut.group().startswith(",") and _NAMED_BY_PLACE.search(rest)
        if rest and is_place(place) and not is_its_name:
            return rest, place
    return company, None
