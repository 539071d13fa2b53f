"""Reads a JSON Web Token: signature, times, issuer and audience, then owner and roles."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import jwt
from jwt import exceptions as wrong

from longhaul_api.auth.caller import Caller, owner_fault, roles_of
from longhaul_api.auth.errors import Unauthenticated
from longhaul_api.auth.jwks import KID_LENGTH
from longhaul_api.auth.key_sources import KeySource

ALGORITHMS: Final = frozenset({"HS256", "EdDSA", "ES256", "RS256"})
_MALFORMED: Final = "The token is malformed."
_REASONS: Final[tuple[tuple[type[wrong.PyJWTError], str], ...]] = (
    (wrong.ExpiredSignatureError, "The token has expired."),
    (wrong.ImmatureSignatureError, "The token is not valid yet."),
    (wrong.InvalidIssuedAtError, _MALFORMED),
    (wrong.InvalidAudienceError, "The token is for another audience."),
    (wrong.InvalidIssuerError, "The token is from another issuer."),
    (wrong.InvalidSignatureError, "The token's signature is wrong."),
)


@dataclass(frozen=True, slots=True)
class TokenRules:
    """What a token must say."""

    issuer: str
    audience: str
    leeway_s: int
    owner_claim: str
    roles_claim: str


class TokenReader:
    """Makes callers of tokens. Whether a login was signed out is not asked here."""

    def __init__(self, keys: KeySource, rules: TokenRules) -> None:
        self._keys = keys
        self._rules = rules

    async def read(self, token: str) -> Caller:
        """Who holds `token`. Raises `Unauthenticated` saying why not, and what the source of keys raises."""
        kid, algorithm = _header(token)
        key = await self._keys.key(kid, algorithm)
        claims = self._claims(token, key.key, key.algorithm)
        owner: Any = claims.get(self._rules.owner_claim)
        fault = owner_fault(owner)
        if fault is not None:
            raise Unauthenticated(f"The token's claim {self._rules.owner_claim} {fault}.")
        expires_at = _moment(claims["exp"])
        ends_at = expires_at
        if ends_at <= datetime.now(UTC):
            ends_at += timedelta(seconds=self._rules.leeway_s)
        return Caller(
            owner=owner,
            roles=roles_of(claims.get(self._rules.roles_claim)),
            method="jwt",
            credential=_name_of(token, owner, claims),
            expires_at=expires_at,
            ends_at=ends_at,
        )

    async def close(self) -> None:
        """End what runs."""
        await self._keys.close()

    def _claims(self, token: str, key: Any, algorithm: str) -> dict[str, Any]:
        rules = self._rules
        try:
            return jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                issuer=rules.issuer,
                audience=rules.audience,
                leeway=rules.leeway_s,
                options={"require": ["exp", "iss", "aud"]},
            )
        except wrong.MissingRequiredClaimError as error:
            raise Unauthenticated(f"The token has no claim {error.claim}.") from error
        except wrong.PyJWTError as error:
            reason = next((reason for kind, reason in _REASONS if isinstance(error, kind)), _MALFORMED)
            raise Unauthenticated(reason) from error
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            raise Unauthenticated(_MALFORMED) from error


def _header(token: str) -> tuple[str | None, str]:
    """The name of the key and the algorithm that `token` says, which nobody has signed yet."""
    try:
        header: dict[str, Any] = jwt.get_unverified_header(token)
    except (wrong.PyJWTError, ValueError, TypeError, RecursionError) as error:
        raise Unauthenticated(_MALFORMED) from error
    algorithm, kid = header.get("alg"), header.get("kid")
    if algorithm not in ALGORITHMS:
        raise Unauthenticated("The token is not signed with an algorithm that is accepted.")
    if "crit" in header or not (kid is None or (isinstance(kid, str) and len(kid) <= KID_LENGTH)):
        raise Unauthenticated(_MALFORMED)
    return kid, algorithm


def _moment(seconds: Any) -> datetime:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (ValueError, TypeError, OverflowError, OSError) as error:
        raise Unauthenticated("The token's expiry is no time.") from error


def _name_of(token: str, owner: str, claims: dict[str, Any]) -> str:
    """What a sign-out revokes: the session where the token names one, so all its tokens at once, else this token."""
    sid, jti = claims.get("sid"), claims.get("jti")
    if sid:
        named = f"{owner}\nsid\n{sid}"
    elif jti:
        named = f"{owner}\n{jti}"
    else:  # what was signed: the signature itself can be written in more than one way
        named = token.rpartition(".")[0]
    return f"jwt:{hashlib.sha256(named.encode()).hexdigest()}"
