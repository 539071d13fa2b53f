"""Events of the log and the cursor that names a place in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from longhaul.model.errors import InvalidInput

CREATED: Final = "job.created"
STARTED: Final = "job.started"
PROGRESS: Final = "job.progress"
STEP: Final = "job.step"
LOG: Final = "job.log"
ARTIFACT: Final = "job.artifact"
RETRYING: Final = "job.retrying"
RELEASED: Final = "job.released"
RESCUED: Final = "job.rescued"
COMPLETED: Final = "job.completed"
FAILED: Final = "job.failed"
CANCELLED: Final = "job.cancelled"
CANCEL_REQUESTED: Final = "job.cancel_requested"
REQUEUED: Final = "job.requeued"
APPLICATION_STATUS_CHANGE: Final = "application.status_change"

EVENT_TYPES: Final = (
    CREATED,
    STARTED,
    PROGRESS,
    STEP,
    LOG,
    ARTIFACT,
    RETRYING,
    RELEASED,
    RESCUED,
    COMPLETED,
    FAILED,
    CANCELLED,
    CANCEL_REQUESTED,
    REQUEUED,
    APPLICATION_STATUS_CHANGE,
)
#: Only the newest of these per job matters to somebody who comes late.
COMPACTABLE: Final = frozenset({PROGRESS})

TOMBSTONE: Final = "_"
"""Type of the entry that closes a number which will never carry an event."""

_CURSOR = re.compile(r"^(0|[1-9]\d{0,17})\.([0-9a-z]{1,11})$")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def _base36(number: int) -> str:
    text = ""
    while True:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
        if number == 0:
            return text


def to_millis(moment: datetime) -> int:
    """Milliseconds since 1970 in UTC, the precision at which MongoDB stores time."""
    return round(moment.timestamp() * 1000)


def from_millis(millis: int) -> datetime:
    """The inverse of `to_millis`."""
    return datetime.fromtimestamp(millis / 1000, tz=UTC)


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """A reader's place: everything up to and including `seq` has been seen.

    `at` (milliseconds) is when that number was reserved. The pair proves itself: a log that holds `seq` with another
    `at` is another log, for instance one restored from a backup. Written as `"<seq>.<at in base 36>"`.
    """

    seq: int
    at: int

    def __str__(self) -> str:
        return f"{self.seq}.{_base36(self.at)}"

    @classmethod
    def parse(cls, text: str) -> Cursor:
        """Read a cursor. Raises `InvalidInput` where `text` is not one."""
        match = _CURSOR.match(text)
        if match is None:
            raise InvalidInput(
                f"{text[:40]!r} is not a cursor; use an event's id or an answer's cursor, such as '42.mb1c8f0w'",
                field="cursor",
            )
        return cls(int(match[1]), int(match[2], 36))


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """An event written by a transition into its own job and not yet in the log."""

    v: int
    type: str
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event to be appended; (`job_id`, `v`) makes it unique, so appending it twice stores it once."""

    type: str
    owner: str
    job_id: str
    v: int
    data: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of the log. Numbers (`seq`) are dense from 1; `at` is in milliseconds and never
    decreases from one event to the next; tombstones between them may be a little ahead.
    """

    seq: int
    at: int
    type: str
    owner: str | None
    job_id: str | None
    v: int | None
    data: dict[str, Any]

    @property
    def cursor(self) -> Cursor:
        """The place just after this event."""
        return Cursor(self.seq, self.at)

    @property
    def is_tombstone(self) -> bool:
        """Whether this number will never carry an event."""
        return self.type == TOMBSTONE


@dataclass(frozen=True, slots=True)
class Scope:
    """What one reader may and wants to see. `owner` None means every owner (operators only)."""

    owner: str | None
    job_id: str | None = None
    types: frozenset[str] | None = None

    def admits(self, event: Event) -> bool:
        """Whether `event` belongs to this scope; tombstones never do."""
        return (
            not event.is_tombstone
            and (self.owner is None or event.owner == self.owner)
            and (self.job_id is None or event.job_id == self.job_id)
            and (self.types is None or event.type in self.types)
        )


def read_types(text: str | None, name: str = "types") -> frozenset[str] | None:
    """The types of events in a comma list, None for all. Raises `InvalidInput`, which calls the list `name`."""
    types = frozenset(part.strip() for part in (text or "").split(",") if part.strip())
    unknown = sorted(types.difference(EVENT_TYPES))
    if unknown:
        raise InvalidInput(
            f"{name}: there is no event {unknown[0]!r}; there are {', '.join(EVENT_TYPES)}", field="types"
        )
    return types or None
