"""`resume.parse` as a job: progress, artifacts, and errors that name themselves."""
# ruff: noqa: ARG002 - the recorder has the signatures of a `SyncContext`

from __future__ import annotations

import hashlib
import json
from typing import Any, cast

import pytest
from pydantic import ValidationError
from tests.worker.resume.malformed import encrypted_pdf
from tests.worker.resume.people import MARTA
from tests.worker.resume.plain import text_pipes
from tests.worker.resume.typeset import sidebar_left, to_pdf

from career.tasks.resume import ResumeParseArgs, ResumeParseResult
from longhaul.engine.context import SyncContext
from longhaul.model.artifact import ArtifactRef
from longhaul.model.control import Fail
from longhaul_worker.handlers.resume_parse import resume_parse


class Recorder:
    """Stands in for a `SyncContext`: keeps what the handler says and stores."""

    def __init__(self, upload: bytes = b"") -> None:
        self.upload = upload
        self.said: list[tuple[int, str, str | None, str | None]] = []
        self.saved: dict[str, bytes] = {}

    def progress(
        self, percent: int, message: str = "", *, step: str | None = None, code: str | None = None, **counters: Any
    ) -> None:
        self.said.append((percent, message, step, code))

    def raise_if_cancelled(self) -> None:
        pass

    def read_artifact(self, artifact_id: str, *, max_bytes: int) -> bytes:
        return self.upload

    def adopt_artifact(self, artifact_id: str, *, kind: str) -> ArtifactRef:
        return _ref(artifact_id, kind, "cv.pdf", self.upload)

    def save_artifact(self, filename: str, data: bytes, *, kind: str, content_type: str) -> ArtifactRef:
        self.saved[kind] = data
        return _ref(kind, kind, filename, data)


def _ref(id_: str, kind: str, filename: str, data: bytes) -> ArtifactRef:
    return ArtifactRef(
        id=id_,
        kind=kind,
        filename=filename,
        content_type="application/octet-stream",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def run(recorder: Recorder, args: ResumeParseArgs) -> ResumeParseResult:
    return resume_parse(cast("SyncContext", recorder), args)


def test_an_upload_is_adopted_and_its_text_and_json_are_stored() -> None:
    recorder = Recorder(to_pdf(sidebar_left(MARTA)))

    result = run(recorder, ResumeParseArgs(artifact_id="upload"))

    assert result.artifacts["resume_source"].id == "upload"
    assert MARTA.summary[:40].encode() in recorder.saved["resume_text"]
    assert json.loads(recorder.saved["resume_json"])["basics"]["email"] == MARTA.email
    assert result.resume.basics.name == MARTA.name
    assert result.confidence_score > 0.8


def test_a_text_is_saved_as_the_source() -> None:
    recorder = Recorder()

    result = run(recorder, ResumeParseArgs(text=text_pipes(MARTA), filename="marta.txt"))

    assert recorder.saved["resume_source"].decode() == text_pipes(MARTA)
    assert result.artifacts["resume_json"].filename == "marta.json"


def test_progress_rises_and_says_what_was_found() -> None:
    recorder = Recorder()

    run(recorder, ResumeParseArgs(text=text_pipes(MARTA)))

    percents = [percent for percent, *_ in recorder.said]
    found = {code: message for _, message, _, code in recorder.said}
    assert percents == sorted(percents)
    assert found["PARSE_FIELDS"] == "Found 3 jobs, 2 degrees, 11 skills"
    assert found["PARSE_PAGES"].startswith("Read 1 page, ")


def test_what_cannot_be_read_fails_for_good_with_code_and_hint() -> None:
    recorder = Recorder(encrypted_pdf())

    with pytest.raises(Fail) as caught:
        run(recorder, ResumeParseArgs(artifact_id="upload"))

    assert caught.value.code == "ENCRYPTED_PDF"
    assert caught.value.hint == "Remove the password and upload the file again."


@pytest.mark.parametrize("args", [{}, {"artifact_id": "a", "text": "b"}])
def test_exactly_one_source_is_asked_for(args: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="exactly one"):
        ResumeParseArgs.model_validate(args)
