"""The collection `match_runs`: what a run of `match.recompute` set out to do, so that a retry does just that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

from career.model import CareerModel, Id
from career.records.owned import OwnedRecords
from longhaul.mongo.driver import Database

MATCH_RUNS: Final = "match_runs"
_KEPT: Final = timedelta(days=3)


class MatchRun(CareerModel):
    """The adverts there were (`ids`) and those to score (`to_score`), and by what; `vector` is the CV's embedding."""

    resume_id: Id
    ids: list[str]
    to_score: list[str]
    statistics_version: str
    scorer_version: str
    vector: str | None = None


class MatchRuns:
    """Runs by the id of their job; each is forgotten after three days."""

    def __init__(self, database: Database) -> None:
        self._runs = OwnedRecords(database, MATCH_RUNS, MatchRun)

    async def ensure_indexes(self) -> None:
        """Create the indexes. May be called again."""
        await self._runs.ensure_indexes()

    async def put(self, owner: str, job_id: str, run: MatchRun) -> str:
        """Keep what the job set out to do; the record's id."""
        return await self._runs.put(owner, job_id, run, expires_at=datetime.now(UTC) + _KEPT)

    async def get(self, owner: str, run_id: str) -> MatchRun | None:
        """The run with this id, or None."""
        stored = await self._runs.get(owner, run_id)
        return stored.value if stored else None
