"""The database is put back to what it was some time ago: the places that pages hold are then of another history."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
from playwright.async_api import Browser, Page, expect
from pymongo import MongoClient
from scripts.local import local_client

from tests.browser.conftest import Rough
from tests.browser.support import remember_states, until_live, visitor
from tests.support.waiting import eventually


async def test_after_a_restore_of_the_database_pages_show_the_restored_truth_without_a_reload(
    rough: Rough, chromium: Browser
) -> None:
    async with local_client(rough.api.url) as api, visitor(chromium, rough.web.url) as somebody:
        await remember_states(somebody)
        kept = await _ask(api)
        backup = await asyncio.to_thread(_dump, rough)
        page = await somebody.new_page()
        await page.goto("/jobs")
        job_page = await somebody.new_page()
        await job_page.goto(f"/jobs/{kept}")
        await until_live(page)
        await until_live(job_page)
        lost = [await _ask(api) for _ in range(5)]
        await api.post(f"/background-jobs/{kept}/cancel")
        await expect(_row(page, kept)).to_contain_text("Cancelled")
        await expect(_row(page, lost[-1])).to_be_visible()
        await expect(job_page.get_by_role("heading", level=1)).to_contain_text("Cancelled")

        await asyncio.to_thread(rough.api.stop)
        await asyncio.to_thread(_restore, rough, backup)
        await rough.restart_api()

        await until_live(page)
        await until_live(job_page)
        await expect(job_page.get_by_role("heading", level=1)).to_contain_text("Queued")
        await expect(_row(page, kept)).to_contain_text("Queued")
        await eventually(lambda: _is_marked_or_gone(page, lost))
        await api.post(f"/background-jobs/{kept}/cancel")
        await expect(_row(page, kept)).to_contain_text("Cancelled")
        await expect(job_page.get_by_role("heading", level=1)).to_contain_text("Cancelled")


def _row(page: Page, job_id: str) -> Any:
    return page.locator(f'[data-job="{job_id}"]')


async def _ask(api: httpx.AsyncClient) -> str:
    body = {"type": "feed.ingest", "args": {"url": "https://feeds.example.org/jobs.xml"}}
    return str((await api.post("/background-jobs", json=body)).raise_for_status().json()["job_id"])


async def _is_marked_or_gone(page: Page, job_ids: list[str]) -> bool:
    """A row is taken away, or kept for its reader but marked as no longer of the list."""
    rows = page.locator(", ".join(f'[data-job="{job_id}"]' for job_id in job_ids))
    marks: list[str] = await rows.evaluate_all("(rows) => rows.map((row) => row.className)")
    return all("left" in mark for mark in marks)


def _dump(rough: Rough) -> dict[str, list[dict[str, Any]]]:
    """All collections as of one moment, as a backup takes them: the relay may be on its way from one to another."""
    with MongoClient[dict[str, Any]](rough.stack.mongodb_uri) as client, client.start_session(snapshot=True) as moment:
        database = client[rough.stack.database]
        return {name: list(database[name].find(session=moment)) for name in database.list_collection_names()}


def _restore(rough: Rough, backup: dict[str, list[dict[str, Any]]]) -> None:
    with MongoClient[dict[str, Any]](rough.stack.mongodb_uri) as client:
        database = client[rough.stack.database]
        for name in database.list_collection_names():
            database[name].delete_many({})
            if backup.get(name):
                database[name].insert_many(backup[name])
