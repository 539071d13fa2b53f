"""From a request to its caller."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from starlette.datastructures import Headers
from starlette.types import Scope

from longhaul_api.auth.api_keys import PREFIX
from longhaul_api.auth.caller import LOCAL, SAFE_METHODS, Caller
from longhaul_api.auth.credentials import bearer_of, cookie_of, ticket_of
from longhaul_api.auth.errors import Forbidden, Unauthenticated
from longhaul_api.auth.own_pages import is_from_own_page
from longhaul_api.auth.records import AuthRecords

if TYPE_CHECKING:
    from collections.abc import Callable

    from longhaul_api.auth.tokens import TokenReader
    from longhaul_api.settings import ApiSettings

_SIGNED_OUT: Final = "This login has been signed out."
_FOREIGN: Final = "A page of another site sent this with your cookie; its origin is not among CORS_ORIGINS."


class Authenticator:
    """Says who sent a request. What was revoked is asked of the database each time: one lookup by its key."""

    def __init__(self, settings: ApiSettings, records: Callable[[], AuthRecords]) -> None:
        """`records` may raise `StoreUnavailable`."""
        self._methods = settings.auth_methods
        self._allowed = frozenset(settings.allowed_origins)
        self._records = records
        self._tokens = _token_reader(settings) if "jwt" in self._methods else None

    @property
    def is_open(self) -> bool:
        """Whether nobody is asked who they are."""
        return not self._methods

    def accepts(self, method: str) -> bool:
        """Whether this kind of credential is accepted here."""
        return method in self._methods

    async def caller(self, scope: Scope, *, takes_ticket: bool) -> Caller:
        """Who sent the request. Raises `Unauthenticated`, `Forbidden`, `LoginsUnavailable` and `StoreUnavailable`."""
        if self.is_open:
            return LOCAL
        ticket = ticket_of(scope) if takes_ticket else None
        if ticket is not None:
            return await self._of_ticket(ticket)
        headers = Headers(scope=scope)
        bearer = bearer_of(headers)
        if bearer is not None:
            return await self._of_key(bearer) if bearer.startswith(PREFIX) else await self._of_token(bearer)
        cookie = cookie_of(headers) if self._tokens is not None else None
        if cookie is None:
            raise Unauthenticated("Nothing says who sent this: send `Authorization: Bearer` with a token or key.")
        changes = scope["type"] == "websocket" or scope["method"] not in SAFE_METHODS
        if changes and not is_from_own_page(headers, self._allowed):
            raise Forbidden(_FOREIGN)
        return await self._of_token(cookie)

    async def close(self) -> None:
        """End what runs."""
        if self._tokens is not None:
            await self._tokens.close()

    async def _of_token(self, token: str) -> Caller:
        if self._tokens is None:
            raise Unauthenticated("Tokens are not accepted here: send an API key.")
        caller = await self._tokens.read(token)
        await self._refuse_revoked(caller)
        return caller

    async def _of_key(self, text: str) -> Caller:
        if "api-key" not in self._methods:
            raise Unauthenticated("API keys are not accepted here: send a token.")
        return await self._records().keys.caller(text)

    async def _of_ticket(self, ticket: str) -> Caller:
        caller = await self._records().tickets.take(ticket)
        if caller is None or caller.method not in self._methods:
            raise Unauthenticated("This ticket is not known: it was used, is older than a minute, or never was one.")
        if caller.expires_at is not None and caller.expires_at <= datetime.now(UTC):
            raise Unauthenticated("The login that this ticket was given to has expired.")
        await self._refuse_revoked(caller)
        return replace(caller, ends_at=caller.expires_at)

    async def _refuse_revoked(self, caller: Caller) -> None:
        records, credential = self._records(), caller.credential or ""
        if caller.method == "api-key":
            if not await records.keys.still(credential):
                raise Unauthenticated("The API key that this ticket was given to is not accepted any more.")
        elif await records.revocations.has(credential):
            raise Unauthenticated(_SIGNED_OUT)


def _token_reader(settings: ApiSettings) -> TokenReader:
    # Cryptography is not loaded where nobody asks for it.
    from longhaul_api.auth.token_settings import token_reader  # noqa: PLC0415

    return token_reader(settings)
