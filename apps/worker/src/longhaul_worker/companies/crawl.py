"""Visits a company's site: the home page, then the pages that tell most, as far as `robots.txt` allows."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from career.model import Note
from longhaul.engine.channel import ChildError
from longhaul.engine.context import Context
from longhaul.model.control import ErrorKind, Retry
from longhaul_worker.companies.decoding import as_text
from longhaul_worker.companies.domains import is_social, site_of
from longhaul_worker.companies.page import MEMORY_MB, SECONDS, Link, Page, read_page
from longhaul_worker.companies.robots import ALLOW_ALL, DENY_ALL, MAX_BYTES, Robots, read_robots
from longhaul_worker.companies.site import MAX_SITEMAP_BYTES, chosen, guesses, sitemap_links
from longhaul_worker.companies.visits import Visit
from longhaul_worker.fetch.errors import FetchError
from longhaul_worker.fetch.fetcher import PAGE_TYPES, XML_TYPES, Fetcher

Say = Callable[[int, int], Awaitable[None]]

_TEXT_TYPES: Final = frozenset({"text/plain", "text/html", "application/octet-stream"})
_RESERVE_S: Final = 25.0
"""So much time is left for the report: no page is begun later, and none may take longer."""
_ENOUGH_LINKS: Final = 3
_HOME_LINKS: Final = 150
_INNER_LINKS: Final = 60


class Crawl:
    """One visit to one site; `notes` say what could not be read and why."""

    def __init__(self, fetcher: Fetcher, start: str, max_pages: int) -> None:
        self._fetcher = fetcher
        self._start = start
        self._max_pages = max_pages
        self._robots = ALLOW_ALL
        self.notes: list[Note] = []

    async def run(self, ctx: Context, say: Say) -> list[Visit]:
        """At most `max_pages` pages of the site, the home page first. Never raises for what a site does."""
        await say(0, self._max_pages)
        rules = await ctx.step("robots", self._read_robots, inputs=self._start)
        self._robots = Robots(rules=[(bool(one[0]), str(one[1])) for one in rules["rules"]], sitemaps=rules["sitemaps"])
        home = await self._visit(ctx, self._start)
        if home is None:
            message = "The company's site could not be read; the report rests on the adverts alone."
            self.notes.append(Note(code="SITE_UNREACHABLE", message=message, field="url"))
            return []
        visits = [home]
        links = [*home.page.links]
        if self._max_pages > 1 and len(chosen(home.page.url, links, _ENOUGH_LINKS)) < _ENOUGH_LINKS:
            listed = await ctx.step("sitemap", self._read_sitemap, inputs=home.page.url)
            links += [Link.model_validate(link) for link in listed] or guesses(home.page.url)
        targets = chosen(home.page.url, links, self._max_pages - 1)
        total = 1 + len(targets)
        await say(1, total)
        for done, url in enumerate(targets, start=2):
            await ctx.raise_if_cancelled()
            if ctx.deadline < _RESERVE_S:
                self.notes.append(Note(code="SITE_CUT_SHORT", message=f"Time was left for {done - 1} pages only."))
                break
            visit = await self._visit(ctx, url)
            if visit is not None and all(visit.page.url != other.page.url for other in visits):
                visits.append(visit)
            await say(done, total)
        return visits

    async def _visit(self, ctx: Context, url: str) -> Visit | None:
        """The page at `url`, as a step; None where it cannot be read, with a note why."""

        async def read() -> dict[str, Any]:
            try:
                page = await self._read(ctx, url)
            except FetchError as error:
                return {"code": error.code, "message": error.message}
            return {"page": page, "at": datetime.now(UTC).isoformat()}

        outcome = await ctx.step(f"page-{_key(url)}", read, inputs=url)
        if "page" in outcome:
            return Visit.model_validate(outcome)
        self.notes.append(Note(code=outcome["code"], message=f"{outcome['message']} ({url})", field="url"))
        return None

    async def _read(self, ctx: Context, url: str) -> dict[str, Any]:
        if not self._robots.allows(url):
            raise FetchError("ROBOTS", "The site asks programs not to read this page.")
        try:
            async with asyncio.timeout(max(ctx.deadline - _RESERVE_S, 1.0)):
                answer = await self._fetcher.get(url, accept=PAGE_TYPES)
        except TimeoutError as error:
            raise FetchError("TIMEOUT", "The page did not come in time.") from error
        if url != self._start and site_of(answer.url) != site_of(url):
            raise FetchError("OTHER_SITE", "The page leads to another site.")
        html = as_text(answer.body, answer.charset)
        try:
            read = await ctx.in_child(read_page, html, answer.url, memory_mb=MEMORY_MB, seconds=SECONDS)
        except ChildError as error:
            raise FetchError("UNREADABLE", "The page could not be taken apart.") from error
        except Retry as error:
            if error.kind is not ErrorKind.RESOURCE_EXHAUSTED:
                raise
            raise FetchError("UNREADABLE", "The page takes too long or too much to take apart.") from error
        page = Page.model_validate(read)
        page.links = _useful(page.links, answer.url, _HOME_LINKS if url == self._start else _INNER_LINKS)
        return page.model_dump(mode="json")

    async def _read_robots(self) -> dict[str, Any]:
        url = urljoin(self._start, "/robots.txt")
        try:
            answer = await self._fetcher.get(url, max_bytes=MAX_BYTES, accept=_TEXT_TYPES)
            rules = read_robots(as_text(answer.body, answer.charset), self._fetcher.user_agent)
        except FetchError as error:
            # A site in trouble is left alone; one that has no such file, or is not there at all, forbids nothing.
            rules = DENY_ALL if error.code == "SERVER_ERROR" else ALLOW_ALL
        return {"rules": [list(rule) for rule in rules.rules], "sitemaps": rules.sitemaps}

    async def _read_sitemap(self) -> list[dict[str, Any]]:
        """The links of the site's first sitemap, one level of index below it included."""
        site = site_of(self._start)
        where = [url for url in self._robots.sitemaps if site_of(url) == site] or [urljoin(self._start, "/sitemap.xml")]
        found = await self._sitemap(where[0])
        further = [link.url for link in found if urlsplit(link.url).path.endswith(".xml") and site_of(link.url) == site]
        links = [link for link in found if link.url not in further]
        for url in further[:2]:
            links += await self._sitemap(url)
        return [link.model_dump() for link in links if site_of(link.url) == site][:500]

    async def _sitemap(self, url: str) -> list[Link]:
        try:
            answer = await self._fetcher.get(url, max_bytes=MAX_SITEMAP_BYTES, accept=XML_TYPES | {"text/plain"})
        except FetchError:
            return []
        return sitemap_links(as_text(answer.body, answer.charset))


def _key(url: str) -> str:
    """A name for the step of a page."""
    return hashlib.sha256(url.encode()).hexdigest()[:12]


def _useful(links: list[Link], url: str, most: int) -> list[Link]:
    """The links of a page that something is made of: those within the site and those to profiles."""
    site = site_of(url)
    return [link for link in links if site_of(link.url) == site or is_social(link.url)][:most]
