"""`packet.generate` from the kept CV and advert to the archive, also when the worker is killed at any step."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
import pytest

from career.resume import Resume
from longhaul.model.control import Cancel, ErrorKind, Fail, Retry
from longhaul.mongo.driver import Database
from longhaul_worker.resume.parse import parse_resume
from longhaul_worker.tailoring.truth import violations
from tests.worker.desk import Desk
from tests.worker.llm.serving import model_server
from tests.worker.packets.adverts import BACKEND as ADVERT
from tests.worker.packets.adverts import BARE, HOSTILE
from tests.worker.packets.office import Office, opened
from tests.worker.packets.people import BACKEND, LONG, NO_NAME

ALL = ["cv", "cover_letter", "summary"]
KINDS = {"cv", "cv_source", "cover_letter", "cover_letter_source", "summary", "summary_source", "resume_json", "packet"}


@dataclass
class PaperDesk(Desk):
    """A job whose directory is the test's."""

    directory: Path = Path()

    @property
    def tmpdir(self) -> Path:
        """The test's directory."""
        return self.directory


@pytest.fixture
def desk(tmp_path: Path) -> PaperDesk:
    """A new job of ann's."""
    return PaperDesk(directory=tmp_path)


@pytest.fixture
async def office(database: Database) -> Office:
    """Ann's CV and an advert that fits it."""
    return await opened(database, BACKEND, ADVERT)


def text_of(pdf: bytes) -> str:
    """The text of a PDF with single blanks."""
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(document[page].get_textpage().get_text_range() for page in range(len(document)))
    document.close()
    return " ".join(text.split())


async def test_a_packet_has_every_file_and_its_cv_reads_back(office: Office, desk: PaperDesk) -> None:
    result = await office.packet_handler()(desk.context(), office.packet_args(parts=ALL))

    assert set(result.artifacts) == KINDS
    assert result.pages == {"cv": 1, "cover_letter": 1, "summary": 1}
    assert result.ats_check is not None
    assert result.ats_check.parsed_back_ok
    assert (result.ats_check.employers_found, result.ats_check.skills_found) == (2, 11)
    assert (result.truth_violations, result.warnings, result.engine) == ([], [], "typst")
    assert parse_resume(desk.files[result.artifacts["cv"].id]).resume.basics.email == BACKEND.basics.email


async def test_the_archive_holds_the_same_files(office: Office, desk: PaperDesk) -> None:
    result = await office.packet_handler()(desk.context(), office.packet_args())

    archive = zipfile.ZipFile(io.BytesIO(desk.files[result.artifacts["packet"].id]))
    assert sorted(archive.namelist()) == [
        "cover_letter.pdf", "cv.pdf", "resume.json", "sources/cover_letter.typ", "sources/cv.typ",
    ]  # fmt: skip
    assert archive.read("cv.pdf") == desk.files[result.artifacts["cv"].id]


async def test_the_json_says_what_the_pdf_says(database: Database, desk: PaperDesk) -> None:
    office = await opened(database, LONG, ADVERT)

    result = await office.packet_handler()(desk.context(), office.packet_args(max_pages=1))

    saved = Resume.model_validate_json(desk.files[result.artifacts["resume_json"].id])
    text = text_of(desk.files[result.artifacts["cv"].id])
    points = [point for post in saved.work for point in post.highlights]
    assert all(point in text for point in points)
    assert len(points) < sum(len(post.highlights) for post in LONG.work)
    assert "LEFT_OUT" in [note.code for note in result.warnings]
    assert violations(LONG, saved) == []


async def test_progress_rises_and_says_pages_and_employers(office: Office, desk: PaperDesk) -> None:
    await office.packet_handler()(desk.context(), office.packet_args(parts=ALL))

    percents = [percent for percent, *_ in desk.said]
    messages = {code: message for _, message, code in desk.said}
    assert percents == sorted(percents)
    assert percents[-1] == 100
    assert messages["RENDERED"] == "CV: 1 page"
    assert messages["CHECKED"] == "Parsed back: 2 of 2 employers"


@pytest.mark.parametrize("step", ["letter", "cv", "cover_letter", "summary", "zip"])
async def test_a_killed_worker_leaves_one_packet(office: Office, desk: PaperDesk, step: str) -> None:
    desk.die_after_step = step
    args = office.packet_args(parts=ALL)
    with pytest.raises(ConnectionError):
        await office.packet_handler()(desk.context(), args)
    done = set(desk.steps)

    result = await office.packet_handler()(desk.context(), args)
    again = await office.packet_handler()(desk.context(), args)

    assert result == again
    assert len(await office.packets.list("ann")) == 1
    assert done < set(desk.steps) == {"letter", "cv", "cover_letter", "summary", "zip"}
    assert {ref.filename for ref in result.files} == {ref.filename for ref in desk.refs.values()}


async def test_a_second_attempt_sets_nothing_anew(office: Office, desk: PaperDesk) -> None:
    args = office.packet_args(parts=ALL)
    await office.packet_handler()(desk.context(), args)
    files = set(desk.files)

    await office.packet_handler()(desk.context(), args)

    assert set(desk.files) == files


async def test_only_the_parts_that_were_asked_for_are_made(office: Office, desk: PaperDesk) -> None:
    result = await office.packet_handler()(desk.context(), office.packet_args(parts=["cover_letter"]))

    assert set(result.artifacts) == {"cover_letter", "cover_letter_source", "resume_json", "packet"}
    assert result.ats_check is None


async def test_without_latex_typst_sets_the_packet(
    office: Office, desk: PaperDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    result = await office.packet_handler()(desk.context(), office.packet_args(engine="latex"))

    assert [note.code for note in result.warnings] == ["TEX_MISSING"]
    assert result.engine == "typst"


def put_latex(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Let `pdflatex` be a script."""
    program = tmp_path / "bin" / "pdflatex"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:/bin:/usr/bin")
    monkeypatch.setattr("longhaul_worker.typesetting.making.has_latex", lambda: True)


async def test_what_latex_refuses_fails_with_its_log(
    office: Office, desk: PaperDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_latex(tmp_path, monkeypatch, 'echo "! Undefined control sequence." > cv.log; exit 1')

    with pytest.raises(Fail) as caught:
        await office.packet_handler()(desk.context(), office.packet_args(engine="latex"))

    assert caught.value.code == "TEX_ERROR"
    assert desk.files[desk.refs["tex_log"].id] == b"! Undefined control sequence.\n"


async def test_latex_that_does_not_end_is_stopped_and_tried_again(
    office: Office, desk: PaperDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_latex(tmp_path, monkeypatch, "exec sleep 600")
    monkeypatch.setattr("longhaul_worker.typesetting.latex_engine.SECONDS", 0.1)

    with pytest.raises(Retry) as caught:
        await office.packet_handler()(desk.context(), office.packet_args(engine="latex"))

    assert (caught.value.kind, caught.value.code) == (ErrorKind.RESOURCE_EXHAUSTED, "TEX_TIMEOUT")


@pytest.mark.parametrize("missing", ["resume_id", "posting_id"])
async def test_a_missing_record_fails_for_good(office: Office, desk: PaperDesk, missing: str) -> None:
    args = office.packet_args(**{missing: "0" * 24})

    with pytest.raises(Fail) as caught:
        await office.packet_handler()(desk.context(), args)

    assert caught.value.code == {"resume_id": "RESUME_NOT_FOUND", "posting_id": "POSTING_NOT_FOUND"}[missing]
    assert caught.value.hint


async def test_nobody_reads_another_owners_cv(office: Office, tmp_path: Path) -> None:
    stranger = PaperDesk(owner="ben", directory=tmp_path)

    with pytest.raises(Fail) as caught:
        await office.packet_handler()(stranger.context(), office.packet_args())

    assert caught.value.code == "RESUME_NOT_FOUND"


async def test_little_to_say_still_gives_a_packet(database: Database, desk: PaperDesk) -> None:
    office = await opened(database, NO_NAME, BARE)

    result = await office.packet_handler()(desk.context(), office.packet_args(parts=ALL))

    letter = text_of(desk.files[result.artifacts["cover_letter"].id])
    assert "Dear hiring team," in letter
    assert "None" not in letter
    assert result.truth_violations == []


async def test_hostile_text_of_an_advert_stands_in_the_letter_as_it_is(database: Database, desk: PaperDesk) -> None:
    office = await opened(database, BACKEND, HOSTILE)

    result = await office.packet_handler()(desk.context(), office.packet_args())

    letter = text_of(desk.files[result.artifacts["cover_letter"].id])
    assert '#read("/etc/passwd") \\input{/etc/passwd}' in letter
    assert "Evil & Sons $HOME %&_#{}~^\\" in letter
    assert "root:" not in letter


async def test_a_models_letter_is_used_where_it_claims_nothing_new(office: Office, desk: PaperDesk) -> None:
    body = [
        "The position of Senior Backend Engineer at Tidewater Systems is close to what I do at Harbourline Payments.",
        "There I designed idempotent transfer endpoints in Python and PostgreSQL that handle 1,400 requests a second.",
        "I would be glad to talk about what I can contribute at Tidewater Systems.",
    ]
    async with model_server() as server:
        server.says(json.dumps({"paragraphs": body}))
        result = await office.packet_handler(server.models())(desk.context(), office.packet_args())

    letter = text_of(desk.files[result.artifacts["cover_letter"].id])
    assert body[0] in letter
    assert result.warnings == []


@pytest.mark.parametrize(
    "lie",
    [
        "At Google I led 200 engineers and cut costs by 90 %, and I hold a PhD in Rust from Stanford, truly.",
        "I have 15 years of experience with Haskell and would like to bring all of that to your team in the next week.",
        "I am writing to [Company] because the position of Senior Backend Engineer is what I have been looking for.",
    ],
)
async def test_a_models_letter_that_lies_is_not_used(office: Office, desk: PaperDesk, lie: str) -> None:
    async with model_server() as server:
        server.says(json.dumps({"paragraphs": [lie, lie]}))
        result = await office.packet_handler(server.models())(desk.context(), office.packet_args())

    letter = text_of(desk.files[result.artifacts["cover_letter"].id])
    assert lie[:30] not in letter
    assert [note.code for note in result.warnings] == ["LETTER_REFUSED"]


async def test_a_model_that_fails_costs_a_warning_only(office: Office, desk: PaperDesk) -> None:
    async with model_server() as server:
        server.sends(500, b"garbage")
        result = await office.packet_handler(server.models())(desk.context(), office.packet_args())

    assert [note.code for note in result.warnings] == ["LLM_UNAVAILABLE"]


async def test_a_cancelled_job_stops(office: Office, desk: PaperDesk) -> None:
    desk.is_cancelled = True

    with pytest.raises(Cancel):
        await office.packet_handler()(desk.context(), office.packet_args())
