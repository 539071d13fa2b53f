"""A handler's context without the engine: what it says is kept in lists, steps and files in dictionaries."""

from __future__ import annotations

import asyncio
import hashlib
import json
import shutil
import tempfile
import weakref
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

from bson import ObjectId
from pydantic import BaseModel

from longhaul.engine.context import Context
from longhaul.model.artifact import ArtifactRef
from longhaul.model.control import Cancel


@dataclass
class Desk:
    """One job of `owner`; a second handler call on it is another attempt that finds the steps of the first."""

    owner: str = "ann"
    job_id: str = field(default_factory=lambda: uuid4().hex[:24])
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    said: list[tuple[int, str, str | None]] = field(default_factory=list[tuple[int, str, str | None]])
    steps: dict[str, tuple[Any, Any]] = field(default_factory=dict[str, tuple[Any, Any]])
    files: dict[str, bytes] = field(default_factory=dict[str, bytes])
    """Content by artifact id."""
    refs: dict[str, ArtifactRef] = field(default_factory=dict[str, ArtifactRef])
    """What the handler saved or adopted, by kind."""
    die_after_step: str | None = None
    is_cancelled: bool = False
    _directory: str | None = None

    @property
    def job(self) -> SimpleNamespace:
        """The job, as far as handlers look at it."""
        return SimpleNamespace(id=self.job_id, owner=self.owner, created_at=self.created_at, attempt=1, max_attempts=5)

    @property
    def tmpdir(self) -> Path:
        """A directory of the attempt."""
        if self._directory is None:
            self._directory = tempfile.mkdtemp(prefix="desk-")
            weakref.finalize(self, shutil.rmtree, self._directory, ignore_errors=True)
        return Path(self._directory)

    @property
    def deadline(self) -> float:
        """Plenty of time."""
        return 60.0

    def upload(self, data: bytes) -> str:
        """A file of the owner; its id."""
        id_ = str(ObjectId())
        self.files[id_] = data
        return id_

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

    async def in_child(self, function: Callable[..., Any], *args: Any, **_limits: object) -> dict[str, Any]:
        """Call the function here; what it gives must be JSON all the same."""
        result = await asyncio.to_thread(function, *args)
        return json.loads(result.model_dump_json() if isinstance(result, BaseModel) else json.dumps(result))

    async def log(self, message: str, **_: object) -> None:
        """Keep nothing."""

    async def save_artifact(self, filename: str, data: bytes | Path, *, kind: str, content_type: str) -> ArtifactRef:
        """Keep a file."""
        content = data if isinstance(data, bytes) else await asyncio.to_thread(data.read_bytes)
        return self._ref(self.upload(content), kind, filename, content_type)

    async def adopt_artifact(self, artifact_id: str, *, kind: str) -> ArtifactRef:
        """A file that is there already."""
        return self._ref(artifact_id, kind, "file", "application/octet-stream")

    def _ref(self, id_: str, kind: str, filename: str, content_type: str) -> ArtifactRef:
        data = self.files.get(id_, b"")
        digest = hashlib.sha256(data).hexdigest()
        ref = ArtifactRef(
            id=id_, kind=kind, filename=filename, content_type=content_type, size=len(data), sha256=digest
        )
        self.refs[kind] = ref
        return ref

    async def read_artifact(self, artifact_id: str, *, max_bytes: int) -> bytes:
        """The content of a file."""
        return self.files[artifact_id][:max_bytes]

    async def raise_if_cancelled(self) -> None:
        """End the handler if the job was cancelled."""
        if self.is_cancelled:
            raise Cancel
