"""What the API's tests share: a real server on loopback, a reader of server-sent events, waiting for facts."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from fastapi import FastAPI, Header
from pydantic import BaseModel, ConfigDict, Field
from scripts.local import local_client

from longhaul.model.registry import TaskRegistry
from longhaul.model.task import Task
from longhaul.runtime import ApiRuntime
from longhaul_api.app import create_app
from longhaul_api.deps import get_owner
from longhaul_api.desk import open_desk
from longhaul_api.metrics import ApiMetrics
from longhaul_api.serving import ApiServer, listen
from longhaul_api.settings import ApiSettings
from longhaul_api.state import ApiState
from longhaul_api.tasks import TASKS
from tests.support.waiting import eventually


class EchoArgs(BaseModel):
    """Something to say."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=1000)


ECHO = Task("demo.echo", EchoArgs, EchoArgs)
ALL_TASKS = TaskRegistry([*TASKS, ECHO])


class LoopServer(ApiServer):
    """The server inside of the test's own event loop, which leaves the signals alone."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        """Capture nothing."""
        yield


@dataclass(frozen=True)
class RunningApi:
    """A server that answers, and what a test looks at from inside."""

    url: str
    port: int
    http: httpx.AsyncClient
    app: FastAPI
    server: LoopServer

    @property
    def state(self) -> ApiState:
        """What lives as long as the application."""
        return self.app.state.api

    @property
    def runtime(self) -> ApiRuntime:
        """The engine behind it."""
        return self.state.holder.runtime

    async def create(self, text: str = "hello", **more: Any) -> dict[str, Any]:
        """Ask for a job; the answer."""
        answer = await self.http.post("/background-jobs", json={"type": "demo.echo", "args": {"text": text}, **more})
        assert answer.status_code in {200, 202}, answer.text
        return answer.json()

    async def catch_up(self) -> None:
        """Wait until streams, polls and histories show all that was asked of this process so far."""
        core = self.runtime.core
        await core.relay.flush()
        head = await core.log.head()
        await eventually(lambda: self.runtime.hub.cursor.seq >= head.seq, description="the hub has read the log")

    async def cancel(self, job_id: str) -> dict[str, Any]:
        """Cancel a queued job; the answer."""
        answer = await self.http.post(f"/background-jobs/{job_id}/cancel")
        assert answer.status_code == 200, answer.text
        return answer.json()


async def owner_of_header(x_owner: str = Header("local")) -> str:
    """The owner whom the header `X-Owner` names, for tests of who sees what."""
    return x_owner


@asynccontextmanager
async def running_api(settings: ApiSettings, *, wait: bool = True) -> AsyncGenerator[RunningApi]:
    """Serve on a free loopback port; `wait` until ready."""
    metrics = ApiMetrics()
    app = create_app(settings, lambda: open_desk(settings, ALL_TASKS, metrics=metrics), metrics)
    app.dependency_overrides[get_owner] = owner_of_header
    listener = listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    server = LoopServer(app, settings)
    serving = asyncio.create_task(server.serve([listener]))
    url = f"http://127.0.0.1:{port}"
    try:
        async with local_client(url) as http:
            await eventually(lambda: server.started or serving.done(), description="the server listens")
            api = RunningApi(url, port, http, app, server)
            if wait:
                await eventually(lambda: _is_ready(http), description="the API is ready")
            yield api
    finally:
        server.should_exit = True
        await serving


async def _is_ready(http: httpx.AsyncClient) -> bool:
    return (await http.get("/readyz")).status_code == 200


@dataclass(frozen=True)
class Frame:
    """One server-sent event as a browser would take it."""

    event: str
    data: str
    id: str | None
    retry: int | None = None

    @property
    def json(self) -> dict[str, Any]:
        """Its data as JSON."""
        return json.loads(self.data)


async def read_frames(response: httpx.Response) -> AsyncGenerator[Frame]:
    """The frames of a stream as they come, until it ends."""
    fields: dict[str, str] = {}
    async for line in response.aiter_lines():
        if line:
            name, _, value = line.partition(":")
            fields[name] = value.removeprefix(" ")
        elif fields:
            retry = int(fields["retry"]) if "retry" in fields else None
            yield Frame(fields.get("event", "message"), fields.get("data", ""), fields.get("id"), retry)
            fields = {}


@asynccontextmanager
async def stream(
    api: RunningApi, *, headers: dict[str, str] | None = None, **query: Any
) -> AsyncGenerator[AsyncIterator[Frame]]:
    """Open `/events/stream`; its frames, the opening `retry:` taken off."""
    async with api.http.stream("GET", "/events/stream", params=query, headers=headers) as response:
        assert response.status_code == 200, await response.aread()
        frames = read_frames(response)
        first = await anext(frames)
        assert first.retry is not None
        async with contextlib.aclosing(frames):
            yield frames


async def take_until(frames: AsyncIterator[Frame], stop: Callable[[Frame], bool]) -> list[Frame]:
    """The frames up to and including the first that `stop` admits; within a minute."""
    taken: list[Frame] = []
    async with asyncio.timeout(60):
        async for frame in frames:
            taken.append(frame)
            if stop(frame):
                return taken
    raise AssertionError(f"the stream ended after {taken}")


async def until_tick(frames: AsyncIterator[Frame]) -> list[Frame]:
    """The frames up to the next tick, which says that there is no more at the moment."""
    return await take_until(frames, lambda frame: frame.event == "tick")
