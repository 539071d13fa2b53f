"""Events over a WebSocket: the same hub and cursors as the stream, one JSON text message each."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from longhaul.engine.frames import Delivery
from longhaul.model.errors import InvalidInput, StoreUnavailable
from longhaul_api.auth.dependencies import CallerDep
from longhaul_api.deps import OwnerDep, StateDep
from longhaul_api.following import Following
from longhaul_api.problems import problem_of
from longhaul_api.reading import AfterQuery, CompactQuery, JobQuery, LastEventId, Reading, TypesQuery, get_reading
from longhaul_api.state import ApiState
from longhaul_api.streaming import CutOff, age_s, count_events, finish

router = APIRouter()

_COME_AGAIN: Final = 1012  # service restart
_TRY_LATER: Final = 1013
LOGIN_ENDED: Final = 4401


@router.websocket("/ws/events")
async def follow_events(
    websocket: WebSocket,
    state: StateDep,
    owner: OwnerDep,
    caller: CallerDep,
    job: JobQuery = None,
    types: TypesQuery = None,
    after: AfterQuery = None,
    compact: CompactQuery = None,
    last_event_id: LastEventId = None,
) -> None:
    """Follow events. Messages are events, `{"type": "tick", "cursor"}` and `{"type": "reset", "reason", "cursor"}`.

    A cursor that is none refuses the handshake with a problem. The server closes with 1012 when the stream is old
    enough or the process drains, and with 1013 while it can give no stream: connect again with the last cursor. It
    closes with 4401 when the login has expired or was revoked.
    """
    try:
        reading = get_reading(owner, caller, job, types, after, compact, last_event_id)
    except InvalidInput as error:
        await websocket.send_denial_response(problem_of(websocket.scope, error))
        return
    await websocket.accept()
    if state.drain.is_set or state.streams.is_full or not state.holder.is_open:
        await websocket.close(_TRY_LATER)
        return
    state.streams.enter("websocket")
    try:
        await _Socket(state, websocket).run(reading)
    finally:
        state.streams.leave("websocket")


class _Socket:
    def __init__(self, state: ApiState, websocket: WebSocket) -> None:
        self._state = state
        self._websocket = websocket
        self._is_gone = False

    async def run(self, reading: Reading) -> None:
        with Following(self._state.drain, self._state.logins, reading.caller) as following:
            following.end_in(age_s(self._state))
            listener = asyncio.create_task(self._listen(following))
            try:
                await self._follow(following, reading)
            except StoreUnavailable:
                pass  # the reader comes back
            except WebSocketDisconnect:
                self._is_gone = True
            except CutOff:
                self._is_gone = True
                self._state.metrics.stream_cut_off()
            finally:
                await finish(listener)
        if not self._is_gone:
            with contextlib.suppress(RuntimeError, TimeoutError):  # it may be going right now
                async with asyncio.timeout(self._state.settings.send_timeout_s):
                    await self._websocket.close(LOGIN_ENDED if following.is_login_over else _COME_AGAIN)

    async def _follow(self, following: Following, reading: Reading) -> None:
        hub = self._state.holder.runtime.hub
        async for batch in await following.open(hub, reading.scope, reading.after, reading.compact):
            for delivery in batch:
                await self._send(delivery)
            self._state.metrics.events_sent("websocket", count_events(batch))

    async def _listen(self, following: Following) -> None:
        while (await self._websocket.receive())["type"] != "websocket.disconnect":
            pass
        self._is_gone = True
        following.end()

    async def _send(self, delivery: Delivery) -> None:
        try:
            async with asyncio.timeout(self._state.settings.send_timeout_s):
                await self._websocket.send_text(delivery.json)
        except TimeoutError as error:
            raise CutOff from error
