"""Many tabs of one browser, which allows six connections to a server."""

from __future__ import annotations

import asyncio

import httpx
from playwright.async_api import Browser, Page

from tests.browser.conftest import Product
from tests.browser.hand import Hand
from tests.browser.support import streams_open, until_live, until_whole, visitor
from tests.support.waiting import eventually

_TABS = 8
_LEADER = "async () => (await navigator.locks.query()).held.map((lock) => lock.clientId).join()"


async def test_eight_tabs_share_one_stream_and_lose_nothing_when_the_one_that_holds_it_is_closed(
    product: Product, api: httpx.AsyncClient, by_hand: Hand, chromium: Browser
) -> None:
    async with visitor(chromium, product.web.url) as somebody:
        job = await by_hand.begin()
        tabs: list[Page] = []
        for _ in range(_TABS):
            tabs.append(await somebody.new_page())
            await tabs[-1].goto(f"/jobs/{job}?tab=events")
            # One after the other: the first to get so far holds the stream.
            await until_live(tabs[-1])
        # Streams of the tests before may still be ending.
        await eventually(lambda: _is_one(api), description="one stream")
        first, *others = tabs
        leader = await first.evaluate(_LEADER)

        talking = asyncio.create_task(_talk(by_hand, job))
        await first.close()
        await eventually(lambda: _is_another(others[0], leader))
        await talking
        by_hand.end(job)

        for tab in others:
            await until_live(tab)
            await until_whole(tab, api, job)
        await eventually(lambda: _is_one(api), description="one stream again")


async def _is_one(api: httpx.AsyncClient) -> bool:
    return await streams_open(api) == 1


async def _talk(by_hand: Hand, job: str) -> None:
    for percent in range(1, 40):
        by_hand.say(job, percent, f"at {percent}")
        await asyncio.sleep(0.05)  # as a job does: some before, some during, some after the tab's end


async def _is_another(tab: Page, leader: str) -> bool:
    now = await tab.evaluate(_LEADER)
    return bool(now) and now != leader
