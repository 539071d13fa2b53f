"""Why a fetch failed, and whether trying again may help."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from longhaul.model.control import ErrorKind, Fail, Retry

DEFAULT_WAIT_S = 60.0  #: where a server asks to slow down without saying for how long
LONGEST_WAIT_S = 3600.0


class FetchError(Exception):
    """The address was not fetched: `code` is stable, `kind` says whether another try may help, and when."""

    def __init__(
        self,
        code: str,
        message: str,
        kind: ErrorKind = ErrorKind.PERMANENT,
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.kind = kind
        self.retry_after_s = retry_after_s

    def as_control(self, hint: str | None = None) -> Fail | Retry:
        """The same as an instruction to the engine."""
        if self.kind is ErrorKind.PERMANENT:
            return Fail(self.message, code=self.code, hint=hint)
        return Retry(self.message, after_s=self.retry_after_s, kind=self.kind, code=self.code, hint=hint)


_REFUSALS = {
    401: ("LOGIN_REQUIRED", "asks for a login"),
    403: ("FORBIDDEN", "refuses access"),
    404: ("NOT_FOUND", "has nothing at this address"),
    410: ("GONE", "says this address is gone for good"),
}


def error_for_status(status: int, host: str, retry_after: str | None, now: datetime) -> FetchError:
    """The error for an HTTP answer that is neither a success nor a redirect nor "not modified"."""
    wait_s = seconds_until(retry_after, now)
    if status == 429 or (status == 503 and wait_s is not None):
        return FetchError(
            "RATE_LIMITED",
            f"{host} asks to come back later (HTTP {status}).",
            ErrorKind.RATE_LIMITED,
            DEFAULT_WAIT_S if wait_s is None else wait_s,
        )
    if status in {408, 425} or 500 <= status < 600:
        return FetchError("SERVER_ERROR", f"{host} is in trouble (HTTP {status}).", ErrorKind.TRANSIENT)
    code, what = _REFUSALS.get(status, (f"HTTP_{status}", f"answered with HTTP {status}"))
    return FetchError(code, f"{host} {what}.")


def seconds_until(retry_after: str | None, now: datetime) -> float | None:
    """What a `Retry-After` header asks for, in seconds from `now`, at most an hour (RFC 9110, section 10.2.3)."""
    if not retry_after:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(float(text), LONGEST_WAIT_S)
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0.0), LONGEST_WAIT_S)
