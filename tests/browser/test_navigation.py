"""What a page shows between the click that leaves it and the page that was asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Browser, Page, Route, expect

from tests.browser.conftest import Product
from tests.browser.support import visitor
from tests.browser.test_accessibility import until_settled

Way = Callable[[Page], Awaitable[None]]


async def _by_a_link(page: Page) -> None:
    await page.get_by_role("navigation", name="Main").get_by_role("link", name="Queues").click()


async def _by_a_row(page: Page) -> None:
    await page.locator("tbody tr[data-job]").first.locator("td").nth(1).click()


@pytest.mark.parametrize("leave", [_by_a_link, _by_a_row], ids=["a link", "a row"])
async def test_a_line_shows_that_a_page_was_asked_for_until_it_is_there(
    product: Product, paths: dict[str, str], chromium: Browser, leave: Way
) -> None:
    async with visitor(chromium, product.web.url) as somebody:
        page = await somebody.new_page()
        await page.goto(paths["jobs"])
        await until_settled(page, "jobs")
        line = page.get_by_role("progressbar", name="The page is being loaded")
        await expect(line).to_have_count(0)
        may_answer = asyncio.Event()

        async def hold(route: Route) -> None:
            await may_answer.wait()
            await route.continue_()

        await page.route("**/*_rsc=*", hold)
        await leave(page)
        await expect(line).to_be_visible()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Jobs")
        may_answer.set()

        await expect(page.get_by_role("heading", level=1)).not_to_have_text("Jobs")
        await expect(line).to_have_count(0)
