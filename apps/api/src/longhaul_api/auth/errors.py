"""Why a request is refused for who sent it."""

from __future__ import annotations

from longhaul.model.errors import LonghaulError


class Unauthenticated(LonghaulError):
    """Nothing says who asks, or what says it is not accepted. The text is for the caller: it names no secret."""


class Forbidden(LonghaulError):
    """It is known who asks, and that is not enough."""


class LoginsUnavailable(LonghaulError):
    """The keys that sign logins cannot be had at the moment: the request may be sent again."""
