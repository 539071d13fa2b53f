"""A database that is not there when a process starts: it waits, says so once, and needs nobody's help later."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from tests.degraded.conftest import environment
from tests.degraded.processes import (
    API,
    WORKER,
    Watched,
    get,
    is_ready,
    is_unready,
    lives,
    post,
    usage_over,
    watched,
)
from tests.degraded.servers import server
from tests.support.waiting import BUSY_S, eventually

WAITING, REACHED = "waiting for the database", "database reached"


def told(process: Watched) -> list[str]:
    """What the process says of its database, without the rest."""
    events = [str(line.get("event", line)) for line in process.lines()]
    return [event for event in events if "database" in event]


async def test_both_wait_say_so_once_and_work_by_themselves_as_soon_as_the_database_is_there(tmp_path: Path) -> None:
    with server(tmp_path / "data", is_started=False) as database:
        impatient = environment(database.uri, "start", LONGHAUL_MONGO_TIMEOUT_S="0.5")
        with watched(API, tmp_path, **impatient) as api, watched(WORKER, tmp_path, **impatient) as worker:
            both = (api, worker)
            for process in both:
                await lives(process)
                await eventually(lambda process=process: told(process), description="it says that it waits")
            used = await usage_over(4.0, *both)
            checks = [await is_unready(process) for process in both]
            alive = [(await get(process, "/healthz")).status_code for process in both]
            told_before = [told(process) for process in both]
            await asyncio.to_thread(database.start)
            for process in both:
                await is_ready(process)
                await eventually(lambda process=process: told(process)[1:], description="it says that it is over")

    assert ([{"mongodb": "does not answer"}] * 2, [200, 200]) == (checks, alive)
    assert [[WAITING]] * 2 == told_before
    assert all(f"127.0.0.1:{database.port}" in process.complaints()[0]["error"] for process in both)
    assert [[WAITING, REACHED]] * 2 == [told(process)[:2] for process in both]
    for usage in used:
        usage.assert_modest(lines=0)


async def test_meanwhile_requests_are_asked_to_come_again_streams_get_no_fatal_status_and_a_signal_ends_both_at_once(
    tmp_path: Path,
) -> None:
    # With the time-outs of production: the first try alone would take twenty seconds.
    with server(tmp_path, is_started=False) as absent:
        nowhere = environment(absent.uri, "start", LONGHAUL_MONGO_TIMEOUT_S="20")
        with watched(API, tmp_path, **nowhere) as api, watched(WORKER, tmp_path, **nowhere) as worker:
            for process in (api, worker):
                await lives(process)
            asked = await post(api, "/jobs/ingest", json={"url": "http://127.0.0.1:9/"})
            stream = await get(api, "/events/stream")

            began = time.monotonic()
            statuses = [await asyncio.to_thread(process.stop) for process in (api, worker)]
            took_s = time.monotonic() - began

    assert (503, "application/problem+json") == (asked.status_code, asked.headers["content-type"])
    assert asked.headers["Retry-After"].isdigit()
    assert "127.0.0.1" not in asked.json()["detail"]
    assert (200, True) == (stream.status_code, stream.text.startswith("retry: "))
    assert [0, 0] == statuses
    assert took_s < 4.0 + BUSY_S  # the drivers would wait for 20 s each
    assert [[], []] == [process.complaints() for process in (api, worker)]
