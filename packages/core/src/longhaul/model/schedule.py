"""A schedule: a task that is enqueued by the clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cronsim import CronSim, CronSimError

from longhaul.model.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Schedule:
    """`cron` (five fields) in time zone `timezone` enqueues `task` with `args` for `owner`."""

    name: str
    task: str
    cron: str
    timezone: str = "UTC"
    owner: str = "local"
    args: dict[str, Any] = field(default_factory=dict[str, Any])

    def __post_init__(self) -> None:
        self.next_after(datetime.now(tz=UTC))

    def next_after(self, moment: datetime) -> datetime:
        """The first tick after `moment`, in UTC.

        Where a clock change skips the local time, the tick falls on the first moment after the gap; where it
        repeats it, the tick fires once; a wildcard for the hour means every hour that really passes. Raises
        `InvalidInput` for a wrong expression or zone.
        """
        try:
            zone = ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise InvalidInput(
                f"schedule {self.name}: unknown time zone {self.timezone!r}", field="timezone"
            ) from error
        try:
            ticks = (tick.astimezone(UTC) for tick in CronSim(self.cron, moment.astimezone(zone)))
            # Asked within the repeated hour, the first answer is a tick of the hour before it: past already.
            return next(tick for tick in ticks if tick > moment)
        except (CronSimError, StopIteration) as error:
            raise InvalidInput(
                f"schedule {self.name}: {self.cron!r} is not a cron expression with a next tick", field="cron"
            ) from error

    def last_between(self, tick: datetime, moment: datetime) -> datetime:
        """The last tick up to `moment`; `tick` is one that is not after it.

        Halves the time between, so a minutely schedule that was down for a year costs some thirty steps.
        """
        last, none_after = tick, moment
        while (following := self.next_after(last)) <= none_after:
            middle = following + (none_after - following) / 2
            found = self.next_after(middle)
            if found <= none_after:
                last = found
            else:
                last, none_after = following, middle
        return last
