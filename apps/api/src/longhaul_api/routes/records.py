"""What the career desk keeps: CVs, adverts, packets and the rest, listed, read and deleted by their owner."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel

from career.records.desk import DeskRecords
from career.records.owned import OwnedRecords, Stored
from longhaul.model.errors import NotFound
from longhaul_api.deps import OwnerDep, RuntimeDep

router = APIRouter(tags=["career desk records"])

RecordId = Annotated[str, Path(min_length=1, max_length=64)]
Limit = Annotated[int, Query(ge=1, le=200)]
After = Annotated[str | None, Query(max_length=64, description="`next` of the answer before.")]


class RecordView(BaseModel):
    """A record: its id, when it was made and last changed, and what it holds."""

    id: str
    created_at: datetime
    updated_at: datetime
    value: dict[str, Any]


class RecordPage(BaseModel):
    """Records, newest first, without their longest fields; `next` asks for those behind."""

    items: list[RecordView]
    next: str | None
    cursor: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record: its path, what one is called, where they are, and which fields lists leave out."""

    path: str
    noun: str
    records: Callable[[DeskRecords], OwnedRecords[Any]]
    long_fields: frozenset[str] = field(default_factory=frozenset[str])


KINDS: Final = (
    Kind("/resumes", "resume", lambda desk: desk.resumes, frozenset({"text"})),
    Kind("/documents", "document", lambda desk: desk.documents, frozenset({"markdown"})),
    Kind("/packets", "packet", lambda desk: desk.packets),
    Kind("/interviews", "interview", lambda desk: desk.interviews, frozenset({"cheat_sheet_md"})),
    Kind("/companies", "research", lambda desk: desk.research, frozenset({"report_md"})),
    Kind("/candidates", "search", lambda desk: desk.searches),
)


def view_of(stored: Stored[Any], without: frozenset[str] = frozenset()) -> RecordView:
    """The view of a record, without some of its fields."""
    value = stored.value.model_dump(mode="json", exclude=set(without))
    return RecordView(id=stored.id, created_at=stored.created_at, updated_at=stored.updated_at, value=value)


def _list(kind: Kind) -> Callable[..., Awaitable[RecordPage]]:
    async def endpoint(runtime: RuntimeDep, owner: OwnerDep, limit: Limit = 50, after: After = None) -> RecordPage:
        cursor = str(runtime.hub.cursor)
        found = await kind.records(DeskRecords(runtime.core)).list(owner, limit=limit, after=after)
        items = [view_of(stored, kind.long_fields) for stored in found]
        return RecordPage(items=items, next=found[-1].id if len(found) == limit else None, cursor=cursor)

    return endpoint


def _get(kind: Kind) -> Callable[..., Awaitable[RecordView]]:
    async def endpoint(record_id: RecordId, runtime: RuntimeDep, owner: OwnerDep) -> RecordView:
        found = await kind.records(DeskRecords(runtime.core)).get(owner, record_id)
        if found is None:
            raise NotFound(kind.noun, record_id)
        return view_of(found)

    return endpoint


def _delete(kind: Kind) -> Callable[..., Awaitable[Response]]:
    async def endpoint(record_id: RecordId, runtime: RuntimeDep, owner: OwnerDep) -> Response:
        if not await kind.records(DeskRecords(runtime.core)).delete(owner, record_id):
            raise NotFound(kind.noun, record_id)
        return Response(status_code=204)

    return endpoint


for _kind in KINDS:
    _one = f"{_kind.path}/{{record_id}}"
    router.add_api_route(_kind.path, _list(_kind), methods=["GET"], summary=f"List: {_kind.noun}")
    router.add_api_route(_one, _get(_kind), methods=["GET"], summary=f"Read: {_kind.noun}")
    router.add_api_route(_one, _delete(_kind), methods=["DELETE"], status_code=204, summary=f"Delete: {_kind.noun}")
