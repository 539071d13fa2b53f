"""The same advert has the same key wherever it is met, and different ones have different keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longhaul_worker.feeds.identity import canonical_url, requisition_of
from longhaul_worker.feeds.reading import read_feed
from tests.worker.feeds.building import advert_text, item, rss

UUID = "68d7fa89-e4c4-4d98-a02f-d888ce3575a5"


def keys(*items: str) -> list[str]:
    """The keys of a feed's postings."""
    return [posting.posting_key for posting in read_feed(rss(items)).postings]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://WWW.Acme.example:80/Jobs/?utm_source=x&utm_medium=y#top", "https://acme.example/Jobs"),
        ("https://acme.example/jobs?b=2&a=1&ref=feed&gh_src=z", "https://acme.example/jobs?a=1&b=2"),
        ("https://acme.example/#/jobs/7", "https://acme.example#/jobs/7"),
        ("https://acme.example:8443/x", "https://acme.example:8443/x"),
    ],
)
def test_what_does_not_name_the_page_is_dropped(url: str, expected: str) -> None:
    assert expected == canonical_url(url)


@given(
    st.builds(
        "https://{}/{}?{}#{}".format,
        st.sampled_from(["A.example", "www.b.example", "b.example:443"]),
        st.text("ab/%2F é+", max_size=12),
        st.lists(st.text("aq=&%+;é", max_size=8), max_size=4).map("&".join),
        st.text("/!a", max_size=4),
    )
)
def test_a_canonical_address_stays_as_it_is(url: str) -> None:
    once = canonical_url(url)

    assert once == canonical_url(once)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.linkedin.example/jobs/view/data-analyst-at-acme-4073414824?trk=x", "4073414824"),
        ("https://boards.example/acme/jobs/4192882101", "4192882101"),
        ("https://acme.example/jobs/8362291-build-engineer", "8362291"),
        ("https://acme.example/jobs/123456/build-engineer", "123456"),
        ("https://acme.example/careers/job/JR100234_Engineer", "JR100234"),
        ("https://acme.example/apply?gh_jid=77", "77"),
        (f"https://acme.example/detail?opportunityId={UUID}", UUID),
        (f"https://jobs.example/acme/{UUID}", UUID),
        ("https://acme.example/company/1234567/jobs", None),
        ("https://acme.example/company/1234567/build-engineer", None),
        ("https://acme.example/2025/06/02/20250602/engineer", None),
        ("https://acme.example/jobs?category=engineering&job=all", None),
        ("https://acme.example/engineer-12", None),
    ],
)  # fmt: skip
def test_the_sites_number_is_read_from_the_link(url: str, expected: str | None) -> None:
    assert expected == requisition_of(url)


def test_one_advert_on_two_hosts_of_a_site_has_one_key() -> None:
    first = keys(item("Acme: Engineer", link="https://au.jobs.example/job/84711234?ref=a"))
    second = keys(item("Acme: Engineer", link="https://www.jobs.example/job/84711234#apply"))

    assert ["jobs.example:84711234"] == first == second


def test_entries_that_all_link_to_one_page_are_told_apart() -> None:
    page = "https://acme.example/careers"

    found = keys(*(item(f"Acme: {role}", link=page) for role in ("Engineer", "Analyst", "Manager")))

    assert 3 == len(set(found))


def test_a_number_of_something_else_in_the_links_does_not_merge_entries() -> None:
    links = [f"https://x.example/list/1234567/{role}" for role in ("engineer", "analyst", "manager")]

    found = keys(*(item(f"Acme: {link.rsplit('/', 1)[1]}", link=link) for link in links))

    assert [link.replace("https://", "") for link in links] == [key.replace("https://", "") for key in found]


def test_the_same_entry_twice_is_kept_once() -> None:
    reading = read_feed(rss([item("Acme: Engineer", 1), item("Acme: Engineer", 1), item("Acme: Analyst", 2)]))

    assert (3, 2, 1) == (reading.entries, len(reading.postings), reading.repeated)


def test_one_title_in_two_towns_is_two_adverts_also_behind_one_link() -> None:
    page = "https://acme.example/jobs/engineer"

    found = keys(*(item("Acme: Engineer", 1, f"<region>{town}</region>", link=page) for town in ("Bonn", "Kiel")))

    assert 2 == len(set(found))


@pytest.mark.parametrize(
    ("inner", "is_changed"),
    [
        (f"<description>{advert_text(1)}</description>", False),
        (f"<description><![CDATA[<p>{advert_text(1).upper()}</p>\n ]]></description>", False),
        (f"<description>{advert_text(2)}</description>", True),
        (f"<description>{advert_text(1)}</description><region>Bonn</region>", True),
    ],
)
def test_the_hash_tells_a_change_from_another_spelling(inner: str, is_changed: bool) -> None:
    before = read_feed(rss([item("Acme: Engineer", 1, f"<description>{advert_text(1)}</description>")])).postings[0]

    after = read_feed(rss([item("Acme: Engineer", 1, inner)])).postings[0]

    assert before.posting_key == after.posting_key
    assert is_changed == (before.content_hash != after.content_hash)
