"""`feed.ingest` from the server's answer to the kept adverts: counts, resumption, and what it says on the way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

import pytest

from career.records.feeds import FeedStore
from career.records.postings import PostingStore
from career.tasks.feed import FEED_INGEST, FeedIngestArgs, FeedIngestResult
from longhaul.model.control import Cancel, ErrorKind, Fail, Retry
from longhaul.model.errors import InvalidInput
from longhaul.mongo.driver import Database
from longhaul_worker.fetch.fetcher import Fetcher
from longhaul_worker.handlers.feed_ingest import FeedIngest
from tests.worker.desk import Desk
from tests.worker.feeds.building import board, item, rss
from tests.worker.fetch.serving import Site, bare_tls, serving

Counts = tuple[int, int, int, int, int]


@pytest.fixture
async def site() -> AsyncGenerator[Site]:
    """A site on loopback."""
    async with serving() as running:
        yield running


@pytest.fixture
async def store(database: Database) -> PostingStore:
    """A store on a database of its own."""
    postings = PostingStore(database)
    await postings.ensure_indexes()
    return postings


@pytest.fixture
async def ingest(database: Database, store: PostingStore) -> AsyncGenerator[FeedIngest]:
    """The handler."""
    feeds = FeedStore(database)
    await feeds.ensure_indexes()
    async with Fetcher(allow_private=True, tls=bare_tls()) as fetcher:
        yield FeedIngest(store, feeds, fetcher)


def args(site: Site, **options: int) -> FeedIngestArgs:
    """The arguments for the site's feed."""
    return FEED_INGEST.parse_args({"url": site.url("/feed"), **options})


def counts(result: FeedIngestResult) -> Counts:
    """New, updated, unchanged, duplicate, invalid."""
    return (
        result.jobs_new,
        result.jobs_updated,
        result.jobs_unchanged,
        result.jobs_duplicate,
        result.jobs_invalid,
    )


async def test_350_adverts_are_kept_and_a_second_run_adds_none(
    site: Site, ingest: FeedIngest, store: PostingStore
) -> None:
    site.answer("/feed", body=board(350), content_type="application/rss+xml")

    first = await ingest(Desk().context(), args(site))
    second = await ingest(Desk().context(), args(site))

    assert (350, 0, 0, 0, 0) == counts(first)
    assert (0, 0, 350, 0, 0) == counts(second)
    assert 350 == len(await store.list("ann", limit=1000))


async def test_progress_rises_and_says_what_was_found(site: Site, ingest: FeedIngest) -> None:
    site.answer("/feed", body=board(250), content_type="application/rss+xml")
    desk = Desk()

    await ingest(desk.context(), args(site))

    percents = [percent for percent, _, _ in desk.said]
    assert sorted(percents) == percents
    assert [
        (68, "100 of 250: 100 new, 0 updated", "INGEST"),
        (86, "200 of 250: 200 new, 0 updated", "INGEST"),
        (95, "250 of 250: 250 new, 0 updated", "INGEST"),
    ] == [said for said in desk.said if said[2] == "INGEST"]


async def test_a_feed_that_did_not_change_is_not_read_again(site: Site, ingest: FeedIngest) -> None:
    site.answer("/feed", body=board(3), content_type="text/xml", etag='"v1"')
    await ingest(Desk().context(), args(site))
    site.answer("/feed", 304)

    result = await ingest(Desk().context(), args(site))

    assert (True, '"v1"') == (result.not_modified, result.feed.etag)
    assert '"v1"' == site.requests[-1][1]["if-none-match"]


async def test_after_entries_were_left_out_everything_is_asked_for_again(site: Site, ingest: FeedIngest) -> None:
    site.answer("/feed", body=board(5), content_type="text/xml", etag='"v1"')

    first = await ingest(Desk().context(), args(site, max_items=2))
    second = await ingest(Desk().context(), args(site))

    assert ((2, 0, 0, 0, 0), (3, 0, 2, 0, 0)) == (counts(first), counts(second))
    assert "if-none-match" not in site.requests[-1][1]


async def test_changed_repeated_and_untitled_entries_are_counted_apart(site: Site, ingest: FeedIngest) -> None:
    entries = [item("Acme: Engineer", 1), item("Acme: Analyst", 2), item("Acme: Manager", 3)]
    site.answer("/feed", body=rss(entries), content_type="text/xml")
    await ingest(Desk().context(), args(site))
    entries = [item("Acme: Chief Engineer", 1), *entries[1:], entries[1], item(" ", 4), item("Acme: Clerk", 5)]
    site.answer("/feed", body=rss(entries), content_type="text/xml")

    result = await ingest(Desk().context(), args(site))

    assert (1, 1, 2, 1, 1) == counts(result)


async def test_an_uploaded_feed_is_read(ingest: FeedIngest, store: PostingStore) -> None:
    desk = Desk(files={"upload": board(4)})

    result = await ingest(desk.context(), FEED_INGEST.parse_args({"artifact_id": "upload"}))

    assert (4, 0, 0, 0, 0) == counts(result)
    assert ("Board", "rss", None) == (result.feed.title, result.feed.format, result.feed.url)
    assert 4 == len(await store.list("ann"))


@pytest.mark.parametrize("step", ["fetch", "upsert-0", "upsert-1", "upsert-2"])
async def test_a_killed_worker_costs_no_advert_and_no_count(
    site: Site, ingest: FeedIngest, store: PostingStore, step: str
) -> None:
    site.answer("/feed", body=board(250), content_type="text/xml")
    desk = Desk(die_after_step=step)

    with pytest.raises(ConnectionError):
        await ingest(desk.context(), args(site))
    result = await ingest(desk.context(), args(site))

    assert (250, 0, 0, 0, 0) == counts(result)
    assert 250 == len(await store.list("ann", limit=1000))
    assert (2 if step == "fetch" else 1) == len(site.requests)


async def test_two_workers_on_one_feed_make_no_duplicate(site: Site, ingest: FeedIngest, store: PostingStore) -> None:
    site.answer("/feed", body=board(250), content_type="text/xml")

    first, second = await asyncio.gather(ingest(Desk().context(), args(site)), ingest(Desk().context(), args(site)))

    assert 250 == first.jobs_new + second.jobs_new
    assert 250 == first.jobs_unchanged + second.jobs_unchanged
    kept = await store.list("ann", limit=1000)
    assert 250 == len(kept) == len({posting.posting_key for posting in kept})


async def test_a_cancelled_job_stops_before_writing(site: Site, ingest: FeedIngest, store: PostingStore) -> None:
    site.answer("/feed", body=board(3), content_type="text/xml")

    with pytest.raises(Cancel):
        await ingest(Desk(is_cancelled=True).context(), args(site))

    assert [] == await store.list("ann")


async def test_what_is_no_feed_fails_with_its_reason(site: Site, ingest: FeedIngest) -> None:
    site.answer("/feed", body=b"<!doctype html><html></html>", content_type="text/html")

    with pytest.raises(Fail) as caught:
        await ingest(Desk().context(), args(site))

    assert "NOT_A_FEED" == caught.value.code
    assert caught.value.hint


async def test_a_job_put_back_after_a_web_page_fetches_anew(site: Site, ingest: FeedIngest) -> None:
    site.answer("/feed", body=b"<!doctype html><html></html>", content_type="text/html")
    desk = Desk()
    with pytest.raises(Fail):
        await ingest(desk.context(), args(site))
    site.answer("/feed", body=board(2), content_type="text/xml")

    result = await ingest(desk.context(), args(site))

    assert (2, 0, 0, 0, 0) == counts(result)


async def test_a_server_that_asks_to_wait_is_given_time(site: Site, ingest: FeedIngest) -> None:
    site.answer("/feed", 429, retry_after="30")

    with pytest.raises(Retry) as caught:
        await ingest(Desk().context(), args(site))

    assert (ErrorKind.RATE_LIMITED, 30) == (caught.value.kind, caught.value.after_s)


async def test_a_feed_that_is_gone_is_remembered_as_gone(site: Site, ingest: FeedIngest, database: Database) -> None:
    site.answer("/feed", 410)

    with pytest.raises(Fail) as caught:
        await ingest(Desk().context(), args(site))

    state = await FeedStore(database).state("ann", site.url("/feed"))
    assert "GONE" == caught.value.code
    assert state.gone_at is not None


@pytest.mark.parametrize("wrong", [{}, {"url": "https://a.example", "artifact_id": "x"}, {"url": "ftp://a.example"},
    {"url": "https://a.example", "max_items": 0}, {"url": "https://a.example", "feed_id": "1"}])  # fmt: skip
def test_wrong_arguments_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        FEED_INGEST.parse_args(wrong)
