"""Records that belong to one owner: kept once under their key, and nobody else's."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import BaseModel

from career.records.owned import OwnedRecords
from longhaul.mongo.driver import Database


class Thing(BaseModel):
    """Something to keep."""

    colour: str
    size: int = 0


@pytest.fixture
async def things(database: Database) -> OwnedRecords[Thing]:
    """An empty collection."""
    records = OwnedRecords(database, "things", Thing)
    await records.ensure_indexes()
    return records


async def test_a_record_written_again_under_its_key_keeps_its_id(things: OwnedRecords[Thing]) -> None:
    first = await things.put("ann", "a", Thing(colour="red"))
    again = await things.put("ann", "a", Thing(colour="blue"))

    stored = await things.get("ann", first)
    assert first == again
    assert stored is not None
    assert (stored.value.colour, stored.key) == ("blue", "a")
    assert stored.updated_at >= stored.created_at


async def test_many_writers_of_one_key_make_one_record(things: OwnedRecords[Thing]) -> None:
    ids = await asyncio.gather(*(things.put("ann", "a", Thing(colour=str(n))) for n in range(20)))

    assert 1 == len(set(ids))
    assert 1 == len(await things.list("ann"))


async def test_another_owner_sees_none_of_it(things: OwnedRecords[Thing]) -> None:
    id_ = await things.put("ann", "a", Thing(colour="red"))

    assert await things.get("ben", id_) is None
    assert await things.find("ben", "a") is None
    assert await things.list("ben") == []
    assert not await things.delete("ben", id_)
    assert await things.get("ann", id_) is not None


async def test_a_list_is_paged_newest_first_and_asks_about_values(things: OwnedRecords[Thing]) -> None:
    for size in range(5):
        await things.put("ann", str(size), Thing(colour="red" if size % 2 else "blue", size=size))

    first = await things.list("ann", limit=2)
    rest = await things.list("ann", limit=10, after=first[-1].id)
    blue = await things.list("ann", where={"colour": "blue"})

    assert [4, 3] == [one.value.size for one in first]
    assert [2, 1, 0] == [one.value.size for one in rest]
    assert [4, 2, 0] == [one.value.size for one in blue]


async def test_an_expiry_is_stored_and_taken_back(things: OwnedRecords[Thing], database: Database) -> None:
    moment = datetime.now(UTC) + timedelta(days=1)
    await things.put("ann", "a", Thing(colour="red"), expires_at=moment)
    raw = database.collection("things")
    first = await raw.find_one({"key": "a"})
    await things.put("ann", "a", Thing(colour="red"))
    second = await raw.find_one({"key": "a"})

    assert first is not None
    assert second is not None
    assert abs(first["expires_at"] - moment) < timedelta(milliseconds=1)
    assert "expires_at" not in second


@pytest.mark.parametrize("id_", ["", "x", "0" * 24, "../etc"])
async def test_an_id_that_is_none_finds_nothing(things: OwnedRecords[Thing], id_: str) -> None:
    assert await things.get("ann", id_) is None
    assert not await things.delete("ann", id_)
