"""`make up`: the whole product on an embedded mongod, its logs in one terminal, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import ExitStack
from pathlib import Path

from rich.console import Console

from longhaul.testing.mongod import MongodError
from scripts.stack import ROOT, Service, Stack, StackError, stack

_COLOURS = ("cyan", "magenta", "green", "yellow")


def main() -> int:
    """Start everything, follow the logs, stop everything; the exit status."""
    console = Console(stderr=True)
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stopping.set())
    directory = Path(os.environ.get("LONGHAUL_DATA", ROOT / ".data"))
    try:
        with ExitStack() as cleanup:
            with console.status("starting mongod, API, worker and web ..."):
                running = cleanup.enter_context(stack(directory))
                _start(running)
            return _follow_until_stopped(running, console, stopping)
    except (StackError, MongodError) as error:
        console.print(f"[red]make up:[/] {error}", highlight=False)
        return 1


def _start(running: Stack) -> None:
    running.environment["LONGHAUL_LOG_FORMAT"] = "console"
    for old in running.directory.glob("*.log"):
        old.unlink()
    api = running.api(port=int(os.environ.get("PORT", "8000")))
    # At this level a worker also tells of the jobs that went well.
    running.worker(LONGHAUL_LOG_LEVEL="debug")
    running.web(api, port=int(os.environ.get("WEB_PORT", "3000")))


def _follow_until_stopped(running: Stack, console: Console, stopping: threading.Event) -> int:
    urls = {service.name: service.url for service in running.services}
    console.print(f"[bold]Longhaul is up:[/] [bold]{urls['web']}[/]", highlight=False)
    console.print(f"API {urls['api']} (docs {urls['api']}/docs), database {running.mongodb_uri}", highlight=False)
    console.print("Ctrl-C stops everything.")
    followers = [
        threading.Thread(target=_follow, args=(service, console, colour, stopping), daemon=True)
        for service, colour in zip(running.services, _COLOURS, strict=False)
    ]
    for follower in followers:
        follower.start()
    while not stopping.wait(0.5):
        for service in running.services:
            if service.process.poll() is not None:
                raise StackError(f"{service.name} ended by itself:\n{service.tail()}")
    console.print("stopping ...")
    return 0


def _follow(service: Service, console: Console, colour: str, stopping: threading.Event) -> None:
    if service.log is None:
        return
    with service.log.open(errors="replace") as log:
        while not stopping.is_set():
            line = log.readline()
            if line:
                console.print(f"[{colour}]{service.name:>7}[/] ", end="", highlight=False)
                console.print(line.rstrip(), markup=False, highlight=False)
            else:
                time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
