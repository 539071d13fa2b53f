"""A request with a file, sent again under the same idempotency key: another upload of the same content is the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from longhaul.model.artifact import ArtifactRef
from longhaul.model.errors import NotFound
from longhaul.model.job import Job
from longhaul.runtime import Core


async def same_upload_before(
    core: Core, owner: str, key: str, type_: str, args: Mapping[str, Any], upload: ArtifactRef
) -> Job | None:
    """The job that `key` stands for, where it was asked for with these `args` and a file of this content."""
    job = await core.requests.by_key(owner, key)
    if job is None:
        return None
    try:
        before = await core.artifacts.get(owner, str(job.args.get("artifact_id")))
    except NotFound:
        return None
    is_same = job.type == type_ and {**job.args, "artifact_id": upload.id} == args
    return job if is_same and before.ref.sha256 == upload.sha256 else None
