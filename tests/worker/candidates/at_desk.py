"""A desk at which each attempt has a directory of its own, and may be the last."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

from longhaul.model.control import Fail
from tests.worker.desk import Desk


@dataclass
class SearchDesk(Desk):
    """`attempt` of three at most."""

    attempt: int = 1
    directory: Path | None = None

    @property
    def job(self) -> SimpleNamespace:
        """The job with its attempts."""
        return SimpleNamespace(
            id=self.job_id, owner=self.owner, created_at=self.created_at, attempt=self.attempt, max_attempts=3
        )

    @property
    def tmpdir(self) -> Path:
        """A directory until `leave`."""
        if self.directory is None:
            self.directory = Path(tempfile.mkdtemp(prefix="desk-"))
        return self.directory

    def leave(self) -> None:
        """End the attempt."""
        if self.directory is not None:
            shutil.rmtree(self.directory)
            self.directory = None

    async def read_artifact(self, artifact_id: str, *, max_bytes: int) -> bytes:
        """The content of a file, if there is one and it is small enough."""
        if artifact_id not in self.files:
            raise Fail("There is no such file.", code="ARTIFACT_NOT_FOUND")
        if len(self.files[artifact_id]) > max_bytes:
            raise Fail("The file is too large.", code="ARTIFACT_TOO_LARGE")
        return self.files[artifact_id]
