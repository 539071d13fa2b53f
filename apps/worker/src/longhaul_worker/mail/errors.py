"""What the mail server's trouble means: try later, or never."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from typing import Final

from aiosmtplib.errors import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPResponseException,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

_HINTS: Final = {
    "EMAIL_REFUSED": "Check the address; the report is among the files of the job.",
    "EMAIL_LOGIN_REFUSED": "Have the operator check SMTP_USER and SMTP_PASSWORD.",
    "EMAIL_TLS_UNAVAILABLE": "Have the operator check SMTP_TLS and SMTP_PORT: mail is not sent unencrypted.",
    "EMAIL_BAD_CERTIFICATE": "Have the operator check SMTP_HOST: its certificate must be valid for this name.",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a mail did not go out. `code` is stable; `is_transient` says that trying later may help."""

    code: str
    reply: str
    is_transient: bool

    @property
    def message(self) -> str:
        """One sentence for the reader of the result."""
        hint = _HINTS.get(self.code)
        return f"The report was not mailed: {self.reply}." + (f" {hint}" if hint else "")


def trouble_of(error: Exception) -> Trouble:
    """The trouble that an exception of the client stands for."""
    certificate = _cause(error, ssl.SSLCertVerificationError)
    if certificate is not None:
        return Trouble("EMAIL_BAD_CERTIFICATE", "the certificate of the mail server is not valid", is_transient=False)
    if isinstance(error, SMTPResponseException):
        code = "EMAIL_LOGIN_REFUSED" if isinstance(error, SMTPAuthenticationError) else "EMAIL_REFUSED"
        return of_reply(error.code, error.message, code)
    if isinstance(error, SMTPTimeoutError | TimeoutError):
        return Trouble("EMAIL_DEFERRED", "the mail server does not answer in time", is_transient=True)
    if _cause(error, ssl.SSLError) is not None:
        return Trouble("EMAIL_TLS_UNAVAILABLE", "the mail server does not speak TLS properly", is_transient=False)
    if isinstance(error, SMTPConnectError | SMTPServerDisconnected | OSError):
        return Trouble("EMAIL_DEFERRED", "the connection to the mail server failed", is_transient=True)
    if isinstance(error, SMTPException):
        return Trouble("EMAIL_REFUSED", _one_line(str(error)), is_transient=False)
    raise error


def of_reply(status: int, text: str, code: str = "EMAIL_REFUSED") -> Trouble:
    """The trouble that a reply of the server stands for: 4xx may be better later, 5xx and nonsense will not."""
    reply = _one_line(f"the mail server says {status} {text}")
    if 400 <= status < 500:
        return Trouble("EMAIL_DEFERRED", reply, is_transient=True)
    return Trouble(code, reply, is_transient=False)


def _one_line(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text).strip(" .")[:200]


def _cause(error: BaseException | None, kind: type[BaseException]) -> BaseException | None:
    while error is not None and not isinstance(error, kind):
        error = error.__cause__ or error.__context__
    return error
