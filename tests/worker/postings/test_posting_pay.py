"""Pay in running text, told from the other money that adverts speak of."""
# ruff: noqa: RUF001 - adverts are full of these dashes

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longhaul_worker.postings.pay import find_pay

Pay = tuple[float, float, str | None, str]


def pay(text: str, where: str = "") -> Pay | None:
    """What is read, in short."""
    found = find_pay(text, where=where)
    return (
        (found.salary.minValue, found.salary.maxValue, found.salary.currency, found.salary.unitText) if found else None
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("£80–95K", (80000, 95000, "GBP", "YEAR")),
        ("$90–130K", (90000, 130000, "USD", "YEAR")),
        ("The salary range for this role is $90,000 - $130,000.", (90000, 130000, "USD", "YEAR")),
        ("EUR 215.000 per year", (215000, 215000, "EUR", "YEAR")),
        ("45.000 € bis 55.000 € brutto im Jahr", (45000, 55000, "EUR", "YEAR")),
        ("Salaire : 45 000 - 55 000 € brut annuel", (45000, 55000, "EUR", "YEAR")),
        ("45-55k€", (45000, 55000, "EUR", "YEAR")),
        ("60 - 80.000 €", (60000, 80000, "EUR", "YEAR")),
        ("CHF 110'000 - 130'000", (110000, 130000, "CHF", "YEAR")),
        ("₹12,00,000 - ₹18,00,000 P.A.", (1200000, 1800000, "INR", "YEAR")),
        ("CTC 12-18 LPA", (1200000, 1800000, "INR", "YEAR")),
        ("18 000 – 24 000 PLN netto/mies. (B2B)", (18000, 24000, "PLN", "MONTH")),
        ("$25.50 - $30.00 per hour", (25.5, 30, "USD", "HOUR")),
        ("$215,000.00/yr - $280,000.00/yr", (215000, 280000, "USD", "YEAR")),
        ("TJM 500-600 €", (500, 600, "EUR", "DAY")),
        ("R$ 8.000 por mês", (8000, 8000, "BRL", "MONTH")),
        ("Gehalt: ab 4.200 EUR monatlich", (4200, 4200, "EUR", "MONTH")),
        ("45 000 kr per månad", (45000, 45000, "SEK", "MONTH")),
        ("¥6M ~ ¥9M /yr", (6000000, 9000000, "JPY", "YEAR")),
        ("Salary\n$192-240K", (192000, 240000, "USD", "YEAR")),
        ("£38,205 to £44,263 per annum", (38205, 44263, "GBP", "YEAR")),
    ],
)
def test_pay_is_read_in_the_forms_of_many_countries(text: str, expected: Pay) -> None:
    assert expected == pay(text)


@pytest.mark.parametrize(
    "text",
    [
        "We raised $50 million at a $300 million valuation", "a budget of $120,000",
        "You get a $1,000 home office stipend",
        "401k match up to $5,000", "$500 referral bonus", "sign-on bonus of $10,000", "We serve 50,000 customers",
        "Employees: 200-500", "Competitive salary", "Founded in 2017, we are 1,600 people", "revenue of €40M",
        "call 555-1234",
    ],
)  # fmt: skip
def test_other_money_is_no_pay(text: str) -> None:
    assert pay(text) is None


@pytest.mark.parametrize(
    ("where", "currency"),
    [
        ("Sydney NSW", "AUD"),
        ("Toronto, Canada", "CAD"),
        ("Auckland, New Zealand", "NZD"),
        ("Singapore", "SGD"),
        ("Boise, ID", "USD"),
    ],
)
def test_a_dollar_is_that_of_the_country(where: str, currency: str) -> None:
    assert (120000, 140000, currency, "YEAR") == pay("$120,000 – $140,000 per year", where)


@given(st.integers(20, 400), st.integers(1, 100), st.sampled_from(["$", "€", "£"]))
def test_thousands_and_k_mean_the_same(low: int, more: int, sign: str) -> None:
    high = low + min(more, low)

    short = pay(f"Salary: {sign}{low}k - {sign}{high}k")
    long = pay(f"Salary: {sign}{low},000 - {sign}{high},000")

    assert short == long
    assert short is not None
    assert (low * 1000, high * 1000) == short[:2]


@given(st.text(max_size=300))
def test_no_text_makes_it_fail(text: str) -> None:
    find_pay(text)
    find_pay(text, is_pay=True)
