"""What routes are given of who asks."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from longhaul_api.auth.caller import CALLER_KEY, Caller
from longhaul_api.auth.errors import Forbidden, Unauthenticated


async def get_caller(connection: HTTPConnection) -> Caller:
    """Who asks. Raises `Unauthenticated` on a path where nobody was asked."""
    caller: Caller | None = connection.scope.get(CALLER_KEY)
    if caller is None:
        raise Unauthenticated("Nothing says who sent this.")
    return caller


CallerDep = Annotated[Caller, Depends(get_caller)]


async def require_operator(caller: CallerDep) -> None:
    """Refuse who is no operator. Raises `Forbidden`."""
    if not caller.is_operator:
        raise Forbidden("This is for operators: the token or key has not the role `operator`.")
