"""`feed.ingest`: fetches a feed, reads it, and keeps what is new; each batch written is a durable step."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Sequence
from typing import Final

from pydantic import BaseModel

from career.posting import Posting
from career.records.feeds import FeedStore
from career.records.postings import BATCH, PostingStore, UpsertCounts
from career.tasks.feed import FeedInfo, FeedIngestArgs, FeedIngestResult
from longhaul.engine.context import Context
from longhaul.model.control import Fail
from longhaul_worker.feeds.errors import FeedError
from longhaul_worker.feeds.reading import MAX_FEED_BYTES, Reading, read_feed
from longhaul_worker.fetch.errors import FetchError
from longhaul_worker.fetch.fetcher import FEED_TYPES, Fetcher
from longhaul_worker.progress import Weights

WEIGHTS: Final = Weights([("fetch", 20), ("parse", 30), ("store", 45), ("finish", 5)])
FEED_SOURCE: Final = "feed_source"


class _Source(BaseModel):
    """Where the bytes of the feed are, and what its server said of them."""

    artifact_id: str | None = None
    url: str | None = None
    content_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None


class FeedIngest:
    """The handler of `feed.ingest`."""

    def __init__(self, postings: PostingStore, feeds: FeedStore, fetcher: Fetcher) -> None:
        self._postings = postings
        self._feeds = feeds
        self._fetcher = fetcher

    async def __call__(self, ctx: Context, args: FeedIngestArgs) -> FeedIngestResult:
        """Keep the feed's new and changed adverts.

        What was fetched is kept as an artifact and each batch is a step, so that another attempt goes on with the
        same bytes where the last one stopped. Raises `Fail` for what will never be a feed, `Retry` for a server in
        trouble.
        """
        await ctx.progress(WEIGHTS.percent("fetch"), "Fetching the feed", step="fetch", code="FETCH")
        source, reading = await self._source(ctx, args)
        if source.artifact_id is None:
            await ctx.progress(100, "Feed unchanged", step="finish", code="NOT_MODIFIED")
            info = FeedInfo(url=source.url, etag=source.etag, last_modified=source.last_modified)
            return FeedIngestResult(feed=info, not_modified=True)
        if reading is None:
            data = await ctx.read_artifact(source.artifact_id, max_bytes=MAX_FEED_BYTES)
            reading = await _read(ctx, data, source, args.max_items)
        counts = await self._store(ctx, reading, source.artifact_id)
        return await self._finished(ctx, args, source, reading, counts)

    async def _source(self, ctx: Context, args: FeedIngestArgs) -> tuple[_Source, Reading | None]:
        """Where the feed's bytes are, and what they hold if this attempt has read them already."""
        if args.artifact_id is not None:
            adopted = await ctx.adopt_artifact(args.artifact_id, kind=FEED_SOURCE)
            return _Source(artifact_id=adopted.id), None
        url = str(args.url)
        readings: list[Reading] = []

        async def fetch() -> dict[str, str | None]:
            source, body = await self._fetched(ctx, url)
            if body is None:
                return source.model_dump()
            # Read before the step is done: what is no feed must be fetched anew when the job is put back.
            readings.append(await _read(ctx, body, source, args.max_items))
            kind = source.content_type or "application/xml"
            saved = await ctx.save_artifact("feed.xml", body, kind=FEED_SOURCE, content_type=kind)
            return source.model_copy(update={"artifact_id": saved.id}).model_dump()

        source = _Source.model_validate(await ctx.step("fetch", fetch, inputs=url))
        return source, readings[0] if readings else None

    async def _fetched(self, ctx: Context, url: str) -> tuple[_Source, bytes | None]:
        """What the server says of the feed, and its bytes; None where it says that nothing changed."""
        state = await self._feeds.state(ctx.job.owner, url)
        try:
            answer = await self._fetcher.get(
                url,
                max_bytes=MAX_FEED_BYTES,
                accept=FEED_TYPES,
                etag=state.etag,
                last_modified=state.last_modified,
            )
        except FetchError as error:
            if error.code == "GONE":
                await self._feeds.gone(ctx.job.owner, url)
            raise error.as_control() from error
        source = _Source(
            url=answer.url,
            content_type=answer.content_type,
            charset=answer.charset,
            etag=answer.etag,
            last_modified=answer.last_modified,
        )
        if answer.not_modified:
            known = {"etag": answer.etag or state.etag, "last_modified": answer.last_modified or state.last_modified}
            return source.model_copy(update=known), None
        return source, answer.body

    async def _store(self, ctx: Context, reading: Reading, source_id: str) -> UpsertCounts:
        counts = UpsertCounts(duplicate=reading.repeated)
        total = len(reading.postings)
        for start in range(0, total, BATCH):
            await ctx.raise_if_cancelled()
            batch = reading.postings[start : start + BATCH]
            counts += await self._store_batch(ctx, f"upsert-{start // BATCH}", batch, source_id)
            done = min(start + BATCH, total)
            await ctx.progress(
                WEIGHTS.percent("store", done / total),
                f"{done} of {total}: {counts.new} new, {counts.updated} updated",
                step="store",
                code="INGEST",
                done=done,
                total=total,
                new=counts.new,
                updated=counts.updated,
            )
        return counts

    async def _store_batch(self, ctx: Context, name: str, batch: Sequence[Posting], source_id: str) -> UpsertCounts:
        async def upsert() -> dict[str, int]:
            # The same piece of work after a crash, but not when the job is put back and fetches anew.
            by = f"{ctx.job.id}:{source_id}:{name}"
            return (await self._postings.upsert(ctx.job.owner, batch, by=by)).model_dump()

        contents = "".join(f"{posting.posting_key} {posting.content_hash}\n" for posting in batch)
        digest = hashlib.sha256(contents.encode()).hexdigest()
        return UpsertCounts.model_validate(await ctx.step(name, upsert, inputs=digest))

    async def _finished(
        self, ctx: Context, args: FeedIngestArgs, source: _Source, reading: Reading, counts: UpsertCounts
    ) -> FeedIngestResult:
        await ctx.progress(WEIGHTS.percent("finish"), "Remembering this visit", step="finish", code="FINISH")
        if args.url is not None:
            # Where entries were left out, the next visit must not be told "not modified".
            is_complete = not reading.left_out
            await self._feeds.visited(
                ctx.job.owner,
                str(args.url),
                etag=source.etag if is_complete else None,
                last_modified=source.last_modified if is_complete else None,
                title=reading.title,
            )
        return FeedIngestResult(
            jobs_new=counts.new,
            jobs_updated=counts.updated,
            jobs_unchanged=counts.unchanged,
            jobs_duplicate=counts.duplicate,
            jobs_invalid=reading.invalid,
            feed=FeedInfo(
                title=reading.title,
                format=reading.format,
                url=source.url,
                etag=source.etag,
                last_modified=source.last_modified,
            ),
            warnings=reading.warnings,
        )


async def _read(ctx: Context, data: bytes, source: _Source, max_items: int) -> Reading:
    message = f"Fetched {max(len(data) // 1000, 1)} kB"
    await ctx.progress(WEIGHTS.percent("parse"), message, step="parse", code="FETCHED", bytes=len(data))
    try:
        reading = await asyncio.to_thread(read_feed, data, url=source.url, charset=source.charset, max_items=max_items)
    except FeedError as error:
        raise Fail(error.message, code=error.code, hint=error.hint) from error
    await ctx.raise_if_cancelled()
    return reading
