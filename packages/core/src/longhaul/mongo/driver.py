"""The one module that knows which driver talks to MongoDB: PyMongo's async client, or Motor.

Motor's support ended in May 2026 and PyMongo's `AsyncMongoClient` replaces it, so that is the default. Both answer
the calls used here alike but for a few, and those few are functions of this module: `aggregate`, `watch`, `bucket`
and `Database.close`. Everything else works on `Collection`, which stands for either driver's class.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC
from typing import Any, Literal, cast
from urllib.parse import parse_qsl, urlsplit

from bson.codec_options import CodecOptions
from bson.errors import BSONError
from gridfs.asynchronous import AsyncGridFSBucket
from pymongo import AsyncMongoClient
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.driver_info import DriverInfo
from pymongo.errors import (
    AutoReconnect,
    ConfigurationError,
    ConnectionFailure,
    DocumentTooLarge,
    ExecutionTimeout,
    InvalidURI,
    NetworkTimeout,
    OperationFailure,
    PyMongoError,
    WaitQueueTimeoutError,
)
from pymongo.read_concern import ReadConcern
from pymongo.read_preferences import ReadPreference
from pymongo.write_concern import WriteConcern

from longhaul.model.errors import StoreMisconfigured, StoreUnavailable
from longhaul.mongo.cancellation import make_cancellation_safe

Document = dict[str, Any]
Collection = AsyncCollection[Document]
Driver = Literal["pymongo", "motor"]

UNSTORABLE = (BSONError, DocumentTooLarge, OverflowError, UnicodeError)
"""What the driver raises for a value that BSON cannot hold: huge integers, lone surrogates, NUL in a name, 16 MB."""

_AUTH_CODES = frozenset({8000, 11, 13, 18})  # AtlasError (bad auth), UserNotFound, Unauthorized, AuthenticationFailed
_PASSING_CODES = frozenset({50, 262, 14031, 89, 91, 189, 10107, 11600, 11602, 13435, 13436, 317, 6, 7, 9001, 63})
_NO_CHANGE_STREAMS = frozenset({40573, 40324, 8000, 13, 59})


class Database:
    """A database reached through one of the two drivers, with majority reads and writes throughout.

    Majority is not a preference: a claim or an event number that a failover rolls back would be given out twice.
    """

    def __init__(self, uri: str, name: str, *, driver: Driver = "pymongo", timeout_s: float = 10.0) -> None:
        """Prepare a client; nothing is connected yet. Raises `StoreMisconfigured` for a URI that is not one."""
        self.name = name
        self.driver: Driver = driver
        self._client = _client(uri, driver, timeout_s)
        codec: CodecOptions[Document] = CodecOptions(tz_aware=True, tzinfo=UTC)
        self._database: AsyncDatabase[Document] = self._client.get_database(
            name,
            codec,
            # A URI that prefers secondaries would let us read what a later write must not rely on.
            read_preference=ReadPreference.PRIMARY,
            read_concern=ReadConcern("majority"),
            write_concern=WriteConcern("majority"),
        )

    def collection(self, name: str) -> Collection:
        """The collection `name`, whichever the driver."""
        return self._database.get_collection(name)

    async def command(self, command: str | dict[str, Any]) -> Document:
        """Run a database command on the admin database and return its answer."""
        return await self._client.get_database("admin").command(command)

    async def hello(self) -> Document:
        """What the server says of itself. Raises `StoreUnavailable` where it does not answer."""
        try:
            return await self.command("hello")
        except PyMongoError as error:
            raise translated(error) from error

    async def drop(self) -> None:
        """Drop the whole database; for tests."""
        await self._client.drop_database(self.name)

    async def close(self) -> None:
        """Close every connection."""
        closing = cast("Any", self._client.close())
        if closing is not None:
            await closing

    def raw(self) -> AsyncDatabase[Document]:
        """The driver's own database object, for GridFS."""
        return self._database


def _client(uri: str, driver: Driver, timeout_s: float) -> AsyncMongoClient[Document]:
    # Short connect and heartbeat times: with the defaults a frozen primary is noticed only after some 25 seconds,
    # which would cost every lease. Who knows its network better says so in the URI.
    defaults: dict[str, Any] = {
        "appname": "longhaul",
        "connectTimeoutMS": 3000,
        "heartbeatFrequencyMS": 2000,
        "serverSelectionTimeoutMS": round(timeout_s * 1000),
        "timeoutMS": round(timeout_s * 1000),
    }
    told = {name.lower() for name, _ in parse_qsl(urlsplit(uri).query)}
    options = {name: value for name, value in defaults.items() if name.lower() not in told}
    options |= {"retryWrites": True, "retryReads": True, "tz_aware": True}
    try:
        if driver == "motor":
            from motor.motor_asyncio import AsyncIOMotorClient  # noqa: PLC0415 - only where it is asked for

            return cast("AsyncMongoClient[Document]", AsyncIOMotorClient(uri, **options))
        make_cancellation_safe()
        return AsyncMongoClient(uri, driver=DriverInfo("longhaul"), **options)
    except (ConfigurationError, InvalidURI, ValueError) as error:
        raise StoreMisconfigured(f"MONGODB_URI is not usable: {error}") from error


async def aggregate(collection: Collection, pipeline: Sequence[Mapping[str, Any]], **options: Any) -> list[Document]:
    """All answers of an aggregation, as a list."""
    cursor = cast("Any", collection.aggregate(pipeline, **options))
    if not hasattr(cursor, "to_list"):  # PyMongo gives a coroutine, Motor the cursor itself
        cursor = await cursor
    return cast("list[Document]", await cursor.to_list(None))


@asynccontextmanager
async def watch(
    collection: Collection, pipeline: Sequence[Mapping[str, Any]], *, max_await_ms: int
) -> AsyncGenerator[Any]:
    """A change stream, open from now on, with `try_next`. Raises as `is_without_change_streams` tells without one."""
    stream = cast("Any", collection.watch(pipeline, max_await_time_ms=max_await_ms))
    if hasattr(stream, "try_next"):
        # Motor opens at the first read, which would miss what happens until then.
        await asyncio.to_thread(stream._lazy_init)
    else:
        stream = await stream
    try:
        yield stream
    finally:
        await stream.close()


def bucket(database: Database, name: str, *, chunk_bytes: int) -> Any:
    """The GridFS bucket `name`; uploads with `open_upload_stream_with_id`, downloads with `open_download_stream`."""
    if database.driver == "motor":
        from motor.motor_asyncio import AsyncIOMotorGridFSBucket  # noqa: PLC0415 - only where it is asked for

        return AsyncIOMotorGridFSBucket(cast("Any", database.raw()), name, chunk_bytes)
    return AsyncGridFSBucket(database.raw(), name, chunk_bytes)


def is_without_change_streams(error: PyMongoError) -> bool:
    """Whether the server says that it has no change streams (standalone, too small a tier, no privilege)."""
    return isinstance(error, OperationFailure) and error.code in _NO_CHANGE_STREAMS


def is_unavailable(error: BaseException) -> bool:
    """Whether `error` says that the database does not answer at the moment; the call may be tried again."""
    if isinstance(error, StoreUnavailable):
        return True
    if isinstance(error, OperationFailure):
        return error.code in _PASSING_CODES or isinstance(error, ExecutionTimeout) or error.timeout
    if isinstance(error, AutoReconnect | NetworkTimeout | ConnectionFailure | WaitQueueTimeoutError):
        return True
    return isinstance(error, PyMongoError) and error.timeout


def translated(error: PyMongoError) -> StoreUnavailable | StoreMisconfigured | PyMongoError:
    """The engine's own error for what the driver raised, or the same error where it has none."""
    if isinstance(error, OperationFailure) and error.code in _AUTH_CODES:
        detail = (error.details or {}).get("errmsg", "not authorised")
        return StoreMisconfigured(f"the database refuses these credentials or privileges: {detail}")
    if is_unavailable(error):
        return StoreUnavailable(f"the database does not answer: {_first_line(error)}")
    return error


def _first_line(error: BaseException) -> str:
    return str(error).split(",", 1)[0].splitlines()[0][:200] if str(error) else type(error).__name__
