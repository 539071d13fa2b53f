"""Reads a salary where a feed gives one plainly: an amount or a range, with its currency and period."""

from __future__ import annotations

import re

from career.posting import Salary, SalaryUnit

_AMOUNT = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:[.,'\u2019\u00a0 ]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)\s*([kK])?(?![\w%])"
)
_CODE = re.compile(
    r"\b(USD|EUR|GBP|CHF|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RON|INR|SGD|HKD|JPY|CNY|BRL|MXN|ZAR|AED|ILS)\b",
    re.IGNORECASE,
)
_SIGNS = (
    ("US$", "USD"), ("CA$", "CAD"), ("C$", "CAD"), ("A$", "AUD"), ("AU$", "AUD"), ("NZ$", "NZD"), ("S$", "SGD"),
    ("R$", "BRL"), ("\u20ac", "EUR"), ("\u00a3", "GBP"), ("\u20b9", "INR"), ("$", "USD"), ("\u00a5", "JPY"),
    ("z\u0142", "PLN"), ("Fr.", "CHF"),
)  # fmt: skip
_UNIT_WORDS: tuple[tuple[str, SalaryUnit], ...] = (
        (r"hour|/\s*hr?\b|\bhr\b|stunde|\bheure|\bhora\b|\bp\.?h\.?\b|hourly", "HOUR"),
        (r"\bday\b|daily|/\s*d\b|\btag\b|\bjour\b|d[ií]a\b", "DAY"),
        (r"week|/\s*wk|woche|semaine|semana", "WEEK"),
        (r"month|/\s*mo\b|monat|\bmois\b|\bmes\b|mensual|\bp\.?m\.?\b", "MONTH"),
        (r"year|annu|/\s*yr?\b|\byr\b|jahr|\ban\b|a[nñ]o|\bp\.?a\.?\b", "YEAR"),
)  # fmt: skip
_UNITS: tuple[tuple[re.Pattern[str], SalaryUnit], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), unit) for pattern, unit in _UNIT_WORDS
)
_NOT_PAY = re.compile(r"million|billion|\bmrd\b|\bmio\b|funding|valuation|revenue", re.IGNORECASE)
_LOWEST_YEARLY, _HIGHEST = 8_000, 100_000_000
_LONGEST = 200


def read_salary(
    text: str | None,
    *,
    low: str | None = None,
    high: str | None = None,
    currency: str | None = None,
    unit: str | None = None,
) -> Salary | None:
    """The salary that `text` (or the fields `low` and `high`) gives, None where it is not plain.

    Amounts without a period are read only from 8,000 on, as yearly, and in free text only with a currency.
    """
    if text and len(text) > _LONGEST:
        return None
    raw = " ".join(part.strip() for part in (text or f"{low or ''} - {high or ''}", currency, unit) if part)
    amounts = _amounts(" - ".join(part for part in (low, high) if part) or text or "")
    if not amounts or _NOT_PAY.search(raw):
        return None
    lowest, highest = min(amounts[:2]), max(amounts[:2])
    money, period = _currency(raw), _unit(raw)
    if period is None and lowest >= _LOWEST_YEARLY and (money or low or high):
        period = "YEAR"
    if period is None or highest > _HIGHEST:
        return None
    return Salary(minValue=lowest, maxValue=highest, currency=money, unitText=period, raw=raw)


def _amounts(text: str) -> list[float]:
    found = list(_AMOUNT.finditer(text))
    is_thousands = any(match.group(2) for match in found)
    values = [_number(match.group(1)) * (1000 if match.group(2) else 1) for match in found]
    # In "80-100k" the k belongs to both.
    return [value * 1000 if is_thousands and value < 1000 else value for value in values if value > 0]


def _number(text: str) -> float:
    parts = re.split(r"[.,'\u2019\u00a0 ]", text)
    if len(parts) > 1 and len(parts[-1]) < 3:
        return float("".join(parts[:-1]) + "." + parts[-1])
    return float("".join(parts))


def _currency(text: str) -> str | None:
    code = _CODE.search(text)
    if code:
        return code.group(1).upper()
    return next((name for sign, name in _SIGNS if sign in text), None)


def _unit(text: str) -> SalaryUnit | None:
    return next((unit for pattern, unit in _UNITS if pattern.search(text)), None)
