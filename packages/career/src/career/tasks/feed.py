"""`feed.ingest`: read a feed of job adverts and keep what is new or has changed."""

from __future__ import annotations

from typing import Self

from pydantic import AnyHttpUrl, BaseModel, ConfigDict, Field, model_validator

from longhaul.model.task import Task


class FeedIngestArgs(BaseModel):
    """The feed: its address, or an uploaded file of the job's owner. Exactly one of the two."""

    model_config = ConfigDict(extra="forbid")

    url: AnyHttpUrl | None = None
    artifact_id: str | None = Field(default=None, min_length=1, max_length=64)
    max_items: int = Field(default=2000, ge=1, le=10_000)

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.url is None) == (self.artifact_id is None):
            raise ValueError("give exactly one of url and artifact_id")
        return self


class FeedInfo(BaseModel):
    """What the feed says about itself. `format` is `rss`, `atom`, `xml` (another job list) or `json`."""

    title: str | None = None
    format: str | None = None
    url: str | None = None
    etag: str | None = None
    last_modified: str | None = None


class FeedNote(BaseModel):
    """Something the reader of the result should know: `code` is stable, `message` is one sentence."""

    code: str
    message: str


class FeedIngestResult(BaseModel):
    """How many adverts were new, changed, as before, re-posts of a known one, or without a title.

    The five counts add up to the adverts read. `not_modified` says that the server reported no change since the
    last visit; then nothing was read.
    """

    jobs_new: int = Field(default=0, ge=0)
    jobs_updated: int = Field(default=0, ge=0)
    jobs_unchanged: int = Field(default=0, ge=0)
    jobs_duplicate: int = Field(default=0, ge=0)
    jobs_invalid: int = Field(default=0, ge=0)
    feed: FeedInfo
    not_modified: bool = False
    warnings: list[FeedNote] = []


FEED_INGEST: Task[FeedIngestArgs, FeedIngestResult] = Task(
    "feed.ingest",
    FeedIngestArgs,
    FeedIngestResult,
    queue="default",
    isolation="async",
    timeout_s=300,
    max_attempts=5,
    description="Read a feed of job adverts and keep what is new or has changed.",
)
