"""Lets a long answer run without what led to it.

A stream lives for half an hour, and all that time the frames of the router, the dependencies and every middleware
would wait for it: more memory than the stream itself. So its response only says what is to be run, everything inside
returns, and the wrapper around the whole application runs it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

_SCOPE_KEY: Final = "longhaul.handover"

LongAnswer = Callable[[Send], Awaitable[None]]


@dataclass(slots=True)
class Offer:
    """What a long answer may leave behind: itself, and what is to be done once it has ended."""

    answer: LongAnswer | None = None
    afterwards: list[Callable[[], None]] = field(default_factory=list[Callable[[], None]])


class Handover:
    """ASGI wrapper around the whole application that runs what was handed over.

    The answer gets the server's own `send`: its head went through every middleware, which do nothing to its body.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        offer = Offer()
        # A copy: the server keeps its scope as long as the answer runs, and routing puts much into the one it is given.
        await self._app({**scope, _SCOPE_KEY: offer}, receive, send)
        if offer.answer is not None:
            try:
                await offer.answer(send)
            finally:
                for callback in offer.afterwards:
                    callback()


def hand_over(scope: Scope, answer: LongAnswer) -> bool:
    """Leave `answer` to the wrapper; False where there is none."""
    offer: Offer | None = scope.get(_SCOPE_KEY)
    if offer is None:
        return False
    offer.answer = answer
    return True


def when_answered(scope: Scope, callback: Callable[[], None]) -> None:
    """Call `callback` once the answer has ended: now, or when what was handed over has."""
    offer: Offer | None = scope.get(_SCOPE_KEY)
    if offer is None or offer.answer is None:
        callback()
    else:
        offer.afterwards.append(callback)
