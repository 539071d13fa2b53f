"""What the career desk keeps: CVs, adverts, packets and the rest, listed, read and deleted by their owner."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, Any, Final, Generic, TypeVar

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, create_model

from career.records.candidates import SearchRecord
from career.records.desk import DeskRecords
from career.records.documents import PacketRecord, TailoredRecord
from career.records.owned import OwnedRecords, Stored
from career.records.preparations import CompanyReportRecord, InterviewRecord
from career.records.resumes import ResumeRecord
from career.resume import ParseReport, Resume
from longhaul.model.errors import NotFound
from longhaul_api.deps import OwnerDep, RuntimeDep

router = APIRouter(tags=["career desk records"])

ValueT = TypeVar("ValueT", bound=BaseModel)
RecordId = Annotated[str, Path(min_length=1, max_length=64)]
Limit = Annotated[int, Query(ge=1, le=200, description="How many at once.")]
After = Annotated[str | None, Query(max_length=64, description="`next` of the answer before.")]


class RecordView(BaseModel, Generic[ValueT]):
    """A record: its id, when it was made and last changed, and what it holds."""

    id: str
    created_at: datetime
    updated_at: datetime
    value: ValueT


class RecordPage(BaseModel, Generic[ValueT]):
    """Records, newest first, without their longest fields; `next` asks for those behind."""

    items: list[RecordView[ValueT]]
    next: str | None
    cursor: str


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record: its path, what one is called and many are, where they are, and which fields lists leave out.

    `view` and `page` are the models of its answers; they have names of their own, by which clients know them.
    """

    path: str
    noun: str
    about: str
    model: type[BaseModel]
    records: Callable[[DeskRecords], OwnedRecords[Any]]
    long_fields: frozenset[str] = frozenset()
    view: type[RecordView[Any]] = field(init=False)
    page: type[RecordPage[Any]] = field(init=False)
    short: type[BaseModel] = field(init=False)

    def __post_init__(self) -> None:
        name, model, short = self.noun.capitalize(), self.model, self.model
        if self.long_fields:
            fields: dict[str, Any] = {
                field_name: (info.annotation, info)
                for field_name, info in model.model_fields.items()
                if field_name not in self.long_fields
            }
            short = create_model(f"{model.__name__}Short", __doc__=f"{model.__name__} as lists show it.", **fields)
        view = create_model(f"{name}View", __base__=RecordView[model], __doc__=RecordView.__doc__)
        item = create_model(f"{name}Item", __base__=RecordView[short], __doc__=RecordView.__doc__)
        page: Any = create_model(
            f"{name}Page", __base__=RecordPage[short], __doc__=RecordPage.__doc__, items=(list[item], ...)
        )
        for attribute, made in (("short", short), ("view", view), ("page", page)):
            object.__setattr__(self, attribute, made)


_RESUMES: Final = Kind("/resumes", "resume", "CVs", ResumeRecord, lambda desk: desk.resumes, frozenset({"text"}))
KINDS: Final = (
    _RESUMES,
    Kind("/documents", "document", "tailored CVs", TailoredRecord, lambda desk: desk.documents),
    Kind("/packets", "packet", "packets", PacketRecord, lambda desk: desk.packets),
    Kind(
        "/interviews",
        "interview",
        "prepared interviews",
        InterviewRecord,
        lambda desk: desk.interviews,
        frozenset({"cheat_sheet_md"}),
    ),
    Kind(
        "/companies",
        "research",
        "reports on companies",
        CompanyReportRecord,
        lambda desk: desk.research,
        frozenset({"report_md"}),
    ),
    Kind("/candidates", "search", "candidate searches", SearchRecord, lambda desk: desk.searches),
)


class EditedResume(Resume):
    """A CV as its owner wants it. How it was read cannot be edited: what is sent as `x_parse` changes nothing."""

    x_parse: ParseReport | None = None  # pyright: ignore[reportIncompatibleVariableOverride, reportGeneralTypeIssues] - may be left out


class ResumeEdit(BaseModel):
    """What takes the place of a kept CV."""

    model_config = ConfigDict(extra="forbid")

    resume: EditedResume


def view_of(kind: Kind, stored: Stored[Any]) -> RecordView[Any]:
    """The view of a record with everything in it."""
    return kind.view(id=stored.id, created_at=stored.created_at, updated_at=stored.updated_at, value=stored.value)


def _item_of(kind: Kind, stored: Stored[Any]) -> dict[str, Any]:
    value = stored.value.model_dump(exclude=set(kind.long_fields))
    return {"id": stored.id, "created_at": stored.created_at, "updated_at": stored.updated_at, "value": value}


def _list(kind: Kind) -> Callable[..., Awaitable[RecordPage[Any]]]:
    async def endpoint(runtime: RuntimeDep, owner: OwnerDep, limit: Limit = 50, after: After = None) -> RecordPage[Any]:
        cursor = str(runtime.hub.cursor)
        found = await kind.records(DeskRecords(runtime.core)).list(owner, limit=limit, after=after)
        items = [_item_of(kind, stored) for stored in found]
        following = found[-1].id if len(found) == limit else None
        return kind.page.model_validate({"items": items, "next": following, "cursor": cursor})

    return endpoint


def _get(kind: Kind) -> Callable[..., Awaitable[RecordView[Any]]]:
    async def endpoint(record_id: RecordId, runtime: RuntimeDep, owner: OwnerDep) -> RecordView[Any]:
        found = await kind.records(DeskRecords(runtime.core)).get(owner, record_id)
        if found is None:
            raise NotFound(kind.noun, record_id)
        return view_of(kind, found)

    return endpoint


def _delete(kind: Kind) -> Callable[..., Awaitable[Response]]:
    async def endpoint(record_id: RecordId, runtime: RuntimeDep, owner: OwnerDep) -> Response:
        if not await kind.records(DeskRecords(runtime.core)).delete(owner, record_id):
            raise NotFound(kind.noun, record_id)
        return Response(status_code=204)

    return endpoint


async def edit_resume(record_id: RecordId, body: ResumeEdit, runtime: RuntimeDep, owner: OwnerDep) -> RecordView[Any]:
    """Replace a CV by one its owner has edited. The text it was read from stays as it is."""
    resumes = DeskRecords(runtime.core).resumes
    found = await resumes.get(owner, record_id)
    if found is None:
        raise NotFound(_RESUMES.noun, record_id)
    x_parse = found.value.resume.x_parse
    resume = Resume.model_validate({**body.resume.model_dump(exclude={"x_parse"}), "x_parse": x_parse})
    changed = found.value.model_copy(update={"resume": resume, "edited_at": datetime.now(UTC)})
    stored = await resumes.replace(owner, record_id, changed)
    if stored is None:
        raise NotFound(_RESUMES.noun, record_id)
    return view_of(_RESUMES, stored)


for _kind in KINDS:
    _one = f"{_kind.path}/{{record_id}}"
    _noun = _kind.noun
    router.add_api_route(
        _kind.path,
        _list(_kind),
        methods=["GET"],
        name=f"list_{_noun}",
        summary=f"List: {_noun}",
        description=f"The owner's {_kind.about}, newest first, without their longest fields.",
        response_model=_kind.page,
    )
    router.add_api_route(
        _one,
        _get(_kind),
        methods=["GET"],
        name=f"get_{_noun}",
        summary=f"Read: {_noun}",
        description=f"One of the owner's {_kind.about}, with everything in it.",
        response_model=_kind.view,
    )
    router.add_api_route(
        _one,
        _delete(_kind),
        methods=["DELETE"],
        name=f"delete_{_noun}",
        status_code=204,
        summary=f"Delete: {_noun}",
        description=f"Forget one of the owner's {_kind.about}.",
    )
router.add_api_route(
    f"{_RESUMES.path}/{{record_id}}", edit_resume, methods=["PUT"], summary="Edit: resume", response_model=_RESUMES.view
)
