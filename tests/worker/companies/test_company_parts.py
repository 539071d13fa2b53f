"""The parts of company research: names, sites, `robots.txt`, pages, and statements in sentences."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longhaul_worker.companies.claims import Claim, Sources, cut
from longhaul_worker.companies.decoding import as_text
from longhaul_worker.companies.domains import is_board, is_own_site, site_of
from longhaul_worker.companies.naming import match_company
from longhaul_worker.companies.page import Link, read_page
from longhaul_worker.companies.robots import read_robots
from longhaul_worker.companies.site import chosen, sitemap_links
from longhaul_worker.companies.site_claims import claims_of, said_by
from longhaul_worker.companies.statements import stated
from longhaul_worker.llm.grounding import normalised
from tests.worker.companies.sites import ABOUT, HOME, ld

NOW = datetime(2026, 1, 1, tzinfo=UTC)
AGENT = "Longhaul-CareerDesk/0.1 (feed and page reader)"


def values(sentence: str, company: str = "Acme") -> dict[str, str]:
    """What a sentence says, by topic."""
    return {claim.topic: claim.value for claim in stated([sentence], company, "s", NOW) if claim.value}


@pytest.mark.parametrize(
    ("wanted", "names", "matched"),
    [
        ("acme", ["ACME GmbH", "Acme", "Acme, GmbH", "Other"], ["ACME GmbH", "Acme", "Acme, GmbH"]),
        ("Acme Ltd", ["Acme Limited", "Acme Inc"], ["Acme Limited"]),
        ("Acme S.A.", ["Acme SA", "Acme Oy"], ["Acme SA"]),
        ("Müller", ["Mu\u0308ller KG"], ["Mu\u0308ller KG"]),
        ("Brightpay", ["Brightpay Software"], ["Brightpay Software"]),
        ("Brightpai", ["Brightpay"], ["Brightpay"]),
        ("Nobody", ["Acme"], []), ("", ["Acme"], []), ("GmbH", ["Acme GmbH"], []),
    ],
)  # fmt: skip
def test_spellings_of_a_company_are_found(wanted: str, names: list[str], matched: list[str]) -> None:
    assert (tuple(matched), ()) == (match_company(wanted, names).names, match_company(wanted, names).candidates)


@pytest.mark.parametrize("names", [["Acme GmbH", "Acme Inc"], ["Acme Foods", "Acme Bank"]])
def test_different_companies_are_offered_for_choice(names: list[str]) -> None:
    assert tuple(sorted(names)) == match_company("Acme", names).candidates


def test_different_sites_are_different_companies() -> None:
    match = match_company("Acme", ["Acme", "ACME"], {"Acme": "acme.de", "ACME": "acme.com"})

    assert ("ACME (acme.com)", "Acme (acme.de)") == match.candidates


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("https://www.acme.co.uk/x", "http://jobs.acme.co.uk", True),
        ("https://a.github.io", "https://b.github.io", False),
        ("http://127.0.0.1:80/", "http://127.0.0.1:81/", False),
        ("http://127.0.0.1:80/a", "http://127.0.0.1:80/b", True),
        ("https://acme.com", "https://acme.com.evil.example", False), ("http://[", "http://acme.com", False),
    ],
)  # fmt: skip
def test_addresses_of_one_site_are_told_from_those_of_another(one: str, other: str, is_same: bool) -> None:
    assert is_same == (site_of(one) == site_of(other))


def test_boards_are_no_companies_sites() -> None:
    assert is_board("https://boards.greenhouse.io/acme/jobs/1")
    assert not is_own_site("https://www.linkedin.com/company/acme", "Linkedin")
    assert is_own_site("https://jobs.acme-labs.com/1", "Acme Labs GmbH")
    assert not is_own_site("https://jobs.example.org/1", "Acme Labs GmbH")


@pytest.mark.parametrize(
    ("text", "path", "is_allowed"),
    [
        ("User-agent: *\nDisallow: /", "/about", False), ("User-agent: *\nDisallow:", "/about", True),
        ("User-agent: *\nDisallow: /a\nAllow: /about", "/about", True), ("", "/", True), ("<html>no</html>", "/", True),
        ("User-agent: longhaul-careerdesk\nDisallow: /x\n\nUser-agent: *\nDisallow: /", "/about", True),
        ("User-agent: other\nUser-agent: *\nDisallow: /*?", "/a?b=1", False), ("Disallow: /", "/", True),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False), ("User-agent: *\nDisallow: /*.pdf$", "/a.pdfx", True),
        ("user-agent: * # all\r\ndisallow: /caf%C3%A9 # no", "/caf\u00e9/menu", False),
        ("User-agent: *\nDisallow: /a$", "/a", False), ("User-agent: *\nDisallow: /a$", "/ab", True),
    ],
)  # fmt: skip
def test_robots_txt_is_kept(text: str, path: str, is_allowed: bool) -> None:
    assert is_allowed == read_robots(text, AGENT).allows(f"https://acme.example{path}")


@given(text=st.text(alphabet="UserAgntDisalow:*/$ \n#a", max_size=200), path=st.text(alphabet="/ab*$?", max_size=40))
def test_no_robots_txt_breaks_the_reader(text: str, path: str) -> None:
    assert read_robots(f"User-agent: *\n{text}", AGENT).allows(f"https://a.example/{path}") in {True, False}


def test_a_pattern_of_stars_is_judged_in_no_time() -> None:
    rules = read_robots("User-agent: *\nDisallow: /" + "*a" * 500 + "$", AGENT)

    assert rules.allows("https://a.example/" + "a" * 1500 + "b")


def test_the_most_telling_pages_come_first_and_only_of_the_same_site() -> None:
    links = [Link(url=f"https://www.acme.com/{path}", text="") for path in
        ("blog/1", "privacy", "jobs", "company/about", "about/team/history/1999/x", "press", "login")]  # fmt: skip
    links.append(Link(url="https://other.com/about", text="About us"))

    assert ["https://www.acme.com/company/about", "https://www.acme.com/jobs", "https://www.acme.com/press"] == chosen(
        "https://acme.com/", links, 3
    )


def test_addresses_are_read_from_a_sitemap_whatever_surrounds_them() -> None:
    xml = (
        "<urlset><url><loc> https://a.example/x?a=1&amp;b=2 </loc></url><url><loc><![CDATA[https://a.example/y]]></loc>"
    )

    assert ["https://a.example/x?a=1&b=2", "https://a.example/y"] == [link.url for link in sitemap_links(xml)]


@pytest.mark.parametrize(
    ("sentence", "topic", "value"),
    [
        ("Acme was founded in 1998 in a garage.", "founded", "1998"),
        ("Wir wurden 1998 gegründet.", "founded", "1998"),
        ("Créée en 2004, notre entreprise conçoit des vélos.", "founded", "2004"),
        ("Seit 1921 backen wir Brot.", "founded", "1921"),
        ("We are a team of more than 1,200 people.", "size", "more than 1,200 people"),
        ("Rund 85 Mitarbeitende arbeiten bei uns.", "size", "Rund 85 Mitarbeitende"),
        ("Nous sommes plus de 300 collaborateurs.", "size", "plus de 300 collaborateurs"),
        ("Acme is headquartered in New York.", "location", "New York"),
        ("Das Unternehmen mit Sitz in Bad Homburg wächst.", "location", "Bad Homburg"),
        ("Basée à Lyon, la société emploie 40 personnes.", "location", "Lyon"),
        ("We serve 3 million customers.", "customers", "3 million customers"),
        ("We raised $30 million in 2020.", "money", "raised $30 million"),
        ("We are ISO 9001 certified.", "certificate", "ISO 9001"),
        ("Acme builds lifts for old houses.", "about", "Acme builds lifts for old houses."),
    ],
)
def test_statements_are_found_in_several_languages(sentence: str, topic: str, value: str) -> None:
    assert value == values(sentence).get(topic)


@pytest.mark.parametrize(
    ("sentence", "topic"),
    [
        ("You will lead a team of 12 people.", "size"), ("You have 5 years of experience since 2015.", "founded"),
        ("We have been profitable since 2023.", "founded"), ("We are an equal opportunity employer.", "about"),
        ("We are looking for a cook.", "about"), ("Lead a team of 8 engineers in our office.", "size"),
    ],
)  # fmt: skip
def test_what_only_sounds_so_is_no_statement(sentence: str, topic: str) -> None:
    assert topic not in values(sentence)


def test_json_ld_of_somebody_else_is_not_believed() -> None:
    page = read_page(
        ld({"@type": "Organization", "name": "Partner AG", "foundingDate": "1900"}), "https://acme.example/"
    )

    assert [] == list(claims_of(page, "Acme", NOW))


@pytest.mark.parametrize(
    "html",
    [
        "", "<", "<html", "\x00\x01", "<p>" * 5000, "<div><div>" * 3000 + "x",
        "<a href='http://['>x</a><a href=''>y</a>",
        '<script type="application/ld+json">{"@type": "Organization", "name": ' + "[" * 5000,
        '<script type="application/ld+json">{"@type": ["Organization", 1], "name": {"a": 1}, "address": [[1]]}',
        '<script type="application/ld+json">{"@type": "Organization", "name": "\\ud800", "sameAs": 3}</script>',
        "<base href='javascript:1'><a href='/about'>x</a>", "<title>" + "x" * 100_000, "&#xD800;&#0;<p>\ufffe</p>",
        "<table>" + "<tr><td>a" * 3000,
    ],
)  # fmt: skip
def test_no_html_breaks_the_reader(html: str) -> None:
    page = read_page(html, "https://acme.example/")

    sources = Sources()
    sources.add(page.url, *said_by(page))
    assert page.model_dump_json()
    assert all(sources.has(claim) for claim in claims_of(page, "Acme", NOW))


@given(text=st.text(max_size=300))
def test_every_claim_quotes_its_text(text: str) -> None:
    html = f"<html><body><p>Acme was founded in 1990. {text.replace('<', ' ')} We employ 30 people.</p></body></html>"
    page = read_page(html, "https://acme.example/")

    said = normalised(" ".join(said_by(page)))
    assert [] == [claim for claim in claims_of(page, "Acme", NOW) if normalised(claim.quote) not in said]


def test_what_is_hidden_is_not_read() -> None:
    assert not [year for year in ("1066", "1492") if year in read_page(HOME, "https://a.example/").text]
    assert "9000" not in read_page(ABOUT, "https://a.example/").text


def test_a_claim_without_its_words_in_the_source_is_dropped() -> None:
    sources = Sources()
    sources.add("s", "Acme was founded\n in 1990.")
    true = Claim("founded", "Founded in 1990.", "s", "founded in 1990", NOW, "1990")
    false = Claim("founded", "Founded in 1991.", "s", "founded in 1991", NOW, "1991")
    elsewhere = Claim("founded", "Founded in 1990.", "t", "founded in 1990", NOW, "1990")

    assert [true] == sources.kept([false, elsewhere, true, true])


@given(words=st.lists(st.text(alphabet="abc", min_size=1, max_size=9), min_size=1, max_size=200), data=st.data())
def test_a_cut_keeps_the_part_it_is_about(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 60)))

    piece = cut(text, (start, end), 120)

    assert text[start:end].strip() in piece
    assert piece in text
    assert len(piece) <= 120


@pytest.mark.parametrize(
    ("body", "charset"),
    [("Grüße".encode(), None), ("Grüße".encode("latin-1"), "iso-8859-1"), ("Grüße".encode("utf-16"), None),
     (b'<meta charset="windows-1252">Gr\xfc\xdfe', None), ("Grüße".encode("cp1252"), "no-such-charset")],
)  # fmt: skip
def test_pages_are_decoded_by_what_they_say(body: bytes, charset: str | None) -> None:
    assert as_text(body, charset).endswith("Grüße")
