"""The response that carries server-sent events.

It is sse-starlette's `EventSourceResponse` with another engine. Kept: the class itself, its headers, its answer to
HEAD. Deliberately different:

1. Frames come encoded, with `id:` last, and a batch is one write. sse-starlette writes `id:` before `data:`, so that a
   reader cut off between the two has the id of an event it never saw; and it encodes per connection.
2. No ping task: the hub's ticks carry the cursor, so that a quiet reader's place does not expire.
3. Two tasks a connection instead of five: the request's own and one that listens for the disconnect. Disconnect, age
   and drain close the subscription, which then runs out; nothing is cancelled in the middle of a database call.
4. Drain is told by this application, not found by patching uvicorn and polling.
5. A reader that takes nothing for the send timeout is cut off: one log line, the connection aborted where the server
   lets us (`longhaul.abort`, see `serving.py`), instead of a socket that stays and a traceback.
6. `Cache-Control: no-store, no-transform`: a proxy that compresses, as Next.js does, would hold events back.
7. While it streams, nothing of routing, dependencies and inner middleware is kept (see `handover.py`).
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Final

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.types import Message, Receive, Scope, Send

from longhaul.engine.frames import Delivery, Encoded, Tick
from longhaul.model.errors import StoreUnavailable
from longhaul.model.event import Cursor
from longhaul.telemetry.logs import get_logger
from longhaul_api.following import Following
from longhaul_api.handover import hand_over
from longhaul_api.reading import Reading
from longhaul_api.request_ids import request_id
from longhaul_api.state import ApiState

HEADERS: Final = {"Cache-Control": "no-store, no-transform", "X-Accel-Buffering": "no"}
ABORT: Final = "longhaul.abort"
_CLOSING_S: Final = 2.0


class CutOff(Exception):
    """The reader took nothing for the send timeout."""


def age_s(state: ApiState) -> float:
    """How long this stream may live: the setting give or take a fifth, so that not all end at once."""
    return state.settings.stream_age_s * random.uniform(0.8, 1.2)  # noqa: S311


class EventStream(EventSourceResponse):
    """Streams what a subscription delivers, until the client goes, the stream is old enough, or the process drains.

    The first chunk leaves at once. The body always ends cleanly, with the reader's cursor as the last tick, so that
    it comes back and continues; while no stream can be given, it ends right after the first chunk.
    """

    def __init__(self, state: ApiState, reading: Reading | None) -> None:
        """`reading` is None where this process cannot serve a stream now: the client is asked to come again."""
        super().__init__(_nothing(), headers=HEADERS, ping=0)
        self._state = state
        self._reading = reading

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request: its head from here, its body from the wrapper around the application."""
        if scope["method"] == "HEAD":
            await super().__call__(scope, receive, send)
            return
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        abort = scope.get("extensions", {}).get(ABORT, {}).get("abort")
        running = _Running(self._state, self._reading, receive, abort, request_id(scope))
        if not hand_over(scope, running.run):
            await running.run(send)


class _Running:
    """The body of one stream. There may be ten thousand: it holds what it needs and no more."""

    __slots__ = ("_abort", "_cursor", "_is_gone", "_reading", "_receive", "_request_id", "_state")

    def __init__(
        self,
        state: ApiState,
        reading: Reading | None,
        receive: Receive,
        abort: Callable[[], None] | None,
        id_: str,
    ) -> None:
        self._state = state
        self._reading = reading
        self._receive = receive
        self._abort = abort
        self._request_id = id_
        self._cursor: Cursor | None = None
        self._is_gone = False

    async def run(self, send: Send) -> None:
        self._state.streams.enter("sse")
        try:
            retry_ms = random.randint(1000, 5000)  # noqa: S311 - spreads the readers that come back after a restart
            await self._write(send, ServerSentEvent(retry=retry_ms, sep="\n").encode())
            if self._reading is not None:
                await self._live(self._reading, send)
            if not self._is_gone:
                await self._write(send, Tick(self._cursor).sse if self._cursor is not None else b"", more=False)
        except CutOff:
            await self._cut_off()
        finally:
            self._state.streams.leave("sse")

    async def _live(self, reading: Reading, send: Send) -> None:
        with Following(self._state.drain, self._state.logins, reading.caller) as following:
            following.end_in(age_s(self._state))
            listener = asyncio.create_task(self._listen(following))
            try:
                hub = self._state.holder.runtime.hub
                async for deliveries in await following.open(hub, reading.scope, reading.after, reading.compact):
                    await self._write(send, b"".join([delivery.sse for delivery in deliveries]))
                    self._cursor = deliveries[-1].cursor
                    self._state.metrics.events_sent("sse", count_events(deliveries))
            except CutOff:
                raise
            except StoreUnavailable:
                pass  # the reader comes back
            except Exception as error:  # noqa: BLE001 - whatever it was, the reader comes back with its place
                get_logger("longhaul_api").error("stream failed", request_id=self._request_id, exc_info=error)
            finally:
                await finish(listener)

    async def _listen(self, following: Following) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._is_gone = True
        following.end()

    async def _write(self, send: Send, body: bytes, *, more: bool = True) -> None:
        message: Message = {"type": "http.response.body", "body": body, "more_body": more}
        try:
            async with asyncio.timeout(self._state.settings.send_timeout_s):
                await send(message)
        except TimeoutError as error:
            raise CutOff from error

    async def _cut_off(self) -> None:
        self._state.metrics.stream_cut_off()
        get_logger("longhaul_api").warning(
            "stream cut off", request_id=self._request_id, timeout_s=self._state.settings.send_timeout_s
        )
        if self._abort is not None:
            self._abort()
            with contextlib.suppress(TimeoutError):  # until the server has noticed
                async with asyncio.timeout(_CLOSING_S):
                    while (await self._receive())["type"] != "http.disconnect":
                        pass


async def finish(task: asyncio.Task[None]) -> None:
    """Cancel `task` and wait until it is gone."""
    task.cancel()
    await asyncio.wait({task})


def count_events(deliveries: Sequence[Delivery]) -> int:
    """How many of `deliveries` are events of the log."""
    return sum(isinstance(delivery, Encoded) for delivery in deliveries)


async def _nothing() -> AsyncGenerator[bytes]:
    return
    yield  # makes this a generator
