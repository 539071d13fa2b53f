"""`interview.generate` from the kept advert and CV to the record and the files, also when the worker is killed."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from io import BytesIO, StringIO

import pypdfium2
import pytest

from career.records.owned import OwnedRecords
from career.records.postings import PostingStore
from career.records.preparations import InterviewRecord, interview_records
from career.records.resumes import ResumeRecord, resume_records
from career.tasks.interview import INTERVIEW_GENERATE, InterviewGenerateArgs
from longhaul.model.control import Cancel, Fail
from longhaul.model.errors import InvalidInput
from longhaul.mongo.driver import Database
from longhaul_worker.handlers.interview_generate import InterviewGenerate
from longhaul_worker.llm.models import Models
from longhaul_worker.llm.settings import LlmSettings
from tests.worker.desk import Desk
from tests.worker.interviews.cases import examples
from tests.worker.llm.serving import RememberedAnswers, model_server

EXAMPLE = examples()[0]


@dataclass
class Office:
    """The stores with one advert and one CV of ann's, and how to build the handler."""

    postings: PostingStore
    resumes: OwnedRecords[ResumeRecord]
    interviews: OwnedRecords[InterviewRecord]
    posting_id: str
    resume_id: str

    def handler(self, models: Models | None = None) -> InterviewGenerate:
        """The handler, without a model unless one is given."""
        none = Models(LlmSettings(_env_file=None), RememberedAnswers())  # pyright: ignore[reportCallIssue]
        return InterviewGenerate(self.postings, self.resumes, self.interviews, models or none)

    def args(self, **options: object) -> InterviewGenerateArgs:
        """Arguments for the advert and the CV."""
        return INTERVIEW_GENERATE.parse_args({"posting_id": self.posting_id, "resume_id": self.resume_id, **options})


@pytest.fixture
async def office(database: Database) -> Office:
    """An office on a database of its own."""
    postings, resumes, interviews = PostingStore(database), resume_records(database), interview_records(database)
    for store in (postings, resumes, interviews):
        await store.ensure_indexes()
    await postings.upsert("ann", [EXAMPLE.posting])
    record = ResumeRecord(resume=EXAMPLE.resume, text=EXAMPLE.text, confidence_score=0.9)
    resume_id = await resumes.put("ann", "cv", record)
    return Office(postings, resumes, interviews, (await postings.list("ann"))[0].id, resume_id)


async def test_the_preparation_is_kept_with_its_files(office: Office) -> None:
    desk = Desk()

    result = await office.handler()(desk.context(), office.args(n=12))

    kept = await office.interviews.get("ann", result.interview_id)
    assert kept is not None
    assert (result.questions, result.required_skill_coverage) == (kept.value.questions, 1.0)
    assert {"interview_markdown", "interview_pdf", "interview_cards"} == set(result.artifacts) == set(desk.refs)
    pdf = pypdfium2.PdfDocument(BytesIO(desk.files[result.artifacts["interview_pdf"].id]))
    assert "Interview: Senior Backend Engineer" in pdf[0].get_textpage().get_text_bounded()
    cards = desk.files[result.artifacts["interview_cards"].id].decode().split("\n", 4)[4]
    assert [question.text for question in result.questions] == [row[0] for row in csv.reader(StringIO(cards))]


async def test_progress_rises_and_says_what_is_covered(office: Office) -> None:
    desk = Desk()

    await office.handler()(desk.context(), office.args())

    percents = [percent for percent, _, _ in desk.said]
    assert sorted(percents) == percents
    assert 100 == percents[-1]
    assert (75, "20 questions cover 8 of 8 required skills", "QUESTIONS") in desk.said


@pytest.mark.parametrize("step", ["suggestions", "files"])
async def test_a_killed_worker_leaves_one_preparation(office: Office, step: str) -> None:
    desk = Desk(die_after_step=step)

    with pytest.raises(ConnectionError):
        await office.handler()(desk.context(), office.args())
    first = await office.handler()(desk.context(), office.args())
    again = await office.handler()(desk.context(), office.args())

    assert first == again
    assert 1 == len(await office.interviews.list("ann"))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [({"posting_id": "0" * 24}, "POSTING_NOT_FOUND"), ({"resume_id": "0" * 24}, "RESUME_NOT_FOUND")],
)
async def test_what_the_owner_does_not_have_fails_with_a_hint(office: Office, wrong: dict[str, str], code: str) -> None:
    with pytest.raises(Fail) as caught:
        await office.handler()(Desk().context(), office.args(**wrong))

    assert code == caught.value.code
    assert caught.value.hint


async def test_nobody_reads_what_belongs_to_others(office: Office) -> None:
    with pytest.raises(Fail) as caught:
        await office.handler()(Desk(owner="ben").context(), office.args())

    assert "POSTING_NOT_FOUND" == caught.value.code


async def test_a_cancelled_job_stops_before_anything_is_kept(office: Office) -> None:
    with pytest.raises(Cancel):
        await office.handler()(Desk(is_cancelled=True).context(), office.args())

    assert [] == await office.interviews.list("ann")


async def test_a_model_adds_questions_and_the_result_says_so(office: Office) -> None:
    text = "Which guarantees did the ledger give when two bookings met at the same account?"
    proposal = {"requirement": "R2", "kind": "technical", "text": text, "evidence": "payment ledger", "difficulty": 4}
    async with model_server() as server:
        server.says(json.dumps({"questions": [proposal]}))
        result = await office.handler(server.models())(Desk().context(), office.args())

    asked = next(question for question in result.questions if question.text == text)
    assert "Designed a payment ledger" in (asked.evidence or "")
    assert ["LLM_QUESTIONS"] == [note.code for note in result.warnings]
    assert 20 == len(result.questions)


@pytest.mark.parametrize("status", [200, 401, 500])
async def test_a_model_that_fails_costs_a_warning_only(office: Office, status: int) -> None:
    alone = await office.handler()(Desk().context(), office.args())
    async with model_server() as server:
        server.sends(status, b"garbage")
        result = await office.handler(server.models())(Desk().context(), office.args())

    assert ["LLM_UNAVAILABLE"] == [note.code for note in result.warnings]
    assert alone.questions == result.questions


async def test_what_an_advert_or_a_cv_lacks_is_said(office: Office) -> None:
    bare = EXAMPLE.posting.model_copy(update={"posting_key": "bare", "title": "Helper", "description_text": ""})
    await office.postings.upsert("ann", [bare])
    newest = (await office.postings.list("ann", limit=1))[0]

    result = await office.handler()(Desk().context(), office.args(posting_id=newest.id))

    assert ["NO_REQUIREMENTS"] == [note.code for note in result.warnings]
    assert 20 == len(result.questions)


@pytest.mark.parametrize("wrong", [{"n": 4}, {"n": 61}, {"posting_id": "x"}, {"llm": "maybe"}, {"mix": 1}])
def test_wrong_arguments_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        INTERVIEW_GENERATE.parse_args({"posting_id": "0" * 24, "resume_id": "0" * 24, **wrong})
