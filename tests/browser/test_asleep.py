"""A laptop that sleeps while its owner's jobs go on."""

from __future__ import annotations

import asyncio

import httpx
from playwright.async_api import Browser, expect

from tests.browser.conftest import Product
from tests.browser.hand import Hand
from tests.browser.support import remember_states, states, until_live, until_shown, until_whole, visitor
from tests.browser.telling import ended
from tests.support.waiting import eventually

_ASLEEP_S = 30


async def test_after_half_a_minute_without_network_everything_is_caught_up_without_a_reload(
    product: Product, api: httpx.AsyncClient, by_hand: Hand, chromium: Browser
) -> None:
    async with visitor(chromium, product.web.url) as somebody:
        await remember_states(somebody)
        watched, other = await by_hand.many(2)
        page = await somebody.new_page()
        await page.goto(f"/jobs/{watched}?tab=events")
        table = await somebody.new_page()
        await table.goto("/jobs")
        await until_live(page)
        await until_live(table)
        await page.evaluate("window.isTheSamePage = true")
        clock = asyncio.get_running_loop().time
        awake_at = clock() + _ASLEEP_S

        await somebody.set_offline(True)
        await until_shown(page, "offline")
        await until_shown(table, "offline")
        for percent in range(10, 100, 10):
            by_hand.say(watched, percent, f"asleep at {percent}")
        late = await by_hand.begin("asked for meanwhile")
        for job in (watched, other, late):
            by_hand.end(job)
            await ended(api, job)
        await eventually(lambda: clock() >= awake_at, timeout_s=_ASLEEP_S + 60)
        await somebody.set_offline(False)

        await until_live(page)
        await until_live(table)
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Succeeded")
        await until_whole(page, api, watched)
        for job in (watched, other, late):
            await expect(table.locator(f'[data-job="{job}"]')).to_contain_text("Succeeded")
        assert await page.evaluate("window.isTheSamePage === true")
        assert "offline" in await states(page)
