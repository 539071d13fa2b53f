"""`resume.optimize` from the kept CV and advert to the record and the files, with and without a model."""

from __future__ import annotations

import json

import pytest

from career.resume import Resume
from longhaul.model.control import Fail
from longhaul.mongo.driver import Database
from longhaul_worker.tailoring.truth import violations
from tests.worker.desk import Desk
from tests.worker.llm.serving import model_server
from tests.worker.packets.adverts import BACKEND as ADVERT
from tests.worker.packets.office import Office, opened
from tests.worker.packets.people import BACKEND

FAITHFUL = "In Python and PostgreSQL, designed idempotent transfer endpoints that handle 1,400 requests a second"
LIES = [
    "Designed idempotent transfer endpoints in Rust and PostgreSQL that handle 1,400 requests a second",
    "Designed idempotent transfer endpoints in Python and PostgreSQL that handle 9,400 requests a second",
    "Designed idempotent transfer endpoints for Stripe in Python and PostgreSQL that handle 1,400 requests a second",
    "As head of engineering designed transfer endpoints in Python and PostgreSQL for 1,400 requests a second",
]


@pytest.fixture
async def office(database: Database) -> Office:
    """Ann's CV and an advert that fits it."""
    return await opened(database, BACKEND, ADVERT)


async def test_the_tailored_cv_is_kept_and_saved(office: Office) -> None:
    desk = Desk()

    result = await office.optimize_handler()(desk.context(), office.optimize_args())

    kept = await office.tailored.get("ann", result.document_id)
    assert kept is not None
    assert kept.value.resume == result.tailored
    assert set(result.artifacts) == {"resume_tailored", "resume_markdown", "resume_diff"}
    assert Resume.model_validate_json(desk.files[result.artifacts["resume_tailored"].id]) == result.tailored
    assert result.truth_violations == violations(BACKEND, result.tailored) == []
    assert result.unattainable == ["Rust"]
    assert 0 < result.score_before <= 100
    assert 0 < result.score_after <= 100


async def test_the_markdown_and_the_diff_show_the_changes(office: Office) -> None:
    desk = Desk()

    result = await office.optimize_handler()(desk.context(), office.optimize_args())

    page = desk.files[result.artifacts["resume_diff"].id].decode()
    assert result.markdown.startswith("# Marta Okonkwo\n\n**Senior Backend Engineer**")
    assert "<del>Postgres</del> <ins>PostgreSQL</ins>" in page
    assert "The advert asks for Rust; nothing in the CV shows it." in page
    assert "<script" not in page


async def test_progress_rises_and_tells_the_coverage(office: Office) -> None:
    desk = Desk()

    await office.optimize_handler()(desk.context(), office.optimize_args())

    percents = [percent for percent, *_ in desk.said]
    messages = {code: message for _, message, code in desk.said}
    assert percents == sorted(percents)
    assert messages["COVERAGE"] == "Coverage 86 % -> 86 %; 1 requirements have no evidence"


@pytest.mark.parametrize("step", ["score", "store"])
async def test_a_killed_worker_leaves_one_record(office: Office, step: str) -> None:
    desk = Desk(die_after_step=step)
    with pytest.raises(ConnectionError):
        await office.optimize_handler()(desk.context(), office.optimize_args())

    result = await office.optimize_handler()(desk.context(), office.optimize_args())
    again = await office.optimize_handler()(desk.context(), office.optimize_args())

    assert result == again
    assert len(await office.tailored.list("ann")) == 1


async def test_a_faithful_rewording_is_taken(office: Office) -> None:
    desk = Desk()
    async with model_server() as server:
        server.says(json.dumps({"points": [{"number": 0, "text": FAITHFUL}]}))
        server.says(json.dumps({"points": []}))
        handler = office.optimize_handler(server.models())
        result = await handler(desk.context(), office.optimize_args(mode="standard"))

    change = result.changes[-1]
    assert (change.op, change.after) == ("rephrase", FAITHFUL)
    assert result.tailored.work[0].highlights[0] == FAITHFUL
    assert result.warnings == []


@pytest.mark.parametrize("lie", LIES)
async def test_a_rewording_that_lies_is_refused(office: Office, lie: str) -> None:
    desk = Desk()
    async with model_server() as server:
        server.says(json.dumps({"points": [{"number": 0, "text": lie}, {"number": 77, "text": lie}]}))
        server.says(json.dumps({"points": []}))
        handler = office.optimize_handler(server.models())
        result = await handler(desk.context(), office.optimize_args(mode="standard"))

    assert violations(BACKEND, result.tailored) == []
    assert [note.code for note in result.warnings] == ["REPHRASE_REFUSED"]
    assert "rephrase" not in [change.op for change in result.changes]


async def test_the_conservative_mode_asks_no_model(office: Office) -> None:
    async with model_server() as server:
        server.says("{}")
        await office.optimize_handler(server.models())(Desk().context(), office.optimize_args())

    assert server.asked == 0


async def test_a_model_is_not_asked_twice_for_the_same_post(office: Office) -> None:
    desk = Desk(die_after_step="score")
    async with model_server() as server:
        server.says(json.dumps({"points": [{"number": 0, "text": FAITHFUL}]}))
        server.says(json.dumps({"points": []}))
        handler = office.optimize_handler(server.models())
        with pytest.raises(ConnectionError):
            await handler(desk.context(), office.optimize_args(mode="standard"))
        result = await handler(desk.context(), office.optimize_args(mode="standard"))

    assert server.asked == 2
    assert result.tailored.work[0].highlights[0] == FAITHFUL


@pytest.mark.parametrize("status", [200, 401, 500])
async def test_a_model_that_fails_costs_a_warning_only(office: Office, status: int) -> None:
    async with model_server() as server:
        server.sends(status, b"garbage")
        handler = office.optimize_handler(server.models())
        result = await handler(Desk().context(), office.optimize_args(mode="standard"))

    assert {note.code for note in result.warnings} == {"LLM_UNAVAILABLE"}
    assert violations(BACKEND, result.tailored) == []


@pytest.mark.parametrize("missing", ["resume_id", "posting_id"])
async def test_a_missing_record_fails_for_good(office: Office, missing: str) -> None:
    with pytest.raises(Fail) as caught:
        await office.optimize_handler()(Desk().context(), office.optimize_args(**{missing: "0" * 24}))

    assert caught.value.code == {"resume_id": "RESUME_NOT_FOUND", "posting_id": "POSTING_NOT_FOUND"}[missing]
