"""The one module that knows which driver talks to MongoDB: PyMongo's async client, or Motor.

Motor's support ended in May 2026 and PyMongo's `AsyncMongoClient` replaces it, so that is the default. Both answer
the calls used here alike but for a few, and those few are functions of this module: `aggregate`, `watch`, `bucket`
and `Database.close`. Everything else works on `Collection`, which stands for either driver's class.
"""

from __future__ import annotations

import asyncio
import inspect
import re
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC
from typing import Any, Literal, TypeVar, cast
from urllib.parse import parse_qsl, urlsplit

from bson.codec_options import CodecOptions
from bson.errors import BSONError
from gridfs.asynchronous import AsyncGridFSBucket
from pymongo import AsyncMongoClient
from pymongo.asynchronous import mongo_client as asynchronous_client
from pymongo.asynchronous.collection import AsyncCollection
from pymongo.asynchronous.database import AsyncDatabase
from pymongo.driver_info import DriverInfo
from pymongo.errors import (
    AutoReconnect,
    BulkWriteError,
    ConfigurationError,
    ConnectionFailure,
    DocumentTooLarge,
    ExecutionTimeout,
    InvalidURI,
    NetworkTimeout,
    NotPrimaryError,
    OperationFailure,
    PyMongoError,
    WaitQueueTimeoutError,
    WTimeoutError,
)
from pymongo.read_concern import ReadConcern
from pymongo.read_preferences import ReadPreference
from pymongo.synchronous import mongo_client as synchronous_client
from pymongo.write_concern import WriteConcern

from longhaul.model.errors import StoreMisconfigured, StoreUnavailable
from longhaul.mongo.cancellation import make_cancellation_safe

Document = dict[str, Any]
Collection = AsyncCollection[Document]
Driver = Literal["pymongo", "motor"]
T = TypeVar("T")

UNSTORABLE = (BSONError, DocumentTooLarge, OverflowError, UnicodeError)
"""What the driver raises for a value that BSON cannot hold: huge integers, lone surrogates, NUL in a name, 16 MB."""

_UNAUTHORIZED = 13
_ATLAS = 8000  # bad credentials, a missing privilege, a quota
_NOT_KNOWN = frozenset({11, 18})  # UserNotFound, AuthenticationFailed
_OTHER_INDEX = frozenset({85, 86})  # IndexOptionsConflict, IndexKeySpecsConflict
_REFUSALS = frozenset({_UNAUTHORIZED, _ATLAS, *_NOT_KNOWN, *_OTHER_INDEX})
_DISK_FULL = 14031
_PASSING_CODES = frozenset(
    {
        *(6, 7, 63, 89, 91, 189, 202, 279, 317, 9001),  # hosts and sockets that are gone
        *(10107, 11600, 11602, 13435, 13436),  # elections and shutdowns
        *(50, 64, 100, 134, 246, 262),  # no answer, or no majority, in time
        *(24, 43, 46, 112, 175, 237, 11601),  # in the way of something else, or ended from outside
        _DISK_FULL,
    }
)
_NO_CHANGE_STREAMS = frozenset({40573, 40324, 8000, 13, 59})
_RETRYABLE = ("RetryableWriteError", "RetryableError", "SystemOverloadedError")
_REFUSED_COMMAND = re.compile(r"not authorized on (\S+) to execute command \{ (\w+)")
_TEXT_LENGTH = 200
_TIMEOUTS = re.compile(r" \(configured timeouts: [^)]*\)")


class Database:
    """A database reached through one of the two drivers, with majority reads and writes throughout.

    Majority is not a preference: a claim or an event number that a failover rolls back would be given out twice.
    """

    def __init__(self, uri: str, name: str, *, driver: Driver = "pymongo", timeout_s: float = 10.0) -> None:
        """Prepare a client; nothing is connected yet. Raises `StoreMisconfigured` for a URI that is not one."""
        self.name = name
        self.driver: Driver = driver
        self._settled_after: Any = None
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

    async def try_write(self, collection: str) -> None:
        """Write what changes nothing, as far as the majority. Raises what writing raises: `StoreUnavailable`."""
        try:
            await self.collection(collection).update_one({"_id": "nothing"}, {"$set": {"tried": True}})
        except PyMongoError as error:
            raise translated(error) from error

    async def settled(self, read: Callable[[], Awaitable[T]]) -> T:
        """What `read` gives, no older than anything that was confirmed before, also across an election.

        A new primary serves majority reads from what it knows to be the majority's, and at first that is less than what
        was confirmed before. A write waits until it knows; one after each election is enough.
        """
        while True:
            election = self._election()
            if election != self._settled_after:
                await self.try_write("counters")
                self._settled_after = election
            answer = await read()
            if self._election() == election:
                return answer

    def _election(self) -> Any:
        """Which election the primary won that we talk to, as far as this client has heard; None without elections."""
        client: Any = getattr(self._client, "delegate", self._client)
        return getattr(getattr(client, "topology_description", None), "max_election_id", None)

    async def drop(self) -> None:
        """Drop the whole database; for tests."""
        await self._client.drop_database(self.name)

    async def close(self) -> None:
        """Close every connection."""
        closing = cast("Any", self._client.close())
        if closing is not None:
            await closing

    def raw(self) -> AsyncDatabase[Document]:
        """The driver's own database object, for GridFS and for commands on it."""
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
    try:
        told = {name.lower() for name, _ in parse_qsl(urlsplit(uri).query)}
        options = {name: value for name, value in defaults.items() if name.lower() not in told}
        options |= {"retryWrites": True, "retryReads": True, "tz_aware": True}
        if driver == "motor":
            from motor.motor_asyncio import AsyncIOMotorClient  # noqa: PLC0415 - only where it is asked for

            _pace(synchronous_client)
            return cast("AsyncMongoClient[Document]", AsyncIOMotorClient(uri, **options))
        make_cancellation_safe()
        _pace(asynchronous_client)
        return AsyncMongoClient(uri, driver=DriverInfo("longhaul"), **options)
    except (ConfigurationError, InvalidURI, ValueError, OSError) as error:
        # Without its cause, whose text may quote the password.
        raise StoreMisconfigured(f"MONGODB_URI is not usable: {_without_secrets(str(error), uri)}") from None


def _pace(module: Any) -> None:
    """Have PyMongo pause between its own retries. Calling it again changes nothing.

    With `timeoutMS` it repeats a failing call until the time is up. Where the server answers at once, as one that is
    no primary any more, that is thousands of times, a processor at full load, and in the end an `OverflowError` out
    of its own back-off, which looks like a value that cannot be stored.
    """
    retrying: Any = getattr(module, "_ClientConnectionRetryable", None)
    plain = getattr(retrying, "_get_server", None)
    if plain is None or hasattr(plain, "is_paced"):
        return

    async def paced_async(self: Any) -> Any:
        if pause_s := _retry_pause_s(self):
            await asyncio.sleep(pause_s)
        return await plain(self)

    def paced(self: Any) -> Any:
        if pause_s := _retry_pause_s(self):
            time.sleep(pause_s)
        return plain(self)

    chosen: Any = paced_async if inspect.iscoroutinefunction(plain) else paced
    chosen.is_paced = True
    retrying._get_server = chosen


def _retry_pause_s(call: Any) -> float:
    attempt: int = getattr(call, "_attempt_number", 0)
    # The first retry finds the new primary, if there is one, and need not wait.
    return min(0.5, 0.01 * 2.0 ** min(attempt, 10)) if attempt > 1 else 0.0


def _without_secrets(text: str, uri: str) -> str:
    """What is wrong with `uri`, unless the text quotes from before its last `@`: there may be a password in it."""
    secret, has_user, _ = uri.partition("://")[2].rpartition("@")
    pieces = [piece for piece in re.split(r"[^\w.~-]+", secret) if len(piece) > 2]
    if has_user and ("@" in text or any(piece in text for piece in pieces)):
        return "special characters in its user name and password must be percent-encoded"
    return text


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
    timeout_s = collection.database.client.options.timeout
    if timeout_s is not None:
        # A request that may wait longer than any call may take would end in an error each time.
        max_await_ms = min(max_await_ms, round(timeout_s * 500))
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
    if isinstance(error, OperationFailure) and not _codes(error).isdisjoint(_PASSING_CODES):
        return True
    if isinstance(error, AutoReconnect | NetworkTimeout | ConnectionFailure | WaitQueueTimeoutError):
        return True
    return isinstance(error, PyMongoError) and (error.timeout or any(map(error.has_error_label, _RETRYABLE)))


def translated(error: PyMongoError) -> StoreUnavailable | PyMongoError:
    """The engine's own error for what the driver raised, or the same error where it has none.

    Its text is for operators: it never holds a password, an argument or a result.
    """
    if isinstance(error, OperationFailure) and (refusal := _refusal(error)) is not None:
        return StoreMisconfigured(refusal)
    if isinstance(error, ConfigurationError):
        return StoreMisconfigured(f"MONGODB_URI is not usable: {error}")
    if not is_unavailable(error):
        return error
    if isinstance(error, OperationFailure) and _DISK_FULL in _codes(error):
        return StoreUnavailable("the database has no disk space left: it takes no writes until there is some")
    return StoreUnavailable(f"the database does not answer: {_reason(error)}")


@contextmanager
def translating() -> Generator[None]:
    """Around calls to collections of one's own: what the driver raises comes out as the engine's own error."""
    try:
        yield
    except PyMongoError as error:
        raise translated(error) from error


def _codes(error: OperationFailure) -> set[int]:
    """The codes of an error; of a bulk write those of its parts, since it has none itself."""
    details: Mapping[str, Any] = error.details or {}
    if not isinstance(error, BulkWriteError):
        return {error.code} if error.code is not None else set()
    return {part["code"] for kind in ("writeErrors", "writeConcernErrors") for part in details.get(kind) or ()}


def _refusal(error: OperationFailure) -> str | None:
    """Why the database refuses us for good and what to do about it, or None where it does not."""
    codes, text = _codes(error) & _REFUSALS, str((error.details or {}).get("errmsg", ""))
    if not codes:
        return None
    if codes & _NOT_KNOWN:
        return "it does not know this user with this password: check both, and authSource, in MONGODB_URI"
    if codes & _OTHER_INDEX:
        return f"it has an index that is defined otherwise, drop that: {text[:_TEXT_LENGTH]}"
    if _ATLAS in codes:
        return f"Atlas says: {text[:_TEXT_LENGTH]}"
    # What follows in the server's text is the whole command, with what it was to write.
    command = _REFUSED_COMMAND.match(text)
    if command is None:
        return "it wants a user with a password and the role readWrite: name one in MONGODB_URI"
    return f"this user may not {command[2]} in the database {command[1]}: grant it the role readWrite there"


def _reason(error: BaseException) -> str:
    match error:
        case ExecutionTimeout() | WTimeoutError():
            return "no answer in time"
        case BulkWriteError():
            return f"error {', '.join(map(str, sorted(_codes(error))))}"
        case OperationFailure() | NotPrimaryError():
            # The name alone: what the server writes beside it may quote the command.
            details: Mapping[str, Any] = cast("Any", error.details) or {}
            return str(details.get("codeName") or f"error {details.get('code')}")
        case _ if type(error).__name__ == "_OperationCancelled":
            return "the connection was lost"
        case _:
            text = _TIMEOUTS.sub("", str(error).split(", Timeout: ", 1)[0])
            return text.splitlines()[0][:_TEXT_LENGTH] if text else type(error).__name__
