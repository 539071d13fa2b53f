"""What the clock asks for: jobs for each owner's feeds and CVs, and an end to what is old."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from career.records.applications import Applications
from career.records.feeds import FeedStore
from career.records.old_postings import OldPostings
from career.records.owned import OwnedRecords
from career.records.resumes import ResumeRecord
from career.tasks.feed import FEED_INGEST
from career.tasks.housekeeping import Asked, FeedsPollArgs, MatchesRefreshArgs, Pruned, RecordsPruneArgs
from career.tasks.match import MATCH_RECOMPUTE
from longhaul.engine.client import Client
from longhaul.engine.context import Context

_BATCH: Final = 500


class FeedsPoll:
    """The handler of `feeds.poll`."""

    def __init__(self, feeds: FeedStore, client: Client) -> None:
        self._feeds = feeds
        self._client = client

    async def __call__(self, ctx: Context, args: FeedsPollArgs) -> Asked:
        """Ask for every feed that is due; one that is being read already is not asked for again."""
        asked = Asked()
        before = datetime.now(UTC) - timedelta(seconds=args.older_than_s)
        async for owner, url in self._feeds.due(before):
            await ctx.raise_if_cancelled()
            job = await self._client.enqueue(FEED_INGEST, {"url": url}, owner=owner, unique_key=f"poll:{url}"[:255])
            asked.jobs += not job.existed
        await ctx.progress(100, f"Asked for {asked.jobs} feeds", code="POLLED", jobs=asked.jobs)
        return asked


class MatchesRefresh:
    """The handler of `matches.refresh`."""

    def __init__(self, resumes: OwnedRecords[ResumeRecord], client: Client) -> None:
        self._resumes = resumes
        self._client = client

    async def __call__(self, ctx: Context, args: MatchesRefreshArgs) -> Asked:
        """Ask for the matches of every CV that is its owner's own."""
        del args
        asked = Asked()
        async for owner, resume_id in self._resumes.of_all_owners({"origin": "own"}):
            await ctx.raise_if_cancelled()
            key = f"resume_id:{resume_id}"
            job = await self._client.enqueue(MATCH_RECOMPUTE, {"resume_id": resume_id}, owner=owner, unique_key=key)
            asked.jobs += not job.existed
        await ctx.progress(100, f"Asked for the matches of {asked.jobs} CVs", code="REFRESHED", jobs=asked.jobs)
        return asked


class RecordsPrune:
    """The handler of `records.prune`."""

    def __init__(self, postings: OldPostings, applications: Applications) -> None:
        self._postings = postings
        self._applications = applications

    async def __call__(self, ctx: Context, args: RecordsPruneArgs) -> Pruned:
        """Forget adverts that have not been seen for long; those that somebody applied to are kept."""
        pruned = Pruned()
        before = datetime.now(UTC) - timedelta(days=args.posting_days)
        after: str | None = None
        while old := await self._postings.unseen_since(before, _BATCH, after):
            await ctx.raise_if_cancelled()
            kept = await self._applications.posting_ids(old)
            pruned.postings += await self._postings.forget([id_ for id_ in old if id_ not in kept])
            after = old[-1]
            await ctx.progress(50, f"Forgot {pruned.postings} adverts", code="PRUNED", postings=pruned.postings)
        return pruned
