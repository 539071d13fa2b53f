"""Adverts, the feeds they come from, and how well they suit a CV."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel

from career.records.desk import DeskRecords
from career.records.feeds import StoredFeed
from career.records.matches import StoredMatch
from career.records.postings import StoredPosting
from longhaul.model.errors import NotFound
from longhaul_api.deps import OwnerDep, RuntimeDep

router = APIRouter(tags=["career desk records"])

Id = Annotated[str, Path(min_length=1, max_length=64)]
Limit = Annotated[int, Query(ge=1, le=200, description="How many at once.")]
After = Annotated[str | None, Query(max_length=64, description="`next` of the answer before.")]


class PostingSummary(BaseModel):
    """An advert without its description."""

    id: str
    title: str
    company: str | None
    places: list[str]
    workplace: str | None
    url: str | None

    @classmethod
    def of(cls, posting: StoredPosting) -> PostingSummary:
        """The summary of an advert."""
        return cls(
            id=posting.id,
            title=posting.title,
            company=posting.hiringOrganization.name,
            places=[place.raw for place in posting.jobLocation],
            workplace=posting.workplace,
            url=posting.url,
        )


class PostingPage(BaseModel):
    """Adverts, newest first; `next` asks for those behind."""

    items: list[PostingSummary]
    next: str | None
    cursor: str


class MatchPage(BaseModel):
    """The matches of a CV, best first; `next` asks for those behind."""

    items: list[StoredMatch]
    next: str | None
    cursor: str


class FeedPage(BaseModel):
    """The feeds that are polled, newest first; `next` asks for those behind."""

    items: list[StoredFeed]
    next: str | None
    cursor: str


@router.get("/postings")
async def list_postings(runtime: RuntimeDep, owner: OwnerDep, limit: Limit = 50, after: After = None) -> PostingPage:
    """The owner's adverts."""
    cursor = str(runtime.hub.cursor)
    found = await DeskRecords(runtime.core).postings.list(owner, limit, after)
    items = [PostingSummary.of(posting) for posting in found]
    return PostingPage(items=items, next=items[-1].id if len(items) == limit else None, cursor=cursor)


@router.get("/postings/{posting_id}")
async def get_posting(posting_id: Id, runtime: RuntimeDep, owner: OwnerDep) -> StoredPosting:
    """One advert with everything."""
    found = await DeskRecords(runtime.core).postings.get(owner, posting_id)
    if found is None:
        raise NotFound("posting", posting_id)
    return found


@router.get("/matches")
async def list_matches(
    runtime: RuntimeDep,
    owner: OwnerDep,
    resume_id: Annotated[str, Query(min_length=1, max_length=64, description="Of which CV.")],
    limit: Limit = 50,
    after: After = None,
    min_score: Annotated[float, Query(ge=0, le=100, description="No worse ones.")] = 0,
) -> MatchPage:
    """How well adverts suit a CV, as the last `match.recompute` found."""
    cursor = str(runtime.hub.cursor)
    desk = DeskRecords(runtime.core)
    items = await desk.matches.list(owner, resume_id, limit=limit, after=after, min_score=min_score)
    return MatchPage(items=items, next=items[-1].posting_id if len(items) == limit else None, cursor=cursor)


@router.get("/feeds")
async def list_feeds(runtime: RuntimeDep, owner: OwnerDep, limit: Limit = 50, after: After = None) -> FeedPage:
    """The owner's feeds; each is read again every hour."""
    cursor = str(runtime.hub.cursor)
    items = await DeskRecords(runtime.core).feeds.list(owner, limit=limit, after=after)
    return FeedPage(items=items, next=items[-1].id if len(items) == limit else None, cursor=cursor)


@router.delete("/feeds/{feed_id}", status_code=204)
async def delete_feed(feed_id: Id, runtime: RuntimeDep, owner: OwnerDep) -> Response:
    """Read a feed no more; its adverts stay."""
    if not await DeskRecords(runtime.core).feeds.delete(owner, feed_id):
        raise NotFound("feed", feed_id)
    return Response(status_code=204)
