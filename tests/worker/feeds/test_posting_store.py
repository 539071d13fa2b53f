"""Adverts are kept once per owner, changes are noticed, and races between workers make no duplicate."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import cast
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from career.posting import JobPlace, Organization, Posting
from career.records.postings import PostingStore, UpsertCounts
from longhaul.mongo.driver import Database
from tests.support.waiting import eventually
from tests.worker.feeds.building import advert_text


def posting(
    key: str,
    title: str = "Backend Engineer",
    company: str | None = "Acme",
    place: str = "Berlin",
    text: str = "",
    content: str = "v1",
) -> Posting:
    """An advert with these facts."""
    return Posting(
        title=title,
        hiringOrganization=Organization(name=company),
        jobLocation=[JobPlace(raw=place)],
        description_text=text,
        posting_key=key,
        content_hash=content,
    )


@pytest.fixture
async def store(database: Database) -> PostingStore:
    """A store on a database of its own."""
    postings = PostingStore(database)
    await postings.ensure_indexes()
    return postings


async def test_a_second_time_adds_nothing(store: PostingStore) -> None:
    brought = [posting(f"k{number}", f"Engineer {number}", text=advert_text(number)) for number in range(250)]

    first = await store.upsert("ann", brought)
    second = await store.upsert("ann", brought)

    assert UpsertCounts(new=250) == first
    assert UpsertCounts(unchanged=250) == second


async def test_a_changed_advert_is_updated_and_keeps_its_id(store: PostingStore) -> None:
    await store.upsert("ann", [posting("k1"), posting("k2", title="Nurse")])
    before = await store.list("ann")
    later = before[1].updated_at + timedelta(milliseconds=1)  # which is as exactly as the database keeps times
    await eventually(lambda: datetime.now(UTC) >= later, description="a later millisecond")

    counts = await store.upsert("ann", [posting("k1", title="Cook", content="v2"), posting("k2", title="Nurse")])

    after = await store.list("ann")
    assert UpsertCounts(updated=1, unchanged=1) == counts
    assert [("k2", "Nurse"), ("k1", "Cook")] == [(kept.posting_key, kept.title) for kept in after]
    assert [kept.id for kept in before] == [kept.id for kept in after]
    assert after[1].updated_at > before[1].updated_at
    assert after[1].first_seen_at == before[1].first_seen_at


async def test_owners_do_not_see_each_others_adverts(store: PostingStore) -> None:
    await store.upsert("ann", [posting("k1")])
    await store.upsert("bob", [posting("k1", title="Cook")])

    found = (await store.list("bob"))[0]

    assert "Cook" == found.title
    assert None is await store.get("ann", found.id)
    assert "Cook" == cast("Posting", await store.get("bob", found.id)).title
    assert None is await store.get("bob", "no id at all")


async def test_pages_follow_each_other(store: PostingStore) -> None:
    await store.upsert("ann", [posting(f"k{number}") for number in range(5)])

    first = await store.list("ann", limit=2)
    second = await store.list("ann", limit=9, after=first[-1].id)

    assert ["k4", "k3", "k2", "k1", "k0"] == [kept.posting_key for kept in [*first, *second]]


TEXT = advert_text(1)


@pytest.mark.parametrize(
    ("original", "again", "is_repost"),
    [
        pytest.param(posting("1", text=TEXT), posting("2", text=TEXT), True, id="the same again"),
        pytest.param(
            posting("1", company="Acme, Inc.", text=TEXT),
            posting("2", "Backend Engineer (m/f/d) - REQ-12345", "ACME", "Berlin, Germany", TEXT + " Apply now."),
            True,
            id="another spelling, a number and a sentence more",
        ),
        pytest.param(posting("1", text=TEXT), posting("2", place="Munich", text=TEXT), False, id="another place"),
        pytest.param(posting("1", text=TEXT), posting("2", "Frontend Engineer", text=TEXT), False, id="another title"),
        pytest.param(
            posting("1", text=TEXT), posting("2", "Senior Backend Engineer", text=TEXT), False, id="another level"
        ),
        pytest.param(posting("1", text=TEXT), posting("2", company="Globex", text=TEXT), False, id="another company"),
        pytest.param(posting("1", text=TEXT), posting("2", text=advert_text(4)), False, id="another text"),
        pytest.param(
            posting("1", company=None, text=TEXT), posting("2", company=None, text=TEXT), False, id="no company"
        ),
        pytest.param(posting("1"), posting("2"), False, id="no text to compare"),
    ],
)
@pytest.mark.parametrize("is_one_batch", [True, False])
async def test_a_repost_is_told_from_another_job(
    store: PostingStore, original: Posting, again: Posting, is_repost: bool, is_one_batch: bool
) -> None:
    batches = [[original, again]] if is_one_batch else [[original], [again]]
    expected = UpsertCounts(new=1, duplicate=1) if is_repost else UpsertCounts(new=2)

    counts = UpsertCounts()
    for batch in batches:
        counts += await store.upsert("ann", batch)
    once_more = await store.upsert("ann", [original, again])

    assert expected == counts
    assert expected.new == len(await store.list("ann"))
    assert UpsertCounts(unchanged=expected.new, duplicate=expected.duplicate) == once_more


async def test_one_key_twice_in_a_batch_is_a_duplicate(store: PostingStore) -> None:
    counts = await store.upsert("ann", [posting("k1"), posting("k1", content="v2")])

    assert UpsertCounts(new=1, duplicate=1) == counts
    assert "v1" == (await store.list("ann"))[0].content_hash


async def test_workers_on_the_same_adverts_make_no_duplicate(store: PostingStore) -> None:
    brought = [posting(f"k{number}", f"Engineer {number}", text=advert_text(number)) for number in range(300)]

    counts = await asyncio.gather(*(store.upsert("ann", brought) for _ in range(4)))

    assert 300 == len(await store.list("ann", limit=1000))
    assert (300, 900) == (sum(count.new for count in counts), sum(count.unchanged for count in counts))


async def test_workers_changing_the_same_adverts_count_each_change_once(store: PostingStore) -> None:
    await store.upsert("ann", [posting(f"k{number}") for number in range(100)])
    changed = [posting(f"k{number}", content="v2") for number in range(100)]

    counts = await asyncio.gather(*(store.upsert("ann", changed) for _ in range(3)))

    assert (100, 200) == (sum(count.updated for count in counts), sum(count.unchanged for count in counts))


async def test_a_repeated_piece_of_work_gives_the_same_counts(store: PostingStore) -> None:
    await store.upsert("ann", [posting("old")], by="job1:upsert-0")
    brought = [posting("old", content="v2"), posting("new")]

    first = await store.upsert("ann", brought, by="job2:upsert-0")
    again = await store.upsert("ann", brought, by="job2:upsert-0")
    later = await store.upsert("ann", brought, by="job3:upsert-0")

    assert UpsertCounts(new=1, updated=1) == first == again
    assert UpsertCounts(unchanged=2) == later


async def test_the_store_works_with_motor_too(mongo_uri: str, database_name: str) -> None:
    database = Database(mongo_uri, database_name, driver="motor")
    store = PostingStore(database)
    await store.ensure_indexes()

    first = await store.upsert("ann", [posting("k1"), posting("k2", text=TEXT), posting("k3", text=TEXT)])
    second = await store.upsert("ann", [posting("k1", content="v2"), posting("k2", text=TEXT), posting("k3")])

    assert UpsertCounts(new=2, duplicate=1) == first
    assert UpsertCounts(updated=1, unchanged=1, duplicate=1) == second
    assert ["k2", "k1"] == [kept.posting_key for kept in await store.list("ann")]
    await database.close()


_POSTINGS = st.lists(
    st.builds(
        posting,
        st.sampled_from(["a", "b", "c", "d"]),
        st.sampled_from(["Cook", "Baker"]),
        text=st.sampled_from([advert_text(1), advert_text(2)]),
        content=st.sampled_from(["v1", "v2"]),
    ),
    max_size=12,
)


@given(brought=_POSTINGS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_upsert_is_idempotent_for_any_adverts(mongo_uri: str, brought: Sequence[Posting]) -> None:
    async def twice() -> tuple[UpsertCounts, UpsertCounts, int]:
        database = Database(mongo_uri, "test_upsert_is_idempotent")
        store = PostingStore(database)
        owner = uuid4().hex
        await store.ensure_indexes()
        try:
            first = await store.upsert(owner, brought)
            second = await store.upsert(owner, brought)
            return first, second, len(await store.list(owner, limit=100))
        finally:
            await database.close()

    first, second, kept = asyncio.run(twice())

    assert len(brought) == first.new + first.updated + first.unchanged + first.duplicate
    assert (first.new, UpsertCounts(unchanged=first.new, duplicate=first.duplicate)) == (kept, second)
