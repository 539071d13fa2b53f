"""`longhaul indexes`: compare the database's indexes with the engine's list, and build what is missing."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from typing import Final

import typer
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from longhaul.cli import options
from longhaul.cli.output import Output, duration, styled
from longhaul.cli.running import FAILED, OK, CommandFailed, run
from longhaul.model.errors import LonghaulError
from longhaul.mongo.index_state import IndexState, build_patiently, index_states
from longhaul.mongo.server import Building, ServerFacts
from longhaul.runtime import OperatorRuntime

app = typer.Typer(
    invoke_without_command=True, callback=options.help_without_command, help="Check and build the indexes."
)

_LOOK_EVERY_S: Final = 0.5


@app.command("check")
def check(is_json: options.Json = False) -> None:
    """Compare the indexes with what Longhaul needs. Exits 1 if one is missing or defined otherwise.

    An index that Longhaul does not know is named too, and no failure: it may be yours.

    \b
    Example:
      longhaul indexes check
    """

    async def body(runtime: OperatorRuntime, output: Output) -> int:
        states = await index_states(runtime.core.database)
        _show(output, states)
        return FAILED if any(state.verdict in {"missing", "different"} for state in states) else OK

    run(body, is_json=is_json)


@app.command("build")
def build(is_json: options.Json = False) -> None:
    """Build what is missing, and wait for it however long it takes. What exists stays; running it twice is safe.

    Collections stay readable and writable meanwhile. Every process of Longhaul does the same at its start, but is not
    ready before it is done: before a deploy onto a large database, build first.

    \b
    Example:
      longhaul indexes build
    """

    async def body(runtime: OperatorRuntime, output: Output) -> int:
        core, began = runtime.core, time.monotonic()
        before = await index_states(core.database)
        wrong = next((one for one in before if one.verdict == "different"), None)
        if wrong is not None:
            raise CommandFailed(
                f"drop {wrong.collection}.{wrong.name} first, it is defined otherwise: {wrong.difference}"
            )
        missing = {(one.collection, one.name) for one in before if one.verdict == "missing"}
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[what]}"),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=output.errors, disable=is_json or not output.errors.is_terminal) as bars:
            bar = bars.add_task("indexes", total=None, what="")
            watcher = asyncio.create_task(_watch(runtime.server, lambda builds: _draw(bars, bar, builds)))
            try:
                async for collection in build_patiently(core.database):
                    bars.update(bar, description=collection, what="", total=None)
            finally:
                watcher.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await watcher
        await core.log.prepare()
        states = await index_states(core.database)
        built = [one for one in states if (one.collection, one.name) in missing and one.verdict == "ok"]
        took_s = time.monotonic() - began
        if output.is_json:
            output.document({"built": [f"{one.collection}.{one.name}" for one in built], "took_s": round(took_s, 3)})
        else:
            for one in built:
                output.say(f"built {one.collection}.{one.name}")
            output.say(f"{len(built)} of {len(states)} built in {duration(took_s)}" if built else "nothing was missing")
        return OK

    run(body, is_json=is_json)


async def _watch(server: ServerFacts, draw: Callable[[list[Building]], None]) -> None:
    while True:
        await asyncio.sleep(_LOOK_EVERY_S)
        try:
            draw(await server.index_builds())
        except LonghaulError:  # the server does not tell us, or not now: the build goes on all the same
            return


def _draw(bars: Progress, bar: TaskID, builds: list[Building]) -> None:
    for one in builds:
        done, total = one.done or 0, one.total or 0
        what = f"{one.what} {done:,} of {total:,}" if total else one.what
        bars.update(bar, description=one.collection, what=what, completed=done, total=total or None)


def _show(output: Output, states: list[IndexState]) -> None:
    if output.is_json:
        output.document({"indexes": states, "ok": all(one.verdict in {"ok", "extra"} for one in states)})
        return
    rows = [(one.collection, one.name, styled(one.verdict), one.difference or one.purpose) for one in states]
    output.table(("COLLECTION", "INDEX", "STATE", "WHAT FOR"), rows)
    if any(one.verdict == "missing" for one in states):
        output.note("longhaul: indexes are missing; build them with: longhaul indexes build")
    if any(one.verdict == "different" for one in states):
        output.note("longhaul: drop an index that is defined otherwise, then run: longhaul indexes build")
