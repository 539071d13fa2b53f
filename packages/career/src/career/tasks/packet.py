"""`packet.generate`: a typeset application: tailored CV, cover letter and summary in one archive."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from pydantic import Field

from career.model import CareerModel, Id, LlmMode, Note, Unit
from longhaul.model.artifact import ArtifactRef
from longhaul.model.task import Task

Part = Literal["cv", "cover_letter", "summary"]
Engine = Literal["typst", "latex"]


class PacketGenerateArgs(CareerModel):
    """Which CV for which advert, which parts, and how they are set."""

    resume_id: Id
    posting_id: Id
    parts: list[Part] = Field(default=["cv", "cover_letter"], min_length=1, max_length=3)
    engine: Engine = "typst"
    template: Literal["classic", "modern"] = "classic"
    page: Literal["a4", "letter"] = "a4"
    max_pages: int = Field(default=2, ge=1, le=4)
    llm: LlmMode = "auto"


class AtsCheck(CareerModel):
    """What came back when the finished PDF was read as a screening program reads it."""

    parsed_back_ok: bool
    name: bool
    email: bool
    employers_found: int
    employers_expected: int
    skills_found: int
    skills_expected: int
    text_layer: bool
    missing: list[str] = []


class PacketGenerateResult(CareerModel):
    """The files of the packet, how many pages each has, and whether the CV can be read back."""

    packet_id: Id
    files: list[ArtifactRef]
    pages: dict[str, int]
    engine: Engine
    ats_check: AtsCheck | None = None
    coverage: Unit
    truth_violations: list[str] = []
    artifacts: dict[str, ArtifactRef] = {}
    warnings: list[Note] = []


PACKET_GENERATE: Task[PacketGenerateArgs, PacketGenerateResult] = Task(
    "packet.generate",
    PacketGenerateArgs,
    PacketGenerateResult,
    priority=4,
    timeout_s=300,
    retention=timedelta(days=30),
    description="Typeset an application: CV, cover letter, summary.",
)
