"""Broken feeds are read as far as they can be, and what is no feed is refused with a reason."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, cast

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from longhaul_worker.feeds.errors import FeedError
from longhaul_worker.feeds.reading import MAX_FEED_BYTES, read_feed
from tests.worker.feeds.building import board, item, rss, rss_of_titles

FAULTS = {
    "a stray ampersand": ("<title>Engineer - Play&Plug</title>", "Play&Plug"),
    "an entity of HTML": ("<title>Engineer - Caf&eacute;&nbsp;Bar</title>", "Café Bar"),
    "a stray less-than": ("<title>Engineer - A<3 Ltd</title>", "A<3 Ltd"),
    "an unclosed break": ("<description>one<br>two</description><title>Engineer - Acme</title>", "Acme"),
    "an undeclared prefix": ("<x:y>z</x:y><title>Engineer - Acme</title>", "Acme"),
    "a control character": ("<title>Engineer - Ac\x0bme</title>", "Acme"),
    "a character that may not be": ("<title>Engineer - Acme&#0;</title>", "Acme"),
    "an attribute without quotes": ("<guid isPermaLink=false>7</guid><title>Engineer - Acme</title>", "Acme"),
    "a wrong end tag": ("<category>x</categori><title>Engineer - Acme</title>", "Acme"),
    "an unclosed CDATA": ("<title>Engineer - Acme</title><description><![CDATA[oh no</description>", "Acme"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_in_one_entry_costs_none(fault: str) -> None:
    broken, company = FAULTS[fault]
    good = [item(f"Analyst - Company {at}", at) for at in range(1, 7)]
    feed = rss([*good[:3], f"<item>{broken}<link>https://b.example/x</link></item>", *good[3:]])

    reading = read_feed(feed)

    assert (7, 7) == (reading.entries, len(reading.postings))
    assert ["NOT_WELL_FORMED"] == [note.code for note in reading.warnings]
    assert ["Company 1", "Company 2", "Company 3", company, "Company 4", "Company 5", "Company 6"] == [
        posting.hiringOrganization.name for posting in reading.postings
    ]


def test_entries_commented_out_stay_out_of_a_broken_feed() -> None:
    items = [
        item("Acme: Engineer", 1),
        f"<!-- {item('Acme: Ghost', 2)} -->",
        "<item><title>R&D: Cook</title><br></item>",
    ]

    reading = read_feed(rss(items))

    assert ["Engineer", "Cook"] == [posting.title for posting in reading.postings]


def test_an_entry_without_end_tag_is_still_one_entry() -> None:
    feed = rss_of_titles(["Acme: Engineer", "Globex: Analyst", "Initech: Manager"]).replace(b"</item>", b"", 1)

    reading = read_feed(feed)

    assert ["Acme", "Globex", "Initech"] == [posting.hiringOrganization.name for posting in reading.postings]


def test_a_feed_cut_off_in_the_middle_gives_what_it_has() -> None:
    feed = board(20)

    reading = read_feed(feed[: feed.index(b"Company 15") + 40])

    assert 16 == reading.entries


@pytest.mark.parametrize("tag", ["job", "position", "vacancy"])
def test_a_broken_list_of_jobs_keeps_every_job(tag: str) -> None:
    jobs = [
        f"<{tag}><title>Engineer {at}</title><company>R&D {at}</company><url>https://x.example/?a=1&b={at}</url></{tag}>"
        for at in range(18)
    ]
    jobs[4] = jobs[4].replace("</company>", "</compny>")

    reading = read_feed(f"<jobs>{''.join(jobs)}</jobs>".encode())

    assert 18 == reading.entries
    assert [f"Engineer {at}" for at in range(18)] == [posting.title for posting in reading.postings]


def test_what_a_server_writes_before_and_behind_the_feed_does_not_matter() -> None:
    feed = b"\n<br />\n<b>Warning</b>: something in line 3\n" + board(3) + b"\n<!-- 12 ms --><p>bye"

    reading = read_feed(feed)

    assert 3 == reading.entries


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ('<?xml version="1.0" encoding="utf-8"?>', "cp1252"),
        ('<?xml version="1.0" encoding="iso-8859-1"?>', "utf-8"),
        ('<?xml version="1.0" encoding="iso-8859-1"?>', "iso-8859-1"),
        ('<?xml version="1.0" encoding="utf-16"?>', "utf-16"),
        ('<?xml version="1.0" encoding="utf-8"?>', "utf-16-be"),
        ('<?xml version="1.0" encoding="nonsense"?>', "utf-8-sig"),
        ('<?xml version="1.0" encoding="iso-8859-2"?>', "iso-8859-2"),
        ("", "utf-8"),
    ],
)
def test_the_encoding_is_found_whatever_is_declared(text: str, encoding: str) -> None:
    feed = text + "<rss><channel><item><title>Müller &amp; Söhne: Köchin</title></item></channel></rss>"

    posting = read_feed(feed.encode(encoding)).postings[0]

    assert ("Köchin", "Müller & Söhne") == (posting.title, posting.hiringOrganization.name)


def test_the_servers_charset_is_used_where_the_feed_declares_none() -> None:
    feed = "<rss><channel><item><title>Инженер</title></item></channel></rss>".encode("koi8-r")

    assert "Инженер" == read_feed(feed, charset="koi8-r").postings[0].title


def test_entities_of_the_document_expand_to_nothing_and_read_no_file() -> None:
    definitions = '<!ENTITY a "ha"><!ENTITY file SYSTEM "file:///etc/hostname">'
    definitions += "".join(
        f'<!ENTITY {after} "{f"&{before};" * 50}">' for before, after in zip("abcdef", "bcdefg", strict=True)
    )
    items = "<rss><channel><item><title>Cook &g; &file;</title></item></channel></rss>"
    feed = f"<?xml version='1.0'?><!DOCTYPE rss [{definitions}]>{items}"

    reading = read_feed(feed.encode())

    assert "Cook &g; &file;" == reading.postings[0].title


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "EMPTY"),
        (b" \n\t ", "EMPTY"),
        (b"just text", "NOT_A_FEED"),
        (b"<!DOCTYPE html><html><body>Jobs</body></html>", "NOT_A_FEED"),
        (b"<html xmlns='x'><body><ul><li>Job</li></ul></body></html>", "NOT_A_FEED"),
        (b"<urlset><url><loc>https://a.example/</loc></url></urlset>", "NOT_A_FEED"),
        (b"<note><to>you</to></note>", "NOT_A_FEED"),
        (b'{"message": "not found"}', "NOT_A_FEED"),
        (b"[1, 2", "NOT_A_FEED"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "NOT_A_FEED"),
        (b"<rss>" + b" " * MAX_FEED_BYTES, "TOO_LARGE"),
    ],
)
def test_what_is_no_feed_is_refused_with_a_code_and_a_hint(data: bytes, code: str) -> None:
    with pytest.raises(FeedError) as caught:
        read_feed(data)

    assert code == caught.value.code
    assert caught.value.hint


def test_the_hint_names_the_feed_of_a_web_page() -> None:
    page = b'<!doctype html><head><link rel="alternate" type="application/rss+xml" href="/jobs.rss?a=1&amp;b=2"></head>'

    with pytest.raises(FeedError) as caught:
        read_feed(page)

    assert caught.value.hint.endswith(": /jobs.rss?a=1&b=2")


@given(st.one_of(st.binary(max_size=400), st.text(max_size=300).map(str.encode)))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused_in_order(data: bytes) -> None:
    with suppress(FeedError):
        reading = read_feed(data)

        assert reading.entries >= len(reading.postings)


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_a_feed_damaged_anywhere_is_read_or_refused_in_order(data: st.DataObject) -> None:
    feed = bytearray(rss_of_titles(["Acme: Engineer", "Globex: Analyst"]))
    for _ in range(data.draw(st.integers(1, 6))):
        feed[data.draw(st.integers(0, len(feed) - 1))] = data.draw(st.integers(0, 255))

    with suppress(FeedError):
        reading = read_feed(bytes(feed))

        assert reading.entries >= len(reading.postings)


@given(
    st.lists(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40), max_size=8
    )
)
@settings(max_examples=80, deadline=None)
def test_as_many_entries_are_found_as_another_parser_finds(titles: list[str]) -> None:
    feed = rss_of_titles(titles)

    expected = len(cast("Any", feedparser).parse(feed).entries)

    assert expected == read_feed(feed).entries
