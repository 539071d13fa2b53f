"""Two people who sign in at the same site, and what each gets to see of the other."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect
from scripts.stack import Stack, stack

from longhaul.testing.mongod import Mongod, free_port
from tests.browser.support import chromium_path, streams_open, until_live, visitor
from tests.support.waiting import eventually

pytestmark = pytest.mark.timeout(180)
_MAKE_KEY = "-m longhaul_api.keys create --owner monitoring --name metrics --role operator"
_PASSWORD = "correct horse battery"
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


@dataclass
class Site:
    """A site with sign-in."""

    url: str
    #: A client of the API with the role `operator`, for the metrics.
    operator: httpx.AsyncClient


@pytest.fixture
async def site(replica_set: Mongod, tmp_path: Path) -> AsyncGenerator[Site]:
    """API and web with sign-in, on databases of their own; no worker."""
    chromium_path()
    name, port = f"people_{uuid4().hex[:12]}", free_port()
    url = f"http://127.0.0.1:{port}"
    with (
        stack(tmp_path, database=name, mongodb_uri=replica_set.uri, drop=True) as running,
        stack(tmp_path / "accounts", database=f"{name}_auth", mongodb_uri=replica_set.uri, drop=True),
    ):
        api = running.api(
            AUTH="jwt,api-key", AUTH_JWKS_URL=f"{url}/auth/jwks", AUTH_ISSUER=url, AUTH_AUDIENCE="longhaul"
        )
        running.web(
            api,
            port=port,
            WEB_AUTH="better-auth",
            WEB_ORIGIN=url,
            WEB_AUTH_DATABASE=f"{name}_auth",
            BETTER_AUTH_SECRET=uuid4().hex,
            WEB_SIGN_UP="open",
        )
        headers = {"Authorization": f"Bearer {_operator_key(running)}"}
        async with httpx.AsyncClient(base_url=api.url, headers=headers) as operator:
            yield Site(url, operator)


def _operator_key(running: Stack) -> str:
    """A key that opens the metrics, made from the command line as whoever runs the site does."""
    made = subprocess.run(
        [
            sys.executable,
            *["-m", "longhaul_api.keys", "create", "--owner", "monitoring", "--name", "metrics", "--role", "operator"],
        ],
        env={**os.environ, "MONGODB_URI": running.mongodb_uri, "MONGODB_DATABASE": running.database},
        capture_output=True,
        check=True,
        text=True,
    )
    found = re.search(r"lh_\S+", made.stdout)
    assert found is not None, made.stdout
    return found.group()


async def test_two_users_see_nothing_of_each_other_and_signing_out_ends_one_of_them_alone(
    site: Site, chromium: Browser
) -> None:
    async with visitor(chromium, site.url) as ada, visitor(chromium, site.url) as bert:
        of_ada, of_bert = await _sign_up(ada, "Ada"), await _sign_up(bert, "Bert")
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


async def _sign_up(context: BrowserContext, name: str) -> Page:
    page = await context.new_page()
    await page.goto("/")
    await page.wait_for_url("**/sign-in**")
    await page.get_by_role("button", name="Make one").click()
    await page.get_by_label("Name").fill(name)
    await page.get_by_label("E-mail").fill(f"{name.lower()}@example.org")
    await page.get_by_label("Password").fill(_PASSWORD)
    await page.get_by_role("button", name="Make account").click()
    await expect(page.get_by_role("heading", name="Desk", level=1)).to_be_visible()
    return page


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
