"""The command line as tests call it: in their own process where that will do, else in one of its own."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pytest

from longhaul.cli import main
from longhaul.model.job import Job, NewJob
from longhaul.runtime import Core, open_core
from tests.engine.conftest import Desk, open_desk, settings
from tests.support.tasks import TASKS

ROOT = Path(__file__).parents[2]
MODULE = [sys.executable, "-m", "longhaul.cli"]


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The JSON document on standard output."""
        return json.loads(self.out)

    @property
    def objects(self) -> list[Any]:
        """The JSON objects on the lines of standard output."""
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Cli:
    """Runs commands on the test's database."""

    environment: dict[str, str]
    capsys: pytest.CaptureFixture[str]
    spawned: list[subprocess.Popen[str]] = field(default_factory=list[subprocess.Popen[str]], repr=False)

    async def __call__(self, *arguments: str) -> Ran:
        """Run a command in a thread of this process."""
        self.capsys.readouterr()
        async with asyncio.timeout(60):
            status = await asyncio.to_thread(main, arguments)
        out, err = self.capsys.readouterr()
        return Ran(status, out, err)

    def spawn(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Start a command as a process that hears Ctrl-C, also where the tests run in the background and do not."""
        ours = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            process = subprocess.Popen(
                [*MODULE, *arguments],
                env={**os.environ, **self.environment, **environment},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        finally:
            signal.signal(signal.SIGINT, ours)
        self.spawned.append(process)
        return process


@pytest.fixture
def offered_tasks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install the tasks of the tests as a package would offer them; the folder that has its metadata."""
    offer_tasks(tmp_path, "tests.support.tasks:TASKS")
    monkeypatch.syspath_prepend(str(tmp_path))
    return tmp_path


def offer_tasks(directory: Path, value: str) -> None:
    """Write the metadata of an installed package with one entry point."""
    info = directory / "offered-1.dist-info"
    info.mkdir(exist_ok=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: offered\nVersion: 1\n", encoding="utf-8")
    (info / "entry_points.txt").write_text(f"[longhaul.tasks]\noffered = {value}\n", encoding="utf-8")


@pytest.fixture
def cli(
    mongo_uri: str,
    database_name: str,
    offered_tasks: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Cli]:
    """The command line on this test's database; logging is put back afterwards."""
    environment = {"MONGODB_URI": mongo_uri, "MONGODB_DATABASE": database_name}
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(offered_tasks)
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    path = os.pathsep.join([str(offered_tasks), str(ROOT)])
    made = Cli({**environment, "PYTHONPATH": path}, capsys)
    yield made
    root.handlers, root.level = handlers, level
    for process in made.spawned:
        process.kill()
        process.communicate()


@pytest.fixture
async def core(mongo_uri: str, database_name: str) -> AsyncIterator[Core]:
    """A core on the same database, which has its indexes."""
    async with open_core(settings(mongo_uri, database_name), TASKS) as opened:
        yield opened


@pytest.fixture
async def desk(mongo_uri: str, database_name: str) -> AsyncIterator[Desk]:
    """An API's runtime and a worker on the same database."""
    async with open_desk(settings(mongo_uri, database_name)) as opened:
        yield opened


async def insert(core: Core, owner: str = "ada", *, count: int = 1, **fields: Any) -> list[Job]:
    """Jobs of an echo task that wait, their first events in the log."""
    chosen: dict[str, Any] = {"type": "test.echo", "owner": owner, "args": {}, **fields}
    new = [NewJob(**chosen) for _ in range(count)]
    jobs = [one.job for one in await core.jobs.insert(new)]
    for job in jobs:
        core.relay.submit(job.owner, job.id, job.outbox)
    await core.relay.flush()
    return jobs


def typed(text: str) -> io.StringIO:
    """Standard input with `text` in it."""
    return io.StringIO(text)


def words(value: object) -> str:
    """A command line as the id of a test; other parameters have none."""
    return " ".join(map(str, cast("list[object]", value))) if isinstance(value, list) else ""
