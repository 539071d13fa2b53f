"""The collection `resumes`: every CV of an owner once, parsed."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

from career.model import CareerModel, Id
from career.records.owned import OwnedRecords
from career.resume import Resume
from longhaul.mongo.driver import Database

RESUMES: Final = "resumes"
Origin = Literal["own", "candidate"]


class ResumeRecord(CareerModel):
    """A parsed CV: the owner's own, or one of a candidate found at `source_url`. `text` is its text in reading order.

    `source_id` is the artifact it was read from, `edited_at` when its owner last changed `resume` by hand.
    """

    resume: Resume
    text: str
    confidence_score: float
    filename: str | None = None
    source_id: Id | None = None
    origin: Origin = "own"
    source: str | None = None
    source_url: str | None = None
    edited_at: datetime | None = None


def resume_records(database: Database) -> OwnedRecords[ResumeRecord]:
    """The collection. The key of a CV is the SHA-256 of its file, so that the same file is kept once."""
    return OwnedRecords(database, RESUMES, ResumeRecord)
