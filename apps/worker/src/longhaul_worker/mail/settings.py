"""The mail server that reports go out by, if any, and who may get one."""

from __future__ import annotations

import re
from email.utils import formataddr, getaddresses
from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from pydantic import Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

TlsMode = Literal["starttls", "tls", "none"]

_PORTS: Final[dict[str, int]] = {"starttls": 587, "tls": 465, "none": 25}
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST: Final = re.compile(r"[A-Za-z0-9._:-]{1,253}")
_SEPARATORS: Final = re.compile(r"[\s,;]+")


class MailSettings(BaseSettings):
    """How mail is sent. The field names in upper case are the environment variables.

    Without `SMTP_HOST` nothing is sent, and a report's mail becomes a file of its job instead. Every problem with the
    settings is reported at once.
    """

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True, hide_input_in_errors=True)

    smtp_host: str | None = Field(
        default=None, description="Mail server for reports. Without it they become .eml files."
    )
    smtp_tls: TlsMode = Field(
        default="starttls",
        description="`starttls` and `tls` require encryption and a valid certificate; `none` sends in the clear.",
    )
    smtp_port: int | None = Field(
        default=None,
        ge=1,
        le=65_535,
        description="Port of the mail server; by default 587 for `starttls`, 465 for `tls`, 25 for `none`.",
    )
    smtp_user: str | None = Field(default=None, max_length=320, description="Login at the mail server.")
    smtp_password: SecretStr | None = Field(
        default=None,
        validate_default=True,
        description="Password for that login; it is never logged, and never sent unencrypted to another host.",
    )
    smtp_from: str | None = Field(
        default=None,
        validate_default=True,
        description="Sender of reports, such as `Career desk <desk@example.org>`; needed with SMTP_HOST.",
    )
    mail_allowed: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Who may get reports: addresses and `@domains`, separated by commas. Nobody else does.",
    )
    smtp_timeout_s: float = Field(default=20.0, gt=0, le=300, description="Bound on each answer of the mail server.")
    mail_link_base: str | None = Field(
        default=None,
        description="Public address of the API, such as https://desk.example.org; with it reports link to files.",
    )

    @field_validator("smtp_host")
    @classmethod
    def _is_a_host(cls, value: str | None) -> str | None:
        if value is not None and not _HOST.fullmatch(value):
            raise ValueError("must be the name or address of a host")
        return value

    @field_validator("smtp_password")
    @classmethod
    def _is_sent_encrypted(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        known = info.data
        if (known.get("smtp_user") is None) != (value is None) and "smtp_user" in known:
            raise ValueError("SMTP_USER and SMTP_PASSWORD are given both or neither")
        if value is not None and known.get("smtp_tls") == "none" and known.get("smtp_host") not in _LOOPBACK:
            raise ValueError("is not sent in the clear: use SMTP_TLS=starttls or tls")
        return value

    @field_validator("smtp_from")
    @classmethod
    def _is_a_sender(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value is None:
            if info.data.get("smtp_host") is not None:
                raise ValueError("is needed with SMTP_HOST")
            return None
        if not value.isprintable():
            raise ValueError("must be one line of printable characters")
        found = getaddresses([value])
        if len(found) != 1:
            raise ValueError("must be one address")
        name, address = found[0]
        return formataddr((name, _mailbox(address)))

    @field_validator("mail_allowed", mode="before")
    @classmethod
    def _is_a_list(cls, value: Any) -> Any:
        return [part for part in _SEPARATORS.split(value) if part] if isinstance(value, str) else value

    @field_validator("mail_allowed")
    @classmethod
    def _names_mailboxes_or_domains(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for entry in value:
            _mailbox(f"anybody{entry}" if entry.startswith("@") else entry)
        return tuple(entry.casefold() for entry in value)

    @field_validator("mail_link_base")
    @classmethod
    def _is_an_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("must start with http:// or https:// and name a host")
        return value.rstrip("/")

    @property
    def is_configured(self) -> bool:
        """Whether there is a server to send by."""
        return self.smtp_host is not None

    @property
    def port(self) -> int:
        """The port to connect to."""
        return self.smtp_port or _PORTS[self.smtp_tls]


def _mailbox(address: str) -> str:
    try:
        # Special-use domains are allowed: `@corp.test` and `@localhost` are real inside of networks.
        checked = validate_email(address, check_deliverability=False, test_environment=True)
    except EmailNotValidError as error:
        raise ValueError(f"{address!r} is no e-mail address: {error}") from error
    return checked.normalized
