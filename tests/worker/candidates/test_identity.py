"""Who is who: the same person under other spellings, and people who only look alike."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from career.records.candidates import email_key
from career.resume import Basics, ParseReport, Place, Resume, Work
from longhaul_worker.candidates.identity import Person, group, person_of, same_person

ACME = frozenset({("acme", "2019")})
ANN = Person("1", "ann example", "ann@example.org", "+49301234567", ACME)
REPORT = ParseReport(source_sha256="", language="en", pages=1, chars=0, layout="text")


def resume(**basics: object) -> Resume:
    """A CV of somebody who works at ACME GmbH."""
    posts = [Work(name="ACME GmbH", startDate="2019-03")]
    return Resume(basics=Basics.model_validate(basics), work=posts, x_parse=REPORT)


@pytest.mark.parametrize("other", [
    Person("2", "somebody else", "ann@example.org"),
    Person("2", "ann example", "ann@work.example", "+49301234567"),
    Person("2", "ann example", None, "0301234567"),
    Person("2", "example ann", None, None, ACME),
    Person("2", "ann b example", None, None, ACME),
    Person("2", "a example", None, None, ACME),
    Person("2", "anne example", None, None, frozenset({("acme", "2020")})),
    Person("2", "ann example", None, None, frozenset({("acme berlin office", "")})),
    Person("2", "ann example", "a@b.example", "+1", frozenset({("acme", "2019"), ("initech", "2014")})),
])  # fmt: skip
def test_one_person_is_told(other: Person) -> None:
    ann = replace(ANN, posts=frozenset({*ACME, ("acme berlin office", "2019"), ("initech", "2014")}))

    assert same_person(ann, other)
    assert same_person(other, ann)


@pytest.mark.parametrize("other", [
    Person("2", "ben example", None, "+49301234567"),
    Person("2", "ann example", "ann2@example.org", "+49309999999", ACME),
    Person("2", "ann example", None, None, frozenset({("initech", "2019")})),
    Person("2", "ann example", None, None, frozenset({("acme", "1999")})),
    Person("2", "ann sample", None, None, ACME), Person("2", "ann", None, None, ACME),
    Person("2", "", None, None, ACME),
    Person("2", "bnn example", None, None, ACME),
])  # fmt: skip
def test_two_people_are_told_apart(other: Person) -> None:
    assert not same_person(ANN, other)
    assert not same_person(other, ANN)


@pytest.mark.parametrize(("basics", "expected"), [
    ({"email": "Ann.Example+jobs@GMail.com"}, ("annexample@gmail.com", None)),
    ({"email": "bewerbung@agentur.example"}, (None, None)),
    ({"phone": "030 1234567", "location": {"raw": "Berlin, Germany"}}, (None, "+49301234567")),
    ({"phone": "+49 (0)30 / 123 45 67"}, (None, "+49301234567")),
    ({"phone": "555 0123 45"}, (None, "555012345")), ({"phone": "n/a"}, (None, None)), ({"phone": "123"}, (None, None)),
])  # fmt: skip
def test_addresses_and_numbers_get_one_form(basics: dict[str, object], expected: tuple[str | None, str | None]) -> None:
    person = person_of("1", resume(**basics))

    assert expected == (person.email, person.phone)


def test_titles_accents_and_legal_forms_do_not_count() -> None:
    person = person_of("1", resume(name="Dr. Jörg MÜLLER, PhD", location=Place(raw="Bonn").model_dump()))

    assert ("jorg muller", ACME) == (person.name, person.posts)


PEOPLE = st.builds(
    Person,
    st.just("x"),
    st.sampled_from(["", "ann example", "anne example", "ben lee", "lee ben", "b lee"]),
    st.sampled_from([None, "a@x.example", "b@x.example"]),
    st.sampled_from([None, "+49301234567", "301234567"]),
    st.frozensets(st.tuples(st.sampled_from(["acme", "initech"]), st.sampled_from(["", "2019"])), max_size=2),
)


@given(st.lists(PEOPLE, max_size=12))
def test_everybody_is_in_one_group_and_alikes_share_it(people: list[Person]) -> None:
    groups = group(people)

    placed = [index for indexes in groups for index in indexes]
    of = {index: number for number, indexes in enumerate(groups) for index in indexes}
    assert sorted(placed) == list(range(len(people)))
    for one in range(len(people)):
        for other in range(one):
            if same_person(people[one], people[other]):
                assert of[one] == of[other]


@given(PEOPLE, PEOPLE)
def test_it_does_not_matter_who_is_asked(one: Person, other: Person) -> None:
    assert same_person(one, other) == same_person(other, one)


@given(st.emails())
def test_the_key_of_an_address_is_its_own_key(email: str) -> None:
    assert email_key(email) == email_key(email_key(email)) == email_key(f" {email} ")
