"""Who asks, as the routes see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal, cast

from career.tasks.housekeeping import SYSTEM

Role = Literal["user", "operator"]
Method = Literal["none", "jwt", "api-key"]

ROLES: Final[tuple[Role, ...]] = ("user", "operator")
OWNER_LENGTH: Final = 128
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""Requests by these only read (RFC 9110, section 9.2.1)."""
CALLER_KEY: Final = "longhaul.caller"
"""Where the scope of a request has its caller."""
LOCAL_OWNER: Final = "local"
RESERVED: Final = frozenset({SYSTEM, LOCAL_OWNER})
"""Owners that no credential can claim: the desk's own, and everybody's where nothing is asked."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, what they may, and with which credential.

    `credential` names the login or key and holds no secret. `expires_at` is what the credential says; a stream that is
    opened with it ends at `ends_at`, which is later only where the clock's leeway is being used up.
    """

    owner: str
    roles: tuple[Role, ...]
    method: Method
    credential: str | None = None
    expires_at: datetime | None = None
    ends_at: datetime | None = None

    @property
    def is_operator(self) -> bool:
        """Whether workers, queues, schedules and what belongs to others are theirs to see and change."""
        return "operator" in self.roles


LOCAL: Final = Caller(LOCAL_OWNER, ROLES, "none")
"""Everybody, with `AUTH=none`."""


def roles_of(named: Any) -> tuple[Role, ...]:
    """The roles in a list, or in a text with spaces or commas: the known ones, and always `user`."""
    if isinstance(named, str):
        named = named.replace(",", " ").split()
    given = cast("list[object]", named) if isinstance(named, list) else []
    return with_user(role for role in ROLES if role in given)


def with_user(roles: Iterable[Role]) -> tuple[Role, ...]:
    """`roles` in their order, each once, with `user`."""
    given = {"user", *roles}
    return tuple(role for role in ROLES if role in given)


def owner_fault(owner: object) -> str | None:
    """Why no credential can claim `owner`, or None where one can."""
    fault = name_fault(owner)
    return "is reserved" if fault is None and owner in RESERVED else fault


def name_fault(owner: object) -> str | None:
    """Why `owner` cannot be the name of one, or None where it can."""
    if not isinstance(owner, str):
        return "is not a text"
    if not 1 <= len(owner) <= OWNER_LENGTH or not owner.isprintable() or owner != owner.strip():
        return f"is not 1 to {OWNER_LENGTH} printable characters"
    if owner.startswith("$"):
        return "begins with a dollar sign"
    return None
