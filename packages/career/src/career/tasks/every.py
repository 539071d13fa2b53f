"""All tasks of the career desk: what the API may be asked for, and what a worker must have a handler for."""

from __future__ import annotations

from typing import Final

from career.tasks.candidates import CANDIDATES_SEARCH
from career.tasks.feed import FEED_INGEST
from career.tasks.interview import INTERVIEW_GENERATE
from career.tasks.match import MATCH_RECOMPUTE, MATCH_SCORE
from career.tasks.optimize import RESUME_OPTIMIZE
from career.tasks.packet import PACKET_GENERATE
from career.tasks.posting import POSTING_EXTRACT
from career.tasks.project import PROJECT_REFRESH
from career.tasks.research import COMPANY_RESEARCH
from career.tasks.resume import RESUME_PARSE
from longhaul.model.task import AnyTask

EVERY: Final[tuple[AnyTask, ...]] = (
    RESUME_PARSE,
    POSTING_EXTRACT,
    FEED_INGEST,
    MATCH_SCORE,
    MATCH_RECOMPUTE,
    RESUME_OPTIMIZE,
    COMPANY_RESEARCH,
    PACKET_GENERATE,
    INTERVIEW_GENERATE,
    PROJECT_REFRESH,
    CANDIDATES_SEARCH,
)
