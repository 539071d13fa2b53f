"""Tells what changed in a plan since it was read last, and cuts long plans to what a result can hold."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Final, TypeVar

from pydantic import BaseModel

from career.tasks.project import Delta, Plan
from longhaul_worker.projects.plan import item_keys

_NEWS: Final = 50
_TEXT_CHARS: Final = 200
_ITEMS_BYTES: Final = 100_000
_SECTIONS_BYTES: Final = 30_000
ModelT = TypeVar("ModelT", bound=BaseModel)


def keys_of(plan: Plan | None) -> tuple[list[str], list[str]]:
    """The names of the plan's items that are done, and of those that are open."""
    if plan is None:
        return [], []
    named = list(zip(item_keys(plan.items), plan.items, strict=True))
    return [key for key, item in named if item.done], [key for key, item in named if not item.done]


def changes(since_sha: str, done_before: Collection[str], open_before: Collection[str], plan: Plan) -> Delta:
    """The items that are done now and were not, and those that are open now and were not; the first 50 of each."""
    was_done, was_open = frozenset(done_before), frozenset(open_before)
    named = list(zip(item_keys(plan.items), plan.items, strict=True))
    done = [item.text[:_TEXT_CHARS] for key, item in named if item.done and key not in was_done]
    opened = [item.text[:_TEXT_CHARS] for key, item in named if not item.done and key not in was_open]
    return Delta(since_sha=since_sha, newly_done=done[:_NEWS], newly_open=opened[:_NEWS])


def shortened(plan: Plan) -> Plan:
    """The plan with as many items and sections as a result can hold; its counts are those of all."""
    return plan.model_copy(
        update={
            "items": _fitting(plan.items, _ITEMS_BYTES),
            "sections": _fitting(plan.sections, _SECTIONS_BYTES),
        }
    )


def _fitting(entries: list[ModelT], budget: int) -> list[ModelT]:
    """The first entries whose JSON is at most `budget` bytes."""
    for index, entry in enumerate(entries):
        budget -= len(json.dumps(entry.model_dump(mode="json"), ensure_ascii=False).encode()) + 2
        if budget < 0:
            return entries[:index]
    return entries
