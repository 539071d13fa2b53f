"""Every route of the API with an example of how a stranger, a user and another owner would ask it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Literal

Kind = Literal["open", "operator", "one", "many", "own", "ask"]
Route = tuple[str, str]


@dataclass(frozen=True)
class Example:
    """How a route is asked, and what another owner may get of it.

    `one`: the object is not found. `many`: the answer is there and has nothing of the other's. `own`: it is about the
    caller alone. `ask`: a new object of the caller, whatever it names. `{name}` in texts stands for an id of the other.
    """

    kind: Kind
    body: dict[str, Any] | None = None
    query: dict[str, str] = field(default_factory=dict[str, str])
    refused: int | None = None


CV: Final = {"basics": {"name": "Eve"}}
MANY: Final = Example("many")
ONE: Final = Example("one")
OPERATOR: Final = Example("operator")
OPEN: Final = Example("open")
_PAIR: Final = {"resume_id": "{resume}", "posting_id": "{posting}"}
_IDS: Final = ["{queued_job}", "{ended_job}"]


def _records(path: str) -> dict[Route, Example]:
    return {("GET", path): MANY, ("GET", f"{path}/{{record_id}}"): ONE, ("DELETE", f"{path}/{{record_id}}"): ONE}


EXAMPLES: Final[dict[Route, Example]] = {
    ("GET", "/healthz"): OPEN,
    ("GET", "/readyz"): OPEN,
    ("GET", "/health"): OPEN,
    ("GET", "/health/jobs"): MANY,
    ("GET", "/metrics"): OPERATOR,
    ("GET", "/dead-letters"): OPERATOR,
    ("GET", "/workers"): OPERATOR,
    ("GET", "/queues"): OPERATOR,
    ("GET", "/queues/throughput"): OPERATOR,
    ("POST", "/queues/{name}/pause"): OPERATOR,
    ("POST", "/queues/{name}/resume"): OPERATOR,
    ("GET", "/schedules"): OPERATOR,
    ("GET", "/me"): Example("own"),
    ("POST", "/me/sign-out"): Example("own"),
    ("POST", "/events/tickets"): Example("own"),
    ("GET", "/api-keys"): MANY,
    ("POST", "/api-keys"): Example("ask", {"name": "ci"}),
    ("DELETE", "/api-keys/{key_id}"): ONE,
    ("GET", "/background-jobs"): MANY,
    ("POST", "/background-jobs"): Example("ask", {"type": "match.score", "args": _PAIR, "unique_key": "same"}),
    ("GET", "/background-jobs/stats"): MANY,
    ("POST", "/background-jobs/batch"): Example(
        "ask", {"jobs": [{"type": "demo.echo", "args": {"text": "x"}, "idempotency_key": "same"}]}
    ),
    ("POST", "/background-jobs/requeue"): Example("many", {"ids": _IDS}),
    ("POST", "/background-jobs/cancel"): Example("many", {"ids": _IDS}),
    ("POST", "/background-jobs/delete"): Example("many", {"ids": _IDS}),
    ("GET", "/background-jobs/{job_id}"): ONE,
    ("DELETE", "/background-jobs/{job_id}"): ONE,
    ("GET", "/background-jobs/{job_id}/events"): ONE,
    ("GET", "/background-jobs/{job_id}/why"): ONE,
    ("GET", "/background-jobs/{job_id}/artifacts"): ONE,
    ("POST", "/background-jobs/{job_id}/cancel"): ONE,
    ("POST", "/background-jobs/{job_id}/requeue"): ONE,
    ("GET", "/events"): Example("many", query={"after": "0.0"}),
    ("GET", "/events/stream"): Example("many", query={"after": "0.0"}),
    ("HEAD", "/events/stream"): MANY,
    ("WEBSOCKET", "/ws/events"): Example("many", query={"after": "0.0"}),
    ("POST", "/artifacts"): Example("ask", {"any": "body"}, {"filename": "b.json"}),
    ("GET", "/artifacts/{artifact_id}"): ONE,
    ("HEAD", "/artifacts/{artifact_id}"): ONE,
    ("POST", "/resumes/parse"): Example("ask", {"artifact_id": "{artifact}"}, refused=404),
    ("POST", "/jobs/extract"): Example("ask", {"artifact_id": "{artifact}"}, refused=404),
    ("POST", "/jobs/ingest"): Example("ask", {"artifact_id": "{artifact}"}, refused=404),
    ("POST", "/resumes/optimize"): Example("ask", _PAIR),
    ("POST", "/matches/score"): Example("ask", _PAIR),
    ("POST", "/matches/recompute"): Example("ask", {"resume_id": "{resume}"}),
    ("POST", "/companies/research"): Example("ask", {"company": "Lantern", "posting_id": "{posting}"}),
    ("POST", "/packets/generate"): Example("ask", _PAIR),
    ("POST", "/interview/generate"): Example("ask", _PAIR),
    ("POST", "/candidates/search"): Example(
        "ask", {"query": {"title": "Baker"}, "sources": [{"kind": "archive", "artifact_id": "{artifact}"}]}
    ),
    ("POST", "/candidates/forget"): Example("many", {"email": "ann@example.org"}),
    **_records("/resumes"),
    ("PUT", "/resumes/{record_id}"): Example("one", {"resume": CV}),
    **_records("/documents"),
    **_records("/packets"),
    **_records("/interviews"),
    **_records("/companies"),
    **_records("/candidates"),
    ("GET", "/postings"): MANY,
    ("GET", "/postings/{posting_id}"): ONE,
    ("GET", "/matches"): Example("many", query={"resume_id": "{resume}"}),
    ("GET", "/feeds"): MANY,
    ("DELETE", "/feeds/{feed_id}"): ONE,
    ("GET", "/projects"): MANY,
    ("POST", "/projects"): Example("ask", {"repo_url": "https://github.com/example/one"}),
    ("GET", "/projects/{project_id}"): ONE,
    ("DELETE", "/projects/{project_id}"): ONE,
    ("POST", "/projects/{project_id}/refresh"): ONE,
    ("GET", "/projects/{project_id}/jobs"): ONE,
    ("GET", "/applications"): MANY,
    ("POST", "/applications"): Example("ask", {"posting_id": "{posting}", "resume_id": "{resume}"}, refused=422),
    ("GET", "/applications/{application_id}"): ONE,
    ("POST", "/applications/{application_id}/status"): Example("one", {"status": "offer"}),
}

PARAMETERS: Final = {
    "job_id": "ended_job",
    "artifact_id": "artifact",
    "posting_id": "posting",
    "feed_id": "feed",
    "project_id": "project",
    "application_id": "application",
    "key_id": "key",
}
"""Which of the other owner's objects a parameter of a path names."""
RECORDS: Final = {
    "/resumes": "resume",
    "/documents": "document",
    "/packets": "packet",
    "/interviews": "interview",
    "/companies": "research",
    "/candidates": "search",
}
"""Which one `record_id` names, by where it stands."""


def filled(value: Any, ids: dict[str, str]) -> Any:
    """`value` with the other owner's ids in it."""
    if isinstance(value, str):
        return ids.get(value[1:-1], value) if value.startswith("{") else value
    if isinstance(value, list):
        return [filled(one, ids) for one in value]  # pyright: ignore[reportUnknownVariableType]
    return {name: filled(one, ids) for name, one in value.items()} if isinstance(value, dict) else value  # pyright: ignore[reportUnknownVariableType]


def path_of(route: Route, ids: dict[str, str]) -> str:
    """The path of `route` that names the other owner's object."""
    path = route[1]
    for prefix, kind in RECORDS.items():
        if path.startswith(prefix):
            path = path.replace("{record_id}", ids[kind])
    for parameter, kind in PARAMETERS.items():
        path = path.replace(f"{{{parameter}}}", ids[kind])
    return path.replace("{name}", "default")
