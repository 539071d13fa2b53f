"""What is there before a page's scripts have run, and that they change nothing of it when they do."""

from __future__ import annotations

import signal
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, Page, expect

from tests.browser.conftest import Product
from tests.browser.support import DESK, open_painted, until_live, visitor
from tests.browser.test_accessibility import until_settled

_SHIFTS = """
window.layoutShift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.layoutShift += entry.value;
}).observe({type: 'layout-shift', buffered: true});
"""
_MOST_SHIFT = 0.05
#: Remembers the first row of the jobs page as it came from the server and each change of it from then on. While the
#: page is on its way a row is whole once something stands behind it: the parser stops wherever a piece of it ends.
_ROWS = """
window.firstRows = [];
const look = () => {
  const row = document.querySelector('tbody tr[data-job]');
  if (document.readyState === 'loading' && !row?.nextSibling) return;
  const text = row && `${row.dataset.job} ${row.querySelector('a')?.textContent} ${row.cells[1]?.innerText}`;
  if (text && text !== window.firstRows.at(-1)) window.firstRows.push(text);
};
new MutationObserver(look).observe(document, {subtree: true, childList: true, characterData: true});
document.addEventListener('readystatechange', look);
"""


@asynccontextmanager
async def watched(chromium: Browser, product: Product, script: str) -> AsyncGenerator[Page]:
    """A page of a visitor in which `script` looks on from the first moment."""
    async with visitor(chromium, product.web.url) as somebody:
        await somebody.add_init_script(script)
        yield await somebody.new_page()


async def test_without_scripts_the_jobs_page_and_the_desk_show_what_there_is(
    product: Product, paths: dict[str, str], chromium: Browser
) -> None:
    context = await chromium.new_context(
        base_url=product.web.url,
        java_script_enabled=False,
        viewport=DESK,  # pyright: ignore[reportArgumentType] - a TypedDict of the same two keys
    )
    page = await context.new_page()
    try:
        await open_painted(page, paths["jobs"])
        row = page.locator(f'[data-job="{paths["job"].rsplit("/", 1)[1]}"]')
        await expect(row).to_contain_text("resume.parse")
        await expect(row).to_contain_text("Succeeded")
        await open_painted(page, paths["desk"])
        await expect(page.get_by_role("main").get_by_role("link", name="Ines Marchetti").first).to_be_visible()
        for name in ("job", "job-of-another"):
            await open_painted(page, paths[name])
            await expect(page.get_by_role("heading", level=1)).to_contain_text("resume.parse")
        await expect(page.get_by_text("owner Grace & Co, seen as operator")).to_be_visible()
    finally:
        await context.close()


async def test_the_first_row_is_the_same_before_and_after_the_scripts_take_over(
    product: Product, paths: dict[str, str], chromium: Browser
) -> None:
    async with watched(chromium, product, _ROWS) as page:
        await open_painted(page, paths["jobs"])
        await until_live(page)

        assert 1 == len(await page.evaluate("window.firstRows")), await page.evaluate("window.firstRows")


async def test_nothing_on_a_page_jumps_while_it_loads(
    product: Product, paths: dict[str, str], chromium: Browser
) -> None:
    jumped: dict[str, float] = {}
    async with watched(chromium, product, _SHIFTS) as page:
        for name, path in paths.items():
            await open_painted(page, path)
            await until_settled(page, name)
            shift = float(await page.evaluate("window.layoutShift"))
            if shift >= _MOST_SHIFT:
                jumped[name] = round(shift, 3)

    assert jumped == {}


async def test_nothing_jumps_either_where_the_page_comes_before_its_data(
    product: Product, paths: dict[str, str], chromium: Browser
) -> None:
    async with watched(chromium, product, _SHIFTS) as page:
        product.api.send(signal.SIGSTOP)
        try:
            await page.goto(paths["settings"])
            await expect(page.get_by_role("region", name="You").locator(".animate-pulse")).to_be_visible()
        finally:
            product.api.send(signal.SIGCONT)
        await until_settled(page, "settings")

        assert float(await page.evaluate("window.layoutShift")) < _MOST_SHIFT
