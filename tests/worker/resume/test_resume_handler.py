"""`resume.parse` as a job: progress, artifacts, the record, and errors that name themselves."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError
from tests.worker.desk import Desk
from tests.worker.models import no_models
from tests.worker.resume.malformed import encrypted_pdf
from tests.worker.resume.people import MARTA
from tests.worker.resume.plain import text_pipes
from tests.worker.resume.typeset import sidebar_left, to_pdf

from career.records.owned import OwnedRecords
from career.records.resumes import ResumeRecord, resume_records
from career.tasks.resume import ResumeParseArgs, ResumeParseResult
from longhaul.model.control import Fail
from longhaul.mongo.driver import Database
from longhaul_worker.handlers.resume_parse import ResumeParse


@dataclass
class Parsing:
    """The handler on a database, and what it keeps."""

    resumes: OwnedRecords[ResumeRecord]
    handler: ResumeParse

    async def run(self, desk: Desk, args: ResumeParseArgs) -> ResumeParseResult:
        """One attempt."""
        return await self.handler(desk.context(), args)


@pytest.fixture
async def parsing(database: Database) -> Parsing:
    """The handler on the database of this test."""
    records = resume_records(database)
    await records.ensure_indexes()
    return Parsing(records, ResumeParse(records, no_models(database)))


async def test_an_upload_is_adopted_and_its_text_and_json_are_stored(parsing: Parsing) -> None:
    desk = Desk()
    upload = desk.upload(to_pdf(sidebar_left(MARTA)))

    result = await parsing.run(desk, ResumeParseArgs(artifact_id=upload))

    text, json_ = (desk.files[desk.refs[kind].id] for kind in ("resume_text", "resume_json"))
    assert upload == result.artifacts["resume_source"].id
    assert MARTA.summary[:40].encode() in text
    assert MARTA.email == json.loads(json_)["basics"]["email"]
    assert MARTA.name == result.resume.basics.name
    assert result.confidence_score > 0.8


async def test_a_text_is_saved_as_the_source(parsing: Parsing) -> None:
    desk = Desk()

    result = await parsing.run(desk, ResumeParseArgs(text=text_pipes(MARTA), filename="marta.txt"))

    assert text_pipes(MARTA) == desk.files[desk.refs["resume_source"].id].decode()
    assert "marta.json" == result.artifacts["resume_json"].filename


async def test_the_same_file_is_kept_once_and_for_its_owner_alone(parsing: Parsing) -> None:
    args = ResumeParseArgs(text=text_pipes(MARTA))

    first, again = [await parsing.run(Desk(owner="ann"), args) for _ in range(2)]
    others = await parsing.run(Desk(owner="ben"), args)

    kept = await parsing.resumes.get("ann", first.resume_id)
    assert first.resume_id == again.resume_id
    assert first.resume_id != others.resume_id
    assert kept is not None
    assert MARTA.email == kept.value.resume.basics.email
    assert await parsing.resumes.get("ben", first.resume_id) is None


async def test_an_edit_by_hand_outlives_another_reading_of_the_file(parsing: Parsing) -> None:
    args = ResumeParseArgs(text=text_pipes(MARTA))
    read = await parsing.run(Desk(owner="ann"), args)
    kept = await parsing.resumes.get("ann", read.resume_id)
    assert kept is not None
    basics = kept.value.resume.basics.model_copy(update={"name": "Marta M."})
    resume = kept.value.resume.model_copy(update={"basics": basics})
    edited = kept.value.model_copy(update={"resume": resume, "edited_at": datetime.now(UTC)})
    await parsing.resumes.replace("ann", read.resume_id, edited)

    again = await parsing.run(Desk(owner="ann"), args)

    after = await parsing.resumes.get("ann", again.resume_id)
    assert after is not None
    assert "Marta M." == after.value.resume.basics.name
    assert "EDIT_KEPT" in {note.code for note in again.warnings}


async def test_progress_rises_and_says_what_was_found(parsing: Parsing) -> None:
    desk = Desk()

    await parsing.run(desk, ResumeParseArgs(text=text_pipes(MARTA)))

    percents = [percent for percent, *_ in desk.said]
    found = {code: message for _, message, code in desk.said}
    assert percents == sorted(percents)
    assert found["PARSE_FIELDS"] == "Found 3 jobs, 2 degrees, 11 skills"
    assert found["PARSE_PAGES"].startswith("Read 1 page, ")


async def test_what_cannot_be_read_fails_for_good_with_code_and_hint(parsing: Parsing) -> None:
    desk = Desk()

    with pytest.raises(Fail) as caught:
        await parsing.run(desk, ResumeParseArgs(artifact_id=desk.upload(encrypted_pdf())))

    assert caught.value.code == "ENCRYPTED_PDF"
    assert caught.value.hint == "Remove the password and upload the file again."


@pytest.mark.parametrize("args", [{}, {"artifact_id": "a", "text": "b"}])
def test_exactly_one_source_is_asked_for(args: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="exactly one"):
        ResumeParseArgs.model_validate(args)
