"""Why bytes cannot be read as a feed of job adverts."""

from __future__ import annotations

from typing import Literal

ErrorCode = Literal["NOT_A_FEED", "TOO_LARGE", "EMPTY"]

_HINTS: dict[ErrorCode, str] = {
    "NOT_A_FEED": "Give the address of an RSS or Atom feed or of an XML or JSON list of jobs.",
    "TOO_LARGE": "Give a feed of fewer entries.",
    "EMPTY": "Open the address in a browser: it has to show the feed's content.",
}


class FeedError(Exception):
    """The feed will never be read: `code` says why, `hint` what its owner can do."""

    def __init__(self, code: ErrorCode, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.code: ErrorCode = code
        self.message = message
        self.hint = hint or _HINTS[code]
