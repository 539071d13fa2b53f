"""Finds what an advert pays in its text, and tells it from funding, bonuses and budgets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

from career.posting import Salary, SalaryUnit
from longhaul_worker.postings.money import Money, money_in, unit_in
from longhaul_worker.postings.when import fold

_PAY_WORDS: Final = re.compile(
    r"salar|compensation|\bpay\b|pay(?:ing|s)?\b|\bwage|remuneration|\bbase\b|\bote\b|earn|\brate\b|package"
    r"|\bctc\b|\bstipend of"
    r"|gehalt|vergut|verdien|lohn|entgelt|brutto|\bbrut\b|remunerat|salaire|salari|sueldo|retribu|stipendio"
    r"|\bral\b|wynagrodz"
    r"|widelki|\blon\b|\bmzd|\bplat\b|salarial|\btjm\b|gaji|salaris|beloning|gross|\u5e74\u53ce|\u6708\u7d66"
    r"|\u85aa|per annum|budget salarial"
)
_NOT_PAY: Final = re.compile(
    r"million|billion|\bmrd\b|\bmio\b|\bmln\b|\bbn\b|raised|funding|funded|valuation|revenue|turnover|umsatz"
    r"|\barr\b|\baum\b|invest|customers|kunden|clients"
    r"|users|transactions|series [a-e]\b|backed|budget(?! salarial)|donat|deals?\b|worth|assets|saved|sav(?:e"
    r"|ing)s|market|members|employees"
)
_EXTRAS: Final = re.compile(
    r"bonus|allowance|stipend|reimburs|referral|relocation|equipment|401|pension|learning|training|education"
    r"|voucher|per diem"
    r"|commission|wellness|wellbeing|gym|budget|sign.?on|insurance|equity|stock|discount|perk|benefit"
    r"|home office|zuschuss|weiterbildung|pramie"
    r"|prime|mutuelle|ticket|cheque|fee\b|fine|penalt|match(?:ing)?\b|vacation|holiday|travel|meal|lunch|phone"
    r"|internet|life cover|death|deductible|price"
)
_LABEL: Final = re.compile(
    r"(?:salary|compensation|pay|wage|gehalt|verdienst|vergutung|salaire|remuneration|salario|retribuzione"
    r"|stipendio|wynagrodzenie|lon|salaris|rate)"
    r"[\w\s()/,&-]{0,40}:?\s*$"
)
_RAW_BEFORE, _RAW_AFTER = 60, 60
_LEAST_SCORE: Final = 2.0
_MOST_AMOUNTS: Final = 500
_DOLLAR_CODES: Final = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"})
_DOLLARS: Final = (
    (
        "USD",
        (
            r"united states|\busa\b|, (?:al|ak|az|ar|ca|co|ct|de|fl|ga|il|in|ia|ks|ky|la|me|md|ma|mi|mn|ms|mo|mt|ne|nv"
            r"|nh|nj|nm|ny|nc|nd|oh|ok|or|pa|ri|sc|sd|tn|tx|ut|vt|va|wv|wi|wy|dc)\b"
        ),
    ),
    (
        "CAD",
        (
            r"\bcanada\b|\btoronto\b|\bvancouver\b|\bmontr[e\xe9]al\b|\bontario\b|\bcalgary\b|\bottawa\b"
            r"|british columbia|\balberta\b|\bqu[e\xe9]bec\b|\.ca\b"
        ),
    ),
    (
        "AUD",
        (
            r"\baustralia\b|\bsydney\b|\bmelbourne\b|\bbrisbane\b|\bperth\b|\badelaide\b|\bnsw\b|\bqld\b"
            r"|superannuation|\+\s*super\b|seek\.com\.au|\.com?\.au\b"
        ),
    ),
    ("NZD", r"new zealand|\bauckland\b|christchurch|\.co\.nz\b|seek\.co\.nz"),
    ("SGD", r"\bsingapore\b|\.sg\b"),
    ("HKD", r"hong kong|\.hk\b"),
    ("MXN", r"\bm[e\xe9]xico\b|\bcdmx\b"),
)
_KRONER: Final = (("DKK", r"denmark|danmark|copenhagen|k\xf8benhavn|aarhus"), ("NOK", r"norway|norge|oslo|bergen"))
# Above these a bare amount is taken as yearly, below as monthly.
_YEARLY_FROM: Final = {
    "NGN": 1_500_000, "KES": 500_000, "PKR": 900_000, "LKR": 1_000_000, "BDT": 400_000, "EGP": 250_000, "GHS": 40_000,
    "PLN": 60_000, "CZK": 300_000, "HUF": 3_000_000, "INR": 200_000, "BRL": 60_000, "MXN": 150_000, "SEK": 150_000,
    "NOK": 150_000,
    "DKK": 150_000, "JPY": 1_500_000, "RUB": 700_000, "TRY": 300_000, "ZAR": 100_000, "RON": 40_000, "AED": 60_000,
    "ILS": 60_000,
    "UAH": 300_000, "KRW": 10_000_000, "IDR": 60_000_000, "PHP": 200_000, "CNY": 80_000, "THB": 200_000,
    "HKD": 120_000, "TWD": 300_000,
}  # fmt: skip
_HIGHEST: Final = {
    "JPY": 1e8, "KRW": 1e9, "IDR": 1e10, "HUF": 1e9, "VND": 1e10, "INR": 5e8, "COP": 1e9, "CLP": 1e9, "NGN": 1e9,
    "PKR": 1e8,
    "KES": 1e8, "LKR": 1e8, "ARS": 1e9, "RUB": 1e8, "PHP": 1e8, "CZK": 1e8, "EGP": 1e8, "UAH": 1e8, "ISK": 1e8,
    "TRY": 1e8,
}  # fmt: skip
_MOST: Final = 5_000_000
_CONFIDENCE: Final = {"label": 0.85, "text": 0.7, "bare": 0.5}


@dataclass(frozen=True, slots=True)
class Pay:
    """A salary with how sure it is (0 to 1) and the words around it."""

    salary: Salary
    confidence: float
    evidence: str


def find_pay(text: str, *, where: str = "", is_pay: bool = False) -> Pay | None:
    """The salary that `text` gives; of several the best explained, and the first of those.

    `where` (places and address) resolves `$` and `kr`. `is_pay` says that the text is nothing but the salary.
    """
    best: tuple[float, Pay] | None = None
    for money in islice(money_in(text), _MOST_AMOUNTS):
        judged = _judged(text, money, where, is_pay=is_pay)
        if judged is not None and (best is None or judged[0] > best[0]):
            best = judged
    return best[1] if best else None


def _judged(text: str, money: Money, where: str, *, is_pay: bool) -> tuple[float, Pay] | None:
    line_start = text.rfind("\n", 0, money.start) + 1
    line_end = text.find("\n", money.end)
    line_end = len(text) if line_end < 0 else line_end
    before = fold(text[max(line_start, money.start - 90) : money.start])
    after = fold(text[money.end : min(line_end, money.end + 45)])
    heading = (
        ""
        if money.start - line_start > 3
        else fold(text[max(0, line_start - 80) : line_start].strip().rsplit("\n", 1)[-1])
    )
    if re.match(r"\s*(?:m\b|mn\b|b\b|bn\b|mm\b|mio|mrd|million|billion|%|\+?\s*(?:years|jahre|ans)\b|x\b|/7)", after):
        return None
    currency = _resolved(money.currency, f"{where}\n{text[max(0, money.start - 300) : money.end + 100]}")
    unit, is_said = _unit(money, currency, before, after)
    score = _score(money, before, after, heading, is_said=is_said, is_pay=is_pay)
    if unit is None or score < _LEAST_SCORE or not _is_plausible(money, currency, unit):
        return None
    raw = " ".join(text[max(line_start, money.start - _RAW_BEFORE) : min(line_end, money.end + _RAW_AFTER)].split())
    plain = _raw(text, money, line_end)
    salary = Salary(minValue=money.low, maxValue=money.high, currency=currency, unitText=unit, raw=plain)
    has_label = is_pay or bool(_LABEL.search(before)) or bool(_PAY_WORDS.search(heading))
    confidence = _CONFIDENCE["label" if has_label else "text" if score >= 3 else "bare"]
    return score, Pay(salary, confidence, raw)


def _score(money: Money, before: str, after: str, heading: str, *, is_said: bool, is_pay: bool) -> float:
    before, after = before.rsplit(". ", 1)[-1], after.split(". ", 1)[0]
    near = before[-50:]
    score = 1.0 if money.currency else -0.5
    score += 1.0 if money.is_range else 0.0
    score += 1.0 if is_said else 0.0
    score += 0.5 if money.is_scaled or money.low >= 10_000 else 0.0
    if is_pay:
        score += 2.0
    elif _PAY_WORDS.search(near) or _PAY_WORDS.search(heading):
        score += 1.5
    elif _PAY_WORDS.search(before) or _PAY_WORDS.search(after):
        score += 1.0
    if not before.strip(" -|\u00b7\u2022:") and not after.strip(" -|\u00b7\u2022.") and money.currency:
        score += 1.0  # stands alone on its line
    if not is_pay:
        score -= 3.0 if _NOT_PAY.search(near) or _NOT_PAY.search(after[:30]) else 0.0
        score -= 2.0 if _EXTRAS.search(near[-35:]) or _EXTRAS.search(after[:28]) else 0.0
        score -= 3.0 if not money.currency and not (money.is_range and _PAY_WORDS.search(before)) else 0.0
    return score


def _raw(text: str, money: Money, line_end: int) -> str:
    """The amount as written with the period behind it."""
    tail = text[money.end : min(line_end, money.end + 30)]
    unit = re.match(
        (
            r"\s*(?:\(?(?:gross|brutto|brut|OTE|base)\)?\s*)?(?:/|per|pro|par|p\.?a\.?|an?|al|por|im|je)\b[\s/]*\w*"
            r"|\s*/\s*\w+"
        ),
        tail,
        re.IGNORECASE,
    )
    return " ".join((text[money.start : money.end] + (unit.group() if unit else "")).split())


def _unit(money: Money, currency: str | None, before: str, after: str) -> tuple[SalaryUnit | None, bool]:
    """The period, and whether the text says it."""
    said = unit_in(after[:32]) or unit_in(before[-45:])
    if said == "YEAR" and money.high < 500 and currency not in {None, "INR"}:
        said = None
    if said is not None:
        return said, True
    low = money.low
    if low >= _YEARLY_FROM.get(currency or "", 10_000):
        return "YEAR", False
    if currency in _YEARLY_FROM:
        return ("MONTH" if low >= 1000 else "HOUR"), False
    if low >= 1200:
        return "MONTH", False
    return ("DAY" if low >= 200 else "HOUR") if low >= 7 else None, False


def _is_plausible(money: Money, currency: str | None, unit: SalaryUnit) -> bool:
    if money.high > _HIGHEST.get(currency or "", _MOST) or money.high > 12 * money.low:
        return False
    strong = currency in {"USD", "EUR", "GBP", "CHF", "CAD", "AUD", None}
    least = {"HOUR": 3, "DAY": 30, "WEEK": 100, "MONTH": 250, "YEAR": 5_000}[unit]
    most = {"HOUR": 1_000, "DAY": 6_000, "WEEK": 20_000, "MONTH": 60_000, "YEAR": _MOST}[unit]
    return not strong or least <= money.low <= most


def dollars_of(raw: str, currency: str | None, where: str) -> str | None:
    """The currency of pay that is written with a plain `$`, by the places it is paid in; else `currency`."""
    is_plain = currency in _DOLLAR_CODES and re.search(r"(?<![A-Z])\$", raw) and not re.search(r"\b[A-Z]{3}\b", raw)
    return _by_place(where, _DOLLARS) or currency if is_plain else currency


def _resolved(currency: str | None, around: str) -> str | None:
    """The code of a currency; for `$` and `kr` by the places and codes named around."""
    if currency not in {"$", "KR"}:
        return currency
    options = _DOLLARS if currency == "$" else _KRONER
    code = re.search(r"\b(USD|CAD|AUD|NZD|SGD|HKD|MXN)\b" if currency == "$" else r"\b(SEK|NOK|DKK)\b", around)
    return code[1] if code else _by_place(around, options) or ("USD" if currency == "$" else "SEK")


def _by_place(text: str, options: tuple[tuple[str, str], ...]) -> str | None:
    """The currency of the place that `text` names first."""
    lower = text.lower()
    hits = [(found.start(), name) for name, pattern in options if (found := re.search(pattern, lower))]
    return min(hits)[1] if hits else None
