"""Links in answers: what they begin with, and whose objects they lead to."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from pydantic import BaseModel


@dataclass(frozen=True, slots=True)
class Base:
    """What every link begins with, and the owner whom it must name because its objects are not the caller's."""

    prefix: str
    owner: str | None = None

    @classmethod
    def towards(cls, owner: str, prefix: str, *, caller: str) -> Base:
        """Of links for `caller` to what is of `owner`."""
        return cls(prefix, owner if owner != caller else None)

    def link(self, path: str) -> str:
        """The link to `path`, which may have a query."""
        if self.owner is None:
            return f"{self.prefix}{path}"
        return f"{self.prefix}{path}{'&' if '?' in path else '?'}owner={quote(self.owner, safe='')}"


class JobLinks(BaseModel):
    """Where to go from a job."""

    self: str
    events: str
    artifacts: str
    stream: str
    cancel: str
    requeue: str

    @classmethod
    def to(cls, job_id: str, base: Base) -> JobLinks:
        """The links of job `job_id`."""
        job = f"/background-jobs/{job_id}"
        return cls(
            self=base.link(job),
            events=base.link(f"{job}/events"),
            artifacts=base.link(f"{job}/artifacts"),
            stream=base.link(f"/events/stream?job={job_id}"),
            cancel=base.link(f"{job}/cancel"),
            requeue=base.link(f"{job}/requeue"),
        )
