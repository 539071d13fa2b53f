"""`project.refresh`: read a repository: progress of its plan, languages, skills."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, AnyHttpUrl, Field, StringConstraints

from career.model import CareerModel, Id, LlmMode, Note, Skill
from longhaul.model.artifact import ArtifactRef
from longhaul.model.task import Rate, Task

_UNSAFE_START = re.compile(r"^[/~-]")


def _plain_path(value: str) -> str:
    if _UNSAFE_START.match(value) or ".." in value.split("/") or any(ord(char) < 32 for char in value):
        raise ValueError("must be a path inside the repository, such as docs/PLAN.md")
    return value


RelPath = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_plain_path)]
GitRef = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_./-]{0,199}$")]


class ProjectRefreshArgs(CareerModel):
    """Which project; the address, ref and plan given here win over those kept with it."""

    project_id: Id
    repo_url: AnyHttpUrl
    ref: GitRef | None = None
    plan_path: RelPath | None = None
    full: bool = Field(default=False, description="Read everything also where nothing was committed since.")
    llm: LlmMode = "auto"


class PlanSection(CareerModel):
    """The boxes under one heading, without those under headings below it."""

    heading: str | None = None
    level: int = 0
    done: int
    total: int


class PlanItem(CareerModel):
    """One box of the plan; `line` counts from 1."""

    text: str
    done: bool
    line: int
    level: int
    section: str | None = None


class Plan(CareerModel):
    """A plan file: its task-list items as a Markdown parser counts them. `percent` is null where there are none."""

    path: str
    format: str = "markdown"
    done: int
    total: int
    in_progress: int = 0
    cancelled: int = 0
    percent: float | None = None
    sections: list[PlanSection] = []
    items: list[PlanItem] = []
    frontmatter_todos: dict[str, int] | None = None


class LanguageShare(CareerModel):
    """How much of the repository's own source is in one language."""

    bytes: int
    percent: float


class RepositoryStats(CareerModel):
    """Size and age of what was read."""

    files: int
    bytes: int
    last_commit_days: int | None = None


class Delta(CareerModel):
    """What changed in the plan since the last refresh."""

    since_sha: str
    newly_done: list[str] = []
    newly_open: list[str] = []


class ProjectRefreshResult(CareerModel):
    """What the repository says. `unchanged`: nothing was committed since; the other fields are those of then."""

    head_sha: str
    committed_at: datetime | None = None
    default_branch: str | None = None
    description: str | None = Field(default=None, description="The first paragraph of the README.")
    summary: str | None = Field(default=None, description="A few sentences by a language model, where one helped.")
    plan: Plan | None = None
    tasks_count: int = 0
    progress_percentage: float | None = None
    languages: dict[str, LanguageShare] = {}
    skills: list[Skill] = []
    stats: RepositoryStats
    delta: Delta | None = None
    unchanged: bool = False
    artifacts: dict[str, ArtifactRef] = {}
    warnings: list[Note] = []


PROJECT_REFRESH: Task[ProjectRefreshArgs, ProjectRefreshResult] = Task(
    "project.refresh",
    ProjectRefreshArgs,
    ProjectRefreshResult,
    timeout_s=240,
    max_attempts=4,
    rate=Rate(5, 300),
    description="Read a repository: progress of its plan, languages, skills.",
)
