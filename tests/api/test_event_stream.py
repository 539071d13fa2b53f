"""The stream of server-sent events: headers, ticks, resuming, resets, compaction, who sees what."""

from __future__ import annotations

import asyncio

import pytest

from longhaul.model.event import PROGRESS, Cursor, NewEvent
from longhaul_api.settings import ApiSettings
from tests.api.conftest import MakeSettings
from tests.api.support import Frame, RunningApi, running_api, stream, take_until, until_tick
from tests.support.waiting import BUSY_S, eventually


def seqs(frames: list[Frame]) -> list[int]:
    return [frame.json["seq"] for frame in frames if frame.event.startswith("job.")]


async def test_a_stream_begins_at_once_with_headers_that_no_proxy_buffers(api: RunningApi) -> None:
    async with api.http.stream("GET", "/events/stream", headers={"Accept-Encoding": "gzip"}) as response:
        chunk = await anext(response.aiter_raw())

    assert chunk.startswith(b"retry: ")
    assert 1000 <= int(chunk.split()[1]) <= 5000
    assert ["text/event-stream; charset=utf-8", "no-store, no-transform", "no"] == [
        response.headers[name] for name in ("content-type", "cache-control", "x-accel-buffering")
    ]
    assert "content-encoding" not in response.headers


async def test_events_arrive_live_with_their_id_last(api: RunningApi) -> None:
    async with stream(api) as frames:
        await until_tick(frames)
        created = await api.create()

        frame = (await take_until(frames, lambda frame: frame.event == "job.created"))[-1]

    assert created["job_id"] == frame.json["job"]
    assert frame.id is not None
    assert frame.id.startswith(f"{frame.json['seq']}.")


async def test_a_stream_resumed_on_another_process_misses_nothing_and_repeats_nothing(
    api: RunningApi, make_settings: MakeSettings
) -> None:
    async with running_api(make_settings()) as other:
        async with stream(api) as frames:
            await until_tick(frames)
            await api.create("first")
            last = (await take_until(frames, lambda frame: frame.event == "job.created"))[-1]
        jobs = [await api.create(str(number)) for number in range(20)]

        async with stream(other, headers={"Last-Event-ID": last.id or ""}) as frames:
            seen = await until_tick(frames)
            live = await other.create("live")
            while len(seqs(seen)) < 21:
                seen += await take_until(frames, lambda frame: frame.event == "job.created")

    replayed = [frame for frame in seen if frame.event == "job.created"]
    assert {*(job["job_id"] for job in jobs), live["job_id"]} == {frame.json["job"] for frame in replayed}
    assert 21 == len(replayed)
    # Increasing, and not one by one: where one process stalls, the other sweeps its outboxes, and a number is lost.
    assert [last.json["seq"], *seqs(replayed)] == sorted({last.json["seq"], *seqs(replayed)})


async def test_the_header_wins_over_the_query(api: RunningApi) -> None:
    first = await api.create("a")
    async with stream(api, after=first["cursor"]) as frames:
        one = (await take_until(frames, lambda frame: frame.event == "job.created"))[-1]
    second = await api.create("b")

    async with stream(api, headers={"Last-Event-ID": one.id or ""}, after=first["cursor"]) as frames:
        next_one = (await take_until(frames, lambda frame: frame.event == "job.created"))[-1]

    assert second["job_id"] == next_one.json["job"]


async def test_a_snapshot_and_its_cursor_hand_over_without_a_gap(api: RunningApi) -> None:
    await api.create("before")
    page = (await api.http.get("/background-jobs")).json()
    known = {job["id"]: job["v"] for job in page["jobs"]}
    created = await api.create("after")

    async with stream(api, after=page["cursor"]) as frames:
        seen = await take_until(frames, lambda frame: frame.event == "job.created" and frame.json["job"] not in known)

    assert created["job_id"] == seen[-1].json["job"]


async def test_a_cursor_of_another_log_gets_a_reset_and_a_place_to_go_on_from(api: RunningApi) -> None:
    await api.create()
    async with stream(api, after="0.0") as frames:
        await take_until(frames, lambda frame: frame.event == "job.created")

    async with stream(api, after="1.abc123") as frames:
        reset = await anext(frames)
        created = await api.create("next")
        following = (await take_until(frames, lambda frame: frame.event == "job.created"))[-1]

    assert ("reset", "unknown") == (reset.event, reset.json["reason"])
    assert reset.id == reset.json["cursor"]
    assert created["job_id"] == following.json["job"]


@pytest.mark.parametrize("text", ["nonsense", "1", "-1.a", "1.A", "01.a"])
async def test_what_is_no_cursor_is_refused_with_400(api: RunningApi, text: str) -> None:
    by_query = await api.http.get("/events/stream", params={"after": text})
    by_header = await api.http.get("/events/stream", headers={"Last-Event-ID": text})

    assert [400, 400] == [by_query.status_code, by_header.status_code]
    assert "application/problem+json" == by_query.headers["content-type"]
    assert "urn:longhaul:problem:invalid-cursor" == by_query.json()["type"]


async def test_a_quiet_stream_ticks_with_the_cursor_of_the_log(make_settings: MakeSettings) -> None:
    async with running_api(make_settings(stream_tick_s=0.1)) as api, stream(api, types="job.failed") as frames:
        await until_tick(frames)
        await api.create()
        await eventually(lambda: api.runtime.hub.cursor.seq > 0, description="the hub has read the event")

        cursor = api.runtime.hub.cursor
        tick = (await take_until(frames, lambda frame: Cursor.parse(frame.id or "0.0") >= cursor))[-1]

    assert ("tick", "") == (tick.event, tick.data)


async def test_compaction_keeps_the_newest_progress_and_every_other_event(api: RunningApi) -> None:
    created = await api.create()
    job_id = created["job_id"]
    await _append_progress(api, job_id, 300)

    async with stream(api, after="0.0") as frames:
        compacted = await until_tick(frames)
    async with stream(api, after="0.0", compact=0) as frames:
        whole = await until_tick(frames)

    assert ["job.created", "job.progress"] == [frame.event for frame in compacted[:-1]]
    assert 301 == compacted[-2].json["v"]
    assert 301 == len(seqs(whole))


async def test_scope_by_job_and_type(api: RunningApi) -> None:
    first, second = await api.create("a"), await api.create("b")
    await api.cancel(first["job_id"])
    await api.cancel(second["job_id"])

    async with stream(api, after=first["cursor"], job=second["job_id"], types="job.cancelled,job.failed") as frames:
        found = await take_until(frames, lambda frame: frame.event == "job.cancelled")

    assert [second["job_id"]] == [frame.json["job"] for frame in found if frame.event != "tick"]


async def test_an_unknown_type_is_refused(api: RunningApi) -> None:
    answer = await api.http.get("/events/stream", params={"types": "job.created,job.gone"})

    assert (422, ["types"]) == (answer.status_code, [error["field"] for error in answer.json()["errors"]])


async def test_head_answers_with_the_headers_of_a_stream_and_ends(api: RunningApi) -> None:
    answer = await api.http.head("/events/stream")

    assert (200, "text/event-stream; charset=utf-8") == (answer.status_code, answer.headers["content-type"])
    assert 0 == api.state.streams.open


async def test_a_client_that_goes_is_noticed_at_once(api: RunningApi) -> None:
    async with stream(api) as frames:
        await until_tick(frames)
        assert 1 == api.state.streams.open

    await eventually(lambda: api.state.streams.open == 0, description="the stream is gone", timeout_s=2 + BUSY_S)


async def test_a_stream_over_the_limit_is_asked_to_come_again(make_settings: MakeSettings) -> None:
    async with running_api(make_settings(max_streams=1)) as api, stream(api) as frames:
        await until_tick(frames)

        refused = await api.http.get("/events/stream")

    assert 200 == refused.status_code
    assert refused.text.startswith("retry: ")


async def test_an_old_stream_ends_cleanly_with_the_readers_place(make_settings: MakeSettings) -> None:
    async with running_api(make_settings(stream_age_s=0.5)) as api, stream(api) as frames:
        await api.create()

        taken = [frame async for frame in frames]

    assert "tick" == taken[-1].event
    assert max(int((frame.id or "0.").split(".")[0]) for frame in taken) == int((taken[-1].id or "0.").split(".")[0])


async def test_owners_never_see_each_others_events(api: RunningApi) -> None:
    alice, bob = {"X-Owner": "alice"}, {"X-Owner": "bob"}
    body = {"type": "demo.echo", "args": {"text": "secret"}}
    async with stream(api, headers=bob) as bobs:
        await until_tick(bobs)
        of_alice = (await api.http.post("/background-jobs", json=body, headers=alice)).json()
        of_bob = (await api.http.post("/background-jobs", json=body, headers=bob)).json()
        live = await take_until(bobs, lambda frame: frame.event == "job.created")
    async with stream(api, headers=bob, after="0.0", job=of_alice["job_id"]) as bobs:
        replay = await until_tick(bobs)

    assert [of_bob["job_id"]] == [frame.json["job"] for frame in live if frame.event == "job.created"]
    assert ["tick"] == [frame.event for frame in replay]


async def test_many_streams_get_every_event_in_order(make_settings: MakeSettings) -> None:
    settings: ApiSettings = make_settings()
    async with running_api(settings) as api:

        async def follow(ready: asyncio.Event) -> list[str]:
            async with stream(api) as frames:
                await until_tick(frames)
                ready.set()
                taken: list[Frame] = []
                while len(seqs(taken)) < 30:
                    taken += await take_until(frames, lambda frame: frame.event == "job.created")
                return [frame.json["job"] for frame in taken if frame.event == "job.created"]

        events = [asyncio.Event() for _ in range(20)]
        following = [asyncio.create_task(follow(event)) for event in events]
        for event in events:
            await event.wait()
        created = [(await api.create(str(number)))["job_id"] for number in range(30)]
        seen = await asyncio.gather(*following)

    assert [created] * 20 == seen


async def _append_progress(api: RunningApi, job_id: str, count: int) -> None:
    await eventually(lambda: api.runtime.hub.cursor.seq > 0, description="the job's own event is in the log")
    events = [NewEvent(PROGRESS, "local", job_id, v, {"percent": v % 100}) for v in range(2, count + 2)]
    last = (await api.runtime.core.log.append(events))[-1].cursor
    await eventually(lambda: api.runtime.hub.cursor >= last, description="the hub has read them")
