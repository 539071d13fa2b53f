"""What the clock asks for, for every owner: poll feeds, recompute matches, prune what is old."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from pydantic import Field

from career.model import CareerModel
from longhaul.model.schedule import Schedule
from longhaul.model.task import AnyTask, Task

SYSTEM: Final = "system"
"""The owner of these jobs; they are no user's."""


class FeedsPollArgs(CareerModel):
    """Feeds whose last visit is `older_than_s` ago are read again."""

    older_than_s: float = Field(default=3600.0, ge=60)


class MatchesRefreshArgs(CareerModel):
    """Nothing to choose."""


class RecordsPruneArgs(CareerModel):
    """Adverts that no feed has shown for `posting_days` are forgotten, unless there is an application for them."""

    posting_days: int = Field(default=120, ge=7)


class Asked(CareerModel):
    """How many jobs were asked for."""

    jobs: int = 0


class Pruned(CareerModel):
    """How many records were removed."""

    postings: int = 0


FEEDS_POLL: Task[FeedsPollArgs, Asked] = Task(
    "feeds.poll", FeedsPollArgs, Asked, retention=timedelta(days=1), description="Ask for each feed that is due."
)
MATCHES_REFRESH: Task[MatchesRefreshArgs, Asked] = Task(
    "matches.refresh",
    MatchesRefreshArgs,
    Asked,
    retention=timedelta(days=1),
    description="Ask for the matches of each CV of an owner.",
)
RECORDS_PRUNE: Task[RecordsPruneArgs, Pruned] = Task(
    "records.prune", RecordsPruneArgs, Pruned, retention=timedelta(days=7), description="Forget what is old."
)

HOUSEKEEPING: Final[tuple[AnyTask, ...]] = (FEEDS_POLL, MATCHES_REFRESH, RECORDS_PRUNE)
SCHEDULES: Final = (
    Schedule("feeds", FEEDS_POLL.name, "*/15 * * * *", owner=SYSTEM),
    Schedule("matches", MATCHES_REFRESH.name, "30 2 * * *", owner=SYSTEM),
    Schedule("prune", RECORDS_PRUNE.name, "10 4 * * *", owner=SYSTEM),
)
