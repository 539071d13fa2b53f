"""What tests of authentication share: a guarded server, tokens, and who shows them."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, Final
from uuid import uuid4

import jwt

from longhaul_api.settings import ApiSettings
from tests.api.support import RunningApi, running_api

SECRET: Final = "a secret that has thirty-two bytes and more"
ISSUER: Final = "https://login.example"
AUDIENCE: Final = "longhaul"
BOTH: Final[dict[str, Any]] = {
    "auth": "jwt,api-key",
    "auth_jwt_secret": SECRET,
    "auth_issuer": ISSUER,
    "auth_audience": AUDIENCE,
}
"""Settings: tokens by a shared secret, and API keys."""


def claims(owner: str = "ada", *, lifetime_s: float = 600, **more: Any) -> dict[str, Any]:
    """What a good token says; `None` takes a claim away."""
    now = time.time()
    all_claims: dict[str, Any] = {
        "sub": owner,
        "iss": ISSUER,
        "aud": AUDIENCE,
        "iat": int(now),
        "exp": now + lifetime_s,
        "jti": uuid4().hex,
        **more,
    }
    return {name: value for name, value in all_claims.items() if value is not None}


def token(owner: str = "ada", *, lifetime_s: float = 600, **more: Any) -> str:
    """A token of `owner`, signed with the shared secret."""
    return jwt.encode(claims(owner, lifetime_s=lifetime_s, **more), SECRET, "HS256")


def bearer(text: str) -> dict[str, str]:
    """The header that shows `text`."""
    return {"Authorization": f"Bearer {text}"}


def signed_in(owner: str = "ada", **more: Any) -> dict[str, str]:
    """The header of somebody who has just signed in."""
    return bearer(token(owner, **more))


@asynccontextmanager
async def guarded_api(settings: ApiSettings) -> AsyncGenerator[RunningApi]:
    """A server that takes the owner from the credential, as in production."""
    async with running_api(settings) as api:
        api.app.dependency_overrides.clear()
        yield api
