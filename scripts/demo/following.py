"""Follows the event stream as a browser does: reads frames, remembers the last id, resumes after a cut."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import Any

import httpx
from httpx_sse import aconnect_sse

Event = dict[str, Any]


@dataclass
class Follower:
    """Reads the stream of one API; `cut_after` events into it, it drops the connection and resumes from its last id."""

    client: httpx.AsyncClient
    cursor: str
    cut_after: int
    seqs: list[int] = field(default_factory=list[int])
    cuts: int = 0

    async def events(self) -> AsyncGenerator[Event]:
        """Every event since the cursor, once and in order, across the cut."""
        headers: dict[str, str] = {}
        while True:
            async with aclosing(self._connection(headers)) as connection:
                async for event in connection:
                    self.seqs.append(int(event["seq"]))
                    yield event
                    if len(self.seqs) == self.cut_after:
                        self.cuts += 1
                        break
            headers = {"Last-Event-ID": self.cursor}

    async def _connection(self, headers: dict[str, str]) -> AsyncGenerator[Event]:
        url = "/events/stream" if headers else f"/events/stream?after={self.cursor}"
        async with aconnect_sse(self.client, "GET", url, headers=headers, timeout=60) as source:
            source.response.raise_for_status()
            async for frame in source.aiter_sse():
                self.cursor = frame.id or self.cursor
                if frame.event == "reset":
                    raise RuntimeError(f"the stream was reset: {frame.data}")
                if frame.data and frame.event != "tick":
                    yield {"event": frame.event, **json.loads(frame.data)}
