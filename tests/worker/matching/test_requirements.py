"""What adverts of many layouts and languages ask for, and that no text breaks the reading of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from career.model import Skill
from career.posting import Posting
from longhaul_worker.matching.requirements import Requirement, requirements_of, years_in
from longhaul_worker.matching.sections import lines_of

ENGLISH = """
Acme makes maps. We love Kotlin.
What you'll do:
- Build pipelines in Scala
What you'll bring
- 4+ years of experience with Python and PostgreSQL
- Docker; ideally Kubernetes
- Terraform is a plus
What we offer
- Courses in Rust and Java
"""
GERMAN = """
Deine Aufgaben:
- Betreuung unserer Kunden
Was Du mitbringst:
- Mindestens drei Jahre Berufserfahrung
- Kenntnisse in SPS (Siemens S7) von Vorteil
- Sehr gute Kenntnisse in Excel und SAP
Was wir Dir bieten:
- 30 Tage Urlaub
"""
FRENCH = """
Profil recherché
- Plus de 5 ans d'expérience en développement Java
- Maîtrise de Spring Boot et PostgreSQL
- La connaissance de Kafka est un plus
Avantages
- Formation Scala
"""
SPANISH = """
Requisitos:
- Al menos 3 años de experiencia con React
- Se valorará experiencia con GraphQL
Ofrecemos:
- Cursos de Python
"""
CAPITALS = "MUST HAVE\nPython\nDjango\nNICE TO HAVE\nAWS\nABOUT US\nWe use Kotlin and Swift"
ONE_LINE = "Requirements: Python, Django, 3+ years. Nice to have: AWS. Benefits: free lunch, Java meetups."
PROSE = (
    "We are looking for an engineer. You must have at least 5 years of experience with Java and Spring Boot. "
    "Experience with Kafka is a plus. We offer a salary and a Rust course. In the last 12 years we have grown."
)
STARS = "**What you need**\n* 4+ yrs with Go or Node.js\n**Extra points for**\n* Rust\n**What's in it for you**\n* Java"
BULLETS = "Qualifications\n• BLS required; ACLS preferred\n• Bilingual (English/Spanish) is an asset"


def posting(text: str, title: str = "Engineer", skills: list[str] | None = None) -> Posting:
    """An advert with this text."""
    return Posting(
        title=title,
        description_text=text,
        skills=[Skill(name=name) for name in skills or []],
        posting_key="key",
        content_hash="hash",
    )


@pytest.mark.parametrize(
    ("text", "required", "nice", "years"),
    [
        (ENGLISH, ["Python", "PostgreSQL", "Docker"], ["Kubernetes", "Terraform"], 4),
        (GERMAN, ["SAP", "Excel"], ["PLC"], 3),
        (FRENCH, ["Java", "Spring Boot", "PostgreSQL"], ["Kafka"], 5),
        (SPANISH, ["React"], ["GraphQL"], 3),
        (CAPITALS, ["Python", "Django"], ["AWS"], None),
        (ONE_LINE, ["Python", "Django"], ["AWS"], 3),
        (PROSE, ["Java", "Spring Boot"], ["Kafka"], 5),
        (STARS, ["Node.js", "Go"], ["Rust"], 4),
        (BULLETS, ["CPR"], ["ACLS"], None),
        ("", [], [], None),
        ("Great job. Apply now!", [], [], None),
    ],
)
def test_skills_are_sorted_into_required_and_welcome(
    text: str, required: list[str], nice: list[str], years: float | None
) -> None:
    found = requirements_of(posting(text))

    assert (required, nice, years) == (found.required_skills, found.nice_skills, found.min_years)


def test_lines_without_a_known_skill_are_requirements_too() -> None:
    text = "Ihr Profil\n- Abgeschlossene Ausbildung als Koch\n- Freude am Umgang mit Gästen\nWir bieten\n- Trinkgeld"

    found = requirements_of(posting(text))

    assert ["Abgeschlossene Ausbildung als Koch", "Freude am Umgang mit Gästen"] == [
        line.text for line in found.required
    ]


def test_a_list_of_requirements_ends_where_running_text_follows() -> None:
    text = "Requirements\n- Python\n- SQL\nOur customers write Java and love it, and so do we."

    found = requirements_of(posting(text))

    assert ["Python", "SQL"] == found.required_skills


def test_without_any_line_that_asks_the_text_the_source_and_the_title_speak() -> None:
    text = "Join a team that ships Django services."

    found = requirements_of(posting(text, title="Kafka Specialist", skills=["postgres"]))

    assert ["Django", "PostgreSQL", "Kafka"] == found.required_skills


def test_the_source_knows_the_years_better_than_the_text() -> None:
    advert = posting("Requirements\n- 3 years of Java").model_copy(update={"experience_min_years": 7.0})

    found = requirements_of(advert)

    assert 7 == found.min_years


def test_a_skill_that_is_required_is_not_also_welcome() -> None:
    found = requirements_of(posting("Requirements\n- Python\nNice to have\n- Python 3\n- Go, Rust"))

    assert (["Python"], ["Go", "Rust"]) == (found.required_skills, found.nice_skills)


@pytest.mark.parametrize(
    ("line", "choices"),
    [
        ("Experience with Go, Java or Python", [{"Go", "Java", "Python"}]),
        ("Erfahrung mit PostgreSQL oder MySQL", [{"PostgreSQL", "MySQL"}]),
        ("Python and Django", []),
        ("Java, SQL and Kafka or RabbitMQ", []),
        ("Degree or similar; Python, Django", []),
        ("Knowledge of Python, Django", []),
    ],
)
def test_of_alternatives_one_is_enough(line: str, choices: list[set[str]]) -> None:
    found = requirements_of(posting(f"Requirements\n- {line}\n- You are kind"))

    assert choices == [set(choice) for choice in found.choices]


def test_everyday_words_are_no_skills() -> None:
    text = "Requirements\n- Solid communicator who can go and make the rest of the office feel safe\n- Ability to excel"

    found = requirements_of(posting(text))

    assert [] == found.required_skills


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("5+ years of Java", 5),
        ("3-5 years", 3),
        ("at least five (5) years' experience", 5),
        ("mindestens zwei Jahre Erfahrung", 2),
        ("2 ans d'expérience", 2),
        ("1.5 years", 1.5),
        ("mehrjährige Berufserfahrung", 3),
        ("in the last 10 years we grew", None),
        ("you are 18 years old", None),
        ("founded 150 years ago", None),
        ("$3 years", None),
    ],
)
def test_years_are_read_as_people_write_them(text: str, years: float | None) -> None:
    assert years == years_in(text)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_any_text_is_read(text: str) -> None:
    found = requirements_of(posting(text))

    assert all(line.text for line in [*found.required, *found.nice])


@given(st.lists(st.sampled_from(["Requirements", "- Python", "Benefits:", "We offer Java.", "", "• Go", ":", "- "])))
def test_lines_carry_words_of_the_text_only(lines: list[str]) -> None:
    text = "\n".join(lines)

    found = lines_of(text)

    assert all(line.text in text for line in found)


@pytest.mark.parametrize(
    "text", ["- " * 20_000, "(" * 20_000, "a " * 30_000, "Requirements:" * 5_000, "• x" * 20_000, "1 years" * 10_000]
)
def test_endless_lines_are_read_in_time(text: str) -> None:
    found = requirements_of(posting(text))

    assert len(found.required) <= 60


def test_a_requirement_without_skills_has_none() -> None:
    assert () == Requirement("a friendly manner").skills
