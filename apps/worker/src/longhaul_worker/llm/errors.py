"""Why a language model did not help, and whether asking again may."""

from __future__ import annotations


class LlmError(Exception):
    """Base of the errors below. The message never has the key, the question or the answer."""


class LlmLimited(LlmError):
    """The server, or our own bound on requests, asks to come later; `after_s` where it says when."""

    def __init__(self, message: str, after_s: float | None) -> None:
        super().__init__(message)
        self.after_s = after_s


class LlmTransient(LlmError):
    """The server is in trouble or does not answer in time: another try may help."""


class LlmRefused(LlmError):
    """The server will not answer: a wrong key, no such model, a question too long."""


class LlmFormatRefused(LlmRefused):
    """The server refuses the request as it was written: one with fewer wishes may pass."""


class LlmUnusable(LlmError):
    """What came back is no answer: not JSON, of another shape, or far too much."""


class LlmOverBudget(LlmError):
    """The job has asked as much as it may."""
