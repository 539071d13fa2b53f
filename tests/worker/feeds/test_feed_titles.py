"""Titles, companies and places are told apart in every way that boards write them."""

from __future__ import annotations

import pytest

from longhaul_worker.feeds.reading import read_feed
from tests.worker.feeds.building import item, rss, rss_of_titles

Row = tuple[str, str | None, str | None]


def rows(feed: bytes, url: str | None = None) -> list[Row]:
    """Title, company and first place of each posting."""
    return [
        (
            posting.title,
            posting.hiringOrganization.name,
            posting.jobLocation[0].raw if posting.jobLocation else None,
        )
        for posting in read_feed(feed, url=url).postings
    ]


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        pytest.param(
            ["Acme Corp: Senior Ruby Engineer", "Beta: Designer: Brand", "Manager.io: Head of Growth"],
            [
                ("Senior Ruby Engineer", "Acme Corp", None),
                ("Designer: Brand", "Beta", None),
                ("Head of Growth", "Manager.io", None),
            ],
            id="company: title",
        ),
        pytest.param(
            ["Remote: Payroll Specialist", "Acme: Recruiter", "Globex: Nurse"],
            [("Payroll Specialist", "Remote", None), ("Recruiter", "Acme", None), ("Nurse", "Globex", None)],
            id="a company called Remote",
        ),
        pytest.param(
            ["Senior Engineer - Platform - Acme", "Data Scientist — Monzo", "Head of People \u2013 Hugging Face"],
            [
                ("Senior Engineer - Platform", "Acme", None),
                ("Data Scientist", "Monzo", None),
                ("Head of People", "Hugging Face", None),
            ],
            id="title - company, the last dash counts",
        ),
        pytest.param(
            ["Acme - Backend Developer", "Globex - Product Manager", "Initech - QA Analyst"],
            [
                ("Backend Developer", "Acme", None),
                ("Product Manager", "Globex", None),
                ("QA Analyst", "Initech", None),
            ],
            id="company - title",
        ),
        pytest.param(
            [
                "Engineer - Acme Inc - Austin, TX",
                "Nurse - Mercy Hospital - Boston, MA",
                "Driver - UPS - Springfield, IL",
            ],
            [
                ("Engineer", "Acme Inc", "Austin, TX"),
                ("Nurse", "Mercy Hospital", "Boston, MA"),
                ("Driver", "UPS", "Springfield, IL"),
            ],
            id="title - company - place",
        ),
        pytest.param(
            ["Acme | Backend Engineer | Berlin | Remote", "Globex | Data Analyst | London | Full-time"],
            [("Backend Engineer", "Acme", "Berlin"), ("Data Analyst", "Globex", "London")],
            id="company | title | place | terms",
        ),
        pytest.param(
            ["Senior Dev at Acme (Berlin, Germany) (allows remote)", "Designer at Foo Bar Ltd (London, UK)"],
            [("Senior Dev", "Acme", "Berlin, Germany"), ("Designer", "Foo Bar Ltd", "London, UK")],
            id="title at company (place)",
        ),
        pytest.param(
            ["Acme is hiring a Senior Engineer in Berlin", "Globex is hiring an Analyst"],
            [("Senior Engineer", "Acme", "Berlin"), ("Analyst", "Globex", None)],
            id="company is hiring a title",
        ),
        pytest.param(
            ["Senior Python Developer, Acme, Inc.", "Backend Engineer, Foo GmbH"],
            [("Senior Python Developer", "Acme, Inc.", None), ("Backend Engineer", "Foo GmbH", None)],
            id="title, company",
        ),
        pytest.param(
            ["Backend Engineer (Acme)", "Data Analyst (Globex)", "Office Manager (Initech)"],
            [("Backend Engineer", "Acme", None), ("Data Analyst", "Globex", None), ("Office Manager", "Initech", None)],
            id="title (company)",
        ),
        pytest.param(
            ["Softwareentwickler (m/w/d) - Müller GmbH", "Projektleiterin (m/w/d) - Bau AG"],
            [("Softwareentwickler (m/w/d)", "Müller GmbH", None), ("Projektleiterin (m/w/d)", "Bau AG", None)],
            id="German titles",
        ),
        pytest.param(
            ["Backend Engineer - Berlin", "Data Analyst - London", "Office Manager - Paris"],
            [
                ("Backend Engineer", None, "Berlin"),
                ("Data Analyst", None, "London"),
                ("Office Manager", None, "Paris"),
            ],
            id="title - place names no company",
        ),
        pytest.param(
            ["Stanford University — Professor — Finance", "University of California, Berkeley — Lecturer — Law"],
            [
                ("Professor — Finance", "Stanford University", None),
                ("Lecturer — Law", "University of California, Berkeley", None),
            ],
            id="company — title — field",
        ),
        pytest.param(
            ["Ingénieur DevOps H/F - Capgemini - Nantes (44)", "Chef de projet - Orange - Paris (75)"],
            [("Ingénieur DevOps H/F", "Capgemini", "Nantes (44)"), ("Chef de projet", "Orange", "Paris (75)")],
            id="French titles with a place",
        ),
        pytest.param(
            ["Software Engineer - Acme, Berlin", "Analyst - Globex (London)", "Data Scientist - Initech"],
            [
                ("Software Engineer", "Acme", "Berlin"),
                ("Analyst", "Globex", "London"),
                ("Data Scientist", "Initech", None),
            ],
            id="places behind companies",
        ),
        pytest.param(
            ["[Hiring] Backend Engineer @ Acme", "Hiring: Data Analyst @ Globex Corp"],
            [("Backend Engineer", "Acme", None), ("Data Analyst", "Globex Corp", None)],
            id="announcements",
        ),
        pytest.param(
            ["Acme Inc: Senior Developer", "Just a Role Title"],
            [("Senior Developer", "Acme Inc", None), ("Just a Role Title", None, None)],
            id="some without a company",
        ),
    ],
)
def test_a_feeds_own_way_of_writing_titles_is_found(titles: list[str], expected: list[Row]) -> None:
    feed = rss_of_titles(titles)

    found = rows(feed)

    assert expected == found


def test_titles_of_one_companys_site_stay_whole() -> None:
    feed = rss_of_titles(["Senior Engineer - Platform", "Account Manager - DACH"], title="Lunar")

    found = rows(feed, "https://lunar.teamtailor.com/jobs.rss")

    assert [("Senior Engineer - Platform", "Lunar", None), ("Account Manager - DACH", "Lunar", None)] == found


def test_a_feed_called_careers_names_the_company_of_all_its_entries() -> None:
    feed = rss_of_titles(["Engineer: Data", "Designer: Brand"], title="Careers at Acme")

    found = rows(feed)

    assert [("Engineer: Data", "Acme", None), ("Designer: Brand", "Acme", None)] == found


def test_departments_behind_titles_are_no_companies() -> None:
    feed = rss_of_titles(["Engineer - Platform", "Account Executive - Sales", "Cook - Berlin"], title="Acme")

    found = rows(feed, "https://acme.example/feed.xml")

    assert ["Acme", "Acme", "Acme"] == [company for _, company, _ in found]
    assert ["Engineer - Platform", "Account Executive - Sales"] == [title for title, _, _ in found[:2]]


def test_a_feed_called_jobs_is_the_companys_when_its_adverts_speak_of_it() -> None:
    inner = "<description>Miyamoto International builds bridges.</description>"
    titles = ["Electrical Engineer - Pleasanton, CA, United States", "Site Engineer - La Mesa, CA, United States"]
    feed = rss([item(title, at, inner) for at, title in enumerate(titles)], title="Miyamoto International Jobs")

    found = rows(feed)

    assert [
        ("Electrical Engineer", "Miyamoto International", "Pleasanton, CA, United States"),
        ("Site Engineer", "Miyamoto International", "La Mesa, CA, United States"),
    ] == found


def test_a_field_for_the_company_goes_before_the_title() -> None:
    inner = "<job:company><![CDATA[Acme]]></job:company>"
    titles = ["Acme: Cook - Europe", "[Acme] Cook", "Cook at Acme", "Cook (Acme)", "Cook - Acme - Berlin", "Acme Cook"]
    feed = rss([item(title, at, inner) for at, title in enumerate(titles)])

    found = rows(feed)

    assert ["Cook - Europe", "Cook", "Cook", "Cook", "Cook", "Acme Cook"] == [title for title, _, _ in found]
    assert {"Acme"} == {company for _, company, _ in found}


def test_authors_are_companies_where_they_differ_and_titles_say_none() -> None:
    inner = "<dc:creator>{}&lt;br&gt;Worldwide</dc:creator>"
    feed = rss([item("Laravel Developer", 1, inner.format("Acme")), item("Designer", 2, inner.format("Globex"))])

    found = rows(feed)

    assert [("Laravel Developer", "Acme", None), ("Designer", "Globex", None)] == found


def test_an_administrator_or_an_address_is_no_company() -> None:
    feed = rss(
        [
            item("Developer", 1, "<author>admin</author>"),
            item("Designer", 2, "<author>jobs@acme.example</author>"),
        ]
    )

    found = rows(feed)

    assert [("Developer", None, None), ("Designer", None, None)] == found


def test_a_line_of_dots_in_the_description_gives_company_and_place() -> None:
    feed = rss(
        [
            item(
                "Senior Data Scientist — Monzo", 1, "<description>Monzo · Cardiff, London · £80k · hybrid</description>"
            ),
            item("Reliability Engineer — N26", 2, "<description>N26 · Berlin · remote</description>"),
        ]
    )

    reading = read_feed(feed)

    assert [("Senior Data Scientist", "Monzo", "Cardiff, London"), ("Reliability Engineer", "N26", "Berlin")] == rows(
        feed
    )
    assert ["hybrid", "remote"] == [posting.workplace for posting in reading.postings]


def test_links_to_recruiting_systems_name_companies_where_nothing_else_does() -> None:
    feed = rss(
        [
            item("Cook", link="https://boards.greenhouse.io/acme/jobs/4192882101"),
            item("Baker", link="https://jobs.lever.co/blue-mill/43534df4-1d0d-4a85-884d-b367342c06f3"),
            item("Waiter", link="https://board.example/jobs/1"),
        ]
    )

    found = rows(feed)

    assert [("Cook", "Acme", None), ("Baker", "Blue Mill", None), ("Waiter", None, None)] == found


def test_a_label_in_every_description_names_the_company() -> None:
    inner = "<description>&lt;b&gt;Company:&lt;/b&gt; {}&lt;br&gt;&lt;b&gt;City:&lt;/b&gt; Kiel</description>"
    feed = rss([item("Cook", 1, inner.format("Inn")), item("Baker", 2, inner.format("Mill &amp;amp; Sons"))])

    found = rows(feed)

    assert [("Cook", "Inn", "Kiel"), ("Baker", "Mill & Sons", "Kiel")] == found


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ("<region>Anywhere in the World</region>", "Anywhere in the World"),
        ("<job_listing:location>Portland, OR</job_listing:location>", "Portland, OR"),
        ("<tt:locations><tt:location><tt:name>Copenhagen</tt:name></tt:location></tt:locations>", "Copenhagen"),
        ("<tt:locations><tt:location><tt:city>Oslo</tt:city><tt:country>Norway</tt:country></tt:location></tt:locations>",
         "Oslo, Norway"),
        ("<description>&lt;b&gt;Headquarters:&lt;/b&gt; Austin, TX&lt;br&gt;URL: x</description>", "Austin, TX"),
        ("<description>Location: Kiel&lt;br/&gt;Salary: 50k</description>", "Kiel"),
    ],
)  # fmt: skip
def test_the_place_is_found_wherever_boards_put_it(inner: str, expected: str) -> None:
    feed = rss([item("Acme: Engineer", 1, inner), item("Globex: Analyst", 2, inner)])

    places = [row[2] for row in rows(feed)]

    assert [expected, expected] == places
