"""What a check has found, and the running of checks so that none of them ends in a traceback."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from longhaul.model.errors import LonghaulError, StoreMisconfigured
from longhaul.mongo.server import fault
from longhaul.runtime import OperatorRuntime

Level = Literal["ok", "warn", "fail", "unknown"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`found` is what is so, `advice` what to do where it is not well; `facts` are the figures, for programs.

    `unknown` says that this user is not allowed to look.
    """

    level: Level
    found: str
    advice: str | None = None
    facts: dict[str, Any] = field(default_factory=dict[str, Any])


Ask = Callable[[OperatorRuntime], Awaitable[Finding]]


@dataclass(frozen=True, slots=True)
class Check:
    """One question to a deployment, by name."""

    name: str
    ask: Ask


@dataclass(frozen=True, slots=True)
class Checked:
    """A check with what it has found."""

    name: str
    finding: Finding


async def carry_out(check: Check, runtime: OperatorRuntime) -> Checked:
    """Ask; what the server refuses to tell is `unknown`, and any other fault of the database a failure."""
    try:
        return Checked(check.name, await check.ask(runtime))
    except StoreMisconfigured as error:
        return Checked(check.name, Finding("unknown", f"not allowed to look: {error}"))
    except LonghaulError as error:
        return Checked(check.name, Finding("fail", str(error), "look at the database, then ask again"))
    except Exception as error:
        text = fault(error)
        if text is None:
            raise
        return Checked(check.name, Finding("fail", text))
