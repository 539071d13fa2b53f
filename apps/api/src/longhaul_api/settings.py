"""Settings of the API process, read from the environment and checked before anything listens."""

from __future__ import annotations

from urllib.parse import urlsplit

from pydantic import Field, field_validator, model_validator

from longhaul_api.auth.settings import AuthSettings
from longhaul_api.hosts import is_loopback

MEGABYTE = 1024 * 1024


class ApiSettings(AuthSettings):
    """What the API needs beside `EngineSettings`. Field names in upper case are the environment variables."""

    host: str = Field(
        default="127.0.0.1",
        min_length=1,
        description="Where to listen; beyond loopback only with `AUTH` or `LONGHAUL_ALLOW_INSECURE_BIND`.",
    )
    port: int = Field(default=8000, ge=0, le=65535, description="0 takes any free port.")
    root_path: str = Field(
        default="",
        pattern=r"^(/[A-Za-z0-9._~-]+)*$",
        description="Prefix that a proxy strips before requests arrive here; links in answers carry it.",
    )
    cors_origins: str = Field(default="", description="Comma list of origins whose pages may call this API.")
    allow_insecure_bind: bool = Field(
        default=False,
        alias="LONGHAUL_ALLOW_INSECURE_BIND",
        description="`1` listens beyond loopback without authentication: something else guards the door.",
    )
    drain_s: float = Field(
        default=10.0,
        ge=0,
        le=300,
        alias="LONGHAUL_DRAIN_S",
        description="After SIGTERM requests may finish this long. Keep it below the platform's kill delay.",
    )
    json_limit_bytes: int = Field(
        default=4 * MEGABYTE, ge=1024, alias="LONGHAUL_JSON_LIMIT_BYTES", description="Largest JSON body of a request."
    )
    batch_limit_bytes: int = Field(
        default=32 * MEGABYTE,
        ge=1024,
        alias="LONGHAUL_BATCH_LIMIT_BYTES",
        description="Largest body of a batch of jobs.",
    )
    max_streams: int = Field(
        default=5000,
        ge=1,
        alias="LONGHAUL_MAX_STREAMS",
        description="Open event streams of this process; who comes later is asked to try again.",
    )
    stream_tick_s: float = Field(
        default=15.0,
        gt=0,
        le=25,
        alias="LONGHAUL_STREAM_TICK_S",
        description="A quiet stream says a `tick` with its cursor this often.",
    )
    stream_age_s: float = Field(
        default=1800.0,
        gt=0,
        alias="LONGHAUL_STREAM_AGE_S",
        description="A stream ends after this long, give or take a fifth; the reader resumes where it was.",
    )
    send_timeout_s: float = Field(
        default=20.0,
        gt=0,
        le=600,
        alias="LONGHAUL_SEND_TIMEOUT_S",
        description="A reader that takes nothing for this long is cut off.",
    )

    @field_validator("cors_origins")
    @classmethod
    def _origins_are_origins(cls, value: str) -> str:
        for origin in filter(None, (part.strip() for part in value.split(","))):
            parts = urlsplit(origin)
            if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path or parts.query:
                raise ValueError(f"{origin!r} is not an origin; write scheme://host[:port] without a path")
        return value

    @model_validator(mode="after")
    def _open_only_on_loopback(self) -> ApiSettings:
        if not self.auth_methods and not self.allow_insecure_bind and not is_loopback(self.host):
            raise ValueError(
                f"HOST={self.host} can be reached from other machines, and AUTH=none lets everybody in; listen on "
                "127.0.0.1, set AUTH, or LONGHAUL_ALLOW_INSECURE_BIND=1 where something else guards the door"
            )
        return self

    @property
    def allowed_origins(self) -> tuple[str, ...]:
        """The origins of `cors_origins`, in the order given."""
        return tuple(dict.fromkeys(part.strip() for part in self.cors_origins.split(",") if part.strip()))
