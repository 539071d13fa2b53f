"""The collections `tailored` and `packets`: what was made of an owner's CV for an advert."""

from __future__ import annotations

from typing import Final

from career.model import CareerModel, Id, Unit
from career.records.owned import OwnedRecords
from career.resume import Resume
from career.tasks.optimize import Mode
from career.tasks.packet import AtsCheck, Engine
from longhaul.model.artifact import ArtifactRef
from longhaul.mongo.driver import Database

TAILORED: Final = "tailored"
PACKETS: Final = "packets"


class TailoredRecord(CareerModel):
    """A CV tailored to an advert by the job `job_id`, and the files that job left."""

    resume_id: Id
    posting_id: Id
    job_id: str
    mode: Mode
    resume: Resume
    coverage: Unit
    score_before: int
    score_after: int
    unattainable: list[str] = []
    artifacts: dict[str, ArtifactRef] = {}


class PacketRecord(CareerModel):
    """The files of an application, made by the job `job_id`."""

    resume_id: Id
    posting_id: Id
    job_id: str
    title: str
    company: str | None = None
    engine: Engine
    pages: dict[str, int]
    coverage: Unit
    ats_check: AtsCheck | None = None
    artifacts: dict[str, ArtifactRef] = {}


def tailored_records(database: Database) -> OwnedRecords[TailoredRecord]:
    """The collection of tailored CVs. The key of one is the id of its job, so that a repeated step keeps one."""
    return OwnedRecords(database, TAILORED, TailoredRecord)


def packet_records(database: Database) -> OwnedRecords[PacketRecord]:
    """The collection of packets. The key of one is the id of its job, so that a repeated step keeps one."""
    return OwnedRecords(database, PACKETS, PacketRecord)
