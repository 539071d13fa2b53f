"""What people wait for: an event until it is on the page, and a page until it is painted and live."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Browser, Page

from longhaul.model.event import NewEvent
from longhaul.runtime import Core, open_core
from scripts.bench.figures import Browsing, FirstLoad, Latency, latency
from scripts.bench.ground import OWNER, Ground, until
from scripts.bench.tasks import TASKS, WAIT
from scripts.chromium import NOT_THERE, chromium, find_chromium
from scripts.stack import Stack, stack, web_server

_TABS: Final = 8
_PAUSE_S: Final = 0.05
_PATIENCE_MS: Final = 30_000
_FIRST_VERSION: Final = 1000  # above the versions that the job itself has used
_LIVE: Final = '[data-connection="live"]'

#: Notes when each message was first on the page. A message that a later one replaced within the same change of the
#: page counts as shown with it.
_WATCH: Final = """() => {
  window.shown = [];
  const look = () => {
    const text = document.querySelector('main [aria-live=polite]')?.textContent ?? '';
    const number = /^mark (\\d+)$/.exec(text)?.[1];
    if (number === undefined) return;
    const at = performance.timeOrigin + performance.now();
    while (window.shown.length <= Number(number)) window.shown.push(at);
  };
  new MutationObserver(look).observe(document.body, {subtree: true, childList: true, characterData: true});
}"""
_MEASURE_LOAD: Final = """
window.load = {paint: 0, live: 0};
new PerformanceObserver((list) => { window.load.paint = list.getEntries().at(-1).startTime; })
  .observe({type: 'largest-contentful-paint', buffered: true});
new MutationObserver(() => {
  if (!window.load.live && document.querySelector('[data-connection="live"]')) window.load.live = performance.now();
}).observe(document, {subtree: true, childList: true, attributes: true, attributeFilter: ['data-connection']});
"""
_SCRIPTS: Final = """() => performance.getEntriesByType('resource')
  .filter((entry) => new URL(entry.name).pathname.endsWith('.js'))
  .reduce((sum, entry) => sum + entry.transferSize, 0)"""


async def measure_browsing(ground: Ground, note: Callable[[str], None]) -> Browsing | None:
    """Measure in the system's Chromium, through the built web; None, with a note why, where either is missing."""
    if ground.plan.page_events == 0:
        note("the browser was not measured: this was a quick run")
        return None
    path = find_chromium()
    if path is None:
        note(f"the browser was not measured: {NOT_THERE}")
        return None
    if not web_server().exists():
        note("the browser was not measured: the web has not been built (make web)")
        return None
    ground.said("event appended → on the page")
    name = ground.new_database()
    with (
        tempfile.TemporaryDirectory(prefix="longhaul-bench-web-") as directory,
        stack(Path(directory), database=name, mongodb_uri=ground.uri, drop=True) as running,
    ):
        return await _measure(ground, running, path)


async def _measure(ground: Ground, running: Stack, path: str) -> Browsing:
    done = Browsing()
    name = running.database
    web = await asyncio.to_thread(lambda: running.web(running.api()))
    async with chromium(path) as browser, open_core(ground.settings(name), TASKS) as core, ground.worker(name):
        job_id = (await core.client.enqueue(WAIT, {}, owner=OWNER)).job.id
        await until(lambda: _is_running(core, job_id))
        pages = {"desk": "/", "jobs": "/jobs", "job": f"/jobs/{job_id}"}
        for page, at in pages.items():
            ground.said(f"first load of the page {page}")
            done.first_load[page] = await _first_load(browser, f"{web.url}{at}", ground.plan.page_loads)
        for tabs in (1, _TABS):
            ground.said(f"event appended → on the page, {tabs} tabs")
            how = "1 tab" if tabs == 1 else f"{tabs} tabs"
            url = f"{web.url}{pages['job']}"
            done.visible[how] = await _visible(browser, core, job_id, url, tabs, ground.plan.page_events)
    return done


async def _is_running(core: Core, job_id: str) -> bool:
    return (await core.requests.get(OWNER, job_id)).status == "running"


async def _first_load(browser: Browser, url: str, times: int) -> FirstLoad:
    found: list[tuple[float, float, float]] = []
    for _ in range(times):
        context = await browser.new_context()
        await context.add_init_script(_MEASURE_LOAD)
        page = await context.new_page()
        await page.goto(url, wait_until="load")
        await page.wait_for_selector(_LIVE, timeout=_PATIENCE_MS)
        load = await page.evaluate("window.load")
        found.append((await page.evaluate(_SCRIPTS) / 1000, load["paint"], load["live"]))
        await context.close()
    sizes, paints, lives = zip(*found, strict=True)
    return FirstLoad(_median(sizes), _median(paints), _median(lives))


def _median(values: Sequence[float]) -> float:
    return round(statistics.median(values), 1)


async def _visible(browser: Browser, core: Core, job_id: str, url: str, tabs: int, count: int) -> Latency:
    """From the time of an event in the log until its message is on the page; in every tab."""
    context = await browser.new_context()
    pages = [await context.new_page() for _ in range(tabs)]
    for page in pages:
        await page.goto(url)
        await page.wait_for_selector(_LIVE, timeout=_PATIENCE_MS)
        await page.evaluate(_WATCH)
    before = await _last_version(core, job_id)
    for number in range(count):
        content: dict[str, Any] = {"percent": 50, "message": f"mark {number}"}
        await core.log.append([NewEvent("job.progress", OWNER, job_id, before + 1 + number, content)])
        await asyncio.sleep(_PAUSE_S)
    cursor = core.collections.events.find({"job": job_id, "v": {"$gt": before}}).sort("_id", 1)
    appended = [event["at"].timestamp() for event in await cursor.to_list(None)]
    taken: list[float] = []
    for page in pages:
        shown = await _all_shown(page, count)
        taken += [there / 1000 - at for there, at in zip(shown, appended, strict=True)]
    await context.close()
    return latency(taken)


async def _last_version(core: Core, job_id: str) -> int:
    newest = await core.collections.events.find({"job": job_id}).sort("v", -1).limit(1).to_list(None)
    return max([_FIRST_VERSION, *(event["v"] for event in newest)])


async def _all_shown(page: Page, count: int) -> list[float]:
    await page.wait_for_function("(count) => window.shown.length >= count", arg=count, timeout=_PATIENCE_MS)
    return await page.evaluate("window.shown")
