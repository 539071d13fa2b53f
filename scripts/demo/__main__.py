"""`make demo`: the career desk from a CV to an application, live in the terminal; exits 0 if all held."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import httpx
from rich.console import Console

from longhaul.testing.mongod import MongodError
from scripts.demo.following import Follower
from scripts.demo.live import DemoFailed, Live
from scripts.demo.story import Story
from scripts.demo.world import World, world
from scripts.local import local_client
from scripts.stack import StackError

_CUT_AFTER = 6
_TIMEOUT_S = 240.0


def main() -> int:
    """Run the demo on a stack of its own; the exit status."""
    console = Console()
    try:
        with ExitStack() as cleanup:
            directory = Path(cleanup.enter_context(tempfile.TemporaryDirectory(prefix="longhaul-demo-")))
            with console.status("starting mongod, API and worker ..."):
                around = cleanup.enter_context(world(directory))
            asyncio.run(_demo(around, console))
    except (DemoFailed, StackError, MongodError, httpx.HTTPError, TimeoutError) as error:
        Console(stderr=True).print(f"[red]make demo failed:[/] {error or type(error).__name__}", highlight=False)
        return 1
    console.print("[bold green]Everything held.[/]")
    return 0


async def _demo(around: World, console: Console) -> None:
    async with local_client(around.api_url, timeout=30) as client, asyncio.timeout(_TIMEOUT_S):
        start = (await client.get("/events")).raise_for_status().json()["cursor"]
        live = Live(client, Follower(client, start, _CUT_AFTER), console)
        try:
            await Story(client, live, around, console).tell()
            await live.compare_with_log()
        finally:
            await live.close()


if __name__ == "__main__":
    sys.exit(main())
