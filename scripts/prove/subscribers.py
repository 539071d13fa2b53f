"""A process with many subscribers: `python -m scripts.prove.subscribers`; writes what they received when it ends."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import httpx

from scripts.local import local_client
from scripts.prove.browser import Browser
from scripts.stack import ROOT

ENDINGS: Final = "job.completed,job.failed,job.cancelled"
CHANGES: Final = "job.created,job.started,job.retrying,job.released,job.rescued,job.completed,job.failed,job.cancelled"
SCOPES: Final = (None, CHANGES, ENDINGS, CHANGES, ENDINGS)
"""What the subscribers ask for in turn; the first of five asks for everything."""
_PROGRESS_EVERY_S: Final = 0.5


@dataclass(frozen=True)
class Assignment:
    """Which subscribers a process has, where the APIs are, where the log was before the first job."""

    directory: str
    apis: list[str]
    after: str
    seed: int
    first: int
    count: int


@dataclass(frozen=True)
class Received:
    """What one subscriber got: numbers and digests of its events in order of arrival, and when they came."""

    number: int
    types: str | None
    seqs: list[int]
    digests: list[int]
    arrivals: list[float]
    resets: list[str]
    openings: dict[str, int]
    faults: list[str]


@dataclass
class Subscribers:
    """The processes with the subscribers, seen from outside."""

    directory: Path
    processes: list[asyncio.subprocess.Process]

    def place(self) -> int:
        """The number that all subscribers have reached."""
        files = [self.directory / f"place-{number}" for number in range(len(self.processes))]
        return min(int(path.read_text() or 0) if path.exists() else 0 for path in files)

    async def end(self) -> list[Received]:
        """Have them write what they got, and read it."""
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            await process.wait()
        received: list[Received] = []
        for path in sorted(self.directory.glob("received-*")):
            received += [Received(**one) for one in json.loads(path.read_text())]
        return received


async def start_subscribers(directory: Path, apis: list[str], after: str, seed: int, count: int) -> Subscribers:
    """Start two processes with half of the subscribers each."""
    half = (count + 1) // 2
    processes: list[asyncio.subprocess.Process] = []
    for number, (first, own) in enumerate([(0, half), (half, count - half)]):
        assignment = Assignment(str(directory), apis, after, seed, first, own)
        with (directory / f"subscribers{number}.log").open("ab") as log:
            processes.append(
                await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", "scripts.prove.subscribers", str(number), json.dumps(asdict(assignment))),
                    cwd=ROOT,
                    stdout=log,
                    stderr=log,
                )
            )
    return Subscribers(directory, processes)


async def _main(number: int, assignment: Assignment) -> None:
    browsers = [
        Browser(n, assignment.apis, SCOPES[n % len(SCOPES)], assignment.after, assignment.seed)
        for n in range(assignment.first, assignment.first + assignment.count)
    ]
    asked = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asked.set)
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=0)
    place, draft = Path(assignment.directory) / f"place-{number}", Path(assignment.directory) / f"draft-{number}"
    async with local_client(timeout=httpx.Timeout(5, read=None), limits=limits) as client:
        tasks = [asyncio.create_task(browser.run(client)) for browser in browsers]
        while not asked.is_set():
            draft.write_text(str(min(browser.place for browser in browsers)))
            draft.rename(place)
            failed = [task for task in tasks if task.done()]
            if failed:
                failed[0].result()
            await asyncio.wait([asyncio.ensure_future(asked.wait())], timeout=_PROGRESS_EVERY_S)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    received = [_received(browser) for browser in browsers]
    (Path(assignment.directory) / f"received-{number}").write_text(json.dumps([asdict(one) for one in received]))


def _received(browser: Browser) -> Received:
    return Received(
        number=browser.number,
        types=browser.types,
        seqs=browser.seqs.tolist(),
        digests=browser.digests.tolist(),
        arrivals=browser.arrivals.tolist(),
        resets=browser.resets,
        openings=dict(browser.openings),
        faults=browser.faults,
    )


if __name__ == "__main__":
    os.setpgid(0, 0)  # Ctrl-C in the terminal is the driver's business
    asyncio.run(_main(int(sys.argv[1]), Assignment(**json.loads(sys.argv[2]))))
