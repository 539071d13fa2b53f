"""Reads the days that people write on job pages: months in many languages, without a year, "3 days ago"."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import Final, Literal

from longhaul_worker.feeds.dates import read_date

Side = Literal["past", "future"]

_MONTH_WORDS: Final = """
january jan janvier janv januar jan. enero ene gennaio gen janeiro januari stycznia styczen stycznia ledna leden januari
february feb fevrier fev fevr februar febrero febbraio fevereiro februari lutego luty unora unor
march mar mars marz marz maerz marzo mrz marco maart marca marzec brezna brezen
april apr avril avr abril abr aprile kwietnia kwiecien dubna duben
may mai mayo maggio mag maio mei maja maj kvetna kveten
june jun juin juni junio giugno giu junho czerwca czerwiec cervna cerven
july jul juillet juil juli julio luglio lug julho lipca lipiec cervence cervenec
august aug aout agosto ago augustus sierpnia sierpien srpna srpen augusti
september sep sept septembre septiembre settembre set setembro wrzesnia wrzesien zari
october oct octobre oktober okt octubre ottobre ott outubro out pazdziernika pazdziernik rijna rijen
november nov novembre noviembre novembro listopada listopad listopadu
december dec decembre dezember dez diciembre dic dicembre dezembro grudnia grudzien prosince prosinec
"""
_MONTHS: Final = {
    word.rstrip("."): number
    for number, line in enumerate(_MONTH_WORDS.strip().splitlines(), 1)
    for word in line.split()
}
_NAME: Final = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY_FIRST: Final = re.compile(
    rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th|er|[.\u00ba\u00b0])?\s*(?:de\s+|of\s+|-|/)?\s*(?P<month>{_NAME})\b\.?,?"
    r"(?:\s*(?:de\s+|del\s+|-|/)?\s*(?P<year>(?:19|20)\d{2}|'\d{2})(?!\d))?"
)
_MONTH_FIRST: Final = re.compile(
    rf"\b(?P<month>{_NAME})\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d:])(?:\s*,?\s+(?P<year>(?:19"
    rf"|20)\d{{2}})(?!\d))?"
)
_NUMBERS: Final = re.compile(
    r"(?<![\d./-])(?P<a>\d{1,2})\s?[./-]\s?(?P<b>\d{1,2})\s?[./-]\s?(?P<year>(?:20)?\d{2})(?![\d/])"
)
_ISO: Final = re.compile(r"(?<!\d)(?:19|20)\d{2}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)")
_ASIAN: Final = re.compile(
    r"((?:19|20)\d{2})\s*[\u5e74\ub144]\s*(\d{1,2})\s*[\u6708\uc6d4]\s*(\d{1,2})\s*[\u65e5\uc77c]"
)
_COUNT: Final = r"(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|einer?|einem|un[ae]?|um|een|ett?|en)"
_UNIT_WORDS: Final[tuple[tuple[str, float], ...]] = (
    (r"min(?:ute|uten|uti|utos?|uut|uten)?s?|m", 0),
    (r"h(?:ours?|rs?|eures?|oras?)?|stunden?|ore|or[ae]|uur|uren|timmar|timer|godzin[ye]?|hodin\w*", 0),
    (r"d(?:ays?|ias?)?|tag(?:en?)?|jours?|j|giorn[oi]|dag(?:en|ar|e)?|dni|dzien|dny|dnu", 1),
    (r"w(?:eeks?|ks?)?|wochen?|semaines?|semanas?|settiman[ae]|weken|veck(?:a|or)|uger?|tygodni[ea]?|tydn\w*", 7),
    (r"mo(?:nth)?s?|monat(?:en?)?|mois|mes(?:es)?|mes[ei]|maand(?:en)?|manad(?:er)?|maneder?|miesi\w+|mesic\w*", 30.4),
    (r"y(?:ears?|rs?)?|jahr(?:en?)?|ans?|anos?|ann[oi]|jaar|ar|lat|rok\w*", 365),
)
_UNIT: Final = "|".join(f"(?P<u{at}>{words})" for at, (words, _) in enumerate(_UNIT_WORDS))
_AGO: Final = re.compile(
    rf"\b{_COUNT}\s?(?P<open>\+)?\s?(?:{_UNIT})\b\.?\s*(?:ago|geleden|fa\b|atras|sedan|siden|temu|old\b)"
    rf"|\b(?:vor|il y a|hace|ha|pred|przed)\s+(?:mehr als\s+|plus de\s+"
    rf"|mas de\s+)?{_COUNT.replace('count', 'count2')}\s?(?P<open2>\+)?\s?"
    rf"(?:{_UNIT.replace('<u', '<v')})\b"
)
_TODAY: Final = re.compile(
    r"\b(?:today|just (?:now|posted)|moments? ago|heute|gerade eben|aujourd.?hui|a l.instant|hoy|oggi|hoje"
    r"|vandaag|i ?dag|dzisiaj|dzis|dnes)\b"
)
_YESTERDAY: Final = re.compile(r"\b(?:yesterday|gestern|hier|ayer|ieri|ontem|gisteren|igar|i gar|wczoraj|vcera)\b")
_CLOCK: Final = re.compile(r"\s?\b\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?(?:\s(?:utc|gmt|[a-z]{2,4}t)\b)?")
_WORD_COUNTS: Final = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
_FOLDED: Final = str.maketrans({"\u0142": "l", "\u00f8": "o", "\u00df": "ss", "\u2019": "'"})
_LONGEST = 300


def fold(text: str) -> str:
    """`text` in lower case without accents."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_FOLDED))
    return "".join(char for char in plain if not unicodedata.combining(char))


def read_day(text: str | None, today: date, *, side: Side = "past", month_first: bool = False) -> date | None:
    """The first day that `text` names; None where it names none, or only a bound such as "30+ days ago".

    `today` is when the page was seen. A day without a year is the nearest one on `side` of it. `month_first` decides
    days such as `3/4/2026`.
    """
    if not text:
        return None
    # Who writes the hour with "AM" writes the month first.
    month_first = month_first or bool(re.search(r"/20\d\d, \d{1,2}:\d\d(?::\d\d)? [AP]M\b", text[:_LONGEST]))
    plain = _CLOCK.sub("", fold(text[:_LONGEST])).strip()
    iso = _ISO.search(plain)
    if iso:
        return read_date(iso.group().replace("/", "-").replace(".", "-"))
    return (
        _asian(text)
        or _numbers(plain, month_first=month_first)
        or _named(plain, today, side)
        or _relative(plain, today)
        or (read_date(text.strip()) if re.match(r"^\s*(?:\d{8,13}\s*$|[A-Za-z]{3},)", text) else None)
    )


def _asian(text: str) -> date | None:
    found = _ASIAN.search(text[:_LONGEST])
    return _day(int(found[1]), int(found[2]), int(found[3])) if found else None


def _numbers(text: str, *, month_first: bool) -> date | None:
    found = _NUMBERS.search(text)
    if found is None:
        return None
    first, second, year = int(found["a"]), int(found["b"]), int(found["year"])
    year += 2000 if year < 100 else 0
    day, month = (second, first) if month_first and "." not in found.group() else (first, second)
    return _day(year, month, day) or _day(year, day, month)


def _named(text: str, today: date, side: Side) -> date | None:
    for found in sorted([*_DAY_FIRST.finditer(text), *_MONTH_FIRST.finditer(text)], key=_rank):
        month, day = _MONTHS[found["month"]], int(found["day"])
        if found["year"]:
            year = int(found["year"].lstrip("'"))
            return _day(year + 2000 if year < 100 else year, month, day)
        near = (_day(today.year + more, month, day) for more in ((0, -1) if side == "past" else (0, 1)))
        slack = timedelta(days=2)
        for when in near:
            if when and (when <= today + slack if side == "past" else when >= today - slack):
                return when
    return None


def _rank(found: re.Match[str]) -> tuple[bool, int]:
    """Days with a year before others, then in the order of the text."""
    return (found["year"] is None, found.start())


def _relative(text: str, today: date) -> date | None:
    found = _AGO.search(text)
    if found:
        if found["open"] or found["open2"]:
            return None
        written = found["count"] or found["count2"]
        count = int(written) if written.isdigit() else _WORD_COUNTS.get(written, 1)
        days = next(days for at, (_, days) in enumerate(_UNIT_WORDS) if found[f"u{at}"] or found[f"v{at}"])
        back = timedelta(days=round(count * days))
        return today - back if back < timedelta(days=3650) else None
    if _TODAY.search(text):
        return today
    return today - timedelta(days=1) if _YESTERDAY.search(text) else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1995 <= year <= 2100 else None
    except ValueError:
        return None
