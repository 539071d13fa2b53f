"""The steps of a refresh: their weights, what is asked for, and what the server has."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel

from career.records.projects import ProjectRecord, ProjectSource
from longhaul.engine.context import Context
from longhaul_worker.progress import Weights

WEIGHTS: Final = Weights(
    [
        ("validate", 3),
        ("ls_remote", 5),
        ("clone", 30),
        ("scan", 10),
        ("plan", 15),
        ("skills", 20),
        ("delta", 7),
        ("store", 8),
        ("cleanup", 2),
    ]
)
ANALYSIS: Final = 1
"""Raised whenever what is found in an unchanged repository would differ, so that it is read again."""


class Seen(BaseModel):
    """What the server has; `is_known` where the last refresh read just that, `was_kept` where there was a project."""

    url: str
    sha: str
    default_branch: str | None
    is_known: bool
    was_kept: bool


async def say(ctx: Context, step: str, message: str, code: str, **counters: int) -> None:
    """Say that everything before `step` is done."""
    await ctx.progress(WEIGHTS.percent(step), message, step=step, code=code, **counters)


def has_read(kept: ProjectRecord, wish: ProjectSource, sha: str) -> bool:
    """Whether the last refresh read the same with the same code."""
    is_same = kept.last_source == wish and kept.analysis == ANALYSIS
    return is_same and kept.last is not None and kept.last.head_sha == sha
