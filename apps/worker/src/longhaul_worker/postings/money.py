"""Finds amounts of money in running text: currencies, thousands as people write them, ranges and periods."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from career.posting import SalaryUnit

_SIGNS: Final = (
    ("US$", "USD"), ("USD$", "USD"), ("CA$", "CAD"), ("CAD$", "CAD"), ("C$", "CAD"), ("AU$", "AUD"), ("AUD$", "AUD"),
    ("A$", "AUD"),
    ("NZ$", "NZD"), ("NZD$", "NZD"), ("HK$", "HKD"), ("SG$", "SGD"), ("S$", "SGD"), ("MX$", "MXN"), ("R$", "BRL"),
    ("NT$", "TWD"),
    ("$", "$"), ("\u20ac", "EUR"), ("\u00a3", "GBP"), ("\u20b9", "INR"), ("\u00a5", "JPY"), ("\uffe5", "JPY"),
    ("\u5186", "JPY"),
    ("z\u0142", "PLN"), ("K\u010d", "CZK"), ("\u20aa", "ILS"), ("\u20ba", "TRY"), ("\u20b4", "UAH"), ("\u20bd", "RUB"),
    ("\u20a9", "KRW"), ("\u20ab", "VND"), ("\u0e3f", "THB"), ("\u20b1", "PHP"), ("\u20a6", "NGN"),
)  # fmt: skip
_CODES: Final = (
    "USD EUR GBP CHF CAD AUD NZD SEK NOK DKK PLN CZK HUF RON BGN INR SGD HKD JPY CNY RMB KRW TWD BRL MXN ZAR"
    " AED SAR QAR ILS TRY"
    " UAH RUB THB MYR IDR PHP VND NGN KES EGP PKR CLP COP ARS PEN LKR BDT ISK"
)
_NAMES: Final = (
    (r"euros?\b", "EUR"), (r"pounds?\b(?: sterling)?", "GBP"), (r"(?:us )?dollars?\b", "$"), (r"rs\.?(?![a-z])", "INR"),
    (r"inr\b", "INR"), (r"rupees?\b", "INR"), (r"fr\.(?![a-z])", "CHF"), (r"kronor\b", "SEK"), (r"kroner\b", "NOK"),
    (r"kr\b", "KR"),
    (r"zl\b", "PLN"), (r"lei\b", "RON"), (r"ft\b", "HUF"), (r"rand\b", "ZAR"), (r"reais\b", "BRL"), (r"sfr\.?", "CHF"),
)  # fmt: skip
_CURRENCY: Final = "|".join(
    [
        *(re.escape(sign) for sign, _ in sorted(_SIGNS, key=lambda pair: -len(pair[0]))),
        rf"\b(?:{'|'.join(_CODES.split())})\b(?:\s?\$)?",
        *(rf"\b(?i:{pattern})" for pattern, _ in _NAMES),
    ]
)
_NUMBER: Final = (
    r"(?<![\w.,])\d{1,3}(?:(?:[.,'\u2019]|[\u00a0\u202f\u2009 ](?=\d{3}(?!\d)))\d{2,3})+(?:[.,]\d{1,2})?(?!\d)"
    r"|(?<![\w.,])\d{1,8}(?:[.,]\d{1,2})?(?!\d)"
)
_SCALE: Final = (
    r"\s?(?:[kKM]\b|[kK](?=\s?[\u20ac$\u00a3-])|(?i:lpa|lakhs?|lacs?|tsd\.?|mila\b|mil\b|tys\.?|\u4e07"
    r"|\u4e07\u5143|t\u20ac))"
)
_UNIT_NEAR: Final = r"\s?/\s?(?:h(?:ou)?r?|stunde|std|day|tag|jour|month|mo|monat|mois|year|yr|jahr|an|annum|week|wk)\b"
_AMOUNT: Final = (
    rf"(?P<before{{n}}>{_CURRENCY})?\s?(?P<number{{n}}>{_NUMBER})"
    rf"(?P<scale{{n}}>{_SCALE})?\s?(?P<after{{n}}>{_CURRENCY})?"
)
_TO: Final = (
    rf"(?:{_UNIT_NEAR})?(?:\s+(?:gross|brutto|bruts?|\+?\s?super(?:annuation)?|per (?:year|annum|hour|month|day)))?\s*"
    r"(?:[-\u2010-\u2015\u2212~/]|\bto\b|\bbis(?: zu)?\b|\bund\b|\bet\b|\by\b|\be\b|\ba\b|\b\u00e0\b|\band\b"
    r"|\bhasta\b|\btot\b|\btill\b|\bdo\b|\bup to\b|\baz\b)\s*"
)
_MONEY: Final = re.compile(_AMOUNT.replace("{n}", "1") + rf"(?:{_TO}" + _AMOUNT.replace("{n}", "2") + ")?")
_UNIT_WORDS: Final[tuple[tuple[SalaryUnit, str], ...]] = (
    ("HOUR", (
        r"per hour|an hour|/\s?h(?:ou)?r?s?\b|\bhourly|\bp/?\.?h\b\.?|(?:pro|je|die) stunde|/\s?(?:std|stunde)"
        r"|stundenlohn|stundensatz|de l.heure|par heure|/\s?heure|por hora|/\s?hora|all.ora|per uur|/\s?uur"
        r"|na godzin|/\s?(?:godz|h\b)|i timmen|\bph\b|\bhour\b"
    )),
    ("DAY", (
        r"per day|a day|/\s?d(?:ay)?\b|\bdaily|(?:pro|am) tag\b|/\s?tag\b|tagessatz|par jour|/\s?jour|\btjm\b"
        r"|por dia|al dia|/\s?dia|al giorno|per dag|/\s?dag|\bp\.?d\b|day rate"
    )),
    ("WEEK", r"per week|a week|/\s?w(?:ee)?k\b|\bweekly|pro woche|par semaine|por semana|per settimana|\bp\.?w\b"),
    ("MONTH", (
        r"per month|a month|/\s?mo(?:n|nth)?\b|\bmonthly|(?:pro|im) monat|/\s?monat|monatlich|monats\w*|par mois"
        r"|/\s?mois|\bmensuel\w*|al mes|por mes|/\s?mes\b|mensual\w*|mensual|al mese|mensil\w*|por mes|per maand"
        r"|/\s?maand|p\.?\s?m\.?(?=\W|$)|\bpm\b|miesi\w+|/\s?mies\w*|/\s?mth|m\xe5nad\w*|manad\w*|mesicn\w*"
        r"|mesic\w*|pr\.? maned|/\s?mc"
    )),
    ("YEAR", (
        r"per (?:year|annum)|an? year|/\s?y(?:ea)?r?\b|/\s?annum|\bannual\w*|\byearly|\bp\.?\s?a\b\.?|(?:pro"
        r"|im) jahr|/\s?jahr|j\u00e4hrlich|jahrlich|jahres\w*|par an\b|/\s?an\b|annuel\w*|brut an\w*|al ano"
        r"|por ano|/\s?ano|anual\w*|all.anno|annu[aoi]\w*|\bral\b|per jaar|/\s?jaar|rocznie|\bpa\b|\blpa\b"
        r"|\bper ann|brutto/jahr|\bctc\b|\bote\b"
    )),
)  # fmt: skip
_UNITS: Final[tuple[tuple[SalaryUnit, re.Pattern[str]], ...]] = tuple(
    (unit, re.compile(pattern, re.IGNORECASE)) for unit, pattern in _UNIT_WORDS
)
_BY_WORD: Final = tuple((re.compile(pattern, re.IGNORECASE), code) for pattern, code in _NAMES)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount or a range: its bounds, the currency ("$" and "KR" are still to be resolved), and where it stands."""

    low: float
    high: float
    currency: str | None
    start: int
    end: int
    is_range: bool
    is_scaled: bool


def money_in(text: str) -> Iterator[Money]:
    """Every amount and range in `text`, also those without a currency."""
    for found in _MONEY.finditer(text):
        first = _number(found["number1"])
        second = _number(found["number2"]) if found["number2"] else None
        scales = [found["scale1"], found["scale2"]]
        written = [found[name] for name in ("before1", "after1", "before2", "after2")]
        currency = next((_currency(sign) for sign in written if sign), None)
        if currency is None and any(re.match(r"\s?l(?:pa|akh|ac)", scale or "", re.IGNORECASE) for scale in scales):
            currency = "INR"
        values = [first] if second is None else [first, second]
        factors = [_factor(scale) for scale in scales[: len(values)]]
        if len(values) == 2 and factors[0] == 1 and factors[1] > 1 and values[0] < 1000:
            factors[0] = factors[1]
        values = [value * factor for value, factor in zip(values, factors, strict=True)]
        if max(factors) == 1_000_000 and currency not in {"JPY", "KRW", "COP", "CLP", "IDR", "VND"}:
            continue  # millions of dollars are no salary
        if len(values) == 2 and values[0] < 1000 and values[1] >= 10_000 and values[0] * 1000 <= values[1]:
            values[0] *= 1000  # "60 - 80.000"
        if len(values) == 2 and not 0 < values[0] <= values[1]:
            values = values[:1]
        if values[0] <= 0:
            continue
        yield Money(
            values[0],
            values[-1],
            currency,
            found.start(),
            found.end(),
            len(values) == 2,
            any(factor > 1 for factor in factors),
        )


def unit_in(text: str) -> SalaryUnit | None:
    """The period that `text` names first."""
    hits: list[tuple[int, SalaryUnit]] = [
        (found.start(), unit) for unit, pattern in _UNITS if (found := pattern.search(text))
    ]
    return min(hits)[1] if hits else None


def _number(text: str) -> float:
    bare = re.sub(r"[\u00a0\u202f\u2009 '\u2019]", "", text)
    parts = re.split(r"[.,]", bare)
    if len(parts) == 1:
        return float(bare)
    if len(parts[-1]) == 3 or (len(parts) > 2 and parts[-1] != "" and len(parts[-2]) == 2 and len(parts[-1]) == 3):
        return float("".join(parts))
    return float("".join(parts[:-1]) + "." + parts[-1])


def _factor(scale: str | None) -> float:
    bare = (scale or "").strip().lower().rstrip(".")
    if not bare:
        return 1
    if bare.startswith(("l", "\u4e07")):
        return 100_000 if bare[0] == "l" else 10_000
    return 1_000_000 if bare == "m" else 1000


def _currency(written: str) -> str:
    bare = written.strip()
    for sign, code in _SIGNS:
        if bare == sign:
            return code
    upper = bare.upper().rstrip("$ ")
    if upper in _CODES.split():
        return "CNY" if upper == "RMB" else upper
    return next((code for pattern, code in _BY_WORD if pattern.fullmatch(bare)), upper[:3])
