"""What a request shows of who sent it: a bearer token, a cookie, a ticket."""

from __future__ import annotations

from typing import Final
from urllib.parse import unquote_plus

from starlette.datastructures import Headers
from starlette.types import Scope

from longhaul_api.auth.errors import Unauthenticated

COOKIE: Final = "longhaul_token"
LONGEST_TOKEN: Final = 8 * 1024
_TICKET_KEY: Final = "longhaul.ticket"
_TOO_LONG: Final = f"The token is longer than {LONGEST_TOKEN:,} characters."


def bearer_of(headers: Headers) -> str | None:
    """The token of `Authorization: Bearer`; None without one. Raises `Unauthenticated` for more than one header."""
    given = headers.getlist("authorization")
    if len(given) > 1:
        raise Unauthenticated("There is more than one Authorization header.")
    scheme, _, token = given[0].strip().partition(" ") if given else ("", "", "")
    if scheme.lower() != "bearer":
        return None  # of something in front, perhaps
    return _checked(token.strip())


def cookie_of(headers: Headers) -> str | None:
    """The token of the cookie; None without one. Raises `Unauthenticated` where there are several.

    Of two cookies of one name nobody can say which a neighbouring site planted.
    """
    tokens: list[str] = []
    for header in headers.getlist("cookie"):
        for part in header.split(";"):
            name, _, value = part.partition("=")
            if name.strip() == COOKIE and value.strip():
                tokens.append(value.strip().strip('"'))
    if len(set(tokens)) > 1:
        raise Unauthenticated(f"There is more than one cookie {COOKIE}.")
    return _checked(tokens[0]) if tokens else None


def set_ticket_aside(scope: Scope) -> None:
    """Take the ticket out of the query into the scope, so that nothing that writes a URL down has it."""
    query: bytes = scope.get("query_string", b"")
    if b"=" not in query:
        return
    rest: list[bytes] = []
    for part in query.split(b"&"):
        name, _, value = part.partition(b"=")
        if unquote_plus(name.decode("latin-1")) == "ticket":
            scope[_TICKET_KEY] = unquote_plus(value.decode("latin-1"))
        else:
            rest.append(part)
    if _TICKET_KEY in scope:
        scope["query_string"] = b"&".join(rest)


def ticket_of(scope: Scope) -> str | None:
    """The ticket that was set aside."""
    return scope.get(_TICKET_KEY)


def _checked(token: str) -> str:
    if len(token) > LONGEST_TOKEN:
        raise Unauthenticated(_TOO_LONG)
    if not token or not token.isascii():
        raise Unauthenticated("The token is malformed.")
    return token
