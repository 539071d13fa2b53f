"""The whole product as people meet it: mongod, API, worker and web, with a small world around them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import Browser, Page
from scripts.chromium import chromium as launched
from scripts.demo.inputs import advert_html, feed_xml
from scripts.demo.inputs.repository import FILES
from scripts.demo.serving import Page as SitePage
from scripts.demo.serving import git_server, make_repository
from scripts.demo.serving import site as serve
from scripts.local import local_client
from scripts.stack import Service, Stack, stack

from longhaul.testing.mongod import Mongod
from tests.browser.gate import Gate, gate
from tests.browser.hand import Hand, hand
from tests.browser.people import Site, a_site
from tests.browser.support import chromium_path, remember_states, until_live, visitor
from tests.browser.telling import tell

_ADVERTS = 120


@dataclass
class Product:
    """The running processes and the addresses of the world around them."""

    stack: Stack
    api: Service
    worker: Service
    web: Service
    feed_url: str
    advert_url: str
    repository_url: str
    #: The paths of the pages once the desk's story has been told here.
    paths: dict[str, str] = field(default_factory=dict[str, str])


@contextmanager
def a_product(mongodb_uri: str, directory: Path) -> Generator[Product]:
    """A product without sign-in on a database of its own, for the length of a block."""
    chromium_path()
    with ExitStack() as cleanup:
        pages = {
            "/feed.xml": SitePage("application/rss+xml; charset=utf-8", feed_xml(_ADVERTS)),
            "/jobs/lf-2041": SitePage("text/html; charset=utf-8", advert_html()),
        }
        site_url = cleanup.enter_context(serve(pages))
        git_url = cleanup.enter_context(git_server(directory / "git"))
        make_repository(directory / "git" / "quayside", FILES)
        database = f"browser_{uuid4().hex[:12]}"
        running = cleanup.enter_context(stack(directory, database=database, mongodb_uri=mongodb_uri, drop=True))
        running.environment["ALLOW_PRIVATE_FETCH"] = "1"
        api = running.api()
        worker = running.worker()
        web = running.web(api)
        yield Product(
            running,
            api,
            worker,
            web,
            feed_url=f"{site_url}/feed.xml",
            advert_url=f"{site_url}/jobs/lf-2041",
            repository_url=f"{git_url}/quayside",
        )


@pytest.fixture(scope="session")
def product(replica_set: Mongod, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product that the tests of this folder share."""
    with a_product(replica_set.uri, tmp_path_factory.mktemp("product")) as running:
        yield running


@pytest.fixture
def own_product(replica_set: Mongod, tmp_path: Path) -> Iterator[Product]:
    """A product on which nothing has been done yet."""
    with a_product(replica_set.uri, tmp_path) as running:
        yield running


@pytest.fixture
async def chromium() -> AsyncGenerator[Browser]:
    """A browser of this test alone."""
    async with launched(chromium_path()) as running:
        yield running


@pytest.fixture
async def api(product: Product) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the API itself, for what a test prepares and compares."""
    async with local_client(product.api.url, timeout=60) as client:
        yield client


@pytest.fixture
async def by_hand(product: Product) -> AsyncGenerator[Hand]:
    """Jobs of the shared product that the test leads."""
    async with hand(product.stack.mongodb_uri, product.stack.database) as running:
        yield running


@pytest.fixture
async def paths(product: Product, api: httpx.AsyncClient) -> dict[str, str]:
    """The path of every page, by its name; each has something to show."""
    if not product.paths:
        product.paths |= await tell(
            api, feed_url=product.feed_url, advert_url=product.advert_url, repository_url=product.repository_url
        )
    return product.paths


@pytest.fixture
async def site(replica_set: Mongod, tmp_path: Path) -> AsyncGenerator[Site]:
    """A site with sign-in, and without worker, of this test alone."""
    async with a_site(replica_set.uri, tmp_path) as running:
        yield running


@dataclass
class Rough:
    """An API and a web of one test alone, a gate between them, to be broken."""

    stack: Stack
    api: Service
    gate: Gate
    web: Service

    async def restart_api(self) -> None:
        """Start the API again where it was, after it has ended."""
        self.api = await asyncio.to_thread(self.stack.api, "api-again", port=self.api.port)


@pytest.fixture
async def rough(replica_set: Mongod, tmp_path: Path) -> AsyncGenerator[Rough]:
    """A product without worker on a database of its own."""
    chromium_path()
    database = f"rough_{uuid4().hex[:12]}"
    with stack(tmp_path, database=database, mongodb_uri=replica_set.uri, drop=True) as running:
        api = running.api()
        async with gate(api.port) as door:
            # In a thread: while the web gets ready it asks the API through the gate, which lives in this loop.
            web = await asyncio.to_thread(running.web, api, API_ORIGIN=door.url)
            yield Rough(running, api, door, web)


class Watching(NamedTuple):
    """A page that watches the events of a running job, who leads the job, and a client of the API."""

    by_hand: Hand
    api: httpx.AsyncClient
    job: str
    page: Page


@pytest.fixture
async def watching(rough: Rough, chromium: Browser) -> AsyncGenerator[Watching]:
    """A page on `rough` that is live and remembers what its connection indicator has shown."""
    async with (
        hand(rough.stack.mongodb_uri, rough.stack.database) as by_hand,
        local_client(rough.api.url) as api,
        visitor(chromium, rough.web.url) as somebody,
    ):
        await remember_states(somebody)
        job = await by_hand.begin()
        page = await somebody.new_page()
        await page.goto(f"/jobs/{job}?tab=events")
        await until_live(page)
        yield Watching(by_hand, api, job, page)
