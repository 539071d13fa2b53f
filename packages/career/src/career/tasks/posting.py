"""`posting.extract`: read one job advert from a page, a file or its text."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import AnyHttpUrl, Field, StringConstraints, model_validator

from career.model import CareerModel, Id, LlmMode, Note, Unit
from career.posting import Posting
from longhaul.model.artifact import ArtifactRef
from longhaul.model.task import Task

MAX_TEXT_CHARS = 200_000
PageKind = Literal["posting", "listing", "login_wall", "captcha", "expired", "article", "unknown"]
Method = Literal["jsonld", "microdata", "rdfa", "ats_api", "state", "selector", "heuristic", "llm", "user"]


class PostingExtractArgs(CareerModel):
    """The advert: its address, an uploaded page, or its text. Exactly one of the three."""

    url: AnyHttpUrl | None = None
    artifact_id: Id | None = None
    text: Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT_CHARS)] | None = None
    source_url: AnyHttpUrl | None = Field(default=None, description="Where an uploaded page or a text comes from.")
    company_name: str | None = Field(default=None, max_length=200, description="Who hires, where you know it.")
    llm: LlmMode = "auto"

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if sum(source is not None for source in (self.url, self.artifact_id, self.text)) != 1:
            raise ValueError("give exactly one of url, artifact_id and text")
        return self


class FieldProvenance(CareerModel):
    """How a field was found, how sure that is (0 to 1), and the words it rests on."""

    method: Method
    confidence: Unit
    evidence: str | None = Field(default=None, max_length=200)


class PostingExtractResult(CareerModel):
    """The advert as kept, with where each field comes from.

    `source_reliability` (0 to 1) sums up the provenance. `artifacts` has `page_html`, `page_text` and `posting_json`.
    """

    posting_id: Id
    posting: Posting
    is_new: bool
    page_kind: PageKind
    ats: str | None = None
    provenance: dict[str, FieldProvenance] = {}
    source_reliability: Unit
    fetched_at: datetime | None = None
    http_status: int | None = None
    artifacts: dict[str, ArtifactRef] = {}
    warnings: list[Note] = []
    processing_time_s: float = Field(ge=0)


POSTING_EXTRACT: Task[PostingExtractArgs, PostingExtractResult] = Task(
    "posting.extract",
    PostingExtractArgs,
    PostingExtractResult,
    timeout_s=180,
    max_attempts=5,
    description="Read a job advert from a page, a file or text.",
)
