"""Every format of feed is read with the exact number of entries."""

from __future__ import annotations

import json
from datetime import date

from career.posting import EmploymentType
from longhaul_worker.feeds.reading import read_feed
from tests.worker.feeds.building import rss_of_titles

ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Jobs at Acme</title>
<link rel="self" href="https://acme.example/feed"/><link href="https://acme.example/"/>
<entry><title>Developer</title><link rel="self" href="https://acme.example/self"/>
<link href="https://acme.example/jobs/dev"/><id>tag:acme,1</id><published>2025-01-02T00:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Hello <b>you</b></p></div></content></entry>
<entry><title>Designer</title><link href="/jobs/design"/><id>tag:acme,2</id></entry></feed>"""

SOURCE = b"""<?xml version="1.0"?><source><publisher>Board</publisher>
<job><title><![CDATA[Frontend Engineer]]></title><date><![CDATA[Sun, 29 Dec 2024 11:02:25 UTC]]></date>
<referencenumber>F1</referencenumber><url>https://apply.example/j/F1?utm_source=x</url><company>Acme</company>
<city>Berlin</city><state></state><country>DE</country><remote>true</remote><jobtype>Full-time</jobtype>
<salary>EUR 50.000 - 60.000 per year</salary><expirationdate>2025-03-01</expirationdate>
<description><![CDATA[<p onclick="x()">Hello</p><script>alert(1)</script>]]></description></job>
<job><title>Nurse</title><company>Clinic</company><url>https://apply.example/j/F2</url><city>Bonn</city></job></source>"""

PERSONIO = b"""<?xml version="1.0"?><workzag-jobs>
<position><id>42</id><subcompany>Acme GmbH</subcompany><office>Berlin</office><additionalOffices><office>Munich</office>
</additionalOffices><name>Data Engineer</name><employmentType>permanent</employmentType><schedule>full-time</schedule>
<createdAt>2024-06-01T10:00:00+00:00</createdAt><jobDescriptions>
<jobDescription><name>Your tasks</name><value><![CDATA[<ul><li>Build</li></ul>]]></value></jobDescription>
<jobDescription><name>Your profile</name><value><![CDATA[Python]]></value></jobDescription></jobDescriptions></position>
<position><id>43</id><office>Berlin</office><name>Intern</name><employmentType>intern</employmentType></position>
</workzag-jobs>"""


def test_atom_is_read_with_its_links_and_xhtml_content() -> None:
    reading = read_feed(ATOM, url="https://acme.example/feed")

    assert ("atom", "Jobs at Acme", 2) == (reading.format, reading.title, reading.entries)
    first, second = reading.postings
    assert ("Developer", "https://acme.example/jobs/dev") == (first.title, first.url)
    assert ("Hello you", date(2025, 1, 2)) == (first.description_text, first.datePosted)
    assert "https://acme.example/jobs/design" == second.url


def test_a_source_of_jobs_is_read_with_all_its_facts() -> None:
    reading = read_feed(SOURCE)

    assert ("xml", 2, []) == (reading.format, reading.entries, reading.warnings)
    posting = reading.postings[0]
    assert ("Frontend Engineer", "Acme") == (posting.title, posting.hiringOrganization.name)
    place = posting.jobLocation[0]
    assert ("Berlin, DE", "Berlin", "DE") == (place.raw, place.locality, place.country)
    assert ("remote", [EmploymentType.FULL_TIME]) == (posting.workplace, posting.employmentType)
    assert (date(2024, 12, 29), date(2025, 3, 1)) == (posting.datePosted, posting.validThrough)
    assert posting.baseSalary is not None
    assert (50_000, 60_000, "EUR", "YEAR") == (
        posting.baseSalary.minValue,
        posting.baseSalary.maxValue,
        posting.baseSalary.currency,
        posting.baseSalary.unitText,
    )
    assert "<p>Hello</p>" == posting.description_html
    assert posting.identifier is not None
    assert ("referencenumber", "F1") == (posting.identifier.name, posting.identifier.value)


def test_positions_of_personio_get_their_page_and_every_office() -> None:
    reading = read_feed(PERSONIO, url="https://acme.jobs.personio.de/xml?language=en")

    first, second = reading.postings
    assert ("Data Engineer", "Acme GmbH") == (first.title, first.hiringOrganization.name)
    assert ["Berlin", "Munich"] == [place.raw for place in first.jobLocation]
    assert "https://acme.jobs.personio.de/job/42" == first.url
    assert "Your tasks\n\n- Build\n\nYour profile\n\nPython" == first.description_text
    assert ([EmploymentType.INTERN], "Acme") == (second.employmentType, second.hiringOrganization.name)


def test_jobs_inside_jobs_with_many_small_lists_are_the_entries() -> None:
    categories = "".join(f"<category><id>{at}</id><name>Category {at}</name></category>" for at in range(12))
    jobs = "".join(
        f"<job><title>Engineer {at}</title><url>https://x.example/{at}</url><company>C{at}</company>"
        f"<description>d</description><categories>{categories}</categories></job>"
        for at in range(3)
    )

    reading = read_feed(f"<export><jobs>{jobs}</jobs></export>".encode())

    assert ["Engineer 0", "Engineer 1", "Engineer 2"] == [posting.title for posting in reading.postings]


def test_a_company_around_its_jobs_is_theirs() -> None:
    feed = (
        "<list><company><name>Acme</name><jobs><job><title>Cook</title><url>https://a.example/1</url></job></jobs></company>"
        "<company><name>Globex</name><jobs><job><title>Baker</title><url>https://a.example/2</url></job></jobs></company></list>"
    )

    reading = read_feed(feed.encode())

    assert [("Cook", "Acme"), ("Baker", "Globex")] == [
        (posting.title, posting.hiringOrganization.name) for posting in reading.postings
    ]


def test_jobs_written_as_attributes_are_read() -> None:
    first = '<job id="1" title="Cook" company="Acme" url="https://a.example/1"/>'
    feed = f'<jobs>{first}<job id="2" title="Baker" company="B"/></jobs>'.encode()

    reading = read_feed(feed)

    assert [("Cook", "Acme"), ("Baker", "B")] == [
        (posting.title, posting.hiringOrganization.name) for posting in reading.postings
    ]


def test_a_json_feed_and_a_list_of_objects_are_read() -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Acme Careers", "items": [
        {"id": "1", "url": "https://a.example/1", "title": "Developer", "content_html": "<p>x</p>"},
    ]}  # fmt: skip
    listed = [
        {"id": 7, "name": "Cook", "company": {"name": "Inn"}, "location": {"city": "Bonn", "country": "DE"}},
        {"id": 8, "name": "Baker", "company": {"name": "Inn"}, "location": {"city": "Kiel", "country": "DE"}},
    ]

    first, second = read_feed(json.dumps(feed).encode()), read_feed(json.dumps(listed).encode())

    assert [("Developer", "Acme")] == [(p.title, p.hiringOrganization.name) for p in first.postings]
    assert [("Cook", "Inn", "Bonn, DE"), ("Baker", "Inn", "Kiel, DE")] == [
        (p.title, p.hiringOrganization.name, p.jobLocation[0].raw) for p in second.postings
    ]


def test_rss_1_0_has_its_items_beside_the_channel() -> None:
    feed = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
    <channel rdf:about="https://c.example/"><title>List</title></channel>
    <item rdf:about="https://c.example/1.html"><title>Cook - Inn</title></item>
    <item rdf:about="https://c.example/2.html"><title>Baker - Mill</title></item></rdf:RDF>"""

    reading = read_feed(feed)

    assert ("rss", "List", 2) == (reading.format, reading.title, reading.entries)
    assert ["https://c.example/1.html", "https://c.example/2.html"] == [p.url for p in reading.postings]


def test_an_empty_channel_is_a_feed_without_entries() -> None:
    reading = read_feed(rss_of_titles([]))

    assert (0, [], ["NO_ENTRIES"]) == (reading.entries, reading.postings, [note.code for note in reading.warnings])


def test_entries_without_a_title_are_counted_as_invalid() -> None:
    feed = rss_of_titles(["Acme: Engineer", " ", "Globex: Analyst"])

    reading = read_feed(feed)

    assert (3, 1, 2) == (reading.entries, reading.invalid, len(reading.postings))


def test_entries_beyond_the_limit_are_left_out_with_a_warning() -> None:
    reading = read_feed(rss_of_titles([f"C{at}: Engineer" for at in range(5)]), max_items=3)

    assert (5, 3, 2, ["LEFT_OUT"]) == (
        reading.entries, len(reading.postings), reading.left_out, [note.code for note in reading.warnings]
    )  # fmt: skip


def test_jobs_without_a_list_around_them_are_all_read() -> None:
    feed = "".join(f"<job><title>Cook {at}</title><description>d</description></job>" for at in range(6)) + "</jobs>"

    reading = read_feed(feed.encode())

    assert [f"Cook {at}" for at in range(6)] == [posting.title for posting in reading.postings]


def test_unusual_names_and_placeholders_are_understood() -> None:
    entry = (
        "<entry><source>Board</source><program_title>Research Fellow {0}</program_title><link>https://b.example/{0}</link>"
        "<institution>{1}</institution><deadline>N/A</deadline><city>Bonn</city><region>NRW</region></entry>"
    )
    feed = f"<jobs>{entry.format(1, 'Brown University')}{entry.format(2, 'N/A')}</jobs>"

    reading = read_feed(feed.encode())

    assert [("Research Fellow 1", "Brown University", "Bonn, NRW"), ("Research Fellow 2", None, "Bonn, NRW")] == [
        (posting.title, posting.hiringOrganization.name, posting.jobLocation[0].raw) for posting in reading.postings
    ]
