"""How far the owner has come with each advert; every change is an event `application.status_change`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, Field

from career.model import CareerModel
from career.records.applications import (
    ApplicationRecord,
    Applications,
    ApplicationStatus,
    StatusChange,
    StoredApplication,
)
from career.records.desk import DeskRecords
from longhaul.model.errors import InvalidInput
from longhaul_api.deps import OwnerDep, RuntimeDep

router = APIRouter(prefix="/applications", tags=["career desk records"])

ApplicationId = Annotated[str, Path(min_length=1, max_length=64)]


class NewApplication(CareerModel):
    """For which advert, with which CV and packet, and how far it is already."""

    posting_id: str = Field(max_length=64)
    resume_id: str | None = Field(default=None, max_length=64)
    packet_id: str | None = Field(default=None, max_length=64)
    status: ApplicationStatus = "draft"


class NewStatus(CareerModel):
    """Where the application stands now."""

    status: ApplicationStatus
    note: str | None = Field(default=None, max_length=2000)


class ApplicationView(BaseModel):
    """An application; `v` counts its changes, as its events do."""

    id: str
    v: int
    posting_id: str
    resume_id: str | None
    packet_id: str | None
    status: ApplicationStatus
    history: list[StatusChange]
    created_at: datetime
    updated_at: datetime

    @classmethod
    def of(cls, stored: StoredApplication) -> ApplicationView:
        """The view of an application."""
        return cls(
            id=stored.id,
            v=stored.v,
            created_at=stored.created_at,
            updated_at=stored.updated_at,
            **stored.value.model_dump(),
        )


class ApplicationPage(BaseModel):
    """Applications, newest first; `next` asks for those behind."""

    items: list[ApplicationView]
    next: str | None
    cursor: str


@router.post("", status_code=201)
async def create_application(body: NewApplication, runtime: RuntimeDep, owner: OwnerDep) -> ApplicationView:
    """Begin an application. An advert has one: asked for again, the answer is the one there is."""
    desk = DeskRecords(runtime.core)
    if await desk.postings.get(owner, body.posting_id) is None:
        raise InvalidInput(f"posting_id: there is no posting {body.posting_id!r}", field="posting_id")
    if body.resume_id is not None and await desk.resumes.get(owner, body.resume_id) is None:
        raise InvalidInput(f"resume_id: there is no resume {body.resume_id!r}", field="resume_id")
    if body.packet_id is not None and await desk.packets.get(owner, body.packet_id) is None:
        raise InvalidInput(f"packet_id: there is no packet {body.packet_id!r}", field="packet_id")
    record = ApplicationRecord.model_validate(body.model_dump())
    return ApplicationView.of(await Applications(runtime.core).create(owner, record))


@router.get("")
async def list_applications(
    runtime: RuntimeDep,
    owner: OwnerDep,
    limit: Annotated[int, Query(ge=1, le=200, description="How many at once.")] = 50,
    after: Annotated[str | None, Query(max_length=64, description="`next` of the answer before.")] = None,
) -> ApplicationPage:
    """The owner's applications."""
    cursor = str(runtime.hub.cursor)
    found = await Applications(runtime.core).list(owner, limit=limit, after=after)
    items = [ApplicationView.of(stored) for stored in found]
    return ApplicationPage(items=items, next=items[-1].id if len(items) == limit else None, cursor=cursor)


@router.get("/{application_id}")
async def get_application(application_id: ApplicationId, runtime: RuntimeDep, owner: OwnerDep) -> ApplicationView:
    """One application with its history."""
    return ApplicationView.of(await Applications(runtime.core).get(owner, application_id))


@router.post("/{application_id}/status")
async def set_status(
    application_id: ApplicationId, body: NewStatus, runtime: RuntimeDep, owner: OwnerDep
) -> ApplicationView:
    """Say where the application stands now; what it says already changes nothing."""
    applications = Applications(runtime.core)
    return ApplicationView.of(await applications.change(owner, application_id, body.status, body.note))
