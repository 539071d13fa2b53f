"""Settings of the engine, read from the environment and checked at start."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, Literal, TypeVar

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

SettingsT = TypeVar("SettingsT", bound=BaseSettings)


class EngineSettings(BaseSettings):
    """What every process of the engine needs. Field names in upper case are the environment variables."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", populate_by_name=True)

    mongodb_uri: str = Field(
        default="mongodb://127.0.0.1:27017/?directConnection=true",
        repr=False,
        description="Connection string. Secrets belong here and nowhere else; it is never logged.",
    )
    mongodb_database: str = Field(
        default="longhaul",
        pattern=r"^[A-Za-z0-9_-]{1,38}$",
        description="Name of the database; letters, digits, `_` and `-`.",
    )
    mongo_driver: Literal["pymongo", "motor"] = Field(
        default="pymongo", alias="LONGHAUL_MONGO_DRIVER", description="Which driver talks to the database."
    )
    mongo_timeout_s: float = Field(
        default=10.0,
        gt=0,
        le=120,
        alias="LONGHAUL_MONGO_TIMEOUT_S",
        description="Bound on one database call.",
    )
    lease_s: float = Field(
        default=12.0,
        ge=1,
        le=600,
        alias="LONGHAUL_LEASE_S",
        description="How long a claim holds without renewal. A job of a killed worker is rescued at most this plus "
        "a moment after the kill.",
    )
    interruptions_cap: int = Field(
        default=20,
        ge=1,
        alias="LONGHAUL_INTERRUPTIONS_CAP",
        description="A job given back or rescued this often is poison: it fails instead of going round for ever.",
    )
    args_limit_bytes: int = Field(
        default=256 * 1024,
        ge=1024,
        le=4 * 1024 * 1024,
        alias="LONGHAUL_ARGS_LIMIT_BYTES",
        description="Largest args of one job, as JSON; larger things are artifacts.",
    )
    result_limit_bytes: int = Field(
        default=256 * 1024,
        ge=1024,
        le=4 * 1024 * 1024,
        alias="LONGHAUL_RESULT_LIMIT_BYTES",
        description="Largest result of one job, as JSON.",
    )
    step_limit_bytes: int = Field(
        default=256 * 1024,
        ge=1024,
        le=4 * 1024 * 1024,
        alias="LONGHAUL_STEP_LIMIT_BYTES",
        description="Largest result of one step, as JSON.",
    )
    event_retention_s: float = Field(
        default=7 * 86_400.0,
        ge=60,
        alias="LONGHAUL_EVENT_RETENTION_S",
        description="How long the log remembers.",
    )
    artifact_store: Literal["gridfs", "filesystem"] = Field(
        default="gridfs",
        alias="LONGHAUL_ARTIFACT_STORE",
        description="Where the bytes of files are kept; a directory is for local development.",
    )
    artifact_directory: str | None = Field(
        default=None,
        alias="LONGHAUL_ARTIFACT_DIRECTORY",
        description="Where the filesystem store keeps its files.",
    )
    artifact_limit_bytes: int = Field(
        default=100 * 1024 * 1024,
        ge=1024,
        alias="LONGHAUL_ARTIFACT_LIMIT_BYTES",
        description="Largest file, uploaded or left by a job.",
    )
    upload_retention_s: float = Field(
        default=7 * 86_400.0,
        ge=60,
        alias="LONGHAUL_UPLOAD_RETENTION_S",
        description="How long an uploaded file stays that no job took.",
    )
    doorbell: Literal["auto", "change_stream", "poll"] = Field(
        default="auto",
        alias="LONGHAUL_DOORBELL",
        description="How waiting loops hear of news: change streams where the server has them, else polling.",
    )
    log_format: Literal["json", "console"] = Field(
        default="json", alias="LONGHAUL_LOG_FORMAT", description="One JSON object a line, or text for people."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", alias="LONGHAUL_LOG_LEVEL", description="What is logged: this and what is graver."
    )

    metrics_token: SecretStr | None = Field(
        default=None,
        min_length=16,
        alias="LONGHAUL_METRICS_TOKEN",
        description="What `/metrics` asks for as `Authorization: Bearer`, 16 characters or more; without it a worker's "
        "are open to whoever reaches its port, and the API's to operators. It is never logged.",
    )

    @field_validator("metrics_token", mode="before")
    @classmethod
    def _empty_is_none(cls, value: Any) -> Any:
        return None if value == "" else value  # as a compose file passes on what is not set

    @model_validator(mode="after")
    def _filesystem_has_a_directory(self) -> EngineSettings:
        if self.artifact_store == "filesystem" and not self.artifact_directory:
            raise ValueError("LONGHAUL_ARTIFACT_STORE=filesystem needs LONGHAUL_ARTIFACT_DIRECTORY")
        return self

    @property
    def renew_s(self) -> float:
        """Seconds between two renewals of a lease: a third of it, so that two may fail."""
        return self.lease_s / 3


class WorkerSettings(EngineSettings):
    """What a worker process needs beside `EngineSettings`."""

    queues: str = Field(
        default="default",
        alias="LONGHAUL_QUEUES",
        pattern=r"^[a-z0-9_-]+(,[a-z0-9_-]+)*$",
        description="Comma list of the queues this worker serves.",
    )
    concurrency: int = Field(
        default=10,
        ge=1,
        le=1000,
        alias="LONGHAUL_CONCURRENCY",
        description="How many jobs run in this worker at the same time.",
    )
    grace_s: float = Field(
        default=20.0,
        ge=0,
        le=3600,
        alias="LONGHAUL_GRACE_S",
        description="After SIGTERM running jobs may finish this long; then they are given back. Keep it below the "
        "platform's kill delay.",
    )
    host: str = Field(default="127.0.0.1", alias="HOST", description="Where the probes listen.")
    port: int | None = Field(
        default=None, ge=0, le=65535, alias="PORT", description="Serve /healthz, /readyz, /metrics there."
    )

    @property
    def queue_names(self) -> tuple[str, ...]:
        """The queues to work on, in the order given."""
        return tuple(dict.fromkeys(self.queues.split(",")))


def load_settings(model: type[SettingsT]) -> SettingsT:
    """Read `model` from the environment, or print every problem at once to standard error and exit with status 2."""
    check_settings(model)
    return model()


def changed_settings(settings: BaseSettings) -> dict[str, Any]:
    """What differs from the defaults, by variable, for the log of a start; nothing that is secret or may hold one."""
    changed: dict[str, Any] = {}
    for name, field in type(settings).model_fields.items():
        value = getattr(settings, name)
        is_secret = isinstance(value, SecretStr) or not field.repr or "@" in str(value)
        if value != field.default and not is_secret:
            changed[field.alias or name.upper()] = value
    return changed


def check_settings(*models: type[BaseSettings]) -> None:
    """Read all `models` from the environment; print the problems of every one of them and exit with status 2."""
    problems: list[str] = []
    for model in models:
        try:
            model()
        except ValidationError as error:
            problems += [line for line in _problems(error) if line not in problems]
    if problems:
        sys.stderr.write("\n".join(["The settings are not usable:", *problems]) + "\n")
        raise SystemExit(2)


def _problems(error: ValidationError) -> Iterator[str]:
    for problem in error.errors(include_url=False, include_context=False, include_input=False):
        name = ".".join(str(part) for part in problem["loc"]).upper()
        yield f"  {name + ': ' if name else ''}{problem['msg']}"
