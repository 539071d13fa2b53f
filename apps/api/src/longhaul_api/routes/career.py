"""The career desk's own routes: check what came, ask for the job, answer 202."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final

from fastapi import APIRouter, Response

from career.tasks.candidates import CANDIDATES_SEARCH
from career.tasks.feed import FEED_INGEST
from career.tasks.interview import INTERVIEW_GENERATE
from career.tasks.match import MATCH_RECOMPUTE, MATCH_SCORE
from career.tasks.optimize import RESUME_OPTIMIZE
from career.tasks.packet import PACKET_GENERATE
from career.tasks.posting import POSTING_EXTRACT
from career.tasks.research import COMPANY_RESEARCH
from career.tasks.resume import RESUME_PARSE
from longhaul_api.desk_asking import Asked, AskerDep, ask, openapi_of
from longhaul_api.schemas import EnqueuedView

router = APIRouter(tags=["career desk"])


ASKED: Final = (
    Asked("/resumes/parse", RESUME_PARSE, takes_file=True),
    Asked("/jobs/extract", POSTING_EXTRACT, takes_file=True),
    Asked("/jobs/ingest", FEED_INGEST, takes_file=True),
    Asked("/resumes/optimize", RESUME_OPTIMIZE),
    Asked("/matches/score", MATCH_SCORE),
    Asked("/matches/recompute", MATCH_RECOMPUTE, one_for="resume_id"),
    Asked("/companies/research", COMPANY_RESEARCH),
    Asked("/packets/generate", PACKET_GENERATE),
    Asked("/interview/generate", INTERVIEW_GENERATE),
    Asked("/candidates/search", CANDIDATES_SEARCH),
)
UPLOADS: Final = frozenset(asked.path for asked in ASKED if asked.takes_file)
"""Where a file may be sent."""


def _endpoint(asked: Asked) -> Callable[..., Awaitable[Response]]:
    async def endpoint(asker: AskerDep) -> Response:
        return await asker.respond(await ask(asker, asked))

    return endpoint


for _asked in ASKED:
    _notes = [f"Asks for a job `{_asked.task.name}`."]
    if _asked.takes_file:
        _notes.append("A file goes into the field `file` of a form.")
    if _asked.one_for is not None:
        _notes.append(f"While one with the same `{_asked.one_for}` waits or runs, the answer is that one.")
    router.add_api_route(
        _asked.path,
        _endpoint(_asked),
        methods=["POST"],
        status_code=202,
        response_model=EnqueuedView,
        name=_asked.task.name,
        summary=_asked.task.description,
        description=" ".join(_notes),
        openapi_extra=openapi_of(_asked),
    )
