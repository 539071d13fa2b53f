"""`docs/tutorial/first-five-minutes.md`, followed step by step with the texts it gives."""

from __future__ import annotations

import asyncio
import re
from typing import Final

from playwright.async_api import Browser, expect

from tests.browser.conftest import Product
from tests.browser.support import ROOT, until_live, visitor
from tests.browser.test_story import card, follow, hand_in

TUTORIAL: Final = ROOT / "docs/tutorial/first-five-minutes.md"


def texts() -> tuple[str, str]:
    """The CV and the advert that the tutorial gives."""
    blocks = re.findall(r"^```text\n(.*?)^```$", TUTORIAL.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    cv, advert = blocks[1:]
    return cv, advert


async def test_the_first_five_minutes_go_as_the_tutorial_says(own_product: Product, chromium: Browser) -> None:
    cv, advert = texts()
    async with visitor(chromium, own_product.web.url) as somebody:
        page = await somebody.new_page()
        await page.goto("/")
        await until_live(page)
        await expect(page.get_by_text("Drop a CV anywhere on this page")).to_be_visible()
        await page.get_by_role("button", name="Paste text").click()
        await page.get_by_role("textbox").first.fill(cv)
        await page.get_by_role("button", name="Read this CV").click()
        await follow(page, "Read a CV", "Open CV")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Ines Marchetti")
        await expect(page.get_by_role("button", name="Edit")).to_be_visible()

        await hand_in(page, "Advert", "Address or text of the advert", advert, "Read this advert")
        await follow(page, "Read an advert", "Open advert")
        facts = page.get_by_role("main")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Staff Backend Engineer")
        await expect(facts.get_by_text("Lantern Freight", exact=True).first).to_be_visible()
        await expect(facts.get_by_text("Turin, Italy", exact=True).first).to_be_visible()
        place = page.url

        await page.get_by_role("button", name="Score", exact=True).click()
        await expect(card(page, "Score").first).to_have_attribute("data-status", "succeeded")
        await page.get_by_role("button", name="Make packet").click()
        await follow(page, "Make an application packet", "Open packet")
        await expect(page.get_by_role("heading", name="Read back")).to_be_visible()
        await page.goto(place)
        await page.get_by_role("button", name="Prepare interview").click()
        await follow(page, "Prepare an interview", "Open sheet")
        await page.wait_for_url("**/desk/interviews/*")
        await page.goto(place)
        await page.get_by_role("button", name="Start an application").click()
        await expect(page.get_by_text("Draft").first).to_be_visible()

        await page.get_by_role("link", name="Jobs", exact=True).click()
        await page.get_by_role("link", name="packet.generate").click()
        await expect(page.get_by_role("heading", name="Timeline")).to_be_visible()
        await page.goto("/jobs")
        await until_live(page)
        await asyncio.to_thread(own_product.api.stop)
        await page.wait_for_selector('[data-connection="reconnecting"]')
        await asyncio.to_thread(own_product.stack.api, "api-again", port=own_product.api.port)

        await until_live(page)
        await expect(page.get_by_role("link", name="packet.generate")).to_be_visible()
