"""`resume.parse`: read a CV (PDF, DOCX or text) into structured data."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from career.model import Id, LlmMode, Note
from career.resume import Resume
from longhaul.model.artifact import ArtifactRef
from longhaul.model.task import Task

MAX_TEXT_CHARS = 200_000


class ResumeParseArgs(BaseModel):
    """The CV: an uploaded file of the job's owner, or its text. Exactly one of the two."""

    model_config = ConfigDict(extra="forbid")

    artifact_id: str | None = Field(default=None, min_length=1, max_length=64)
    text: str | None = Field(default=None, max_length=MAX_TEXT_CHARS)
    filename: str | None = Field(default=None, max_length=255)
    ocr: bool = Field(default=False, description="Read scanned pages too, where tesseract is installed.")
    llm: LlmMode = "auto"

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.artifact_id is None) == (self.text is None):
            raise ValueError("give exactly one of artifact_id and text")
        return self


class ResumeParseResult(BaseModel):
    """The parsed CV, how sure the parser is (0 to 1), and the files by kind.

    `artifacts` has `resume_source` (what was read), `resume_text` (its text in reading order) and `resume_json`.
    """

    resume_id: Id
    resume: Resume
    confidence_score: float = Field(ge=0, le=1)
    artifacts: dict[str, ArtifactRef] = {}
    warnings: list[Note] = []
    processing_time_s: float = Field(ge=0)


RESUME_PARSE: Task[ResumeParseArgs, ResumeParseResult] = Task(
    "resume.parse",
    ResumeParseArgs,
    ResumeParseResult,
    queue="default",
    timeout_s=120,
    max_attempts=3,
    description="Read a CV into JSON Resume with confidences.",
)
