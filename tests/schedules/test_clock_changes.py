"""Ticks around the moments where local clocks jump, against a plain reading of the rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longhaul.model.schedule import Schedule

CHANGES = {
    "Europe/London": [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)],
    "America/New_York": [datetime(2026, 3, 8, 7, tzinfo=UTC), datetime(2026, 11, 1, 6, tzinfo=UTC)],
    "Australia/Lord_Howe": [datetime(2026, 4, 4, 15, tzinfo=UTC), datetime(2026, 10, 3, 15, 30, tzinfo=UTC)],
}
"""When clocks change, forward or back; Lord Howe by half an hour."""
BY_AN_HOUR = ["Europe/London", "America/New_York"]
"""Where half an hour is repeated, the minutes of hourly crons fire once or twice, as one comes upon them."""


def places(zones: list[str]) -> st.SearchStrategy[tuple[str, datetime, timedelta]]:
    """A zone, a change of its clocks, and how far from it a moment is: up to 26 hours before or after."""
    return st.sampled_from(zones).flatmap(
        lambda zone: st.tuples(
            st.just(zone),
            st.sampled_from(CHANGES[zone]),
            st.integers(-26 * 3600 * 1000, 26 * 3600 * 1000).map(lambda ms: timedelta(milliseconds=ms)),
        )
    )


CRONS = st.sampled_from(
    ["* * * * *", "*/15 * * * *", "0 * * * *", "30 * * * *", "30 */2 * * *", "5,35 1-2 * * *", "0 0 * * *"]
)


def daily(hour: int, minute: int, zone: str) -> Schedule:
    """A schedule that ticks once a day by the clock of `zone`."""
    return Schedule("daily", "test.echo", f"{minute} {hour} * * *", zone)


def ticks(schedule: Schedule, start: datetime, end: datetime) -> list[datetime]:
    """All ticks after `start` up to `end`, one asked from the other."""
    found: list[datetime] = []
    while (tick := schedule.next_after(found[-1] if found else start)) <= end:
        found.append(tick)
    return found


@given(place=places(sorted(CHANGES)), cron=CRONS)
@settings(max_examples=60, deadline=None)
def test_the_next_tick_is_always_later_than_the_moment_asked_about(
    place: tuple[str, datetime, timedelta], cron: str
) -> None:
    zone, change, offset = place

    tick = Schedule("any", "test.echo", cron, zone).next_after(change + offset)

    assert tick > change + offset
    assert tick.second == tick.microsecond == 0


@given(place=places(BY_AN_HOUR), cron=CRONS)
@settings(max_examples=60, deadline=None)
def test_whenever_one_asks_the_ticks_are_the_same(place: tuple[str, datetime, timedelta], cron: str) -> None:
    zone, change, offset = place
    schedule = Schedule("any", "test.echo", cron, zone)
    moment = change + offset
    one_by_one = ticks(schedule, change - timedelta(hours=27), moment + timedelta(hours=25))

    expected = min(tick for tick in one_by_one if tick > moment)

    assert expected == schedule.next_after(moment)


@given(
    zone=st.sampled_from(sorted(CHANGES)), hour=st.integers(0, 23), minute=st.integers(0, 59), which=st.integers(0, 1)
)
@settings(max_examples=60, deadline=None)
def test_a_daily_tick_fires_once_on_each_local_date(zone: str, hour: int, minute: int, which: int) -> None:
    local = ZoneInfo(zone)
    day = CHANGES[zone][which].astimezone(local).replace(hour=0, minute=0, second=0)
    start, end = (day - timedelta(days=2)).astimezone(UTC), (day + timedelta(days=3)).astimezone(UTC)

    found = ticks(daily(hour, minute, zone), start - timedelta(milliseconds=1), end - timedelta(milliseconds=1))

    assert [day.date() + timedelta(days=n) for n in range(-2, 3)] == [tick.astimezone(local).date() for tick in found]


@pytest.mark.parametrize(
    ("zone", "hour", "minute", "expected"),
    [
        ("Europe/London", 1, 30, datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
        ("America/New_York", 2, 30, datetime(2026, 3, 8, 7, 0, tzinfo=UTC)),
        ("Australia/Lord_Howe", 2, 10, datetime(2026, 10, 3, 15, 30, tzinfo=UTC)),
    ],
)
def test_a_tick_that_the_clock_skips_falls_on_the_end_of_the_gap(
    zone: str, hour: int, minute: int, expected: datetime
) -> None:
    assert expected == daily(hour, minute, zone).next_after(expected - timedelta(hours=3))


@pytest.mark.parametrize("minutes", range(0, 120, 15))
def test_a_repeated_local_time_fires_the_first_time_only(minutes: int) -> None:
    moment = datetime(2026, 10, 25, 0, 30, tzinfo=UTC) + timedelta(minutes=minutes)

    tick = daily(1, 30, "Europe/London").next_after(moment)

    assert datetime(2026, 10, 26, 1, 30, tzinfo=UTC) == tick


@given(place=places(BY_AN_HOUR), cron=CRONS, hours=st.integers(0, 60))
@settings(max_examples=60, deadline=None)
def test_the_last_tick_is_found_without_going_through_all(
    place: tuple[str, datetime, timedelta], cron: str, hours: int
) -> None:
    zone, change, offset = place
    schedule = Schedule("any", "test.echo", cron, zone)
    first = schedule.next_after(change + offset)
    moment = first + timedelta(hours=hours, seconds=7)

    last = schedule.last_between(first, moment)

    assert [first, *ticks(schedule, first, moment)][-1] == last


def test_a_year_of_missed_minutes_is_not_gone_through_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[datetime] = []
    original = Schedule.next_after

    def counting(self: Schedule, moment: datetime) -> datetime:
        asked.append(moment)
        return original(self, moment)

    schedule = Schedule("minutely", "test.echo", "* * * * *")
    monkeypatch.setattr(Schedule, "next_after", counting)

    last = schedule.last_between(datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, 0, 0, 59, tzinfo=UTC))

    assert datetime(2027, 1, 1, tzinfo=UTC) == last
    assert len(asked) < 60
