"""Which language model helps, if any, and how much it may be asked."""

from __future__ import annotations

from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class LlmSettings(BaseSettings):
    """A server that speaks OpenAI's `/chat/completions`. Field names in upper case are the environment variables.

    Without `LLM_BASE_URL` there is none, and every task does its work alone.
    """

    model_config = SettingsConfigDict(
        env_file=".env", extra="ignore", populate_by_name=True, env_ignore_empty=True, protected_namespaces=()
    )

    base_url: str | None = Field(
        default=None,
        alias="LLM_BASE_URL",
        max_length=2000,
        description="Address of an OpenAI-compatible server, such as http://127.0.0.1:11434/v1. Without it no language "
        "model is asked.",
    )
    api_key: SecretStr | None = Field(
        default=None, alias="LLM_API_KEY", description="Key for that server, if it wants one; it is never logged."
    )
    model: str | None = Field(
        default=None, alias="LLM_MODEL", min_length=1, max_length=200, description="Name of the model to ask."
    )
    timeout_s: float = Field(
        default=60.0, gt=0, le=600, alias="LLM_TIMEOUT_S", description="Bound on one whole answer."
    )
    max_calls_per_job: int = Field(
        default=6, ge=1, le=1000, alias="LLM_MAX_CALLS_PER_JOB", description="How often one job may ask."
    )
    max_tokens_per_job: int = Field(
        default=60_000,
        ge=1000,
        le=10_000_000,
        alias="LLM_MAX_TOKENS_PER_JOB",
        description="Tokens of questions and answers that one job may use.",
    )
    rpm: int | None = Field(
        default=None,
        ge=1,
        le=1_000_000,
        alias="LLM_RPM",
        description="Requests a minute from one worker; no bound else.",
    )
    tpm: int | None = Field(
        default=None,
        ge=1000,
        le=1_000_000_000,
        alias="LLM_TPM",
        description="Tokens a minute from one worker; no bound else.",
    )
    max_wait_s: float = Field(
        default=600.0,
        ge=0,
        le=86_400,
        alias="LLM_MAX_WAIT_S",
        description="A job younger than this is put back when the server asks to come later; an older one goes on.",
    )

    @field_validator("base_url")
    @classmethod
    def _is_an_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value.strip())
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("must start with http:// or https:// and name a host")
        if parts.username or parts.password or parts.query or parts.fragment:
            raise ValueError("must have no user name, password, query or fragment; the key goes into LLM_API_KEY")
        return value.strip().rstrip("/").removesuffix("/chat/completions")

    @field_validator("api_key")
    @classmethod
    def _fits_a_header(cls, value: SecretStr | None) -> SecretStr | None:
        secret = value.get_secret_value().strip() if value is not None else ""
        if not secret.isascii() or not secret.isprintable():
            raise ValueError("must consist of printable ASCII characters")
        return SecretStr(secret) if secret else None

    @model_validator(mode="after")
    def _model_has_a_server(self) -> Self:
        if (self.base_url is None) != (self.model is None):
            raise ValueError("LLM_BASE_URL and LLM_MODEL are given both or neither")
        return self

    @property
    def is_configured(self) -> bool:
        """Whether there is a model to ask."""
        return self.base_url is not None and self.model is not None
