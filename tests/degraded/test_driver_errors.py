"""What the driver raises comes out as one of the engine's own errors, and costs no more than it must."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from pymongo.errors import (
    AutoReconnect,
    BulkWriteError,
    ConfigurationError,
    DuplicateKeyError,
    OperationFailure,
    PyMongoError,
    WriteConcernError,
)

from longhaul.model.errors import StoreMisconfigured, StoreUnavailable
from longhaul.mongo.driver import Database, Driver, translated, watch
from tests.degraded.servers import Server
from tests.failover.patience import insist
from tests.support.waiting import eventually

SECRET = "pass-word-7c2e"
NO_PRIMARY = 10107


def unauthorised(text: str) -> OperationFailure:
    return OperationFailure(text, 13, {"errmsg": text, "code": 13, "codeName": "Unauthorized"})


@pytest.fixture(params=["pymongo", "motor"])
async def database(faulty: Server, unused_name: str, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    """A database on the server that can be told to refuse."""
    driver: Driver = request.param
    database = Database(faulty.uri, unused_name, driver=driver, timeout_s=1.0)
    yield database
    await database.close()


@pytest.mark.parametrize(
    "uri",
    [
        f"mongodb://user:{SECRET}@host@host:1/",
        f"mongodb://user:1/{SECRET}@localhost:1/",
        f"mongodb://user:{SECRET}[@host:1/",
        f"mongodb://user:{SECRET}\u2100@host:1/",
        f"mongodb://user:{SECRET}%zz@host:1/",
        f"mongodb://user:{SECRET}@host:99999/",
        f"mongodb://user:{SECRET}@host:1/?tls=true&tlsCAFile=/nowhere",
        f"mongodb+srv://user:{SECRET}/@a.b.c/",
    ],
)
def test_a_uri_that_cannot_be_used_is_refused_without_its_password(uri: str) -> None:
    with pytest.raises(StoreMisconfigured, match="MONGODB_URI is not usable") as caught:
        Database(uri, "x")

    assert SECRET not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "error",
    [
        AutoReconnect("127.0.0.1:1: connection closed"),
        OperationFailure("", 14031),
        OperationFailure("", 112),
        WriteConcernError("", 64, {"code": 64}),
        OperationFailure("", 1, {"errorLabels": ["RetryableWriteError"]}),
        BulkWriteError({"writeErrors": [{"index": 0, "code": 14031, "errmsg": "No space left on device"}]}),
        BulkWriteError({"writeErrors": [], "writeConcernErrors": [{"code": 91, "errmsg": ""}]}),
    ],
    ids=lambda error: f"{type(error).__name__}-{error.details if isinstance(error, OperationFailure) else ''}"[:60],
)
def test_what_passes_is_a_database_that_cannot_be_used_at_the_moment(error: PyMongoError) -> None:
    assert StoreUnavailable is type(translated(error))


@pytest.mark.parametrize(
    "error",
    [
        OperationFailure("Authentication failed.", 18),
        OperationFailure("bad auth : authentication failed", 8000),
        OperationFailure("An equivalent index already exists", 85),
        unauthorised('not authorized on x to execute command { find: "jobs" }'),
        ConfigurationError("The DNS query name does not exist"),
    ],
    ids=lambda error: str(error)[:30],
)
def test_what_somebody_has_to_mend_is_a_database_that_refuses_us(error: PyMongoError) -> None:
    assert StoreMisconfigured is type(translated(error))


def test_other_errors_stay_what_they_are() -> None:
    error = DuplicateKeyError("", 11000)

    assert error is translated(error)


def test_a_refusal_names_command_and_database_and_nothing_that_was_to_be_written() -> None:
    command = f'{{ findAndModify: "background_jobs", update: [ {{ $set: {{ result: "{SECRET}" }} }} ] }}'

    told = str(translated(unauthorised(f"not authorized on desk to execute command {command}")))

    assert "this user may not findAndModify in the database desk: grant it the role readWrite there" == told


async def test_the_drivers_own_retries_do_not_spin_while_the_server_answers_that_it_is_no_primary(
    faulty: Server, database: Database
) -> None:
    faulty.fail(["findAndModify"], NO_PRIMARY)

    with pytest.raises(PyMongoError) as caught:
        await database.collection("c").find_one_and_update({}, {"$set": {"a": 1}})

    assert isinstance(translated(caught.value), StoreUnavailable)
    assert faulty.heal() < 20


async def test_a_change_stream_waits_no_longer_than_a_call_may_take(faulty: Server, database: Database) -> None:
    collection = database.collection("c")
    await insist(lambda: collection.update_one({"_id": 0}, {"$set": {"a": 1}}, upsert=True))

    async def listen() -> list[Any]:
        async with watch(collection, [], max_await_ms=10_000) as stream:
            return [await stream.try_next() for _ in range(2)]

    assert [None, None] == await insist(listen)


async def test_trying_to_write_changes_nothing_and_meets_what_writing_meets(faulty: Server, database: Database) -> None:
    await insist(lambda: database.try_write("counters"))
    before = await insist(lambda: database.collection("counters").count_documents({}))
    faulty.fail(["update"], 14031)

    async def is_refused_for_that() -> bool:
        with pytest.raises(StoreUnavailable) as refused:
            await asyncio.wait_for(database.try_write("counters"), 10)
        # A server that a busy machine does not let answer within the second is another matter.
        return "no disk space" in str(refused.value)

    await eventually(is_refused_for_that, description="it says that there is no disk space")
    assert 0 == before
