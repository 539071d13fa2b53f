"""What single pieces of a page say: labels, headings, titles, demands, languages."""

from __future__ import annotations

import pytest

from longhaul_worker.postings.demands import min_years, seniority
from longhaul_worker.postings.heads import split_head
from longhaul_worker.postings.kinds import kinds_of
from longhaul_worker.postings.labels import labelled
from longhaul_worker.postings.language import language_of
from longhaul_worker.postings.page import Page
from longhaul_worker.postings.reading import read_page, read_text
from longhaul_worker.postings.sections import items_of, sections_of, topic_of
from longhaul_worker.postings.spots import is_spot, workplace_in


@pytest.mark.parametrize(
    "html",
    [
        "<dl><dt>Location</dt><dd>Leeds</dd></dl>", "<table><tr><th>Location:</th><td>Leeds</td></tr></table>",
        "<p><b>Location:</b> Leeds</p>",
        "<div><p>Location</p><p>Leeds</p></div>", "<ul><li>Location<span>Leeds</span></li></ul>",
        "<p>Type: Permanent. Location: Leeds. Tags: x</p>",
        "<p>Contract: CDI | Location: Leeds | Start: now</p>", "<h3>Location</h3><p>Leeds</p>",
        "<p><strong>Arbeitsort</strong>: Leeds<br><strong>Ab</strong>: sofort</p>",
    ],
)  # fmt: skip
def test_a_value_is_found_by_its_label_in_every_form(html: str) -> None:
    page = read_page(f"<html><body>{html}</body></html>".encode())

    assert ["Leeds"] == [fact.value for fact in labelled(page) if fact.name == "place"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cook at Salt & Sorrel", ("Cook", "Salt & Sorrel", None)),
        ("Acme hiring Data Engineer in Berlin, Germany | LinkedIn", ("Data Engineer", "Acme", "Berlin, Germany")),
        ("Job Application for Potter at Kilnworks", ("Potter", "Kilnworks", None)),
        ("Oomnitza: Senior Software Engineer", ("Senior Software Engineer", "Oomnitza", None)),
        ("Data Scientist Job in Sydney NSW - SEEK", ("Data Scientist", None, "Sydney NSW")),
        ("Welder II - Job in Baton Rouge, LA - Bayou Fabrication - Monster.com",
        ("Welder II", "Bayou Fabrication", None)),
        ("Buchhalter (m/w/d) - Stellenangebote bei Rhabarber GmbH", ("Buchhalter (m/w/d)", "Rhabarber GmbH", None)),
    ],
)  # fmt: skip
def test_titles_of_pages_are_taken_apart(text: str, expected: tuple[str, str | None, str | None]) -> None:
    head = split_head(text, Page(url="https://www.seek.com.au/job/1"))

    assert head is not None
    assert expected[:2] == (head.title, head.company)
    assert expected[2] in {None, head.place}


@pytest.mark.parametrize(
    ("heading", "topic"),
    [
        ("What you'll do", "tasks"), ("Deine Aufgaben", "tasks"), ("Vos missions", "tasks"), ("Obowiązki", "tasks"),
        ("What we're looking for", "requirements"),
        ("Dein Profil", "requirements"), ("Requisitos", "requirements"), ("You should apply if", "requirements"),
        ("What we offer", "benefits"),
        ("Wir bieten", "benefits"), ("Nice to have", "wishes"), ("About Acme", "company"),
        ("How to apply", "process"), ("Fishes", "other"),
    ],
)  # fmt: skip
def test_headings_tell_what_a_section_is_about(heading: str, topic: str) -> None:
    assert topic == topic_of(heading)


def test_sections_give_their_items_whatever_marks_them() -> None:
    text = (
        "Cook\n\nYour tasks:\n- chop\n* stir\n• fry it all\n\n## Requirements\n1. knives\n2) nerves\n\nWe "
        "offer:\nFree soup every day."
    )

    sections = sections_of(read_text(text).main)

    assert ["chop", "stir", "fry it all"] == items_of(sections, "tasks")
    assert ["knives", "nerves"] == items_of(sections, "requirements")
    assert ["Free soup every day."] == items_of(sections, "benefits")


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("5+ years of experience in Python", 5), ("Mindestens 3 Jahre Berufserfahrung", 3),
        ("Au moins 4 ans d'expérience", 4), ("at least two years' experience", 2),
        ("3-5 years experience with SQL", 3), ("Experiencia mínima: al menos 2 años", 2),
        ("We have been around for 25 years", None),
        ("You are at least 18 years old", None), ("founded 10 years ago", None), ("a 2 year contract", None),
    ],
)  # fmt: skip
def test_years_of_experience_are_told_from_other_years(line: str, years: float | None) -> None:
    found = min_years([line])

    assert years == (found[0] if found else None)


@pytest.mark.parametrize(
    ("title", "rank"),
    [("Senior Cook", "senior"), ("Werkstudent IT", "intern"), ("Head of Risk", "director"), ("Junior Dev", "junior"),
    ("Lead Potter", "lead"), ("CTO", "executive"), ("Cook", None)],
)  # fmt: skip
def test_titles_name_a_rank(title: str, rank: str | None) -> None:
    assert rank == seniority(title, None)


@pytest.mark.parametrize(
    ("texts", "kinds"),
    [
        (["Permanent"], ["FULL_TIME"]), (["Permanent", "Part-time"], ["PART_TIME"]),
        (["permanent, part-time possible"], ["FULL_TIME", "PART_TIME"]),
        (["Full Time", "Fixed-Term/Contract"], ["FULL_TIME", "TEMPORARY"]),
        (["Werkstudent"], ["INTERN"]), (["umowa o pracę", "pełny etat"], ["FULL_TIME"]),
        (["CDD", "temps partiel"], ["PART_TIME", "TEMPORARY"]), (["6 month contract"], ["CONTRACTOR"]), ([], []),
    ],
)  # fmt: skip
def test_employment_types_are_read_together(texts: list[str], kinds: list[str]) -> None:
    assert kinds == [kind.value for kind in kinds_of(texts)]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Remote only", "remote"), ("Hybrid", "hybrid"), ("On-site", "onsite"), ("Télétravail partiel", "hybrid"),
        ("3 days onsite", "hybrid"), ("Presencial", "onsite"), ("praca zdalna", "remote"),
        ("Pas de télétravail", "onsite"), ("Homeoffice möglich", "hybrid"), ("Berlin", None),
    ],
)  # fmt: skip
def test_workplaces_are_told_apart(text: str, mode: str | None) -> None:
    assert mode == workplace_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "Cardiff, London or Remote (UK)",
        "Brisbane QLD",
        "Gdańsk, pomorskie",
        "Colmar - 68",
        "Austin, TX, Denver, CO or Remote within the US",
        "NYC",
        "Remote, EMEA",
        "70173 Stuttgart",
    ],
)
def test_places_are_known_as_they_are_written(text: str) -> None:
    assert is_spot(text)


@pytest.mark.parametrize(
    "text", ["Engineering", "Full-time", "Apply now", "Senior Cook", "Data & AI", "Posted 3 days ago", "", "Acme Ltd"]
)
def test_other_texts_are_no_places(text: str) -> None:
    assert not is_spot(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("We are looking for a cook to join our team and you will work with the best", "en"),
        ("Wir suchen eine Köchin für unser Team und du bist dabei", "de"),
        ("Nous recherchons une personne pour notre équipe avec des idées", "fr"),
        ("料理人を募集しています。経験者歓迎です。", "ja"),
        ("Ищем повара в нашу команду", "ru"),
    ],
)  # fmt: skip
def test_languages_are_told_apart(text: str, code: str) -> None:
    assert code == language_of(text)
