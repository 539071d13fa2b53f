"""Reads the short texts around an advert's title - place, pay, "Full-time" - each by what it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from longhaul_worker.feeds.companies import can_be_company, is_department
from longhaul_worker.feeds.places import is_place
from longhaul_worker.feeds.roles import likeness
from longhaul_worker.postings.draft import Draft
from longhaul_worker.postings.kinds import kinds_of
from longhaul_worker.postings.labels import fact_name
from longhaul_worker.postings.money import unit_in
from longhaul_worker.postings.page import Block, Page
from longhaul_worker.postings.pay import find_pay
from longhaul_worker.postings.sections import topic_of
from longhaul_worker.postings.spots import LONGEST_LIST, is_spot, place_of, workplace_in
from longhaul_worker.postings.when import fold, read_day

_BEFORE, _AFTER = 6, 16
_LONGEST: Final = 90
_KNOWN_PLACE, _KNOWN_COMPANY = 0.45, 0.7
_STRONG: Final = re.compile(r"\s*[\u00b7\u2022|]\s*|;\s+|\t+|\s{3,}")
_WEAK: Final = re.compile(r"\s+[-\u2013\u2014/]\s+")
_POSTED: Final = re.compile(
    r"\b(?:posted|published|listed|added|reposted|online since|live since|active|updated|veroffentlicht"
    r"|online seit|eingestellt|erschienen|publie\w*|mis en ligne|publicad[oa]|pubblicat[oa]|geplaatst"
    r"|opublikowan\w+|dodan\w+|publicerad|publisert|oprettet|inserat online)\b"
)
_AGO: Final = re.compile(
    r"\bago$|^\d{1,3}\s?[dhwm]$|^\d{1,2}[dwh] ago|^(?:vor|il y a|hace|ha) |geleden$| fa$|^(?:today|yesterday"
    r"|heute|gestern|just posted|new)$|\bjours?\b|^just now"
)
_ORGANISATION: Final = re.compile(
    r"\b(?:department (?:of|for)|office of|ministerium|trust|council|hospitals?|school|ministry|agency"
    r"|association|society|charity|college|institute?"
    r"|authority|clinic|museum|university"
    r"|universit\w+|universidad|hochschule|stadt|gemeente|mairie|inc|llc|ltd|limited|gmbh|ag|plc|s\.l|s\.a"
    r"|b\.v|ab|foundation|stiftung|group|co-op)\b\.?",
    re.IGNORECASE,
)
_NAME_AND_PLACE: Final = re.compile(r"^(?P<name>[^,]{2,60}), (?P<place>[^,]{2,40}(?:, [^,]{2,30})?)$")
_TOWN_REGION: Final = re.compile(
    r"^[A-Z\u00c0-\u00dd][\w\u00c0-\u017f'-]+(?: [A-Z][\w\u00c0-\u017f'-]+){0,2},"
    r" (?:Co\. )?[A-Z\u00c0-\u00dd][\w\u00c0-\u017f'-]+(?: [A-Z][\w-]+)?$"
)
_NO_NAME: Final = re.compile(
    r"\b(?:apply|save|share|job|jobs|view|back|report|sign|log|tags?|visa|sponsor\w*|other|remote|print|email|all"
    r"|applicants?|people|clicked|views?|easy|follow|reposted|promoted)\b|^(?:hi|hello|hey|dear|greetings"
    r"|hallo|bonjour|hola)\b",
    re.IGNORECASE,
)
_WHOLE_DAY: Final = re.compile(
    r"^(?:\w{2,9}\.?,? )?(?:\d{1,2}(?:st|nd|rd|th|\.)? ?(?:de )?[a-z]{3,10}\.?,?(?: de)?(?: 20\d\d)?"
    r"|[a-z]{3,10}\.? \d{1,2}(?:st|nd|rd|th)?(?:,? 20\d\d)?|\d{1,2}[./-]\d{1,2}[./-](?:20)?\d\d"
    r"|20\d\d-\d\d-\d\d)$"
)
_ICON: Final = re.compile(r"^[^\w(\"'$\u20ac\u00a3\u20b9\u00a5]+\s*")
# Atomic groups: the words overlap, and trying them in every combination would take for ever.
_WHOLE_WORKPLACE: Final = re.compile(
    r"^(?>(?:(?:100 ?%|fully?|mostly|partially?|partly|remote|hybrid\w*|on-?\s?site|in-?\s?office|in[ -]person|only|ok"
    r"|friendly|first|work|working|job|position|role|possible|optional|flexible|model|or|and|y|et|und"
    r"|from home|modalidad|modalita|modello|modelo|mode|setting"
    r"|home ?office|vor ort|telearbeit|teletravail|total|partiel|presentiel|presencial|remoto|hibrid[oa]|ibrido"
    r"|a distance|a distancia|frequent|occasionnel|ponctuel|autorise|non|pas de|eventuel|regulier|da remoto|anywhere"
    r"|worldwide|wfh|zdalnie|zdalna|praca|hybrydow\w+|stacjonarn\w+|op afstand|op locatie|pa distans|remota"
    r"|\d(?: ?- ?\d)?|days?|tage|jours|dias|per|a|in|the|pro|par|por|week|woche|semaine|semana)(?![a-z])"
    r"|[/,()+&-])\s*)+$"
)
_WHOLE_EMPLOYMENT: Final = re.compile(
    r"^(?:full|part|time|fulltime|parttime|permanent|temporary|temp|contract(?:or)?|fixed|term|freelance"
    r"|intern(?:ship)?|apprenticeship|casual|seasonal|volunteer|vollzeit|teilzeit|unbefristet|befristet"
    r"|festanstellung|werkstudent(?:in)?|praktikum|minijob|ausbildung|cdi|cdd|stage|alternance|interim|temps"
    r"|plein|partiel|tiempo|completo|parcial|jornada|completa|indefinido|tempo|pieno|indeterminato|determinato"
    r"|heltid|deltid|fast|voltijd|deeltijd|b2b|umowa|o|prace|etat|pelny|employee|employment|position|job"
    r"|clt|pj|periodo|integral|feste?|anstellung|termino|contrato|a|regular|position|per|diem|w2|c2c|hire|to"
    r"|direct|or|and|und|oder|ou|et|m|f|d|\(|\)|/|,|\+|&|-|\d{1,3} ?%"
    r"|\d{2} ?(?:h|hours|stunden|std)|week|pro|woche|hrs?|hours?)(?:[\s/,&()+-]+|$)"
    r"(?:.{0,40})$"
)


def take_chips(page: Page, draft: Draft, title_at: int | None, today: date) -> None:
    """Add what the short texts around the title say."""
    where = page.url or ""
    before = len(draft.employment.all)
    for piece, is_after in _pieces(page, title_at):
        text = _ICON.sub("", piece).strip(" ,;:|")
        if 1 < len(text) <= _LONGEST or (len(text) <= LONGEST_LIST and is_spot(text)):
            _take(draft, text, 0.0 if is_after else 0.1, today, where, is_first=is_after)
    terms = [found.evidence or "" for found in draft.employment.all[before:] if found.confidence > 0.7]
    if len(terms) > 1:
        draft.employment.add(kinds_of(dict.fromkeys(terms)), "heuristic", 0.77, ", ".join(terms))


def take_unknown_town(page: Page, draft: Draft, title_at: int | None) -> None:
    """Take the first of several short texts under the title for the place, where it is nothing else and none is known.

    Most towns are in no list; who hires must be known already, as a name stands there just as often.
    """
    if title_at is None or draft.places.confidence >= _KNOWN_PLACE or draft.company.confidence < _KNOWN_COMPANY:
        return
    for block in page.main[title_at + 1 : title_at + 5]:
        texts = [part.text.strip(" ,|\u00b7\u2022") for part in block.parts]
        if len(texts) < 2 or not all(part.tag for part in block.parts) or len(block.text) > 260:
            continue
        first = texts[0]
        if _can_be_named(first) and fold(first) != fold(draft.company.value or "") and not any(map(str.isdigit, first)):
            draft.places.add([place_of(first)], "heuristic", _KNOWN_PLACE, block.text)
        return


def _take(draft: Draft, text: str, less: float, today: date, where: str, *, is_first: bool) -> None:
    plain = fold(text)
    if _POSTED.search(plain) or _AGO.search(plain):
        draft.posted.add(read_day(text, today), "heuristic", 0.76 - less, text)
        return
    if _WHOLE_DAY.match(plain):
        draft.posted.add(read_day(text, today), "heuristic", 0.56 - less, text)
        return
    pay = find_pay(text, where=where, is_pay=True) if any(char.isdigit() for char in text) else None
    if pay and (pay.salary.currency or (unit_in(text) and pay.salary.minValue < pay.salary.maxValue)):
        draft.salary.add(pay.salary, "heuristic", 0.78 - less, text)
        return
    if _WHOLE_WORKPLACE.match(plain):
        draft.workplace.add(workplace_in(text), "heuristic", 0.82 - less, text)
        return
    if len(text) <= 60 and _WHOLE_EMPLOYMENT.match(plain) and (kinds := kinds_of([text])):
        draft.employment.add(kinds, "heuristic", 0.76 - less, text)
        draft.workplace.add(workplace_in(text), "heuristic", 0.7 - less, text)
        return
    if is_spot(text):
        draft.places.add([place_of(text)], "heuristic", 0.74 - less, text)
        draft.workplace.add(workplace_in(text), "heuristic", 0.66 - less, text)
        return
    inner = re.match(r"^(?P<place>.+?)\s*[(\[](?P<mode>[^()]+)[)\]]$", text)
    if inner and is_spot(inner["place"]) and (mode := workplace_in(inner["mode"])):
        draft.places.add([place_of(inner["place"])], "heuristic", 0.74 - less, text)
        draft.workplace.add(mode, "heuristic", 0.8 - less, text)
    elif (
        is_first
        and (named := _NAME_AND_PLACE.match(text))
        and is_place(named["place"])
        and _can_be_named(named["name"])
    ):
        draft.company.add(named["name"], "heuristic", 0.5 - less, text)
        draft.places.add([place_of(named["place"])], "heuristic", 0.6 - less, text)
    elif _TOWN_REGION.match(text) and not _ORGANISATION.search(text) and likeness(text) == 0:
        draft.places.add([place_of(text)], "heuristic", 0.42 - less, text)
    elif is_first and _can_be_named(text):
        draft.company.add(text, "heuristic", (0.62 if _ORGANISATION.search(text) else 0.36) - less, text)


def _can_be_named(text: str) -> bool:
    most_words = 8 if _ORGANISATION.search(text) else 5
    if not can_be_company(text) or len(text.split()) > most_words or not text[:1].isupper() or text[-1] in ".!?:":
        return False
    is_something_else = is_department(text) or likeness(text) == 1 or topic_of(text) != "other" or ":" in text
    return not is_something_else and fact_name(text) is None and not _NO_NAME.search(text)


def _pieces(page: Page, title_at: int | None) -> Iterator[tuple[str, bool]]:
    """The short texts behind the title, then those before it; with whether they stand behind it."""
    at = -1 if title_at is None else title_at
    if at >= 0 and not page.is_text:
        # Chips inside the title's own block: `<h1>Cook <span>Berlin</span></h1>`.
        yield from ((part.text, True) for part in page.main[at].parts[1:])
    elif at >= 0:
        yield from ((piece, True) for piece in _cut(page.main[at].text))
    previous = ""
    for block in page.main[at + 1 : at + 1 + _AFTER]:
        if (block.kind == "heading" and topic_of(block.text) != "other") or len(block.text) > 260:
            break
        if fact_name(previous) is None:  # what has a label is read with it
            yield from ((piece, True) for piece in _pieces_of(block))
        previous = block.text
    for block in page.main[max(0, at - _BEFORE) : max(at, 0)]:
        if len(block.text) <= 160:
            yield from ((piece, False) for piece in _pieces_of(block))
    for block in page.main:
        if block.zone == "side" and len(block.text) <= 120:
            yield from ((piece, False) for piece in _pieces_of(block))


def _pieces_of(block: Block) -> Iterator[str]:
    if len(block.parts) > 1 and all(part.tag for part in block.parts):
        for part in block.parts:
            yield from _cut(part.text)
    elif block.text[-1:] not in ".!?" or len(block.text) < 40:
        yield from _cut(block.text)
        yield from (part.text for part in block.parts if len(block.parts) > 1)


def _cut(text: str) -> Iterator[str]:
    for piece in (piece for piece in _STRONG.split(text) if piece and piece.strip()):
        weak = [part for part in _WEAK.split(piece) if part and part.strip()]
        # "Berlin - Remote" is one place, and "50k - 60k" one amount.
        has_digit = any(char.isdigit() for char in piece)
        pay = find_pay(piece, is_pay=True) if len(piece) <= 60 and has_digit else None
        is_whole = len(weak) == 1 or is_spot(piece) or (pay is not None and pay.salary.minValue < pay.salary.maxValue)
        yield from [piece] if is_whole else weak
        parts = [part.strip() for part in re.split(r",\s+|\s+in\s+", piece)] if len(piece) <= 80 else []
        if len(parts) > 1 and any(_is_term(part) for part in parts) and not is_spot(piece):
            yield from parts  # "Full-time, Remote (Europe)"


def _is_term(text: str) -> bool:
    """Whether a piece is a term of employment or of where the work is done."""
    plain = fold(text)
    return len(text) <= 25 and bool(_WHOLE_EMPLOYMENT.match(plain) or _WHOLE_WORKPLACE.match(plain))
