"""A page that is opened while the API is away."""

from __future__ import annotations

import asyncio

from playwright.async_api import Browser, Page, expect
from scripts.local import local_client

from tests.browser.conftest import Rough
from tests.browser.support import remember_states, until_live, visitor
from tests.support.waiting import eventually


async def test_pages_opened_while_the_api_is_away_say_so_and_fill_themselves_when_it_is_back(
    rough: Rough, chromium: Browser
) -> None:
    body = {"type": "feed.ingest", "args": {"url": "https://feeds.example.org/jobs.xml"}}
    async with local_client(rough.api.url) as api:
        job = (await api.post("/background-jobs", json=body)).raise_for_status().json()["job_id"]
    await asyncio.to_thread(rough.api.stop)

    async with visitor(chromium, rough.web.url) as somebody:
        await remember_states(somebody)
        paths = ("/", "/jobs", f"/jobs/{job}", "/queues")
        pages = [await somebody.new_page() for _ in paths]
        for page, path in zip(pages, paths, strict=True):
            await page.goto(path)
            await expect(page.get_by_role("heading", level=1)).to_be_visible()
        desk, jobs, one, queues = pages
        for page in pages:
            await eventually(lambda page=page: _says_that_it_cannot_reach_the_api(page))

        await rough.restart_api()

        for page in pages:
            await until_live(page)
        await expect(jobs.locator(f'[data-job="{job}"]')).to_contain_text("Queued")
        await expect(one.get_by_role("heading", level=1)).to_contain_text("feed.ingest")
        await expect(desk.locator(f'[data-job="{job}"]')).to_be_visible()
        await expect(queues.get_by_role("heading", name="default", exact=True)).to_be_visible()


async def _says_that_it_cannot_reach_the_api(page: Page) -> bool:
    """In words, in the page's own place, and the indicator does not claim to be live."""
    state = await page.locator("[data-connection]").get_attribute("data-connection")
    alerts = " ".join(await page.locator("main [role=alert], main [role=status]").all_inner_texts())
    words = ("does not answer", "cannot be reached", "could not be read", "did not answer")
    return state != "live" and any(word in alerts for word in words)
