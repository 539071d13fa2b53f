"""A handler's context without the engine: what it says is kept in lists, steps and files in dictionaries."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

from longhaul.engine.context import Context
from longhaul.model.artifact import ArtifactRef
from longhaul.model.control import Cancel


@dataclass
class Desk:
    """One job of `owner`; a second handler call on it is another attempt that finds the steps of the first."""

    owner: str = "ann"
    job_id: str = field(default_factory=lambda: uuid4().hex[:24])
    said: list[tuple[int, str, str | None]] = field(default_factory=list[tuple[int, str, str | None]])
    steps: dict[str, tuple[Any, Any]] = field(default_factory=dict[str, tuple[Any, Any]])
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    die_after_step: str | None = None
    is_cancelled: bool = False

    @property
    def job(self) -> SimpleNamespace:
        """The job, as far as handlers look at it."""
        return SimpleNamespace(id=self.job_id, owner=self.owner)

    def context(self) -> Context:
        """This desk as the engine's context."""
        return cast("Context", self)

    async def progress(self, percent: int, message: str, *, code: str | None = None, **_: object) -> None:
        """Keep what was said."""
        self.said.append((percent, message, code))

    async def step(self, name: str, fn: Callable[[], Awaitable[Any]], *, inputs: object = None) -> Any:
        """Do `fn` unless an earlier attempt did it for equal inputs; with `die_after_step`, lose the memo and die."""
        if name in self.steps and self.steps[name][0] == inputs:
            return self.steps[name][1]
        result = json.loads(json.dumps(await fn()))
        if name == self.die_after_step:
            self.die_after_step = None
            raise ConnectionError("the worker was killed")
        self.steps[name] = (inputs, result)
        return result

    async def save_artifact(self, filename: str, data: bytes, *, kind: str, content_type: str) -> ArtifactRef:
        """Keep a file."""
        id_ = f"file{len(self.files)}"
        self.files[id_] = data
        return ArtifactRef(id=id_, kind=kind, filename=filename, content_type=content_type, size=len(data), sha256="0")

    async def adopt_artifact(self, artifact_id: str, *, kind: str) -> ArtifactRef:
        """A file that is there already."""
        return ArtifactRef(id=artifact_id, kind=kind, filename="f", content_type="x/y", size=0, sha256="0")

    async def read_artifact(self, artifact_id: str, *, max_bytes: int) -> bytes:
        """The content of a file."""
        return self.files[artifact_id][:max_bytes]

    async def raise_if_cancelled(self) -> None:
        """End the handler if the job was cancelled."""
        if self.is_cancelled:
            raise Cancel
