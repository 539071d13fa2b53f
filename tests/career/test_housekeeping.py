"""What the clock does for every owner: feeds that are due, CVs to be matched, adverts nobody shows any more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from career.posting import Posting
from career.records.applications import ApplicationRecord, Applications
from career.records.feeds import FeedStore
from career.records.old_postings import OldPostings
from career.records.postings import PostingStore
from career.records.resumes import ResumeRecord, resume_records
from career.resume import ParseReport, Resume
from career.tasks.every import EVERY
from career.tasks.housekeeping import (
    HOUSEKEEPING,
    SCHEDULES,
    SYSTEM,
    FeedsPollArgs,
    MatchesRefreshArgs,
    RecordsPruneArgs,
)
from longhaul.model.registry import TaskRegistry
from longhaul.mongo.requests import JobFilter
from longhaul.runtime import ApiRuntime, open_api
from longhaul_worker.handlers.housekeeping import FeedsPoll, MatchesRefresh, RecordsPrune
from tests.engine.conftest import settings
from tests.worker.desk import Desk

TASKS = TaskRegistry([*EVERY, *HOUSEKEEPING])


@pytest.fixture
async def api(mongo_uri: str, database_name: str) -> AsyncIterator[ApiRuntime]:
    """A runtime that knows the desk's tasks, on a fresh database."""
    async with open_api(settings(mongo_uri, database_name), TASKS) as runtime:
        yield runtime


async def asked(api: ApiRuntime, owner: str) -> list[tuple[str, object]]:
    """Type and first argument of the jobs of `owner`."""
    page = await api.core.requests.list(owner, JobFilter(), limit=50)
    jobs = [await api.core.requests.get(owner, job.id) for job in page.jobs]
    return sorted((job.type, next(value for value in job.args.values() if value)) for job in jobs)


async def test_feeds_that_are_due_are_asked_for_once_each_for_their_owner(api: ApiRuntime) -> None:
    feeds = FeedStore(api.core.database)
    await feeds.ensure_indexes()
    for owner in ("ann", "ben"):
        await feeds.visited(owner, "https://example.com/feed", etag=None, last_modified=None, title=None)
    await feeds.gone("ann", "https://example.com/old")
    poll = FeedsPoll(feeds, api.core.client)
    late = FeedsPollArgs(older_than_s=60)
    collection = api.core.database.collection("feeds")
    await collection.update_many({}, {"$set": {"visited_at": datetime.now(UTC) - timedelta(hours=2)}})

    first = await poll(Desk(owner=SYSTEM).context(), late)
    again = await poll(Desk(owner=SYSTEM).context(), late)

    assert (2, 0) == (first.jobs, again.jobs)
    assert [("feed.ingest", "https://example.com/feed")] == await asked(api, "ann")
    assert [("feed.ingest", "https://example.com/feed")] == await asked(api, "ben")


async def test_every_cv_of_an_owner_is_matched_and_no_candidates(api: ApiRuntime) -> None:
    resumes = resume_records(api.core.database)
    report = ParseReport(source_sha256="0", language="en", pages=1, chars=1, layout="text")
    record = ResumeRecord(resume=Resume(x_parse=report), text="", confidence_score=1)
    own = await resumes.put("ann", "1", record)
    await resumes.put("ann", "2", record.model_copy(update={"origin": "candidate"}))

    done = await MatchesRefresh(resumes, api.core.client)(Desk(owner=SYSTEM).context(), MatchesRefreshArgs())

    assert 1 == done.jobs
    assert [("match.recompute", own)] == await asked(api, "ann")


async def test_adverts_unseen_for_long_are_forgotten_but_those_applied_to(api: ApiRuntime) -> None:
    database = api.core.database
    postings, applications = PostingStore(database), Applications(api.core)
    await postings.upsert("ann", [Posting(title=key, posting_key=key, content_hash=key) for key in "abc"])
    kept = {posting.title: posting.id for posting in await postings.list("ann")}
    long_ago = datetime.now(UTC) - timedelta(days=200)
    await database.collection("postings").update_many({"title": {"$ne": "c"}}, {"$set": {"last_seen_at": long_ago}})
    await applications.create("ann", ApplicationRecord(posting_id=kept["a"]))

    done = await RecordsPrune(OldPostings(database), applications)(Desk(owner=SYSTEM).context(), RecordsPruneArgs())

    assert 1 == done.postings
    assert {"a", "c"} == {posting.title for posting in await postings.list("ann")}


def test_each_schedule_asks_for_a_task_with_valid_arguments() -> None:
    for schedule in SCHEDULES:
        TASKS.get(schedule.task).parse_args(schedule.args)

    assert {schedule.task for schedule in SCHEDULES} == {task.name for task in HOUSEKEEPING}
