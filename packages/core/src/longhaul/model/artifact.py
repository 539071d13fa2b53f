"""Files: what a job reads and leaves behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class ArtifactRef(BaseModel):
    """A stored file as jobs and the API name it. `size` is in bytes, `sha256` is the hex digest of the content."""

    model_config = ConfigDict(frozen=True)

    id: str
    kind: str
    filename: str
    content_type: str
    size: int
    sha256: str


class ArtifactState(StrEnum):
    """How far a file has come."""

    STAGED = "staged"  #: being written, or written but not yet published by its job
    READY = "ready"  #: uploaded by its owner, readable by itself


@dataclass(frozen=True, slots=True)
class Artifact:
    """The record of a stored file: whose it is, which attempt wrote it, and how far it has come."""

    ref: ArtifactRef
    owner: str
    job_id: str | None
    state: ArtifactState
    created_at: datetime
