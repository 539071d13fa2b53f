"""Who the caller is, and signing out."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter, Response
from pydantic import BaseModel

from longhaul.model.errors import Conflict
from longhaul_api.auth.caller import Method, Role
from longhaul_api.auth.dependencies import CallerDep
from longhaul_api.deps import AuthRecordsDep, StateDep

router = APIRouter(prefix="/me", tags=["who asks"])


class Me(BaseModel):
    """The caller as this service sees it; `auth` is how it said who it is, `expires_at` until when that holds."""

    owner: str
    roles: list[Role]
    auth: Method
    expires_at: datetime | None


@router.get("")
async def read_me(caller: CallerDep) -> Me:
    """Who asks."""
    return Me(owner=caller.owner, roles=list(caller.roles), auth=caller.method, expires_at=caller.expires_at)


@router.post("/sign-out", status_code=204)
async def sign_out(caller: CallerDep, records: AuthRecordsDep, state: StateDep) -> Response:
    """Refuse the token that this request shows from now on, and end its streams. Without authentication: nothing.

    Where the token names its session (`sid`), every token of that session is refused. 409 for an API key, which is
    revoked instead.
    """
    if caller.method == "api-key":
        raise Conflict("an API key does not sign out; revoke it with DELETE /api-keys/{id}")
    if caller.credential is not None and caller.expires_at is not None:
        await records.revocations.add(caller.credential, caller.expires_at)
        state.logins.end(caller.credential)
    return Response(status_code=204)
