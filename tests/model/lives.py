"""What the model knows of a job: plain values, and what may be answered instead of a change."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

RETENTION_S = 3600.0
TIMEOUT_S = 300.0

ACTIVE = {"queued", "running"}


class Refusal(Exception):
    """What was asked is not allowed; nothing changed."""


class Lost(Refusal):
    """The token does not hold the job."""


class Missing(Refusal):
    """This owner has no such job."""


class Clash(Refusal):
    """The job is not in a state that allows it."""


class KeyTaken(Refusal):
    """A key stands for something else."""


@dataclass(frozen=True)
class Wish:
    """A job to be enqueued."""

    owner: str = "ada"
    type: str = "demo.noop"
    queue: str = "default"
    priority: int = 5
    delay_s: float = 0.0
    max_attempts: int = 3
    unique_key: str | None = None
    idempotency_key: str | None = None
    n: int = 0


@dataclass(frozen=True)
class Hold:
    """A lease: who may write, and until when nobody may take it away."""

    token: str
    worker_id: str
    expires_at: datetime


@dataclass(frozen=True)
class Entry:
    """One event of a job: its type, and the status and attempt that it says, where it says them."""

    type: str
    status: str | None = None
    attempt: int | None = None


@dataclass(frozen=True)
class Fault:
    """Why an attempt did not succeed."""

    cause: str
    attempt: int
    at: datetime


@dataclass
class Life:
    """One job: where it stands and everything that has happened to it."""

    number: int
    wish: Wish
    created_at: datetime
    run_at: datetime
    status: str = "queued"
    attempt: int = 0
    interruptions: int = 0
    refunds: int = 0
    hold: Hold | None = None
    ended_by: str | None = None
    """Token of the holder that ended its own attempt last: saying it again, it is told that it has landed."""
    progress: tuple[int, str] | None = None
    steps: dict[str, tuple[dict[str, int], int]] = field(default_factory=dict[str, tuple[dict[str, int], int]])
    artifacts: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    result: int | None = None
    error: Fault | None = None
    errors: list[Fault] = field(default_factory=list[Fault])
    started_at: datetime | None = None
    cancel_requested_at: datetime | None = None
    finished_at: datetime | None = None
    history: list[Entry] = field(default_factory=list[Entry])

    @property
    def v(self) -> int:
        """The version: as many as there are events."""
        return len(self.history)

    @property
    def place(self) -> tuple[int, datetime]:
        """Where it stands in its queue; the smaller, the sooner."""
        return self.wish.priority, self.run_at

    def is_held_by(self, token: str) -> bool:
        """Whether who has this token may write."""
        return self.status == "running" and self.hold is not None and self.hold.token == token

    def says(self, type_: str, *, attempt: int | None = None, is_move: bool = True) -> None:
        """Add an event."""
        self.history.append(Entry(type_, self.status if is_move else None, attempt))
