"""The collection `projects`: the repositories an owner follows, what the last refresh found, and the history of it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bson import ObjectId

from career.model import CareerModel, Id
from career.records.owned import OwnedRecords, Stored
from career.tasks.project import ProjectRefreshResult
from longhaul.mongo.driver import Database

PROJECTS: Final = "projects"
HISTORY: Final = 100
"""How many refreshes a project remembers."""


class RefreshFacts(CareerModel):
    """What one refresh found, in short. `job_id` is the job that did it."""

    job_id: str
    at: datetime
    head_sha: str
    done: int = 0
    total: int = 0
    percent: float | None = None


class ProjectSource(CareerModel):
    """What a refresh reads: a repository, which branch or tag of it, and where in it the plan is."""

    url: str
    ref: str | None = None
    plan_path: str | None = None


class ProjectRecord(CareerModel):
    """A project: where its repository and its plan are, and what the last refresh found, in which source.

    `analysis` is the version of the code that found it. `done_keys` and `open_keys` name the plan's items, so that the
    next refresh can tell what changed.
    """

    name: str | None = None
    repo_url: str
    ref: str | None = None
    plan_path: str | None = None
    last: ProjectRefreshResult | None = None
    last_source: ProjectSource | None = None
    analysis: int = 0
    done_keys: list[str] = []
    open_keys: list[str] = []
    history: list[RefreshFacts] = []

    def remembering(self, facts: RefreshFacts) -> list[RefreshFacts]:
        """The history with `facts` at its end; a job that is repeated stands in it once."""
        return [*(entry for entry in self.history if entry.job_id != facts.job_id), facts][-HISTORY:]


def project_records(database: Database) -> OwnedRecords[ProjectRecord]:
    """The collection. The key of a project is its id, which whoever makes the project chooses by `new_project_id`."""
    return OwnedRecords(database, PROJECTS, ProjectRecord)


def new_project_id() -> Id:
    """An id that no other project has."""
    return str(ObjectId())


async def find_project(
    projects: OwnedRecords[ProjectRecord], owner: str, project_id: str
) -> Stored[ProjectRecord] | None:
    """The owner's project by its own id or by that of its record; None where there is none."""
    return await projects.find(owner, project_id) or await projects.get(owner, project_id)
