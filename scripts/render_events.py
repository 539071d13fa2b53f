"""Writes `docs/reference/events.md` from the events the code describes: `python -m scripts.render_events`."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Final

from longhaul.engine.frames import Encoded, Reset, Tick
from longhaul.engine.replay import AUTO_COMPACT_OVER
from longhaul.model import event
from longhaul.model.event import COMPACTABLE, EVENT_TYPES, Cursor, Event, to_millis
from longhaul.model.event_data import EVENT_DATA, SentEvent
from longhaul.model.states import TRANSITIONS
from longhaul.mongo.log_reader import RESET_MEANINGS
from scripts.described import rows, summary
from scripts.rendering import table, write

NAME: Final = "events.md"
_AT: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
_JOB: Final = "6b0964c0690486b9f46a45e0"

_INTRO = """\
# Events

Written by `python -m scripts.render_events` from `longhaul.model.event_data`, `longhaul.model.states` and
`longhaul.engine.frames`; do not edit it by hand.

Every change of a job that people can see is an event in the log, and so is every change of an application of the career
desk. How the log keeps its promises is in [the event log](../explanation/event-log.md), how to read it in
[how to stream events](../how-to/stream-events.md).
"""

_SHAPE = """\
## What an event is

An event is one JSON object, the same over server-sent events, long poll, WebSocket and
`GET /background-jobs/{{id}}/events`:

{fields}

Its *cursor* is `<seq>.<at in milliseconds, base 36>`: a reader who has it has seen everything up to and including this
event. Keep cursors as they are given; only over a WebSocket, whose events name none, is it made of `seq` and `at`. The
pair proves itself, so that a cursor of another database, or of one restored from a backup, is noticed.
"""

_FRAMES = """\
## What a stream sends

Over **server-sent events** (`GET /events/stream`, `text/event-stream`) each event is a frame named by its type. Its id
is its cursor and comes last, so that a reader cut off within a frame does not hold the id of an event it never saw:

```text
{event}```

A **tick** says that the reader is live: the first comes when everything missed has been delivered, the others after
15 s of silence. Its data is empty, so that `EventSource` takes the id and calls nobody:

```text
{tick}```

A **reset** says that the place the reader came with cannot be continued, and why. What the reader has shown so far it
reads anew; the stream goes on from the cursor:

```text
{reset}```

Every stream begins with `retry:` and a random 1,000 to 5,000 milliseconds, so that readers do not all come back
together, and ends with a clean end of the body: after about `LONGHAUL_STREAM_AGE_S`, when the process drains, when the
login ends, or at once while no stream can be given. None of these is an error: come back with the last cursor.

Over a **WebSocket** (`/ws/events`) each message is one JSON object: an event as above, or one of

```text
{tick_json}
{reset_json}
```

The server closes with 1012 when the stream is old enough or the process drains, 1013 while it can give no stream, 4401
when the login has ended.

The **long poll** (`GET /events?after=<cursor>&wait=20`) answers `events`, the `cursor` to ask with next, and `reset`
with its `reason` where there is one.

## Why a place cannot be continued

{resets}

Who is more than {compact} events behind gets of each job's {compactable} only the newest, unless `compact=0` says
otherwise; everything else is always delivered.

## When each type is written

The verbs are those of [the page of states](states.md). An event is written in the same statement as the change it tells
of.
"""


def page() -> str:
    """The whole page."""
    shape = _SHAPE.format(fields=table(("Field", "Value", "Meaning"), rows(SentEvent, depth=0)))
    parts = [_INTRO, shape, _frames(), table(("Type", "When", "Verbs"), [_when(type_) for type_ in EVENT_TYPES]), ""]
    parts.append("## What each type says\n\n`data` of every event of a job has `task` and `queue`.\n")
    parts += [_type(type_) for type_ in EVENT_TYPES]
    return "\n".join(parts)


def _frames() -> str:
    data = {"task": "resume.parse", "queue": "default", "status": "succeeded", "attempt": 1, "duration_ms": 124}
    example = Event(8, to_millis(_AT), event.COMPLETED, "ada", _JOB, 8, data)
    tick, reset = Tick(example.cursor), Reset("expired", Cursor(8, to_millis(_AT)))
    return _FRAMES.format(
        event=Encoded.of(example).sse.decode(),
        tick=tick.sse.decode(),
        reset=reset.sse.decode(),
        tick_json=tick.json,
        reset_json=reset.json,
        resets=table(("Reason", "Meaning"), [(f"`{reason}`", meaning) for reason, meaning in RESET_MEANINGS.items()]),
        compact=AUTO_COMPACT_OVER,
        compactable=" and ".join(f"`{type_}`" for type_ in sorted(COMPACTABLE)),
    )


def _when(type_: str) -> tuple[str, str, str]:
    verbs = [f"`{move.verb}`" for move in TRANSITIONS.values() if type_ == move.event]
    also = {
        event.CREATED: ["enqueue"],
        event.CANCELLED: [f"`{move.verb}`" for move in TRANSITIONS.values() if "cancelled" in move.target],
        event.FAILED: [f"`{move.verb}`" for move in TRANSITIONS.values() if "failed" in move.target],
        event.CANCEL_REQUESTED: ["`request_cancel`"],
    }
    return f"[`{type_}`](#{_anchor(type_)})", summary(EVENT_DATA[type_]), ", ".join(also.get(type_, verbs)) or "none"


def _type(type_: str) -> str:
    fields = [row for row in rows(EVENT_DATA[type_]) if row[0] not in {"`task`", "`queue`"}]
    return f"### {type_}\n\n{summary(EVENT_DATA[type_])}\n\n{table(('Field', 'Value', 'Meaning'), fields)}\n"


def _anchor(heading: str) -> str:
    return heading.replace(".", "")


def main() -> int:
    """Write the page; the exit status."""
    write(NAME, page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
