"""Why a page or a text is not taken as a job advert."""

from __future__ import annotations

from typing import Final, Literal

from career.tasks.posting import PageKind
from longhaul.model.control import Fail

ErrorCode = Literal[
    "NOT_A_POSTING", "EXPIRED", "LOGIN_REQUIRED", "CAPTCHA", "TOO_LARGE", "UNSUPPORTED_CONTENT", "NO_TEXT"
]

HINTS: Final[dict[ErrorCode, str]] = {
    "NOT_A_POSTING": "Give the address of one advert, or paste its text.",
    "EXPIRED": "The employer has taken the advert down. If you still have its text, paste it.",
    "LOGIN_REQUIRED": "Open the advert in your browser, signed in, and paste its text.",
    "CAPTCHA": "The site only shows the advert to people. Open it in your browser and paste its text.",
    "TOO_LARGE": "Paste the text of the advert instead.",
    "UNSUPPORTED_CONTENT": "Open the file and paste the text of the advert.",
    "NO_TEXT": "The page shows its text only in a browser. Open it there and paste the text.",
}

_OF_KIND: Final[dict[PageKind, tuple[ErrorCode, str]]] = {
    "listing": ("NOT_A_POSTING", "This is a list of jobs, not one advert."),
    "article": ("NOT_A_POSTING", "This is an article, not a job advert."),
    "unknown": ("NOT_A_POSTING", "This does not read like a job advert."),
    "login_wall": ("LOGIN_REQUIRED", "The page asks for a login before it shows the advert."),
    "captcha": ("CAPTCHA", "The page asks to prove that a person is reading it."),
    "expired": ("EXPIRED", "The page says that the advert is no longer open."),
}


def failure(code: ErrorCode, message: str) -> Fail:
    """The error with the hint that belongs to `code`."""
    return Fail(message, code=code, hint=HINTS[code])


def failure_of(kind: PageKind) -> Fail:
    """The error for a page of this kind, which is not `posting`."""
    return failure(*_OF_KIND[kind])
