"""Errors survive the way through JSON; what is no message is refused."""

from __future__ import annotations

import asyncio
import json

import pytest

from longhaul.engine.channel import (
    HEADER,
    MESSAGE_LIMIT_BYTES,
    ChildError,
    Garbled,
    decode,
    describe_error,
    encode,
    read_frame,
    rebuild_error,
)
from longhaul.model.control import Cancel, Fail, Retry, Snooze
from longhaul.model.errors import InvalidInput, LeaseLost, NotFound, StoreUnavailable, TooLarge


@pytest.mark.parametrize(
    "error",
    [
        Fail("m", code="C", hint="h"),
        Retry("m", after_s=1.5, hint="h"),
        Snooze(3.0, "r"),
        Cancel("r"),
        LeaseLost("a" * 24),
        InvalidInput("m", field="f"),
        NotFound("job", "x"),
        StoreUnavailable("m"),
    ],
)
def test_a_known_error_survives_the_way(error: Exception) -> None:
    rebuilt = rebuild_error(json.loads(json.dumps(describe_error(error))))

    assert type(error) is type(rebuilt)
    assert (str(error), vars(error)) == (str(rebuilt), vars(rebuilt))


def test_an_error_of_a_subtype_comes_back_as_the_known_type() -> None:
    rebuilt = rebuild_error(describe_error(TooLarge("the args", limit=5, field="args")))

    assert isinstance(rebuilt, InvalidInput)
    assert rebuilt.field == "args"


def test_a_name_that_is_no_name_is_not_used() -> None:
    rebuilt = rebuild_error({"type": "os.system('x')", "message": "m"})

    assert isinstance(rebuilt, ChildError)
    assert type(rebuilt).__name__ == "ChildError"


@pytest.mark.parametrize("body", [b"", b"nonsense", b"3", b"[" * 50_000, b"\xff\xfe", b"9" * 10_000])
def test_what_is_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(Garbled):
        decode(body)


@pytest.mark.parametrize(
    "facts",
    [
        None,
        [],
        {},
        {"message": 3},
        {"message": "m"},
        {"message": "m", "known": "Fail"},
        {"message": "m", "known": "Fail", "code": []},
        {"message": "m", "known": "Retry", "kind": "odd", "code": "C"},
        {"message": "m", "known": "Retry", "kind": "transient", "code": "C", "after_s": "soon"},
        {"message": "m", "known": "Snooze", "for_s": True},
    ],
)
def test_facts_that_do_not_fit_are_refused(facts: object) -> None:
    with pytest.raises(Garbled):
        rebuild_error(facts)


async def test_frames_are_read_one_by_one_until_the_other_side_is_gone() -> None:
    reader = asyncio.StreamReader()
    reader.feed_data(encode({"a": 1}) + encode({"b": 2}) + HEADER.pack(50) + b"half")
    reader.feed_eof()

    frames = [await read_frame(reader) for _ in range(3)]

    assert frames == [b'{"a":1}', b'{"b":2}', None]


async def test_a_frame_over_the_limit_is_refused_before_it_is_read() -> None:
    reader = asyncio.StreamReader()
    reader.feed_data(HEADER.pack(MESSAGE_LIMIT_BYTES + 1))

    with pytest.raises(Garbled):
        await read_frame(reader)
