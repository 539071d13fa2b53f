"""Builds the reader of tokens that the settings describe."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from longhaul_api.auth.jwks_fetch import fetch_json
from longhaul_api.auth.key_sources import KeySet, KeySource, SharedSecret
from longhaul_api.auth.tokens import TokenReader, TokenRules
from longhaul_api.hosts import is_loopback

if TYPE_CHECKING:
    from longhaul_api.settings import ApiSettings


def token_reader(settings: ApiSettings) -> TokenReader:
    """The reader for `settings`, which have been checked."""
    rules = TokenRules(
        issuer=settings.auth_issuer,
        audience=settings.auth_audience,
        leeway_s=settings.auth_leeway_s,
        owner_claim=settings.auth_owner_claim,
        roles_claim=settings.auth_roles_claim,
    )
    return TokenReader(_keys(settings), rules)


def _keys(settings: ApiSettings) -> KeySource:
    if settings.auth_jwt_secret is not None:
        return SharedSecret(settings.auth_jwt_secret.get_secret_value())
    url = settings.auth_jwks_url
    return KeySet(partial(fetch_json, url, direct=is_loopback(urlsplit(url).hostname or "")))
