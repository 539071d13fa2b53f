"""API keys: what programs show in place of a login."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field, field_validator

from longhaul.model.errors import Conflict, NotFound
from longhaul_api.auth.api_keys import DAYS, NAME_LENGTH, ApiKey
from longhaul_api.auth.caller import Caller, Role
from longhaul_api.auth.dependencies import CallerDep
from longhaul_api.auth.errors import Forbidden
from longhaul_api.deps import AuthRecordsDep, StateDep

router = APIRouter(prefix="/api-keys", tags=["who asks"])

KeyId = Annotated[str, Path(min_length=1, max_length=64)]


class NewApiKey(BaseModel):
    """What a key is for. Without `roles` it may what every caller may; without `expires_in_days` it holds for good."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=NAME_LENGTH, examples=["ci"])
    roles: list[Role] = Field(default_factory=lambda: ["user"], max_length=10)
    expires_in_days: int | None = Field(default=None, ge=1, le=DAYS)

    @field_validator("name")
    @classmethod
    def _name_can_be_read(cls, value: str) -> str:
        if not value.isprintable() or not value.strip():
            raise ValueError("must be printable characters")
        return value.strip()


class ApiKeyView(BaseModel):
    """A key without its secret. `last_used_at` is exact to a minute."""

    id: str
    name: str
    roles: list[Role]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None

    @classmethod
    def of(cls, key: ApiKey) -> ApiKeyView:
        """The view of `key`."""
        return cls(
            id=key.id,
            name=key.name,
            roles=list(key.roles),
            created_at=key.created_at,
            expires_at=key.expires_at,
            last_used_at=key.last_used_at,
        )


class CreatedApiKey(ApiKeyView):
    """A new key; `key` is shown this once."""

    key: str


class ApiKeyList(BaseModel):
    """The owner's keys, newest first."""

    items: list[ApiKeyView]


@router.get("")
async def list_api_keys(caller: CallerDep, records: AuthRecordsDep) -> ApiKeyList:
    """The caller's own keys; expired ones are listed for a week."""
    return ApiKeyList(items=[ApiKeyView.of(key) for key in await records.keys.list(caller.owner)])


@router.post("", status_code=201)
async def create_api_key(
    body: NewApiKey, caller: CallerDep, state: StateDep, records: AuthRecordsDep, response: Response
) -> CreatedApiKey:
    """Make a key. A key cannot make keys, and nobody gives roles that they have not (403); 50 an owner (409)."""
    _refuse_keys(caller, "make")
    if not state.authenticator.accepts("api-key"):
        raise Conflict("API keys are not accepted here: AUTH does not name api-key")
    beyond = [role for role in body.roles if role not in caller.roles]
    if beyond:
        raise Forbidden(f"You have not the role {beyond[0]} and cannot give it to a key.")
    key, text = await records.keys.create(caller.owner, body.name, body.roles, body.expires_in_days)
    response.headers["Cache-Control"] = "no-store"
    return CreatedApiKey(**dict(ApiKeyView.of(key)), key=text)


@router.delete("/{key_id}", status_code=204)
async def revoke_api_key(key_id: KeyId, caller: CallerDep, state: StateDep, records: AuthRecordsDep) -> Response:
    """Refuse a key from now on and end its streams. A key can revoke itself and no other (403)."""
    if caller.credential != f"key:{key_id}":
        _refuse_keys(caller, "revoke other")
    key = await records.keys.revoke(key_id, owner=caller.owner)
    if key is None:
        raise NotFound("API key", key_id)
    state.logins.end(key.credential)
    return Response(status_code=204)


def _refuse_keys(caller: Caller, what: str) -> None:
    if caller.method == "api-key":
        raise Forbidden(f"An API key cannot {what} API keys; sign in, or use `python -m longhaul_api.keys`.")
