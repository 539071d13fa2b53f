"""Forgetting a candidate: what is kept of a person, and the jobs whose results and files name them."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, EmailStr

from career.model import CareerModel
from career.records.desk import DeskRecords
from longhaul.model.errors import Conflict, NotFound
from longhaul_api.deps import OwnerDep, RuntimeDep

router = APIRouter(prefix="/candidates", tags=["career desk records"])


class Person(CareerModel):
    """Who is to be forgotten."""

    email: EmailStr


class ForgottenView(BaseModel):
    """How many records named the person and were removed or cleaned.

    `jobs_left` are searches that still run: ask again when they have ended.
    """

    resumes: int
    searches: int
    downloads: int
    jobs: int
    jobs_left: list[str]


@router.post("/forget")
async def forget_candidate(body: Person, runtime: RuntimeDep, owner: OwnerDep) -> ForgottenView:
    """Remove every CV with this address, the person from every search, and the jobs whose files may name them."""
    forgotten = await DeskRecords(runtime.core).candidates.forget_person(owner, body.email)
    jobs, left = 0, list[str]()
    for job_id in forgotten.job_ids:
        try:
            await runtime.core.client.delete(owner, job_id)
            jobs += 1
        except NotFound:
            continue  # expired, or deleted before
        except Conflict:
            left.append(job_id)
    return ForgottenView(
        resumes=forgotten.resumes,
        searches=forgotten.searches,
        downloads=forgotten.downloads,
        jobs=jobs,
        jobs_left=left,
    )
