"""The process itself: what it refuses at start, what it does without a database, how it ends."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from scripts.local import local_client

from longhaul.mongo.driver import Database
from longhaul.testing.ports import HeldPort
from tests.api.support import Frame, read_frames
from tests.support.waiting import BUSY_S, eventually

HEAVY = ("pypdfium2", "docx", "lxml", "typst", "feedparser", "phonenumbers", "httpx", "ahocorasick_rs", "nh3", "motor")


def environment(tmp_path: Path, **variables: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in {"PATH", "HOME", "LANG"}}
    return {**kept, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **variables}


@asynccontextmanager
async def process(
    tmp_path: Path, **variables: str
) -> AsyncGenerator[tuple[asyncio.subprocess.Process, httpx.AsyncClient]]:
    with HeldPort() as port:
        running = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "longhaul_api"),
            env=environment(tmp_path, PORT=str(port.number), **variables),
            cwd=tmp_path,
            stderr=subprocess.PIPE,
        )
        try:
            async with local_client(f"http://127.0.0.1:{port.number}", timeout=60) as http:
                await eventually(lambda: _lives(http), description="the process answers")
                yield running, http
        finally:
            if running.returncode is None:
                running.kill()
            await running.communicate()


async def _lives(http: httpx.AsyncClient) -> bool:
    try:
        return (await http.get("/healthz")).status_code == 200
    except httpx.TransportError:
        return False


async def _is_ready(http: httpx.AsyncClient) -> bool:
    return (await http.get("/readyz")).status_code == 200


def refused(tmp_path: Path, **variables: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "longhaul_api"],
        env=environment(tmp_path, **variables),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stderr


def test_wrong_settings_are_all_named_at_once(tmp_path: Path) -> None:
    status, stderr = refused(tmp_path, PORT="99999", MONGODB_DATABASE="a b", LONGHAUL_LEASE_S="0")

    assert 2 == status
    assert all(name in stderr for name in ("PORT", "MONGODB_DATABASE", "LONGHAUL_LEASE_S"))
    assert "Traceback" not in stderr


def test_without_auth_it_does_not_listen_beyond_loopback(tmp_path: Path) -> None:
    status, stderr = refused(tmp_path, HOST="0.0.0.0")  # noqa: S104 - that is the point

    assert 2 == status
    assert "LONGHAUL_ALLOW_INSECURE_BIND" in stderr


def test_a_port_that_is_taken_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])

        status, stderr = refused(tmp_path, PORT=port)

    assert 3 == status
    assert f"Cannot listen on 127.0.0.1 port {port}: Address already in use\n" == stderr


async def test_without_a_database_it_lives_is_not_ready_and_says_so_once(tmp_path: Path) -> None:
    with HeldPort() as port:
        uri = f"mongodb://127.0.0.1:{port.number}/?directConnection=true"
        async with process(tmp_path, MONGODB_URI=uri, LONGHAUL_MONGO_TIMEOUT_S="0.3") as (running, http):
            ready = await http.get("/readyz")
            jobs = await http.get("/background-jobs")
            stream = await http.get("/events/stream")
            running.send_signal(signal.SIGTERM)
            _, stderr = await running.communicate()

    assert [503, 503, 200] == [ready.status_code, jobs.status_code, stream.status_code]
    assert "Retry-After" in jobs.headers
    assert stream.text.startswith("retry: ")
    assert 1 == stderr.decode().count("waiting for the database")
    assert 0 == running.returncode


async def test_sigterm_ends_streams_cleanly_with_their_place_and_the_process_with_0(
    tmp_path: Path, mongo_uri: str, database: Database
) -> None:
    async with process(tmp_path, MONGODB_URI=mongo_uri, MONGODB_DATABASE=database.name) as (running, http):
        await eventually(lambda: _is_ready(http), description="the process is ready")
        taken: list[Frame] = []
        async with http.stream("GET", "/events/stream") as response:
            async for frame in read_frames(response):
                if not taken:
                    running.send_signal(signal.SIGTERM)
                taken.append(frame)
        began = asyncio.get_running_loop().time()
        _, stderr = await running.communicate()

    assert [1, 1] == [frame.retry is not None for frame in taken[:1]] + [taken[-1].event == "tick"]
    assert 0 == running.returncode
    assert 5 + BUSY_S > asyncio.get_running_loop().time() - began
    assert not [line for line in stderr.decode().splitlines() if json.loads(line)["level"] in {"error", "warning"}]


async def test_ticks_that_are_due_already_disturb_no_stream(tmp_path: Path, mongo_uri: str, database: Database) -> None:
    variables = {"MONGODB_URI": mongo_uri, "MONGODB_DATABASE": database.name, "LONGHAUL_STREAM_TICK_S": "0.001"}
    async with process(tmp_path, **variables) as (running, http):
        await eventually(lambda: _is_ready(http), description="the process is ready")

        async def ticks_of_one_stream() -> int:
            async with http.stream("GET", "/events/stream") as response:
                frames = read_frames(response)
                return sum([(await anext(frames)).event == "tick" for _ in range(50)])

        ticks = await asyncio.gather(*[ticks_of_one_stream() for _ in range(10)])
        running.send_signal(signal.SIGTERM)
        _, stderr = await running.communicate()

    assert [49] * 10 == ticks  # the first frame is `retry:`
    assert not [line for line in stderr.decode().splitlines() if json.loads(line)["level"] == "error"]


def test_the_api_loads_no_handlers_library() -> None:
    code = f"import sys, longhaul_api.app, longhaul_api.tasks; print([m for m in {HEAVY!r} if m in sys.modules])"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)

    assert "[]" == done.stdout.strip()
