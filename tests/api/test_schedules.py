"""The list of schedules, owner by owner."""

from __future__ import annotations

from longhaul.model.schedule import Schedule
from tests.api.support import RunningApi


async def test_an_owner_sees_when_its_own_schedules_tick(api: RunningApi) -> None:
    mine = Schedule("nightly", "demo.echo", "0 3 * * *", timezone="Europe/Lisbon", args={"text": "x"})
    other = Schedule("theirs", "demo.echo", "0 4 * * *", owner="bob", args={"text": "x"})
    await api.runtime.core.schedules.sync([mine, other])

    answer = (await api.http.get("/schedules")).raise_for_status().json()

    (seen,) = answer["schedules"]
    assert ("nightly", "0 3 * * *", "Europe/Lisbon") == (seen["name"], seen["cron"], seen["timezone"])
    assert seen["enabled"]
    assert seen["next_run_at"].endswith("Z")
    assert ("local", None) == (seen["owner"], seen["last_job_id"])
