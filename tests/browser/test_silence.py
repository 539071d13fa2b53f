"""A stream on which nothing happens for longer than proxies wait."""

from __future__ import annotations

import asyncio

import httpx
from playwright.async_api import Browser, Response, expect

from tests.browser.conftest import Product
from tests.browser.hand import Hand
from tests.browser.support import remember_states, states, streams_ended, streams_open, until_live, visitor
from tests.support.waiting import eventually

_SILENT_S = 35
#: A client that hears nothing for its first 5 s, as on a busy machine, takes another way and remembers that.
_IS_STREAMING = """() => {
  const way = sessionStorage.getItem('longhaul');
  sessionStorage.clear();
  return way === null;
}"""


async def test_a_stream_through_the_web_stays_open_through_35_seconds_of_silence(
    product: Product, api: httpx.AsyncClient, by_hand: Hand, chromium: Browser
) -> None:
    async with visitor(chromium, product.web.url) as somebody:
        await remember_states(somebody)
        job = await by_hand.begin()
        page = await somebody.new_page()
        streams: list[Response] = []
        page.on("response", lambda answer: streams.append(answer) if "/events/stream" in answer.url else None)

        async def is_streaming() -> bool:
            streams.clear()
            await page.goto(f"/jobs/{job}?tab=events")
            await until_live(page)
            return bool(await page.evaluate(_IS_STREAMING))

        await eventually(is_streaming, timeout_s=180, description="a page that is live by server-sent events")
        await eventually(lambda: _is_alone(api))
        before = await streams_ended(api)
        clock = asyncio.get_running_loop().time
        until = clock() + _SILENT_S

        await eventually(lambda: clock() >= until, timeout_s=_SILENT_S + 60)
        by_hand.say(job, 50, "after the silence")

        await expect(page.get_by_text("after the silence").first).to_be_visible()
        assert 1 == await streams_open(api)
        assert before == await streams_ended(api)
        assert "live" == (await states(page))[-1]
        assert 1 == (await states(page)).count("live")
        [stream] = streams
        assert "gzip" in (await stream.request.all_headers())["accept-encoding"]
        assert stream.headers["content-type"].startswith("text/event-stream")


async def _is_alone(api: httpx.AsyncClient) -> bool:
    return await streams_open(api) == 1
