"""What browser tests share: Chromium, a page that remembers what its console said, waiting for facts on a page."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, expect
from scripts.chromium import NOT_THERE, find_chromium

from tests.support.waiting import eventually

ROOT: Final = Path(__file__).parents[2]
PICTURES: Final = ROOT / "docs/pictures"
AXE: Final = ROOT / "node_modules/axe-core/axe.min.js"
DESK: Final = {"width": 1280, "height": 860}
PHONE: Final = {"width": 390, "height": 844}

_PATIENCE_MS: Final = 60_000
#: How long the client may wait before it tries again, after it has failed for a while.
_LONGEST_PAUSE_MS: Final = 30_000
#: How long the web waits for the API before it answers with a page that reads its data itself (`lib/api/server.ts`).
_FIRST_PAINT_MS: Final = 2_500
#: What Chromium itself writes when a stream is cut or a server is away; the page can not keep it from doing so.
_OF_THE_NETWORK: Final = ("net::ERR_", "Failed to load resource", "EventSource's response has a MIME type")

#: Chromium writes nothing to the console where a page only tries out what its policy forbids; other browsers do.
_TELL_WHAT_IS_REFUSED: Final = """
addEventListener('securitypolicyviolation', ({effectiveDirective, blockedURI, sourceFile}) =>
  console.error(`refused by the content security policy: ${effectiveDirective} ${blockedURI} (${sourceFile})`), true);
"""


def chromium_path() -> str:
    """Where the system's Chromium is. Skips the test where there is none, except in CI, where it fails."""
    found = find_chromium()
    if found is None:
        if os.environ.get("CI"):
            pytest.fail(NOT_THERE)
        pytest.skip(NOT_THERE)
    return found


@dataclass
class Watched:
    """What the pages of a context said that they should not have said."""

    errors: list[str] = field(default_factory=list[str])

    def watch(self, page: Page) -> None:
        """Listen to `page`."""
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.errors.append(f"uncaught: {error}"))

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not any(part in message.text for part in _OF_THE_NETWORK):
            self.errors.append(f"{message.type}: {message.text}")


@asynccontextmanager
async def visitor(
    running: Browser, base_url: str, *, dark: bool = False, phone: bool = False
) -> AsyncGenerator[BrowserContext]:
    """Somebody with cookies and tabs of their own; fails at the end where a page wrote errors to its console."""
    watched = Watched()
    context = await running.new_context(
        base_url=base_url,
        viewport=PHONE if phone else DESK,  # pyright: ignore[reportArgumentType] - a TypedDict of the same two keys
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
        locale="en-GB",
        timezone_id="UTC",
    )
    context.set_default_timeout(_PATIENCE_MS)
    expect.set_options(timeout=_PATIENCE_MS)
    context.on("page", watched.watch)
    await context.add_init_script(_TELL_WHAT_IS_REFUSED)
    try:
        yield context
    finally:
        await context.close()
    assert watched.errors == []


async def until_live(page: Page) -> None:
    """Wait until the page says that every change arrives as it happens."""
    await page.wait_for_selector('[data-connection="live"]', timeout=_LONGEST_PAUSE_MS + _PATIENCE_MS)


async def open_painted(page: Page, path: str) -> None:
    """Open `path` with what the server painted: anew where it may have given up waiting for the API, and said less."""

    async def is_painted() -> bool:
        answer = await page.goto(path)
        assert answer is not None
        await answer.finished()
        timing = answer.request.timing
        return timing["responseEnd"] - timing["requestStart"] < _FIRST_PAINT_MS

    await eventually(is_painted, description=f"{path} answered within {_FIRST_PAINT_MS} ms")


#: Remembers each state that the connection indicator has shown, so that no short one is missed.
_REMEMBER_STATES: Final = """
window.connectionStates = [];
new MutationObserver(() => {
  const state = document.querySelector('[data-connection]')?.dataset.connection;
  if (state && state !== window.connectionStates.at(-1)) window.connectionStates.push(state);
}).observe(document, {subtree: true, childList: true, attributes: true, attributeFilter: ['data-connection']});
"""


async def remember_states(context: BrowserContext) -> None:
    """From the next load on, pages of `context` remember what their connection indicator has shown."""
    await context.add_init_script(_REMEMBER_STATES)


async def states(page: Page) -> list[str]:
    """What the connection indicator has shown since the page was loaded, in order."""
    return await page.evaluate("window.connectionStates")


async def until_shown(page: Page, state: str, *, timeout_s: float = 60) -> None:
    """Wait until the connection indicator shows, or has shown, this state."""
    await page.wait_for_function(
        "(state) => window.connectionStates.includes(state)", arg=state, timeout=timeout_s * 1e3
    )


_READ_EVENTS: Final = r"""() => {
  const items = [...document.querySelectorAll('[role=tabpanel] ol > li')];
  for (const item of items) item.querySelector('button[aria-expanded=false]')?.click();
  return items.map((item) => (/(job\.[a-z_]+) · seq (\d+)/.exec(item.innerText) ?? []).slice(1).reverse().join(' '));
}"""


async def listed_events(page: Page) -> list[str]:
    """What the job page lists as the job's history: `seq type` of each event, in the page's order."""
    return await page.evaluate(_READ_EVENTS)


async def history(api: httpx.AsyncClient, job_id: str) -> list[str]:
    """The same from the API."""
    answer = await api.get(f"/background-jobs/{job_id}/events", params={"limit": 1000})
    return [f"{event['seq']} {event['type']}" for event in answer.raise_for_status().json()["events"]]


async def until_whole(page: Page, api: httpx.AsyncClient, job_id: str, *, timeout_s: float = 60) -> list[str]:
    """Wait until the job page lists just what the API does, each once and in order; and give it."""
    listed: list[str] = []
    wanted: list[str] = []

    async def is_whole() -> bool:
        nonlocal listed, wanted
        listed, wanted = await listed_events(page), await history(api, job_id)
        return bool(wanted) and listed == wanted

    try:
        await eventually(is_whole, timeout_s=timeout_s)
    except AssertionError:
        assert wanted == listed
    return listed


async def streams_open(api: httpx.AsyncClient) -> int:
    """How many event streams the API holds open, over whatever transport: who hears nothing for 5 s takes another."""
    return int(sum((await _metrics(api, "longhaul_streams_open")).values()))


async def streams_ended(api: httpx.AsyncClient) -> int:
    """How many event streams of the API have come to an end."""
    counted = await _metrics(api, "longhaul_http_requests_total")
    return int(sum(count for labels, count in counted.items() if 'route="/events/stream"' in labels))


async def _metrics(api: httpx.AsyncClient, name: str) -> dict[str, float]:
    """The values of a metric, by its labels."""
    text = (await api.get("/metrics")).raise_for_status().text
    found = [line.rsplit(" ", 1) for line in text.splitlines() if line.startswith(f"{name}{{")]
    return {labels: float(value) for labels, value in found}


async def axe_violations(page: Page, *, only: str | None = None) -> list[str]:
    """What axe finds wrong with the page for people who use it by other means, or by the rule `only`; one line each."""
    if not await page.evaluate("'axe' in window"):
        await page.add_script_tag(path=AXE)
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if only is not None:
        options["runOnly"] = [only]
    found = await page.evaluate(
        """async (options) => (await axe.run(document, options)).violations.flatMap(
             (v) => v.nodes.map((n) => `${v.id}: ${n.target.join(' ')} - ${n.failureSummary}`))""",
        options,
    )
    return [str(one) for one in found]
