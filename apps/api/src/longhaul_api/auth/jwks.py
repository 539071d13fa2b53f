"""The keys of a login service: which of a key set can be used, and for which algorithm."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWTError
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

KEYS_LIMIT: Final = 100
KID_LENGTH: Final = 256
_SMALLEST_RSA_BITS: Final = 2048
_PUBLIC: Final = ("kty", "crv", "x", "y", "n", "e")
#: What a key is decides how it may be used; what a token says of itself does not.
_ALGORITHMS: Final[dict[tuple[str, str | None], str]] = {
    ("OKP", "Ed25519"): "EdDSA",
    ("EC", "P-256"): "ES256",
    ("RSA", None): "RS256",
}
_READERS: Final = {"EdDSA": OKPAlgorithm, "ES256": ECAlgorithm, "RS256": RSAAlgorithm}


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """A public key and the one algorithm it verifies."""

    kid: str | None
    algorithm: str
    key: Any


class NoKeySet(Exception):
    """What was read is no key set."""

    def __init__(self) -> None:
        super().__init__("there is no list of keys")


def read_key_set(document: Any) -> list[VerifyingKey]:
    """The usable keys of a key set: public, for signatures, of the three algorithms. Raises `NoKeySet`."""
    keys = cast("object", document.get("keys")) if isinstance(document, dict) else None  # pyright: ignore[reportUnknownMemberType]
    if not isinstance(keys, list):
        raise NoKeySet
    given = cast("list[Any]", keys)[:KEYS_LIMIT]
    return [key for one in given if isinstance(one, dict) and (key := _read(cast("dict[str, Any]", one)))]


def _read(jwk: Mapping[str, Any]) -> VerifyingKey | None:
    kid, kty = jwk.get("kid"), jwk.get("kty")
    if not isinstance(kty, str) or not (kid is None or (isinstance(kid, str) and len(kid) <= KID_LENGTH)):
        return None
    crv = None if kty == "RSA" else jwk.get("crv")
    algorithm = _ALGORITHMS.get((kty, crv)) if crv is None or isinstance(crv, str) else None
    if algorithm is None or not _is_for_signatures(jwk, algorithm):
        return None
    try:
        # Without its private half, should one stand there by mistake.
        key: Any = _READERS[algorithm].from_jwk({name: jwk[name] for name in _PUBLIC if name in jwk})
    except (PyJWTError, ValueError, TypeError, KeyError, OverflowError):
        return None
    if isinstance(key, RSAPublicKey) and key.key_size < _SMALLEST_RSA_BITS:
        return None
    return VerifyingKey(kid, algorithm, key)


def _is_for_signatures(jwk: Mapping[str, Any], algorithm: str) -> bool:
    operations: Any = jwk.get("key_ops", ["verify"])
    return (
        jwk.get("use", "sig") == "sig"
        and isinstance(operations, list)
        and "verify" in operations
        and jwk.get("alg", algorithm) in {algorithm, "Ed25519"}
    )
