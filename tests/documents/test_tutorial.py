"""`docs/tutorial/your-first-task.md` as it is written: its files, its commands, and a worker that is killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from longhaul.testing.ports import HeldPort
from tests.support.waiting import eventually

from .reading import ROOT, blocks_of, text_of

TUTORIAL = ROOT / "docs" / "tutorial" / "your-first-task.md"
WAIT_S = 60


class Project:
    """The folder a reader has after the tutorial, and what they start in it."""

    def __init__(self, folder: Path, uri: str, database: str) -> None:
        self.folder = folder
        self._started: list[subprocess.Popen[bytes]] = []
        self._environment = {**os.environ, "MONGODB_URI": uri, "MONGODB_DATABASE": database, "LONGHAUL_LEASE_S": "3"}
        for block in blocks_of(TUTORIAL):
            if block.title is not None:
                (folder / block.title).write_text(block.code, encoding="utf-8")

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start `python` with `arguments` in the folder."""
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=self.folder, env=self._environment, stdout=subprocess.PIPE
        )
        self._started.append(process)
        return process

    def stop(self) -> None:
        """End all that was started."""
        for process in self._started:
            process.kill()
            process.communicate()


@pytest.fixture
def project(tmp_path: Path, mongo_uri: str, database_name: str) -> Iterator[Project]:
    """The tutorial's files in a folder, a database for them, and an end to what runs."""
    made = Project(tmp_path, mongo_uri, database_name)
    yield made
    made.stop()


def test_the_tutorial_starts_what_is_tested_here() -> None:
    assert {"tasks.py", "worker.py", "ask.py", "api.py"} == {block.title for block in blocks_of(TUTORIAL)} - {None}
    for command in ("python worker.py", "python ask.py 20", "uvicorn api:app"):
        assert f".venv/bin/{command}" in text_of(TUTORIAL)


async def test_a_report_goes_on_after_its_worker_was_killed_and_the_stream_tells_all_of_it(project: Project) -> None:
    with HeldPort() as port:
        project.start("-m", "uvicorn", "api:app", "--port", str(port.number), "--log-level", "error")
        first = project.start("worker.py")
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port.number}", timeout=WAIT_S) as client:

            async def asked() -> str | None:
                try:
                    return (await client.post("/reports", json={"pages": 3})).json()["job"]
                except httpx.ConnectError:
                    return None

            job_id = await eventually(asked, description="the API listens")

            async def kept() -> list[str]:
                return (await client.get(f"/jobs/{job_id}")).json()["steps"]

            await eventually(kept, description="the first page is kept")
            first.kill()
            project.start("worker.py")
            types = await _until(client, "job.completed")
            job = (await client.get(f"/jobs/{job_id}")).json()

    assert (job["status"], job["result"]) == ("succeeded", {"words": 750})
    assert job["attempt"] >= 2
    assert types[0] == "job.created"
    assert types.count("job.step") == 3
    assert "job.rescued" in types


def test_a_report_is_asked_for_from_the_command_line(project: Project) -> None:
    output, _ = project.start("ask.py", "20").communicate(timeout=WAIT_S)

    assert len(output.decode().strip()) == 24


async def _until(client: httpx.AsyncClient, last: str) -> list[str]:
    """The types of the events from the beginning of the log to the first of type `last`."""
    types: list[str] = []
    async with client.stream("GET", "/events", params={"after": "0.0"}) as stream:
        async for line in stream.aiter_lines():
            if line.startswith("event: ") and line != "event: tick":
                types.append(line.removeprefix("event: "))
            if types[-1:] == [last] and line.startswith("id: "):
                return types
    raise AssertionError("the stream ended")
