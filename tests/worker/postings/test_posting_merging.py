"""What the store makes of an advert that both a feed and its own page tell of."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from career.posting import JobPlace, Organization, Posting
from career.records.merging import merged
from career.records.postings import PostingStore
from longhaul.mongo.driver import Database

TEXT = " ".join(f"word{number}" for number in range(80))


def advert(**fields: Any) -> Posting:
    """An advert with these fields."""
    return Posting.model_validate({"title": "Potter", "posting_key": "k", "content_hash": "h", **fields})


@pytest.fixture
async def store(database: Database) -> PostingStore:
    """A store on a database of its own."""
    postings = PostingStore(database)
    await postings.ensure_indexes()
    return postings


def test_fields_that_only_the_feed_has_stay() -> None:
    fed = advert(
        industry="Ceramics",
        jobLocation=[JobPlace(raw="Leeds")],
        hiringOrganization=Organization(name="Kiln", url="https://k"),
    )
    found = advert(workplace="hybrid", hiringOrganization=Organization(name="Kilnworks"), content_hash="h2")

    both = merged(fed, found)

    assert ("Ceramics", "hybrid", "h2") == (both.industry, both.workplace, both.content_hash)
    assert ("Kilnworks", "https://k") == (both.hiringOrganization.name, both.hiringOrganization.url)
    assert ["Leeds"] == [place.raw for place in both.jobLocation]


def test_what_the_page_is_unsure_of_gives_way() -> None:
    both = merged(advert(workplace="onsite"), advert(workplace="remote"), frozenset({"workplace"}))

    assert "onsite" == both.workplace


def test_a_teaser_does_not_replace_the_whole_text() -> None:
    both = merged(
        advert(description_text=TEXT, description_html="<p>long</p>"),
        advert(description_text="word", description_html="<p>short</p>"),
    )

    assert (TEXT, "<p>long</p>") == (both.description_text, both.description_html)


@given(
    st.sampled_from([None, "remote", "onsite"]), st.sampled_from([None, "hybrid"]),
    st.sampled_from([None, date(2026, 8, 1)]),
    st.sets(st.sampled_from(["workplace", "datePosted", "title"])),
)  # fmt: skip
def test_merging_the_same_again_changes_nothing(
    known: str | None, found: str | None, posted: date | None, unsure: set[str]
) -> None:
    page = advert(workplace=found, datePosted=posted, title="Master Potter")

    once = merged(advert(workplace=known), page, frozenset(unsure))

    assert once == merged(once, page, frozenset(unsure))


async def test_an_advert_is_new_once_also_when_the_work_is_repeated(store: PostingStore) -> None:
    first = await store.keep("ann", advert(), by="job:1")
    again = await store.keep("ann", advert(), by="job:1")
    other = await store.keep("ann", advert(), by="job:2")

    assert (True, True, False) == (first.is_new, again.is_new, other.is_new)
    assert first.id == again.id == other.id


async def test_an_advert_is_met_again_under_any_of_its_keys(store: PostingStore) -> None:
    await store.upsert("ann", [advert(posting_key="feed", industry="Ceramics")])

    kept = await store.keep("ann", advert(posting_key="page", workplace="remote"), also=["feed"], by="job:1")

    assert ("feed", "Ceramics", "remote") == (kept.posting.posting_key, kept.posting.industry, kept.posting.workplace)
    assert 1 == len(await store.list("ann"))


async def test_owners_do_not_see_each_others_adverts(store: PostingStore) -> None:
    ann = await store.keep("ann", advert(), by="job:1")

    bob = await store.keep("bob", advert(), by="job:2")

    assert bob.is_new
    assert ann.id != bob.id
    assert await store.get("bob", ann.id) is None


async def test_a_later_feed_changes_facts_but_not_the_text_of_the_page(store: PostingStore) -> None:
    await store.upsert("ann", [advert(description_text="teaser", content_hash="f1")])
    kept = await store.keep("ann", advert(description_text=TEXT, workplace="hybrid", content_hash="p1"), by="job:1")

    same = await store.upsert("ann", [advert(description_text="teaser", content_hash="f1")])
    changed = await store.upsert("ann", [advert(title="Master Potter", description_text="teaser 2", content_hash="f2")])
    again = await store.upsert("ann", [advert(title="Master Potter", description_text="teaser 2", content_hash="f2")])

    stored = await store.get("ann", kept.id)
    assert stored is not None
    assert (1, 1, 1) == (same.unchanged, changed.updated, again.unchanged)
    assert ("Master Potter", TEXT, "hybrid") == (stored.title, stored.description_text, stored.workplace)


async def test_a_repost_is_kept_with_its_original(store: PostingStore) -> None:
    same = {"hiringOrganization": Organization(name="Kiln"), "description_text": TEXT}
    first = await store.keep("ann", advert(**same), by="job:1")

    second = await store.keep("ann", advert(**same, posting_key="k2"), by="job:2")

    assert (first.id, False) == (second.id, second.is_new)


async def test_who_added_an_advert_is_told_so_even_when_another_has_changed_it_meanwhile(store: PostingStore) -> None:
    await store.upsert("ann", [advert()], by="job:1")
    other = await store.keep("ann", advert(workplace="remote"), by="job:2")

    again = await store.keep("ann", advert(), by="job:1")
    counts = await store.upsert("ann", [advert()], by="job:1")

    assert (False, True, 1) == (other.is_new, again.is_new, counts.new)


async def test_two_workers_at_once_keep_one_advert(store: PostingStore) -> None:
    kept = await asyncio.gather(*(store.keep("ann", advert(), by=f"job:{number}") for number in range(4)))

    assert 1 == len({one.id for one in kept}) == sum(one.is_new for one in kept)
