"""The API dies in the middle of a running job and comes back."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.conftest import Rough, Watching
from tests.browser.support import states, until_live, until_shown, until_whole


async def test_a_page_that_watches_a_job_while_the_api_is_killed_has_each_event_once(
    rough: Rough, watching: Watching
) -> None:
    by_hand, api, job, page = watching
    by_hand.say(job, 10, "before the end")
    await expect(page.get_by_text("before the end").first).to_be_visible()

    rough.api.kill()
    await until_shown(page, "reconnecting")
    for percent in range(20, 60, 5):
        by_hand.say(job, percent, f"nobody hears of {percent}")
    await rough.restart_api()
    by_hand.say(job, 80, "back again")
    by_hand.end(job)

    await until_live(page)
    await expect(page.get_by_role("heading", level=1)).to_contain_text("Succeeded")
    listed = await until_whole(page, api, job)
    assert listed[-1].endswith("job.completed")
    assert (await states(page))[-1] == "live"
