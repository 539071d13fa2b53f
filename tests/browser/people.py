"""A site with sign-in and the people who use it."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

import httpx
from playwright.async_api import BrowserContext, Page, expect
from scripts.local import local_client
from scripts.stack import Stack, stack

from longhaul.testing.ports import HeldPort
from tests.browser.support import ROOT, chromium_path

OPERATOR: Final = "olga@example.org"
_PASSWORD: Final = "correct horse battery"


@dataclass
class Site:
    """A site with sign-in, and without worker."""

    stack: Stack
    url: str
    #: A client of the API with the role `operator`, for the metrics.
    operator: httpx.AsyncClient


@asynccontextmanager
async def a_site(mongodb_uri: str, directory: Path) -> AsyncGenerator[Site]:
    """API and web with sign-in on databases of their own, for the length of a block; OPERATOR is one there."""
    chromium_path()
    name, secret = f"people_{uuid4().hex[:12]}", uuid4().hex
    with (
        HeldPort() as held,
        stack(directory, database=name, mongodb_uri=mongodb_uri, drop=True) as running,
        stack(directory / "accounts", database=f"{name}_auth", mongodb_uri=mongodb_uri, drop=True),
    ):
        url = f"http://127.0.0.1:{held.number}"
        api = running.api(
            AUTH="jwt,api-key", AUTH_JWKS_URL=f"{url}/auth/jwks", AUTH_ISSUER=url, AUTH_AUDIENCE="longhaul"
        )
        running.web(
            api,
            port=held.number,
            WEB_AUTH="better-auth",
            WEB_ORIGIN=url,
            WEB_AUTH_DATABASE=f"{name}_auth",
            BETTER_AUTH_SECRET=secret,
            WEB_SIGN_UP="open",
            WEB_OPERATORS=OPERATOR,
        )
        await asyncio.to_thread(_make_account, OPERATOR, running.mongodb_uri, f"{name}_auth", secret)
        headers = {"Authorization": f"Bearer {_operator_key(running)}"}
        async with local_client(api.url, headers=headers) as operator:
            yield Site(running, url, operator)


def _make_account(address: str, mongodb_uri: str, database: str, secret: str) -> None:
    """An account whose address is confirmed, made from the command line as whoever runs the site does."""
    node = shutil.which("node")
    assert node is not None, "the web needs it as well"
    subprocess.run(
        [node, ROOT / "apps/web/scripts/user.mjs", "create", address],
        env={**os.environ, "MONGODB_URI": mongodb_uri, "WEB_AUTH_DATABASE": database, "BETTER_AUTH_SECRET": secret},
        input=f"{_PASSWORD}\n",
        capture_output=True,
        check=True,
        text=True,
    )


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


async def sign_up(context: BrowserContext, name: str) -> Page:
    """Make an account through the page; the desk of it."""
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


async def sign_in(context: BrowserContext, address: str) -> Page:
    """Sign in with an account that is there; the desk of it."""
    page = await context.new_page()
    await page.goto("/sign-in")
    await page.get_by_label("E-mail").fill(address)
    await page.get_by_label("Password").fill(_PASSWORD)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("heading", name="Desk", level=1)).to_be_visible()
    return page


async def owner_of(page: Page) -> str:
    """Who the API takes the user of this page for."""
    return await page.evaluate("async () => (await (await fetch('/api/me')).json()).owner")
