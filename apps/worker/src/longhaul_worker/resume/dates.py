"""Dates and ranges of dates as CVs write them, in seven languages."""
# ruff: noqa: RUF001, RUF002 - CVs are full of these dashes and quotes

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTHS: tuple[str, ...] = (
    "january jan januar jänner janner janvier janv jan enero ene gennaio gen janeiro januari",
    "february feb februar février fevrier févr fevr fév fev febrero febbraio febr fevereiro februari",
    "march mar märz maerz mär mrz mars marzo março marco maart",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag maio mei",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug août aout agosto ago augustus agost",
    "september sep sept septembre septiembre setiembre settembre set setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre decembre déc dic diciembre dicembre dezembro",
)
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_MONTH = "(?:" + "|".join(sorted(_MONTH_OF, key=len, reverse=True)) + r")(?![^\W\d_])\.?"
_YEAR = r"(?:19[5-9]\d|20[0-4]\d)"
_SEASON = (
    r"(?:spring|summer|fall|autumn|winter|frühjahr|frühling|sommer|herbst|printemps|été|automne|hiver|primavera"
    r"|verano|otoño|invierno|sommersemester|wintersemester|sose|wise|ss|ws)"
)
_PRESENT = (
    r"(?:present|current(?:ly)?|now|today|date|ongoing|on-going|heute|jetzt|aktuell|laufend|dato|andauernd"
    r"|présent|present|aujourd'hui|aujourd’hui|actuellement|actuel|en cours|ce jour|maintenant|actualidad"
    r"|(?:la )?actualidad|actual(?:mente)?|presente|hoy|la fecha|oggi|attuale|in corso|atual|atualmente|heden|nu"
    r"|至今|现在)"
).replace(" ", r"\s")
_TOKEN = re.compile(
    rf"""(?<![\w$€£#@/])(?:
      (?P<dmy>\d{{1,2}}[./]\d{{1,2}}[./]{_YEAR}(?!\d))
    | (?P<ymd>{_YEAR}-(?:0[1-9]|1[0-2])-(?:[0-2]\d|3[01])(?!\d))
    | (?P<ym>{_YEAR}[ ]?[-/.][ ]?(?:0[1-9]|1[0-2])(?![\d/]))
    | (?P<zh>{_YEAR}[ ]?年[ ]?(?:\d{{1,2}}[ ]?月)?)
    | (?P<my>(?:0?[1-9]|1[0-2])[ ]?[/.\-][ ]?{_YEAR}(?!\d|\.\d))
    | (?P<dmonth>\d{{1,2}}(?:\.|st|nd|rd|th|er)?[ ]+(?:de[ ]+)?{_MONTH}[ ]*,?[ ]*(?:de[ ]+)?{_YEAR}(?!\d))
    | (?P<monthd>{_MONTH}[ ]+\d{{1,2}}(?:st|nd|rd|th)?,?[ ]+{_YEAR}(?!\d))
    | (?P<monthy>{_MONTH}[ ,./-]*(?:of[ ]+|de[ ]+|del[ ]+|di[ ]+)?(?:{_YEAR}(?!\d)|['’`´]\d\d(?!\d)))
    | (?P<season>{_SEASON}[ ]*(?:of[ ]+|semester[ ]+)?,?[ ]*(?:{_YEAR}|['’]\d\d)(?:/\d\d(?:\d\d)?)?(?!\d))
    | (?P<quarter>[qt][1-4][ ]*[/,-]?[ ]*{_YEAR}(?!\d))
    | (?P<year>{_YEAR}(?!\d|[+%]|[.,]\d|[ ]?(?:users|people|employees|customers|lines)))
    | (?P<now>{_PRESENT}(?![^\W\d_]))
    | (?P<shorty>(?:0[1-9]|1[0-2])/\d\d(?![\d/]))
    | (?P<monthyy>{_MONTH}[ -]\d\d(?!\d))
    | (?P<month>{_MONTH})
    | (?P<mm>0[1-9]|1[0-2])(?!\d)
    | (?P<yy>['’]?\d\d)(?!\d)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_JOINT = re.compile(
    r"\s*(?:[-–—~→‐‑]{1,3}(?:\s*(?:until|till?|to|bis)\b)?|\bto\b|\buntil\b|\btill?\b|\bthrough\b|\bthru\b"
    r"|\bbis(?:\s+zum)?\b|\bà|\bau\b|\bal?\b|\bhasta\b|\bjusqu['’](?:à|en)"
    r"|\btot\b|\bfino\s+a\b|\baté\b|\bund\b|\band\b)\s*(?:\bthe\b\s*|\bla\b\s*|\ben\b\s*|\bel\b\s*)?",
    re.IGNORECASE,
)
_SINCE = re.compile(r"(?:\b(since|seit|depuis|desde|ab|dal|sinds)|\b(from|von|vom|de|du|dès|van|das?|started)|"
                    r"\b(expected|exp\.?|graduat(?:ed|ion)|class of|until|bis|voraussichtlich|anticipated"
                    r"|completed|issued|conferred|promotion))"
                    r"(?:\s+(?:in|date|graduation|le|el))?\s*:?\s*$", re.IGNORECASE)  # fmt: skip
_OPEN = re.compile(r"\s*[-–—]+\s*(?=$|[)\]|\t])")
_DURATION = re.compile(
    r"\s*[(\[·•,|–-]*\s*(?:\d+\s*(?:years?|yrs?|y|months?|mos?|m|jahre?n?|monate?n?|ans?|mois|años?|meses|mes"
    r"|anni|mesi)\b[.,]?"
    r"\s*(?:and|und|et|y|e)?\s*){1,2}[)\]]?",
    re.IGNORECASE,
)
_WEAK = frozenset({"now", "shorty", "monthyy", "month", "mm", "yy"})


@dataclass(frozen=True, slots=True)
class Point:
    """One date: year, and month where given. `now` stands for "present"."""

    year: int | None = None
    month: int | None = None
    now: bool = False

    def text(self) -> str | None:
        """The date as JSON Resume writes it, or None where there is no year."""
        if self.year is None:
            return None
        return f"{self.year:04d}" if self.month is None else f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class Span:
    """A range or a single date found in a text between the offsets `at` and `to`."""

    start: str | None
    end: str | None
    current: bool
    single: bool
    at: int
    to: int


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    point: Point
    at: int
    to: int


def find_spans(text: str) -> list[Span]:
    """All ranges and single dates in `text`, in order. A single date is `start` and `end` at once."""
    tokens = [token for found in _TOKEN.finditer(text) if (token := _token(found)) is not None]
    spans: list[Span] = []
    index = 0
    while index < len(tokens):
        pair = _pair(text, tokens, index)
        if pair is not None:
            spans.append(pair)
            index += 2
            continue
        single = _single(text, tokens[index])
        if single is not None:
            spans.append(single)
        index += 1
    return spans


def is_duration(text: str) -> bool:
    """Whether `text` is nothing but a length of time: "4 years 2 months"."""
    return _DURATION.fullmatch(text.strip()) is not None


def without_spans(text: str, spans: list[Span]) -> str:
    """`text` with its dates cut out; what only held them (brackets, separators) goes too."""
    for span in reversed(spans):
        text = text[: span.at] + "\x00" + text[span.to :]
    text = re.sub(r"[(\[]\s*\x00\s*[)\]]", "\x00", text)
    text = re.sub(r"\s*[,|•·:;–—-]?\s*\x00\s*(?:[,|•·;–—-]\s*)?$", "", text)
    text = re.sub(r"^\s*(?:[,|•·:;–—-]\s*)?\x00\s*[,|•·:;–—-]?\s*", "", text)
    text = re.sub(r"\s*\x00\s*", "\t", text)
    return text.strip(" \t,|•·;:")


def _pair(text: str, tokens: list[_Token], index: int) -> Span | None:
    if index + 1 >= len(tokens):
        return None
    first, second = tokens[index], tokens[index + 1]
    if first.point.now or not _JOINT.fullmatch(text[first.to : second.at]):
        return None
    start, end = first.point, second.point
    if start.year is None and end.year is not None and start.month is not None and end.month is not None:
        start = Point(end.year, start.month)
    if first.kind == "mm" and second.kind not in {"my", "shorty"}:
        return None
    if second.kind in {"yy", "mm"}:
        end = _short_year(text, first, second)
    if start.year is None or (end.year is None and not end.now):
        return None
    if not end.now and (end.year, end.month or 12) < (start.year, start.month or 1):
        return None
    at, to = _widened(text, first.at, second.to)
    return Span(start.text(), None if end.now else end.text(), end.now, False, at, to)


def _short_year(text: str, first: _Token, second: _Token) -> Point:
    """The "20" of "2019–20"."""
    if first.kind != "year" or first.point.year is None:
        return Point()
    year = first.point.year // 100 * 100 + int(re.sub(r"\D", "", text[second.at : second.to]))
    return Point(year) if first.point.year < year <= first.point.year + 12 else Point()


def _single(text: str, token: _Token) -> Span | None:
    if token.kind in _WEAK or token.point.year is None:
        return None
    date = token.point.text()
    at, to = _widened(text, token.at, token.to)
    since = _SINCE.search(text[: token.at])
    if since is not None and since[1]:
        return Span(date, None, True, False, since.start(), to)
    opened = _OPEN.match(text, token.to)
    if opened is not None:
        return Span(date, None, True, False, at, opened.end())
    return Span(date, date, False, True, since.start() if since is not None else at, to)


def _widened(text: str, at: int, to: int) -> tuple[int, int]:
    since = _SINCE.search(text[:at])
    if since is not None:
        at = since.start()
    duration = _DURATION.match(text, to)
    return at, duration.end() if duration is not None else to


def _token(found: re.Match[str]) -> _Token | None:
    kind = found.lastgroup or ""
    point = _point(kind, found[0])
    return None if point is None else _Token(kind, point, found.start(), found.end())


def _point(kind: str, text: str) -> Point | None:
    if kind == "now":
        return Point(now=True)
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    month = _month(text)
    year = next((number for number in numbers if number > 1900), None)
    small = [number for number in numbers if number <= 1900]
    match kind:
        case "dmy":
            day, middle = small
            if middle > 12:
                day, middle = middle, day
            return Point(year, middle) if 1 <= middle <= 12 and 1 <= day <= 31 else None
        case "ymd":
            return Point(year, small[0])
        case "ym" | "my" | "zh":
            return Point(year, small[0] if small and 1 <= small[0] <= 12 else None)
        case "dmonth" | "monthd" | "monthy" | "monthyy":
            return Point(year or _century(small[0]), month)
        case "shorty":
            return Point(_century(small[1]), small[0])
        case "season":
            return Point(year or _century(small[0]))
        case "month":
            return Point(month=month)
        case "mm":
            return Point(month=small[0])
        case "yy":
            return Point()
        case _:
            return Point(year)


def _month(text: str) -> int | None:
    for word in re.findall(r"[^\W\d_]+", text.lower()):
        if word in _MONTH_OF:
            return _MONTH_OF[word]
    return None


def _century(short: int) -> int:
    return 2000 + short if short < 50 else 1900 + short
