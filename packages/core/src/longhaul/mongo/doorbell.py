"""How a waiting loop hears that it should look at a collection: a change stream where there is one, else polling."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, Literal, Protocol

from pymongo.errors import PyMongoError

from longhaul.model.errors import NoChangeStreams
from longhaul.mongo.driver import Collection, is_without_change_streams, translated, watch
from longhaul.telemetry.logs import get_logger

DoorbellMode = Literal["auto", "change_stream", "poll"]
Pipeline = Sequence[Mapping[str, Any]]


class Doorbell(Protocol):
    """Says *that* there may be news, never what: whoever hears it reads the collection.

    The loop around it is always the same, so that nothing falls between reading and waiting:

        await doorbell.arm()
        while True:
            ...read all there is...
            await doorbell.wait(timeout_s)
            await doorbell.arm()
    """

    async def arm(self) -> None:
        """From the return of this on, whatever happens ends the next `wait`. Raises `StoreUnavailable`."""
        ...

    async def wait(self, timeout_s: float) -> bool:
        """Wait for news; False when `timeout_s` passed without. May be cancelled. One waiter at a time."""
        ...

    def ring(self) -> None:
        """End the present or the next `wait`; for news of this very process."""
        ...

    def quicken(self) -> None:
        """Tell that the last look found something, so that polling becomes frequent for a while."""
        ...

    async def close(self) -> None:
        """Give everything back; `arm` opens it again."""
        ...


_SLOWING: Final = 1.2
"""Each look that finds nothing makes the next one this much later: from a tenth of a second to a whole one in five."""


class PollDoorbell:
    """Rings by itself: every `min_s` while there is news, and ever more slowly, down to every `max_s`, while not."""

    def __init__(self, min_s: float = 0.1, max_s: float = 1.0) -> None:
        self._min_s = min_s
        self._max_s = max_s
        self._interval_s = min_s
        self._rung = asyncio.Event()

    async def arm(self) -> None:
        """Nothing to prepare: every look sees all there is."""

    async def wait(self, timeout_s: float) -> bool:
        """Wait for a ring or until it is time to look again."""
        interval_s = self._interval_s
        heard = await _heard_within(self._rung, min(interval_s, timeout_s))
        self._rung.clear()
        if heard:
            self._interval_s = self._min_s
            return True
        self._interval_s = min(self._max_s, interval_s * _SLOWING)
        return interval_s <= timeout_s

    def ring(self) -> None:
        """End the present or the next `wait` and look often for a while."""
        self._rung.set()

    def quicken(self) -> None:
        """Look often for a while."""
        self._interval_s = self._min_s

    async def close(self) -> None:
        """Nothing to give back."""


class ChangeStreamDoorbell:
    """Rings at every change that passes `pipeline`.

    It keeps no resume token: after an error it opens again from now and rings, and the reader catches up by reading.
    One request at a time is on its way to the server, and none is begun while nobody waits, so an idle doorbell costs
    one operation per `await_s` and a forgotten one nothing.
    """

    def __init__(self, collection: Collection, pipeline: Pipeline, *, await_s: float = 4.0) -> None:
        self._collection = collection
        self._pipeline = list(pipeline)
        self._await_ms = round(await_s * 1000)
        self._rung = asyncio.Event()
        self._opened: contextlib.AsyncExitStack | None = None
        self._stream: Any = None
        self._reading: asyncio.Task[bool] | None = None

    async def arm(self) -> None:
        """Open the stream unless it is open. Raises `StoreMisconfigured` where the server has no change streams."""
        if self._stream is not None:
            return
        opened = contextlib.AsyncExitStack()
        try:
            self._stream = await opened.enter_async_context(
                watch(self._collection, self._pipeline, max_await_ms=self._await_ms)
            )
        except PyMongoError as error:
            if is_without_change_streams(error):
                raise NoChangeStreams(
                    "this MongoDB has no change streams for us; set LONGHAUL_DOORBELL=poll"
                ) from error
            raise translated(error) from error
        self._opened = opened

    async def wait(self, timeout_s: float) -> bool:
        """Wait for a change or a ring. A request cut short by the time-out goes on for the next `wait`."""
        if self._stream is None:
            await self.arm()
            return True  # what happened until now was not heard
        ringing = asyncio.ensure_future(self._rung.wait())
        try:
            async with asyncio.timeout(timeout_s):
                while True:
                    reading = self._reading or asyncio.ensure_future(self._read())
                    self._reading = reading
                    await asyncio.wait((reading, ringing), return_when=asyncio.FIRST_COMPLETED)
                    if reading.done() and await self._heard(reading):
                        return True
                    if ringing.done():
                        self._rung.clear()
                        return True
        except TimeoutError:
            return False
        finally:
            ringing.cancel()

    def ring(self) -> None:
        """End the present or the next `wait`."""
        self._rung.set()

    def quicken(self) -> None:
        """Nothing to do: a stream is always quick."""

    async def close(self) -> None:
        """Close the stream."""
        opened, self._opened, self._stream = self._opened, None, None
        reading, self._reading = self._reading, None
        if reading is not None:
            reading.cancel()
            with contextlib.suppress(asyncio.CancelledError, PyMongoError):
                await reading
        if opened is not None:
            with contextlib.suppress(PyMongoError):
                await opened.aclose()

    async def _read(self) -> bool:
        heard = await self._stream.try_next() is not None
        if heard:
            _drop_buffered(self._stream)
        return heard

    async def _heard(self, reading: asyncio.Task[bool]) -> bool:
        self._reading = None
        try:
            heard = reading.result()
            if self._stream.alive:
                return heard
            reason = "invalidated"  # the collection was dropped or renamed; neither driver raises then
        except PyMongoError as error:
            reason = type(error).__name__
        get_logger("longhaul.doorbell").info(
            "change stream ended, opening again", collection=self._collection.name, reason=reason
        )
        await self.close()
        await asyncio.sleep(random.uniform(0.05, 0.3))  # noqa: S311 - a stream that ends at once must not spin
        return True


_AGAIN_S: Final = 300.0
"""A server that refused a change stream is asked again after this long: it may be another one by now."""


class AutoDoorbell:
    """A change stream, or polling while the server refuses one."""

    def __init__(
        self, stream: ChangeStreamDoorbell, poll: PollDoorbell, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._current: Doorbell = stream
        self._stream = stream
        self._poll = poll
        self._monotonic = monotonic
        self._again_at = 0.0

    @property
    def is_polling(self) -> bool:
        """Whether the server has refused change streams."""
        return self._current is self._poll

    async def arm(self) -> None:
        """As `Doorbell.arm`; here the choice is made. A refusal for whatever reason must not leave the reader deaf."""
        if self.is_polling and self._monotonic() < self._again_at:
            return
        log = get_logger("longhaul.doorbell")
        try:
            await self._stream.arm()
        except (NoChangeStreams, PyMongoError) as error:
            self._again_at = self._monotonic() + _AGAIN_S
            if not self.is_polling:
                log.info("no change streams here, polling instead", error=str(error))
                self._current = self._poll
                self._poll.ring()
            return
        if self.is_polling:
            log.info("change streams here again, polling no more")
            self._current = self._stream

    async def wait(self, timeout_s: float) -> bool:
        """As `Doorbell.wait`."""
        return await self._current.wait(timeout_s)

    def ring(self) -> None:
        """As `Doorbell.ring`."""
        self._current.ring()

    def quicken(self) -> None:
        """As `Doorbell.quicken`."""
        self._current.quicken()

    async def close(self) -> None:
        """As `Doorbell.close`."""
        await self._current.close()


def waiting_in(queues: Sequence[str]) -> list[dict[str, Any]]:
    """What a worker's doorbell listens to: jobs that begin to wait in its queues."""
    inserted = {"operationType": "insert", "fullDocument.queue": {"$in": list(queues)}}
    queued = {"operationType": "update", "updateDescription.updatedFields.status": "queued"}
    resumed = {"operationType": "update", "updateDescription.updatedFields.run_at": {"$exists": True}}
    return [{"$match": {"$or": [inserted, queued, resumed]}}, {"$project": {"_id": 1}}]


def open_doorbell(
    mode: DoorbellMode,
    collection: Collection,
    pipeline: Pipeline,
    *,
    min_s: float = 0.1,
    max_s: float = 1.0,
    await_s: float = 4.0,
) -> Doorbell:
    """The doorbell of `collection` that `mode` asks for; touches the database only when armed.

    `min_s` and `max_s` bound the pauses of polling, `await_s` is how long one change stream request waits. `"auto"`
    takes change streams and polls while the server has none.
    """
    poll = PollDoorbell(min_s, max_s)
    stream = ChangeStreamDoorbell(collection, pipeline, await_s=await_s)
    if mode == "poll":
        return poll
    return stream if mode == "change_stream" else AutoDoorbell(stream, poll)


async def _heard_within(rung: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await rung.wait()
    except TimeoutError:
        return False
    return True


def _drop_buffered(stream: Any) -> None:
    # One answer carries up to a hundred changes and neither driver tells how many are left; without this every one of
    # them would ring on its own. A driver without these names only rings more often than needed.
    cursor = getattr(getattr(stream, "delegate", stream), "_cursor", None)
    buffered = getattr(cursor, "_data", None)
    if buffered is not None:
        buffered.clear()
