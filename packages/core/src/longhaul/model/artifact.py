"""Files: what a job reads and leaves behind, and where their bytes are kept."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from pydantic import BaseModel, ConfigDict

from longhaul.model.states import Status


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

    STAGED = "staged"  #: being written, or written by a job; visible only where a job lists it
    READY = "ready"  #: uploaded by its owner, readable by itself
    WITHDRAWN = "withdrawn"  #: being deleted: nobody sees it, and no job can adopt it any more


@dataclass(frozen=True, slots=True)
class Artifact:
    """The record of a stored file: whose it is, which attempt wrote it, and how far it has come."""

    ref: ArtifactRef
    owner: str
    job_id: str | None
    state: ArtifactState
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SweepCandidate:
    """A file whose time to be looked at has come; `job_ids` are the jobs that adopted it."""

    id: str
    state: ArtifactState
    job_id: str | None
    token: str | None
    job_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holder:
    """A job that may hold files: `artifact_ids` are those it lists, `token` is that of its present lease."""

    id: str
    status: Status
    token: str | None
    artifact_ids: frozenset[str]
    expires_at: datetime | None


class BlobStore(Protocol):
    """Where the bytes of artifacts are kept, each under the 24 hexadecimal digits of its artifact's id."""

    async def write(self, id_: str, chunks: AsyncIterator[bytes]) -> None:
        """Store what `chunks` yields under a new id; readable only when all of it is stored.

        Where it fails or is cancelled, what can be removed at once is removed; `delete` removes the rest.
        """
        ...

    def read(self, id_: str, *, start: int = 0, length: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from `start`, `length` of them or to the end; fewer where the content is shorter.

        Reads little more than what is asked for. Raises `NotFound` where nothing is stored under this id.
        """
        ...

    async def delete(self, id_: str) -> None:
        """Remove everything under this id, half-written or not. Does nothing where there is nothing."""
        ...
