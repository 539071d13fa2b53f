"""What a reader of the stream gets, with its wire forms."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from longhaul.model.event import Cursor, Event, from_millis
from longhaul.mongo.log_reader import ResetReason


@dataclass(frozen=True, slots=True)
class Encoded:
    """An event and its wire forms, made once and shared by all connections that send it."""

    event: Event
    json: str
    """`{"seq", "job", "v", "type", "at", "data"}` on one line."""
    sse: bytes = field(repr=False)
    """One server-sent event. Its id comes last: a reader cut off in the middle must not have taken it."""

    @classmethod
    def of(cls, event: Event) -> Encoded:
        """Encode `event`."""
        text = _json(
            {
                "seq": event.seq,
                "job": event.job_id,
                "v": event.v,
                "type": event.type,
                "at": _iso(from_millis(event.at)),
                "data": event.data,
            }
        )
        return cls(event, text, f"event: {event.type}\ndata: {text}\nid: {event.cursor}\n\n".encode())

    @property
    def size(self) -> int:
        """Roughly how much memory the wire forms take, in bytes."""
        return len(self.json) + len(self.sse)

    @property
    def cursor(self) -> Cursor:
        """The reader's place once this is delivered."""
        return self.event.cursor


@dataclass(frozen=True, slots=True)
class Tick:
    """Nothing more to deliver up to here: the first says that the reader is live, the others that it still is."""

    cursor: Cursor

    @property
    def json(self) -> str:
        """For streams without event names."""
        return _json({"type": "tick", "cursor": str(self.cursor)})

    @property
    def sse(self) -> bytes:
        """A server-sent event with empty data: every client takes its id and hands it to no message listener."""
        return f"event: tick\ndata:\nid: {self.cursor}\n\n".encode()


@dataclass(frozen=True, slots=True)
class Reset:
    """The log cannot continue the reader's place: it must read its state anew, and goes on from `cursor`."""

    reason: ResetReason
    cursor: Cursor

    @property
    def json(self) -> str:
        """For streams without event names."""
        return _json({"type": "reset", "reason": self.reason, "cursor": str(self.cursor)})

    @property
    def sse(self) -> bytes:
        """One server-sent event."""
        data = _json({"reason": self.reason, "cursor": str(self.cursor)})
        return f"event: reset\ndata: {data}\nid: {self.cursor}\n\n".encode()


Delivery = Encoded | Tick | Reset


def _json(value: dict[str, Any]) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain, allow_nan=False)
    except ValueError:
        return _json(_finite(value))


def _finite(value: Any) -> Any:
    """`value` with null for what JSON has no number for; one handler's NaN must not stop everybody's stream."""
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_finite(item) for item in cast("list[Any]", value)]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _plain(value: Any) -> Any:
    return _iso(value) if isinstance(value, datetime) else str(value)


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
