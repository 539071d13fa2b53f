"""The small values of the model: cursors, back-off, tasks, schedules, settings."""

from __future__ import annotations

import random
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from longhaul.model.errors import InvalidInput
from longhaul.model.event import Cursor, from_millis, to_millis
from longhaul.model.registry import TaskRegistry
from longhaul.model.retry import RetryPolicy
from longhaul.model.schedule import Schedule
from longhaul.model.settings import WorkerSettings, changed_settings, load_settings
from longhaul.model.task import Task


class Args(BaseModel):
    """Arguments for the tests."""

    n: int


@given(st.integers(0, 10**17), st.integers(0, 2**43))
def test_a_cursor_reads_what_it_wrote(seq: int, at: int) -> None:
    assert Cursor.parse(str(Cursor(seq, at))) == Cursor(seq, at)


@given(st.text(max_size=30))
def test_any_text_is_a_cursor_or_refused_by_name(text: str) -> None:
    refused: str | None = None
    try:
        cursor = Cursor.parse(text)
        assert cursor == Cursor.parse(str(cursor))
    except InvalidInput as error:
        refused = error.field

    assert refused in {None, "cursor"}


@given(st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_milliseconds_round_trip(moment: datetime) -> None:
    assert to_millis(from_millis(to_millis(moment))) == to_millis(moment)


@given(st.integers(1, 10_000), st.integers())
def test_back_off_stays_within_its_bounds(attempt: int, seed: int) -> None:
    policy = RetryPolicy(base_s=2, cap_s=60, floor_s=0.5)

    assert 0.5 <= policy.delay_s(attempt, random.Random(seed)) <= 60


def test_wrong_args_are_refused_with_the_field() -> None:
    task = Task("demo.count", Args, Args)

    with pytest.raises(InvalidInput, match=r"args\.n") as refused:
        task.parse_args({"n": "many"})

    assert refused.value.field == "args.n"


@pytest.mark.parametrize("name", ["Demo", "demo.", "demo-x", "", "1demo"])
def test_a_task_needs_a_plain_name(name: str) -> None:
    with pytest.raises(ValueError, match="name"):
        Task(name, Args, Args)


def test_a_memory_limit_needs_a_process() -> None:
    with pytest.raises(ValueError, match="isolation='process'"):
        Task("demo.count", Args, Args, memory_mb=100)


def test_an_unknown_task_is_answered_with_those_there_are() -> None:
    with pytest.raises(InvalidInput, match=r"demo\.count"):
        TaskRegistry([Task("demo.count", Args, Args)]).get("demo.cuont")


def test_a_schedule_says_what_is_wrong_with_it() -> None:
    with pytest.raises(InvalidInput, match="cron"):
        Schedule("nightly", "demo.count", "every night")
    with pytest.raises(InvalidInput, match="time zone"):
        Schedule("nightly", "demo.count", "0 3 * * *", timezone="Europe/Atlantis")


def test_all_wrong_settings_are_listed_at_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LONGHAUL_LEASE_S", "soon")
    monkeypatch.setenv("LONGHAUL_CONCURRENCY", "0")
    monkeypatch.setenv("LONGHAUL_QUEUES", "a b")

    with pytest.raises(SystemExit) as ended:
        load_settings(WorkerSettings)

    said = capsys.readouterr().err
    assert ended.value.code == 2
    assert all(name in said for name in ("LONGHAUL_LEASE_S", "LONGHAUL_CONCURRENCY", "LONGHAUL_QUEUES"))


def test_a_start_tells_how_it_is_set_but_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONGODB_URI", "mongodb://ada:lovelace-1815@db.example.org/")
    monkeypatch.setenv("LONGHAUL_METRICS_TOKEN", "0123456789abcdef")
    monkeypatch.setenv("LONGHAUL_CONCURRENCY", "3")
    monkeypatch.setenv("LONGHAUL_GRACE_S", "20")

    told = changed_settings(load_settings(WorkerSettings))

    assert 3 == told["LONGHAUL_CONCURRENCY"]
    assert told.keys().isdisjoint({"MONGODB_URI", "LONGHAUL_METRICS_TOKEN", "LONGHAUL_GRACE_S"})
