"""A model's second look at a CV: it adds what the CV says, and changes nothing that the rules are sure of."""

from __future__ import annotations

import json
from typing import Any

from career.resume import Basics, ParseReport, Resume, Work
from longhaul_worker.llm.resume_review import review
from tests.worker.desk import Desk
from tests.worker.llm.serving import ModelServer

TEXT = """Ada Berg
Nurse for children
ada@berg.example, 0151 2345678

2019 - 2023  Saint Mary Hospital   Ward sister
2015 - 2019  City Clinic
Skills: triage, vaccination
"""


def parsed(**confidence: float) -> Resume:
    """The CV as the rules read it, unsure where `confidence` says so."""
    report = ParseReport(source_sha256="0", language="en", pages=1, chars=len(TEXT), layout="text")
    report.confidence = {"basics.name": 0.9, "basics.label": 0.9, "basics.location": 0.9, "work": 0.9, "skills": 0.9}
    report.confidence |= {name.replace("_", "."): sure for name, sure in confidence.items()}
    basics = Basics(name="Ada Berg", label="Nurse", email="ada@berg.example", phone="0151 2345678")
    work = [Work(name="Saint Mary Hospital", startDate="2019", endDate="2023"), Work(name="City Clinic")]
    return Resume(basics=basics, work=work, x_parse=report)


async def reviewed(server: ModelServer, resume: Resume, answer: dict[str, Any]) -> Resume:
    """What the review makes of it when the model answers so."""
    server.says(json.dumps(answer))
    return await review(server.models().for_job(Desk().context(), "auto"), resume, TEXT)


async def test_what_the_rules_are_sure_of_is_not_asked_about(server: ModelServer) -> None:
    await reviewed(server, parsed(), {})

    assert "only these fields: place, work, skills;" in server.bodies[0]["messages"][1]["content"]


async def test_a_missing_title_is_added_where_the_cv_says_it(server: ModelServer) -> None:
    entries = [
        {"company": "Saint Mary Hospital", "position": "Ward sister"},
        {"company": "City Clinic", "position": "Dean"},
    ]

    result = await reviewed(server, parsed(), {"work": entries})

    assert ["Ward sister", None] == [post.position for post in result.work]
    assert "llm" == result.x_parse.provenance["work[0].position"].method
    assert ["LLM_REVIEWED"] == [note.code for note in result.x_parse.notes]


async def test_employers_dates_and_contacts_of_the_rules_stay(server: ModelServer) -> None:
    before = parsed(basics_name=0.3, work=0.2)
    entries = [{"company": "City Clinic", "position": "Nurse for children"}]
    answer = {"name": "ada@berg.example", "place": "0151 2345678", "work": entries, "email": "eve@evil.example"}

    result = await reviewed(server, before, answer)

    assert before.basics == result.basics
    assert [(post.name, post.startDate) for post in before.work] == [
        (post.name, post.startDate) for post in result.work
    ]


async def test_an_uncertain_headline_gives_way_to_the_words_of_the_cv(server: ModelServer) -> None:
    result = await reviewed(server, parsed(basics_label=0.4), {"headline": "Nurse for children"})

    assert "Nurse for children" == result.basics.label
    assert "Nurse for children (before: Nurse)" == result.x_parse.provenance["basics.label"].evidence


async def test_what_the_cv_does_not_say_is_not_believed(server: ModelServer) -> None:
    before = parsed(basics_name=0.3)

    result = await reviewed(server, before, {"name": "Eve Invented", "skills": ["surgery"], "place": "Paris"})

    assert before == result


async def test_skills_of_the_cv_are_added_once(server: ModelServer) -> None:
    result = await reviewed(server, parsed(), {"skills": ["triage", "Triage", "vaccination", "Kubernetes"]})

    assert [["triage", "vaccination"]] == [group.keywords for group in result.skills]


async def test_without_help_the_cv_stays_as_it_is(server: ModelServer) -> None:
    server.sends(401)
    before = parsed(basics_name=0.1)

    result = await review(server.models().for_job(Desk().context(), "auto"), before, TEXT)

    assert before is result
