"""`make pictures`: the pictures of the documents, made of every page with its content on it."""

from __future__ import annotations

import asyncio
from typing import Final

from playwright.async_api import Browser, FloatRect, Page, expect
from scripts.demo.inputs import cv_pdf

from tests.browser.conftest import Product
from tests.browser.moving import moving
from tests.browser.support import PICTURES, until_live, visitor
from tests.browser.test_accessibility import until_settled
from tests.browser.test_story import card, drop

_FRAME_MS: Final = 1_100
#: A picture of a paper is larger than one of an empty viewer.
_DRAWN_BYTES: Final = 12_000

#: What is the heart of each page.
_CONTENT: Final = {
    "desk": "Ines Marchetti",
    "jobs": "resume.parse",
    "job": "resume.parse",
    "job-failed": "posting.extract",
    "job-of-another": "seen as operator",
    "dead-letters": "posting.extract",
    "queues": "default",
    "workers": "slots busy",
    "schedules": "feed",
    "settings": "Live stream",
    "cv": "Ines Marchetti",
    "adverts": "Lantern Freight",
    "advert": "Lantern Freight",
    "matches": "Lantern Freight",
    "tailored": "Why it was changed",
    "packet": "Read back",
    "interview": "What to ask back",
    "company": "Lantern Freight",
    "project": "Plan",
    "candidates": "Ines Marchetti",
    "applications": "Lantern Freight",
    "sign-in": "No sign-in is set up",
}
_ALSO_DARK: Final = ("desk", "job", "queues")
_ALSO_ON_A_PHONE: Final = ("desk", "jobs")


async def test_every_page_is_pictured_with_its_main_content(
    product: Product, paths: dict[str, str], chromium: Browser
) -> None:
    assert set(_CONTENT) == set(paths)
    for look, names in (("", tuple(paths)), ("dark", _ALSO_DARK), ("phone", _ALSO_ON_A_PHONE)):
        async with visitor(chromium, product.web.url, dark=look == "dark", phone=look == "phone") as somebody:
            page = await somebody.new_page()
            for name in names:
                await page.goto(paths[name])
                await until_settled(page, name)
                await expect(page.get_by_role("main").get_by_text(_CONTENT[name]).first).to_be_visible()
                await until_paper_is_drawn(page)
                keep(f"{name}-{look}.png" if look else f"{name}.png", await page.screenshot(animations="disabled"))


async def until_paper_is_drawn(page: Page) -> None:
    """Wait until the browser's PDF viewer, where the page has one, shows more than its empty background."""
    viewer = page.locator("main object, main iframe, main embed").first
    if await viewer.count() == 0:
        return
    box = await viewer.bounding_box()
    assert box is not None
    clip: FloatRect = {"x": box["x"], "y": box["y"], "width": box["width"], "height": min(box["height"], 400)}
    async with asyncio.timeout(60):
        while len(await page.screenshot(clip=clip)) < _DRAWN_BYTES:
            await page.evaluate("() => new Promise(requestAnimationFrame)")


def keep(name: str, picture: bytes) -> None:
    """Store a picture for the documentation."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    (PICTURES / name).write_bytes(picture)


async def test_the_story_is_pictured_as_it_goes(product: Product, paths: dict[str, str], chromium: Browser) -> None:
    frames: list[bytes] = []

    async def look(page: Page) -> None:
        frames.append(await page.screenshot(animations="disabled"))

    async with visitor(chromium, product.web.url) as somebody:
        page = await somebody.new_page()
        await page.goto(paths["desk"])
        await until_live(page)
        await look(page)
        await drop(page, "ines-2026.pdf", cv_pdf(), "application/pdf")
        mine = card(page, "Read a CV: ines-2026.pdf")
        await expect(mine).to_be_visible()
        for status in ("running", "succeeded"):
            await page.wait_for_function(
                "([name, status]) => ['succeeded', status].includes("
                "document.querySelector(`article[aria-label$='${name}']`)?.dataset.status)",
                arg=["ines-2026.pdf", status],
            )
            await look(page)
        await expect(mine).to_have_attribute("data-status", "succeeded")
        await mine.get_by_role("link", name="Open CV").click()
        await page.wait_for_url("**/desk/resumes/*")
        await until_settled(page, "cv")
        await until_paper_is_drawn(page)
        await look(page)
        for name in ("matches", "advert", "tailored", "packet", "interview", "applications", "jobs", "queues"):
            await page.goto(paths[name])
            await until_settled(page, name)
            await until_paper_is_drawn(page)
            await look(page)
        keep("story.webp", await moving(await somebody.new_page(), frames, _FRAME_MS))
