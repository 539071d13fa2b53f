"""Settings of authentication."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import SettingsConfigDict

from longhaul.model.settings import EngineSettings
from longhaul_api.hosts import is_near

METHODS: Final = ("jwt", "api-key")
SHORTEST_SECRET_BYTES: Final = 32


class AuthSettings(EngineSettings):
    """Who may ask. Every fault is told at the variable that mends it, so that all of them are told at once."""

    model_config = SettingsConfigDict(hide_input_in_errors=True)

    auth: str = Field(
        default="none",
        description="`none`: every caller is the owner `local`. Else a comma list of `jwt` and `api-key`: how callers "
        "say who they are.",
    )
    auth_jwt_secret: SecretStr | None = Field(
        default=None,
        description="Secret of 32 bytes or more that tokens are signed with (HS256); this or `AUTH_JWKS_URL` with "
        "`jwt`. It is never logged.",
    )
    auth_jwks_url: str = Field(
        default="",
        max_length=2000,
        description="Where the login service publishes its keys (EdDSA, ES256, RS256). `http` only within a private "
        "network.",
    )
    auth_issuer: str = Field(default="", max_length=2000, description="The `iss` of tokens; needed with `jwt`.")
    auth_audience: str = Field(default="", max_length=2000, description="The `aud` of tokens; needed with `jwt`.")
    auth_leeway_s: int = Field(
        default=30, ge=0, le=300, description="By how much clocks may differ where a token's times are checked."
    )
    auth_owner_claim: str = Field(
        default="sub", min_length=1, max_length=200, description="The claim of a token that is the owner."
    )
    auth_roles_claim: str = Field(
        default="roles",
        min_length=1,
        max_length=200,
        description="The claim with roles, a list or a text: `operator` is the one that gives more than every caller "
        "has.",
    )

    @field_validator("auth")
    @classmethod
    def _auth_names_methods(cls, value: str) -> str:
        named = _named(value)
        unknown = [name for name in named if name not in {"none", *METHODS}]
        if unknown or not named:
            raise ValueError(f"{value!r} is not `none`, `jwt`, `api-key` or `jwt,api-key`")
        if "none" in named and len(named) > 1:
            raise ValueError("`none` lets everybody in and stands alone")
        return ",".join(named)

    @field_validator("auth_jwt_secret")
    @classmethod
    def _secret_is_long(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or not value.get_secret_value():
            return None
        if len(value.get_secret_value().encode()) < SHORTEST_SECRET_BYTES:
            raise ValueError(f"is shorter than {SHORTEST_SECRET_BYTES} bytes")
        return value

    @field_validator("auth_jwks_url")
    @classmethod
    def _keys_come_from_one_place(cls, value: str, info: ValidationInfo) -> str:
        if value:
            _check_url(value)
        if "auth_jwt_secret" not in info.data:
            return value  # told there already
        has_secret = info.data["auth_jwt_secret"] is not None
        if value and has_secret:
            raise ValueError("stands beside AUTH_JWT_SECRET; tokens are signed with one or the other")
        if _takes_tokens(info) and not value and not has_secret:
            raise ValueError("AUTH=jwt needs this or AUTH_JWT_SECRET")
        return value

    @field_validator("auth_issuer", "auth_audience")
    @classmethod
    def _tokens_say_from_whom_and_for_whom(cls, value: str, info: ValidationInfo) -> str:
        if _takes_tokens(info) and not value:
            raise ValueError("is needed with AUTH=jwt")
        return value

    @property
    def auth_methods(self) -> frozenset[str]:
        """The kinds of credentials that are accepted; empty with `AUTH=none`."""
        return frozenset(_named(self.auth)) - {"none"}


def _named(auth: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in auth.split(",") if part.strip()))


def _takes_tokens(info: ValidationInfo) -> bool:
    return "jwt" in _named(info.data.get("auth", ""))


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError as error:
        raise ValueError("is not a URL") from error
    if parts.scheme not in {"http", "https"} or not host or parts.username is not None or parts.fragment:
        raise ValueError("is not a URL of the form https://host/path")
    if parts.scheme == "http" and not is_near(host):
        raise ValueError("must be https: whoever is on the way could put keys of their own there")
