"""Runs one command against the database and turns whatever may go wrong into one line and an exit status."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Final, NoReturn

import typer

from longhaul.cli.catalogue import installed_tasks
from longhaul.cli.output import Output
from longhaul.model.errors import InvalidInput, LonghaulError, StoreMisconfigured, StoreUnavailable
from longhaul.model.registry import TaskRegistry
from longhaul.model.settings import EngineSettings, load_settings
from longhaul.mongo.indexes import missing_indexes
from longhaul.mongo.server import fault
from longhaul.runtime import Core, OperatorRuntime, open_operator
from longhaul.telemetry.logs import configure_logs

OK: Final = 0
FAILED: Final = 1
USAGE: Final = 2
NO_DATABASE: Final = 4
INTERRUPTED: Final = 130
PIPE_CLOSED: Final = 141

Body = Callable[[OperatorRuntime, Output], Awaitable[int]]


class CommandFailed(Exception):
    """What was asked cannot be done; `status` is how the command ends."""

    def __init__(self, message: str, *, status: int = FAILED) -> None:
        super().__init__(message)
        self.status = status


def run(body: Body, *, is_json: bool = False, with_tasks: bool = False) -> NoReturn:
    """Connect, do `body`, and end the process with its status; with `with_tasks` the core knows the installed ones."""
    output = Output(is_json=is_json)
    settings = load_settings(EngineSettings)
    configure_logs("console", "warning")
    raise typer.Exit(_status(body, settings, output, with_tasks=with_tasks))


async def require_prepared(core: Core) -> None:
    """Make sure that changes and their events are safe here. Raises `CommandFailed` where indexes are missing."""
    missing = await missing_indexes(core.database)
    if missing:
        names = ", ".join(f"{index.collection}.{index.name}" for index in missing[:3])
        more = f" and {len(missing) - 3} more" if len(missing) > 3 else ""
        raise CommandFailed(f"indexes are missing ({names}{more}): run `longhaul indexes build` first")
    await core.log.prepare()


async def settle(core: Core, output: Output) -> None:
    """Wait until the log has the events of all that was changed, but no longer than a database call may take."""
    try:
        async with asyncio.timeout(core.settings.mongo_timeout_s):
            await core.relay.flush()
    except (TimeoutError, StoreUnavailable):
        output.note("longhaul: the change is stored, its events are not in the log yet; an API or worker brings them")


def complain(text: str, status: int) -> int:
    """Say what is wrong in one line on standard error; `status` again."""
    sys.stderr.write(f"longhaul: {' '.join(text.split())}\n")
    return status


def pipe_closed() -> int:
    """Whoever read us has gone: write nothing more, not even while Python ends; the status for that."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return PIPE_CLOSED


def _status(body: Body, settings: EngineSettings, output: Output, *, with_tasks: bool) -> int:
    try:
        tasks = installed_tasks() if with_tasks else TaskRegistry([])
        return asyncio.run(_run(body, settings, tasks, output))
    except (CommandFailed, LonghaulError) as error:
        return _told(error)
    except BrokenPipeError:
        return pipe_closed()
    except Exception as error:
        text = fault(error)
        if text is None:
            raise
        return complain(text, NO_DATABASE)


async def _run(body: Body, settings: EngineSettings, tasks: TaskRegistry, output: Output) -> int:
    async with AsyncExitStack() as stack:
        try:
            runtime = await stack.enter_async_context(open_operator(settings, tasks))
        except StoreMisconfigured as error:
            raise CommandFailed(str(error), status=USAGE) from None
        return await body(runtime, output)


def _told(error: CommandFailed | LonghaulError) -> int:
    match error:
        case CommandFailed():
            status = error.status
        case InvalidInput():
            status = USAGE
        case StoreUnavailable():
            status = NO_DATABASE
        case _:
            status = FAILED
    return complain(str(error), status)
