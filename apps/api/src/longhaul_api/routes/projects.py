"""Projects: repositories that their owner follows, and refreshing what is known of them."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Response
from pydantic import AnyHttpUrl, BaseModel, Field

from career.model import CareerModel
from career.records.desk import DeskRecords
from career.records.owned import Stored
from career.records.projects import ProjectRecord, RefreshFacts, find_project, new_project_id
from career.tasks.project import PROJECT_REFRESH, GitRef, ProjectRefreshResult, RelPath
from longhaul.model.errors import NotFound
from longhaul.model.task import Rate
from longhaul.mongo.limits import RateLimits
from longhaul.mongo.requests import JobFilter
from longhaul.runtime import ApiRuntime
from longhaul_api.deps import BaseDep, OwnerDep, RuntimeDep
from longhaul_api.desk_asking import AskerDep, checked, json_object
from longhaul_api.schemas import EnqueuedView, JobPage, JobSummary

router = APIRouter(prefix="/projects", tags=["career desk records"])

CREATION: Final = Rate(10, 3600)
"""How often an owner may make a project."""
_CREATE: Final = "project.create"
_FIXED: Final = frozenset({"project_id", "repo_url"})

ProjectId = Annotated[str, Path(min_length=1, max_length=64)]


class NewProject(CareerModel):
    """A repository to follow; without `plan_path` its plan is looked for."""

    name: str | None = Field(default=None, max_length=200)
    repo_url: AnyHttpUrl
    ref: GitRef | None = None
    plan_path: RelPath | None = None


class ProjectView(BaseModel):
    """A project with what its last refresh found; `history` has the refreshes before, oldest first."""

    id: str
    name: str | None
    repo_url: str
    ref: str | None
    plan_path: str | None
    tasks_count: int | None
    progress_percentage: float | None
    last: ProjectRefreshResult | None
    history: list[RefreshFacts]
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, stored: Stored[ProjectRecord]) -> ProjectView:
        """The view of a project."""
        project = stored.value
        return cls(
            id=stored.key,
            name=project.name,
            repo_url=project.repo_url,
            ref=project.ref,
            plan_path=project.plan_path,
            tasks_count=project.last.tasks_count if project.last else None,
            progress_percentage=project.last.progress_percentage if project.last else None,
            last=project.last,
            history=project.history,
            created_at=stored.created_at,
            updated_at=stored.updated_at,
        )


class ProjectPage(BaseModel):
    """Projects, newest first; `next` asks for those behind."""

    items: list[ProjectView]
    next: str | None
    cursor: str


@router.post("", status_code=201)
async def create_project(body: NewProject, runtime: RuntimeDep, owner: OwnerDep) -> ProjectView:
    """Follow a repository; at most 10 new ones in an hour (429 with `Retry-After` beyond)."""
    await RateLimits(runtime.core.collections, runtime.core.time).take(owner, _CREATE, CREATION)
    record = ProjectRecord(name=body.name, repo_url=str(body.repo_url), ref=body.ref, plan_path=body.plan_path)
    project_id = new_project_id()
    await DeskRecords(runtime.core).projects.put(owner, project_id, record)
    return ProjectView.of(await _project(runtime, owner, project_id))


@router.get("")
async def list_projects(
    runtime: RuntimeDep,
    owner: OwnerDep,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at once.")] = 50,
    after: Annotated[str | None, Query(max_length=64, description="`next` of the answer before.")] = None,
) -> ProjectPage:
    """The owner's projects."""
    cursor = str(runtime.hub.cursor)
    found = await DeskRecords(runtime.core).projects.list(owner, limit=limit, after=after)
    items = [ProjectView.of(stored) for stored in found]
    return ProjectPage(items=items, next=found[-1].id if len(found) == limit else None, cursor=cursor)


@router.get("/{project_id}")
async def get_project(project_id: ProjectId, runtime: RuntimeDep, owner: OwnerDep) -> ProjectView:
    """One project."""
    return ProjectView.of(await _project(runtime, owner, project_id))


@router.delete("/{project_id}", status_code=204)
async def delete_project(project_id: ProjectId, runtime: RuntimeDep, owner: OwnerDep) -> Response:
    """Follow it no more."""
    stored = await _project(runtime, owner, project_id)
    await DeskRecords(runtime.core).projects.delete(owner, stored.id)
    return Response(status_code=204)


@router.post("/{project_id}/refresh", status_code=202, response_model=EnqueuedView)
async def refresh_project(project_id: ProjectId, asker: AskerDep) -> Response:
    """Read the repository anew: at most 5 times in 300 s. While a refresh waits or runs, the answer is that one.

    The body may be empty, or JSON with `ref`, `plan_path`, `full` and `llm`.
    """
    stored = await _project(asker.runtime, asker.owner, project_id)
    project = stored.value
    wishes: dict[str, Any] = await json_object(asker.request) if await asker.request.body() else {}
    kept = {"ref": project.ref, "plan_path": project.plan_path}
    wishes = {name: value for name, value in wishes.items() if name not in _FIXED}
    args = checked(PROJECT_REFRESH, {**kept, **wishes, "project_id": stored.key, "repo_url": project.repo_url})
    enqueued = await asker.runtime.core.client.enqueue(
        PROJECT_REFRESH,
        args,
        owner=asker.owner,
        idempotency_key=asker.key,
        unique_key=f"project_id:{stored.key}",
        tags=(_tag(stored.key),),
    )
    return await asker.respond(enqueued)


@router.get("/{project_id}/jobs")
async def list_project_jobs(
    project_id: ProjectId,
    runtime: RuntimeDep,
    owner: OwnerDep,
    base: BaseDep,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at once.")] = 50,
    page: Annotated[str | None, Query(max_length=200, description="`next_page` of the answer before.")] = None,
) -> JobPage:
    """The refreshes of a project, newest first."""
    cursor = str(runtime.hub.cursor)
    stored = await _project(runtime, owner, project_id)
    wanted = JobFilter(tag=_tag(stored.key))
    jobs = await runtime.core.requests.list(owner, wanted, limit=limit, page=page)
    return JobPage(jobs=[JobSummary.of(job, base) for job in jobs.jobs], next_page=jobs.next_page, cursor=cursor)


async def _project(runtime: ApiRuntime, owner: str, project_id: str) -> Stored[ProjectRecord]:
    found = await find_project(DeskRecords(runtime.core).projects, owner, project_id)
    if found is None:
        raise NotFound("project", project_id)
    return found


def _tag(project_id: str) -> str:
    return f"project:{project_id}"
