"""For people who use the pages with a keyboard, a screen reader, or on a phone."""

from __future__ import annotations

from typing import Final

import pytest
from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import Product
from tests.browser.hand import Hand
from tests.browser.support import DESK, PHONE, axe_violations, until_live, visitor

#: The pages are shared out, so that no test takes long.
_PARTS = 3
#: The one rule for which the theme matters, and the window does not.
_CONTRAST: Final = "color-contrast"
#: Pages that nothing of the log changes.
_WITHOUT_STREAM = {"sign-in", "schedules", "job-of-another"}
_TOO_WIDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
#: What is out of sight keeps the colours of the theme before until it is scrolled to, or told to be drawn.
_DRAW_ALL = """() => {
  const all = new CSSStyleSheet();
  all.replaceSync('main li { content-visibility: visible !important; }');
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, all];
  return new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
}"""
_FOCUSED = """() => {
  const one = document.activeElement;
  const labels = [...(one.labels ?? [])].map((label) => label.innerText).join(' ');
  return (one.getAttribute('aria-label') ?? (labels || one.innerText || one.name || '')).trim();
}"""


@pytest.mark.parametrize("part", range(_PARTS))
async def test_no_page_has_what_axe_calls_a_violation_and_none_scrolls_sideways(
    product: Product, paths: dict[str, str], chromium: Browser, part: int
) -> None:
    found: list[str] = []
    async with visitor(chromium, product.web.url) as somebody:
        page = await somebody.new_page()
        for name, path in list(paths.items())[part::_PARTS]:
            await page.emulate_media(color_scheme="light")
            await page.set_viewport_size(DESK)  # pyright: ignore[reportArgumentType] - as in `visitor`
            await page.goto(path)
            await until_settled(page, name)
            found += await _wrong(page, f"{name}, light")
            await page.set_viewport_size(PHONE)  # pyright: ignore[reportArgumentType] - as in `visitor`
            found += await _too_wide(page, f"{name}, phone")
            await page.emulate_media(color_scheme="dark")
            await expect(page.locator("html.dark")).to_be_attached()
            await page.evaluate(_DRAW_ALL)
            found += await _wrong(page, f"{name}, dark", only=_CONTRAST)

    assert found == []


async def _wrong(page: Page, what: str, *, only: str | None = None) -> list[str]:
    return [f"{what}: {one}" for one in await axe_violations(page, only=only)] + await _too_wide(page, what)


async def _too_wide(page: Page, what: str) -> list[str]:
    pixels = await page.evaluate(_TOO_WIDE)
    return [f"{what}: {pixels} px wider than the window"] if pixels > 0 else []


async def until_settled(page: Page, name: str) -> None:
    """Wait until the page has its content and its stream, where it has one."""
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    if name not in _WITHOUT_STREAM:
        await until_live(page)
    await expect(page.locator("main [aria-busy=true], main .animate-pulse")).to_have_count(0)


async def test_the_keyboard_reaches_the_main_actions_in_their_order(
    product: Product, paths: dict[str, str], chromium: Browser
) -> None:
    async with visitor(chromium, product.web.url) as somebody:
        page = await somebody.new_page()
        await page.goto(paths["desk"])
        await until_settled(page, "desk")
        on_the_way = await _tab_until(page, "Choose a file")
        await page.goto(paths["jobs"])
        await until_settled(page, "jobs")
        to_jobs = await _tab_until(page, "Select all shown")
        await page.keyboard.press("j")
        await page.keyboard.press("Enter")

        await page.wait_for_url("**/jobs/*")
        assert "Skip to content" == on_the_way[0]
        assert [one for one in on_the_way if one in {"Desk", "Jobs", "CV", "Choose a file"}] == [
            "Desk",
            "Jobs",
            "CV",
            "Choose a file",
        ]
        assert to_jobs[0] == "Skip to content"


async def _tab_until(page: Page, name: str) -> list[str]:
    """Press Tab until something of this name has the focus; the names on the way."""
    names: list[str] = []
    for _ in range(60):
        await page.keyboard.press("Tab")
        names.append(await page.evaluate(_FOCUSED))
        if names[-1] == name:
            return names
    raise AssertionError(f"{name} was not reached: {names}")


async def test_a_dialog_holds_the_focus_closes_on_escape_and_gives_the_focus_back(
    product: Product, by_hand: Hand, chromium: Browser
) -> None:
    job = await by_hand.begin()
    async with visitor(chromium, product.web.url) as somebody:
        page = await somebody.new_page()
        await page.goto(f"/jobs/{job}")
        await until_live(page)
        # A job that still waits is cancelled without a question.
        status = page.get_by_role("heading", level=1).locator("[data-status]")
        await expect(status).to_have_attribute("data-status", "running")
        button = page.get_by_role("main").get_by_role("button", name="Cancel", exact=True)
        await button.focus()
        await page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog")
        await expect(dialog).to_be_visible()

        for _ in range(8):
            await page.keyboard.press("Tab")
            assert await dialog.evaluate("(dialog) => dialog.contains(document.activeElement)")
        await page.keyboard.press("Escape")

        await expect(dialog).to_have_count(0)
        await expect(button).to_be_focused()
    by_hand.end(job)


async def test_the_menu_of_a_phone_is_a_dialog_that_leads_on(
    product: Product, paths: dict[str, str], chromium: Browser
) -> None:
    async with visitor(chromium, product.web.url, phone=True) as somebody:
        page = await somebody.new_page()
        await page.goto(paths["desk"])
        await until_settled(page, "desk")
        await page.get_by_role("button", name="Open menu").click()
        await page.get_by_role("dialog").get_by_role("link", name="Jobs").click()

        await page.wait_for_url("**/jobs")
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await expect(page.get_by_role("heading", level=1)).to_have_text("Jobs")


async def test_the_progress_of_a_job_is_announced(product: Product, by_hand: Hand, chromium: Browser) -> None:
    job = await by_hand.begin()
    async with visitor(chromium, product.web.url) as somebody:
        page = await somebody.new_page()
        await page.goto(f"/jobs/{job}")
        await until_live(page)
        by_hand.say(job, 30, "reading page three")

        announced = page.locator("[aria-live=polite]", has_text="reading page three")
        await expect(announced).to_be_visible()
        bar = page.get_by_role("main").get_by_role("progressbar", name="Progress of test.by_hand").first
        await expect(bar).to_have_attribute("aria-valuenow", "30")
    by_hand.end(job)
