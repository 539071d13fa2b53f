"""A collection of records that each belong to one owner and have one key, such as packets or projects."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Generic, TypeVar

from bson import ObjectId
from pydantic import BaseModel
from pymongo import ASCENDING, DESCENDING, IndexModel, ReturnDocument

from longhaul.mongo.driver import Collection, Database

ValueT = TypeVar("ValueT", bound=BaseModel)
PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Stored(Generic[ValueT]):
    """A record as kept: its id, its key, and what it holds."""

    id: str
    owner: str
    key: str
    value: ValueT
    created_at: datetime
    updated_at: datetime


class OwnedRecords(Generic[ValueT]):
    """Records of one kind. Every call is about one owner's, and two records of an owner never have the same key.

    Writing under a key that is there replaces the record and keeps its id, so a step that is repeated changes nothing.
    """

    def __init__(self, database: Database, name: str, model: type[ValueT]) -> None:
        self.name = name
        self._model = model
        self._records: Collection = database.collection(name)

    async def ensure_indexes(self, also: Sequence[IndexModel] = ()) -> None:
        """Create the indexes, among them the unique one on owner and key. May be called again."""
        await self._records.create_indexes(
            [
                IndexModel([("owner", ASCENDING), ("key", ASCENDING)], unique=True),
                IndexModel([("owner", ASCENDING), ("_id", DESCENDING)]),
                IndexModel([("expires_at", ASCENDING)], expireAfterSeconds=0),
                *also,
            ]
        )

    async def put(self, owner: str, key: str, value: ValueT, *, expires_at: datetime | None = None) -> str:
        """Keep `value` under `key`, in place of what was there; its id. With `expires_at` it is deleted then."""
        now = datetime.now(UTC)
        fields: dict[str, Any] = {"value": value.model_dump(mode="json"), "updated_at": now}
        update: dict[str, Any] = {"$set": fields, "$setOnInsert": {"created_at": now}}
        if expires_at is not None:
            fields["expires_at"] = expires_at
        else:
            update["$unset"] = {"expires_at": ""}
        document: Any = await self._records.find_one_and_update(
            {"owner": owner, "key": key},
            update,
            upsert=True,
            projection={"_id": 1},
            return_document=ReturnDocument.AFTER,
        )
        return str(document["_id"])

    async def replace(self, owner: str, record_id: str, value: ValueT) -> Stored[ValueT] | None:
        """Let the owner's record with this id hold `value`, kept as long as before; None where it is gone."""
        if not ObjectId.is_valid(record_id):
            return None
        fields = {"value": value.model_dump(mode="json"), "updated_at": datetime.now(UTC)}
        return self._stored(
            await self._records.find_one_and_update(
                {"owner": owner, "_id": ObjectId(record_id)},
                {"$set": fields},
                return_document=ReturnDocument.AFTER,
            )
        )

    async def get(self, owner: str, record_id: str) -> Stored[ValueT] | None:
        """The owner's record with this id, or None."""
        if not ObjectId.is_valid(record_id):
            return None
        return self._stored(await self._records.find_one({"owner": owner, "_id": ObjectId(record_id)}))

    async def find(self, owner: str, key: str) -> Stored[ValueT] | None:
        """The owner's record under this key, or None."""
        return self._stored(await self._records.find_one({"owner": owner, "key": key}))

    async def list(
        self, owner: str, *, where: Mapping[str, Any] | None = None, limit: int = PAGE, after: str | None = None
    ) -> list[Stored[ValueT]]:
        """The owner's records, newest first, from behind the one with id `after`; `where` is about fields of values."""
        query: dict[str, Any] = {"owner": owner, **{f"value.{name}": value for name, value in (where or {}).items()}}
        if after is not None and ObjectId.is_valid(after):
            query["_id"] = {"$lt": ObjectId(after)}
        documents = await self._records.find(query).sort("_id", DESCENDING).limit(limit).to_list(None)
        return [stored for document in documents if (stored := self._stored(document)) is not None]

    async def of_all_owners(self, where: Mapping[str, Any]) -> AsyncGenerator[tuple[str, str]]:
        """Owner and id of every record whose value has these fields: for what the clock does, never for a request."""
        query = {f"value.{name}": value for name, value in where.items()}
        async for document in self._records.find(query, {"owner": 1}):
            yield document["owner"], str(document["_id"])

    async def delete(self, owner: str, record_id: str) -> bool:
        """Remove the owner's record with this id; whether there was one."""
        if not ObjectId.is_valid(record_id):
            return False
        return (await self._records.delete_one({"owner": owner, "_id": ObjectId(record_id)})).deleted_count == 1

    def _stored(self, document: dict[str, Any] | None) -> Stored[ValueT] | None:
        if document is None:
            return None
        return Stored(
            id=str(document["_id"]),
            owner=document["owner"],
            key=document["key"],
            value=self._model.model_validate(document["value"], extra="ignore"),
            created_at=document["created_at"],
            updated_at=document["updated_at"],
        )
