"""What routes are given: who asks, and the engine."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Query
from starlette.requests import HTTPConnection

from longhaul.model.errors import InvalidInput
from longhaul.runtime import ApiRuntime
from longhaul.telemetry.logs import get_logger
from longhaul_api.auth.caller import OWNER_LENGTH, SAFE_METHODS, Caller, name_fault
from longhaul_api.auth.dependencies import CallerDep
from longhaul_api.auth.errors import Forbidden
from longhaul_api.auth.records import AuthRecords
from longhaul_api.links import Base
from longhaul_api.state import ApiState

OwnerQuery = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=OWNER_LENGTH,
        description="For operators: whose objects are meant, where they are not the caller's own. Anybody else is "
        "answered with 403.",
    ),
]


def get_state(connection: HTTPConnection) -> ApiState:
    """The state of this application."""
    return cast("ApiState", connection.app.state.api)


StateDep = Annotated[ApiState, Depends(get_state)]


async def get_owner(connection: HTTPConnection, caller: CallerDep, owner: OwnerQuery = None) -> str:
    """Whose objects a route reads and writes: the caller's, or those of the owner whom an operator names.

    With `AUTH=none` everybody is `local` and an operator. Raises `Forbidden` where somebody else names another, and
    `InvalidInput` for what is no name. What may change something of another's is logged.
    """
    if owner is None or owner == caller.owner:
        return caller.owner
    if not caller.is_operator:
        raise Forbidden("`owner` names another, which is for operators: the token or key has not the role `operator`.")
    fault = name_fault(owner)
    if fault is not None:
        raise InvalidInput(f"owner: {fault}", field="owner")
    if connection.scope["type"] == "http" and connection.scope["method"] not in SAFE_METHODS:
        _log_deed(connection, caller, owner)
    return owner


def _log_deed(connection: HTTPConnection, caller: Caller, owner: str) -> None:
    route = getattr(connection.scope.get("route"), "path", "unmatched")
    get_logger("longhaul_api").info(
        "operator acts for another", caller=caller.owner, owner=owner, method=connection.scope["method"], route=route
    )


def get_runtime(state: StateDep) -> ApiRuntime:
    """The engine. Raises `StoreUnavailable` while the database has not been reached."""
    return state.holder.runtime


def get_auth_records(runtime: Annotated[ApiRuntime, Depends(get_runtime)]) -> AuthRecords:
    """The collections of authentication. Raises as `get_runtime`."""
    return AuthRecords(runtime.core.database)


OwnerDep = Annotated[str, Depends(get_owner)]
RuntimeDep = Annotated[ApiRuntime, Depends(get_runtime)]
AuthRecordsDep = Annotated[AuthRecords, Depends(get_auth_records)]


def get_prefix(connection: HTTPConnection) -> str:
    """What comes before the paths of links: the prefix that a proxy strips."""
    return str(connection.scope.get("root_path", "")).rstrip("/")


PrefixDep = Annotated[str, Depends(get_prefix)]


def get_base(prefix: PrefixDep, caller: CallerDep, owner: OwnerDep) -> Base:
    """What the links of an answer begin with; they name the owner where that is not the caller."""
    return Base.towards(owner, prefix, caller=caller.owner)


BaseDep = Annotated[Base, Depends(get_base)]
