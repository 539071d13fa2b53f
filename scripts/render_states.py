"""Writes `docs/reference/states.md` from the table of moves: `python -m scripts.render_states`."""

from __future__ import annotations

import sys

from longhaul.model.states import TERMINAL, TRANSITIONS, Move, Status
from scripts.described import comments
from scripts.rendering import table, write

NAME = "states.md"

_INTRO = """\
# The states of a job

Written by `python -m scripts.render_states` from `longhaul.model.states`; do not edit it by hand.
"""

_READING = """\
## Moves

Each verb is a function of `packages/core/src/longhaul/mongo/transitions.py`, and each is one statement on the job.
"By" says who may do it: the *holder* is the worker whose lease token the job carries, *anyone* is whoever the verb
is for (a worker that claims, a rescuer, the owner). A state that stands on both sides of a move stays as it is.
"Event" is what the move says in the log when it goes as its name says. A move that ends the job instead says how:
`job.cancelled` where somebody had asked to cancel, `job.failed` where no attempt is left or a cap is reached. A
request to cancel a running job, which goes on until its holder has stopped it, says `job.cancel_requested`.
"""

_LABELS = """\
`scheduled` and `retrying` are labels of queued jobs, not states: one that has spent an attempt is called retrying, any
other whose `run_at` lies after its creation is called scheduled.
"""


def page() -> str:
    """The whole page."""
    return "\n".join(
        [
            _INTRO,
            table(("State", "Meaning", "Ended"), [_state(status) for status in Status]),
            "",
            _LABELS,
            _READING,
            table(("Verb", "From", "To", "By", "Event"), [_move(move) for move in TRANSITIONS.values()]),
            "",
            "The same as a picture, without the moves after which a job is where it was:",
            "",
            "```mermaid",
            *_diagram(),
            "```",
            "",
        ]
    )


def _state(status: Status) -> tuple[str, str, str]:
    return f"`{status.value}`", comments(Status)[status.name], "yes" if status in TERMINAL else "no"


def _move(move: Move) -> tuple[str, str, str, str, str]:
    event = f"`{move.event}`" if move.event is not None else "none"
    return (
        f"`{move.verb}`",
        ", ".join(status.value for status in Status if status in move.source),
        ", ".join(status.value for status in Status if status in move.target),
        "holder" if move.by_holder else "anyone",
        event,
    )


def _diagram() -> list[str]:
    verbs: dict[tuple[Status, Status], list[str]] = {}
    for move in TRANSITIONS.values():
        for source in Status:
            for target in Status:
                if target != source and source in move.source and target in _targets(move, source):
                    verbs.setdefault((source, target), []).append(move.verb)
    arrows = [f"    {source.value} --> {target.value}: {', '.join(names)}" for (source, target), names in verbs.items()]
    return ["stateDiagram-v2", "    direction LR", f"    [*] --> {Status.QUEUED.value}: enqueue", *sorted(arrows)]


def _targets(move: Move, source: Status) -> frozenset[Status]:
    """Where a move takes a job from `source`: a state that is also a target stays as it is."""
    return frozenset({source}) if source in move.target else move.target - move.source


def main() -> int:
    """Write the page; the exit status."""
    write(NAME, page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
