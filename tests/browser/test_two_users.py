"""Two people who sign in at the same site, and what each gets to see of the other."""

from __future__ import annotations

from playwright.async_api import Browser, Page, expect

from tests.browser.people import Site, sign_up
from tests.browser.support import streams_open, until_live, visitor
from tests.support.waiting import eventually

_FEED = {"type": "feed.ingest", "args": {"url": "https://feeds.example.org/jobs.xml"}}

_ASK = """async (body) => {
  const headers = {'Content-Type': 'application/json'};
  const answer = await fetch('/api/background-jobs', {method: 'POST', headers, body: JSON.stringify(body)});
  return (await answer.json()).job_id;
}"""
#: Reads the raw stream from its beginning, beside what the page itself does with it.
_LISTEN = """() => {
  window.heard = '';
  void fetch('/api/events/stream?after=0.0').then(async ({body}) => {
    const decoder = new TextDecoder();
    for await (const piece of body) window.heard += decoder.decode(piece, {stream: true});
  });
}"""


async def test_two_users_see_nothing_of_each_other_and_signing_out_ends_one_of_them_alone(
    site: Site, chromium: Browser
) -> None:
    async with visitor(chromium, site.url) as ada, visitor(chromium, site.url) as bert:
        of_ada, of_bert = await sign_up(ada, "Ada"), await sign_up(bert, "Bert")
        job_of_ada, job_of_bert = [str(await page.evaluate(_ASK, _FEED)) for page in (of_ada, of_bert)]
        await _sees_only(of_ada, job_of_ada, job_of_bert)
        await _sees_only(of_bert, job_of_bert, job_of_ada)

        second = await ada.new_page()
        await second.goto(f"/jobs/{job_of_ada}")
        await until_live(second)
        await of_ada.goto("/jobs")
        await until_live(of_ada)
        await of_bert.goto("/jobs")
        await until_live(of_bert)
        await eventually(lambda: _are_open(site, 2))
        await of_ada.get_by_role("button", name="Account of Ada").click()
        await of_ada.get_by_role("menuitem", name="Sign out").click()

        for tab in (of_ada, second):
            await tab.wait_for_url("**/sign-in**")
            await expect(tab.get_by_role("heading", name="Sign in")).to_be_visible()
            assert 401 == await tab.evaluate("async () => (await fetch('/api/background-jobs')).status")
        await eventually(lambda: _are_open(site, 1))
        await second.go_back()
        await second.wait_for_url("**/sign-in**")
        await expect(second.get_by_role("heading", name="Sign in")).to_be_visible()
        assert job_of_ada not in await second.get_by_role("main").inner_text()
        await of_bert.evaluate(
            "async (id) => (await fetch(`/api/background-jobs/${id}/cancel`, {method: 'POST'})).status", job_of_bert
        )
        await expect(of_bert.locator(f'[data-job="{job_of_bert}"]')).to_contain_text("Cancelled")


async def _sees_only(page: Page, own: str, other: str) -> None:
    """In lists, by id, and on the raw stream from its beginning."""
    await page.evaluate(_LISTEN)
    await eventually(lambda: _has_heard(page, own))
    await page.wait_for_function("() => window.heard.includes('event: tick')")
    assert other not in await page.evaluate("window.heard")
    for path in ("/", "/jobs"):
        await page.goto(path)
        await until_live(page)
        await expect(page.locator(f'[data-job="{own}"]')).to_be_visible()
        assert 0 == await page.locator(f'[data-job="{other}"]').count()
        assert other not in await page.content()
    await page.goto(f"/jobs/{other}")
    await expect(page.get_by_role("heading", name="No such job")).to_be_visible()
    assert 404 == await page.evaluate("async (id) => (await fetch(`/api/background-jobs/${id}`)).status", other)


async def _are_open(site: Site, count: int) -> bool:
    return await streams_open(site.operator) == count


async def _has_heard(page: Page, job: str) -> bool:
    return job in str(await page.evaluate("window.heard"))
