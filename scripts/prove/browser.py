"""One subscriber that behaves as a browser's EventSource, with the small wrapper around it that a page needs."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
import zlib
from array import array
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from random import Random
from typing import Final

import httpx

STALLED_S: Final = 6.0
"""No byte for this long, three ticks of the run: the wrapper connects anew."""
_FRAME_END: Final = b"\n\n"
_SEQ: Final = re.compile(rb'^\{"seq":(\d+),')


class Browser:
    """Follows one stream for as long as the run lasts, and keeps what was dispatched.

    It takes an id only with a whole event, waits as long as `retry:` said, sends `Last-Event-ID` when it reconnects by
    itself, and when an answer was none that EventSource goes on after (any status but 200), the wrapper opens a new one
    with `?after=` instead. Every connection goes to any of the APIs, as behind a load balancer.
    """

    def __init__(self, number: int, apis: Sequence[str], types: str | None, after: str, seed: int) -> None:
        self.number = number
        self.types = types
        self.seqs = array("q")
        self.digests = array("L")
        self.arrivals = array("d")
        """When each piece with events came, by `time.time()`."""
        self.resets: list[str] = []
        self.openings: Counter[str] = Counter()
        self.faults: list[str] = []
        self.last_id = after
        self._started_after = after
        self._apis = list(apis)
        self._dice = Random(f"browser-{seed}-{number}")  # noqa: S311
        self._retry_s = 1.0
        self._is_fatal = True  # the first connection has no Last-Event-ID either

    @property
    def place(self) -> int:
        """The number up to which it has heard of the log."""
        return int(self.last_id.partition(".")[0])

    async def run(self, client: httpx.AsyncClient) -> None:
        """Connect, again and again, until cancelled."""
        while True:
            with contextlib.suppress(httpx.TransportError, TimeoutError):
                await self._connect(client)
            await asyncio.sleep(self._retry_s)

    async def _connect(self, client: httpx.AsyncClient) -> None:
        params = {"compact": "0"} | ({"types": self.types} if self.types else {})
        headers = {"Accept": "text/event-stream", "Cache-Control": "no-store"}
        if self._is_fatal:
            params["after"] = self.last_id
        else:
            params["after"] = self._started_after  # stays in the URL; the header wins
            headers["Last-Event-ID"] = self.last_id
        url = self._dice.choice(self._apis) + "/events/stream"
        async with client.stream("GET", url, params=params, headers=headers) as answer:
            self._is_fatal = not answer.is_success
            self.openings[str(answer.status_code)] += 1
            if self._is_fatal:
                self._retry_s = self._dice.uniform(0.5, 2.0)
                return
            await self._listen(answer.aiter_raw())

    async def _listen(self, pieces: AsyncIterator[bytes]) -> None:
        waiting = b""
        while True:
            async with asyncio.timeout(STALLED_S):
                piece = await anext(pieces, None)
            if piece is None:
                return
            waiting += piece
            *frames, waiting = waiting.split(_FRAME_END)
            if any([self._dispatch(frame) for frame in frames]):  # noqa: C419 - every frame counts
                self.arrivals.append(time.time())

    def _dispatch(self, frame: bytes) -> bool:
        values: dict[bytes, bytes] = {}
        for line in frame.split(b"\n"):
            name, _, value = line.partition(b":")
            values[name] = value.removeprefix(b" ")
        if b"retry" in values:
            self._retry_s = int(values[b"retry"]) / 1000
        if b"id" in values:
            self.last_id = values[b"id"].decode()
        type_ = values.get(b"event", b"message")
        if type_ == b"reset":
            self.resets.append(values[b"data"].decode())
        if type_ in {b"reset", b"tick", b"message"}:
            return False
        data = values[b"data"]
        seq = _SEQ.match(data)
        if seq is None or int(seq[1]) != self.place:
            self.faults.append(f"id {self.last_id} does not go with {data[:60]!r}")
            return False
        self.seqs.append(self.place)
        self.digests.append(digest(type_.decode(), data))
        return True


def digest(type_: str, data: bytes) -> int:
    """What an event is recognised by: its type and every byte of its data."""
    return zlib.crc32(data, zlib.crc32(type_.encode()))
