"""A router that answers 503 for a while, as it does while the API behind it is being exchanged."""

from __future__ import annotations

import asyncio

from playwright.async_api import expect

from tests.browser.conftest import Rough, Watching
from tests.browser.support import states, until_live, until_shown, until_whole
from tests.support.waiting import eventually

_AWAY_S = 10


async def test_a_page_recovers_by_itself_from_ten_seconds_of_503_and_misses_nothing(
    rough: Rough, watching: Watching
) -> None:
    by_hand, api, job, page = watching
    clock = asyncio.get_running_loop().time
    back_at = clock() + _AWAY_S

    rough.gate.shut()
    await until_shown(page, "reconnecting")
    by_hand.say(job, 40, "behind the gate")
    await eventually(lambda: clock() >= back_at and rough.gate.refused > 1, timeout_s=_AWAY_S + 60)
    by_hand.say(job, 60, "still behind it")
    rough.gate.open()
    await until_live(page)
    by_hand.end(job)

    await expect(page.get_by_role("heading", level=1)).to_contain_text("Succeeded")
    await until_whole(page, api, job)
    assert "signed-out" not in await states(page)
