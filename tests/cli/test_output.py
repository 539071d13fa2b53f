"""What commands write: widths of wide characters, values that JSON has no form for, spans of time."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from rich.cells import cell_len

from longhaul.cli.options import read_moment
from longhaul.cli.output import Output, duration, size
from longhaul.model.errors import InvalidInput

NOON = datetime(2100, 1, 1, 12, tzinfo=UTC)


def test_columns_stay_in_line_beside_wide_characters(capsys: pytest.CaptureFixture[str]) -> None:
    Output(is_json=False).table(("A", "B"), [("日本語", "x"), ("ab", "y")])

    rows = capsys.readouterr().out.splitlines()

    assert [8, 8, 8] == [cell_len(row[:-1]) for row in rows]


def test_json_writes_what_it_has_no_number_and_no_character_for(capsys: pytest.CaptureFixture[str]) -> None:
    Output(is_json=True).line({"n": float("nan"), "text": "a\ud800b", "at": NOON, "wide": "語"})

    written = capsys.readouterr().out

    assert {"n": None, "text": "a\ud800b", "at": "2100-01-01T12:00:00.000Z", "wide": "語"} == json.loads(written)
    assert "語" in written


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (None, "-"),
        (0.0123, "12 ms"),
        (9.94, "9.9 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (185, "3 min 5 s"),
        (7800, "2 h 10 min"),
        (356_400, "4 d 3 h"),
    ],
)
def test_spans_of_time_are_told_in_two_units_at_most(seconds: float | None, expected: str) -> None:
    assert expected == duration(seconds)


@pytest.mark.parametrize(
    ("count", "expected"), [(0, "0 bytes"), (999, "999 bytes"), (1500, "1.5 kB"), (2_000_000_000, "2.0 GB")]
)
def test_sizes_are_told_in_the_unit_that_suits_them(count: int, expected: str) -> None:
    assert expected == size(count)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("+90s", datetime(2100, 1, 1, 12, 1, 30, tzinfo=UTC)),
        ("+1d", datetime(2100, 1, 2, 12, tzinfo=UTC)),
        ("2100-02-01T10:00:00+02:00", datetime(2100, 2, 1, 8, tzinfo=UTC)),
    ],
)
def test_a_time_is_a_moment_or_a_span_from_now(text: str, expected: datetime) -> None:
    assert expected == read_moment(text, NOON, "--run-at")


@pytest.mark.parametrize("text", ["", "+", "+xs", "+1e99d", "soon", "2100-01-01T10:00:00"])
def test_what_is_no_time_names_its_option(text: str) -> None:
    with pytest.raises(InvalidInput, match="--run-at") as caught:
        read_moment(text, NOON, "--run-at")

    assert "--run-at" == caught.value.field
