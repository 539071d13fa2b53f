"""The names of the engine's collections, in one place."""

from __future__ import annotations

from typing import Final

from longhaul.model.probe import Point, Probe
from longhaul.mongo.driver import Collection, Database

JOBS: Final = "background_jobs"
EVENTS: Final = "events"
COUNTERS: Final = "counters"
ARTIFACTS: Final = "artifacts"
ARTIFACT_BUCKET: Final = "artifact_files"
WORKERS: Final = "workers"
QUEUES: Final = "queues"
SCHEDULES: Final = "schedules"
LIMITS: Final = "limits"
MINUTES: Final = "minutes"


class Collections:
    """The engine's collections of one database, and whoever listens at the points between statements."""

    def __init__(self, database: Database, probe: Probe | None = None) -> None:
        self.database = database
        self._probe = probe
        self.jobs: Collection = database.collection(JOBS)
        self.events: Collection = database.collection(EVENTS)
        self.counters: Collection = database.collection(COUNTERS)
        self.artifacts: Collection = database.collection(ARTIFACTS)
        self.workers: Collection = database.collection(WORKERS)
        self.queues: Collection = database.collection(QUEUES)
        self.schedules: Collection = database.collection(SCHEDULES)
        self.limits: Collection = database.collection(LIMITS)
        self.minutes: Collection = database.collection(MINUTES)

    def probed(self, probe: Probe) -> Collections:
        """The same collections, with `probe` awaited at each point."""
        return Collections(self.database, probe)

    async def reach(self, point: Point) -> None:
        """Say that this process is at `point`; costs nothing where nobody listens."""
        if self._probe is not None:
            await self._probe(point)
