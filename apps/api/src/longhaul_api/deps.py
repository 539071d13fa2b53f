"""What routes are given: who asks, and the engine."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends
from starlette.requests import HTTPConnection

from longhaul.runtime import ApiRuntime
from longhaul_api.auth.dependencies import CallerDep
from longhaul_api.auth.records import AuthRecords
from longhaul_api.state import ApiState


def get_state(connection: HTTPConnection) -> ApiState:
    """The state of this application."""
    return cast("ApiState", connection.app.state.api)


StateDep = Annotated[ApiState, Depends(get_state)]


async def get_owner(caller: CallerDep) -> str:
    """Who asks. With `AUTH=none` everybody is `local`; whatever a route reads or writes is this owner's."""
    return caller.owner


def get_runtime(state: StateDep) -> ApiRuntime:
    """The engine. Raises `StoreUnavailable` while the database has not been reached."""
    return state.holder.runtime


def get_auth_records(runtime: Annotated[ApiRuntime, Depends(get_runtime)]) -> AuthRecords:
    """The collections of authentication. Raises as `get_runtime`."""
    return AuthRecords(runtime.core.database)


OwnerDep = Annotated[str, Depends(get_owner)]
RuntimeDep = Annotated[ApiRuntime, Depends(get_runtime)]
AuthRecordsDep = Annotated[AuthRecords, Depends(get_auth_records)]


def links_base(connection: HTTPConnection) -> str:
    """What comes before the paths of links: the prefix that a proxy strips."""
    return str(connection.scope.get("root_path", "")).rstrip("/")


BaseDep = Annotated[str, Depends(links_base)]
