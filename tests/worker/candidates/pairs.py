"""CVs of which some are the same person's: the labelled set for telling who is who."""

from __future__ import annotations

from dataclasses import replace

from tests.worker.candidates.people import Person, Post
from tests.worker.candidates.pool import POOL

_BY_NAME = {person.name: person for person in POOL}


def _again(who: str, **changes: object) -> tuple[str, Person]:
    return who, replace(_BY_NAME[who], **changes)  # pyright: ignore[reportArgumentType]


_OTHER_POST = (Post("Consultant", "Someone Else Ltd", "2010-01", "2012-01"),)

LABELLED: list[tuple[str, Person]] = [
    *((person.name, person) for person in POOL),
    # the same people: another spelling of the address, the phone, the name, or an older CV
    _again("Jana Keller", name="Jana Keller-Roth", email="Jana.Keller+jobs@Example.org", phone=""),
    _again("Tom Okafor", email="", phone="020 7946 0018", headline="Engineer"),
    _again("Felix Brandt", email="fbrandt@mail.example", phone="+49 30 5550199", posts=_OTHER_POST),
    _again("Ravi Menon", email="", phone="", name="Menon, Ravi"),
    _again("Emily Stone", email="", phone="", name="Emily R. Stone"),
    _again("Claire Moreau", email="", phone="", name="Claire MOREAU", skills=("CRM",)),
    _again("Noah Fischer", email="", phone="", name="Dr. Noah Fischer"),
    _again("Lea Sommer", email="lea@sommer.example", phone="089 5550122"),
    _again("Sven Larsson", email="", phone="", posts=(
        replace(_BY_NAME["Sven Larsson"].posts[0], company="Fjord Pay AB"),)),
    _again("Katrin Vogel", email="", phone="", name="Kathrin Vogel"),
    # other people: a namesake, a colleague, a shared number, an office's address, a sibling
    ("Tom Okafor (2)", replace(
        _BY_NAME["Tom Okafor"], email="tom@other.example", phone="+44 161 555 0100", posts=_OTHER_POST)),
    ("Ben Hale", replace(
        _BY_NAME["George Hale"], name="Ben Hale", email="ben.hale@example.co.uk", phone="020 7946 0789")),
    ("Office 1", Person("Ida Klein", "Clerk", "bewerbung@agentur.example", "", "Bonn", _OTHER_POST, ("Excel",))),
    ("Office 2", Person("Udo Gross", "Clerk", "bewerbung@agentur.example", "", "Bonn", _OTHER_POST, ("Excel",))),
    ("Desk 1", Person("Rita Lang", "Clerk", "", "+49 228 555000", "Bonn", (), ("Excel",))),
    ("Desk 2", Person("Otto Kurz", "Clerk", "", "+49 228 555000", "Bonn", (), ("Excel",))),
    ("Maria Garcia 1", Person("Maria Garcia", "Nurse", "mg1@example.es", "+34 600 111 222", "Madrid", (
        Post("Nurse", "Hospital del Sol", "2015-01", None),), ("Care",))),
    ("Maria Garcia 2", Person("Maria Garcia", "Lawyer", "mg2@example.es", "+34 600 333 444", "Madrid", (
        Post("Lawyer", "Bufete Luna", "2016-01", None),), ("Law",))),
    ("Jan Meier", Person("Jan Meier", "Baker", "", "", "Kiel", (
        Post("Baker", "Backhaus Nord", "2015-01", None),), ("Bread",))),
    ("Jan Beier", Person("Jan Beier", "Baker", "", "", "Kiel", (
        Post("Baker", "Backhaus Nord", "2016-01", None),), ("Bread",))),
    ("Anna Schmidt", Person("Anna Schmidt", "Baker", "", "", "Kiel", (
        Post("Baker", "Backhaus Nord", "2019-01", None),), ("Bread",))),
]  # fmt: skip
"""Who each CV is, and the CV."""
