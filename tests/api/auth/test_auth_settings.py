"""The settings of authentication: what is refused at start, and that secrets stay secret."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from longhaul_api.settings import ApiSettings
from tests.api.auth.support import AUDIENCE, BOTH, ISSUER, SECRET
from tests.api.test_process import refused

JWT: dict[str, Any] = {"auth": "jwt", "auth_issuer": ISSUER, "auth_audience": AUDIENCE}


def settings(**fields: Any) -> ApiSettings:
    return ApiSettings(_env_file=None, **fields)  # pyright: ignore[reportCallIssue]


def faults(**fields: Any) -> set[str]:
    """The fields that are refused."""
    with pytest.raises(ValidationError) as refusal:
        settings(**fields)
    assert SECRET not in str(refusal.value)
    return {str(error["loc"][0]) for error in refusal.value.errors()}


def test_without_being_told_nobody_is_asked() -> None:
    assert frozenset() == settings().auth_methods


@pytest.mark.parametrize("auth", ["jwt , api-key", "api-key,jwt"])
def test_both_kinds_of_credentials_may_be_taken(auth: str) -> None:
    assert {"jwt", "api-key"} == settings(**{**BOTH, "auth": auth}).auth_methods


@pytest.mark.parametrize("auth", ["", "none,jwt", "basic", "jwt,apikey", ","])
def test_what_names_no_method_is_refused(auth: str) -> None:
    assert "auth" in faults(auth=auth)


def test_tokens_need_keys_an_issuer_and_an_audience() -> None:
    assert {"auth_jwks_url", "auth_issuer", "auth_audience"} == faults(auth="jwt")


def test_a_secret_and_a_key_set_exclude_each_other() -> None:
    assert {"auth_jwks_url"} == faults(**JWT, auth_jwt_secret=SECRET, auth_jwks_url="https://login.example/jwks")


def test_a_short_secret_is_refused() -> None:
    assert {"auth_jwt_secret"} == faults(**JWT, auth_jwt_secret="x" * 31)


@pytest.mark.parametrize(
    "url",
    [
        "ftp://login.example/jwks",
        "login.example",
        "http://login.example/jwks",
        "https://u:p@login.example/",
        "file:///k",
    ],
)
def test_an_address_that_keys_must_not_come_from_is_refused(url: str) -> None:
    assert {"auth_jwks_url"} == faults(**JWT, auth_jwks_url=url)


@pytest.mark.parametrize(
    "url", ["https://login.example/jwks", "http://127.0.0.1:9000/jwks", "http://web:3000/jwks", "http://10.0.0.7/jwks"]
)
def test_keys_may_come_over_https_or_within_a_private_network(url: str) -> None:
    assert url == settings(**JWT, auth_jwks_url=url).auth_jwks_url


def test_with_authentication_it_may_listen_anywhere() -> None:
    assert "0.0.0.0" == settings(**BOTH, host="0.0.0.0").host  # noqa: S104 - that is the point


def test_every_fault_is_one_line_and_none_tells_the_secret(tmp_path: Path) -> None:
    status, stderr = refused(tmp_path, AUTH="jwt", AUTH_JWT_SECRET="swordfish", AUTH_LEEWAY_S="999", PORT="99999")

    lines = stderr.splitlines()
    named = {line.partition(":")[0].strip() for line in lines[1:]}
    assert 2 == status
    assert {"AUTH_JWT_SECRET", "AUTH_ISSUER", "AUTH_AUDIENCE", "AUTH_LEEWAY_S", "PORT"} == named
    assert "swordfish" not in stderr


def test_the_secret_is_in_no_text_of_the_settings() -> None:
    made = settings(**BOTH)

    assert SECRET not in repr(made) + str(made.model_dump()) + made.model_dump_json()
