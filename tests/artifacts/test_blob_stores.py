"""Every store of bytes keeps the same promises."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator

import pytest
from bson import ObjectId
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from longhaul.model.errors import NotFound
from tests.artifacts.contents import MB, Stuck, in_pieces, pieces_then_error, some_bytes, whole
from tests.artifacts.desk import Desk


class Rounds:
    """In which rounds of the event loop pieces came, whatever time those took."""

    def __init__(self) -> None:
        self.seen: frozenset[int] = frozenset()
        self._count = 0

    async def count(self) -> None:
        """Count rounds until cancelled."""
        while True:
            await asyncio.sleep(0)
            self._count += 1

    async def at_each(self, pieces: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
        """The pieces; `seen` has their rounds afterwards."""
        async for piece in pieces:
            self.seen |= {self._count}
            yield piece


@pytest.mark.parametrize("size", [0, 1, 255 * 1024, 4 * 255 * 1024, 3 * MB])
async def test_what_is_written_is_read(desk: Desk, size: int) -> None:
    id_, content = str(ObjectId()), some_bytes(size)

    await desk.blobs.write(id_, in_pieces(content))

    assert content == await whole(desk.blobs.read(id_))


@pytest.mark.parametrize(
    ("start", "length"),
    [
        (0, 0),
        (0, 1),
        (0, None),
        (1, 3 * MB),
        (255 * 1024 - 1, 2),
        (255 * 1024, 255 * 1024),
        (3 * MB - 1, None),
        (3 * MB - 1, 100),
        (3 * MB, None),
        (9 * MB, 5),
    ],
)
async def test_a_range_is_read(desk: Desk, start: int, length: int | None) -> None:
    id_, content = str(ObjectId()), some_bytes(3 * MB)
    await desk.blobs.write(id_, in_pieces(content))

    read = await whole(desk.blobs.read(id_, start=start, length=length))

    assert content[start : None if length is None else start + length] == read


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=st.lists(st.integers(0, 400_000), max_size=6),
    start=st.integers(0, 1_200_000),
    length=st.none() | st.integers(0, 1_200_000),
)
async def test_any_range_of_any_content_is_read(desk: Desk, pieces: list[int], start: int, length: int | None) -> None:
    id_, content = str(ObjectId()), some_bytes(sum(pieces))

    async def sent() -> AsyncIterator[bytes]:
        at = 0
        for size in pieces:
            yield content[at : at + size]
            at += size

    await desk.blobs.write(id_, sent())
    read = await whole(desk.blobs.read(id_, start=start, length=length))
    await desk.blobs.delete(id_)

    assert content[start : None if length is None else start + length] == read


async def test_many_files_are_kept_apart(desk: Desk) -> None:
    contents = {str(ObjectId()): some_bytes(size) for size in range(1, 21)}

    async with asyncio.TaskGroup() as group:
        for id_, content in contents.items():
            group.create_task(desk.blobs.write(id_, in_pieces(content)))

    assert contents == {id_: await whole(desk.blobs.read(id_)) for id_ in contents}


async def test_nothing_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        await whole(desk.blobs.read(str(ObjectId())))


async def test_a_deleted_file_is_gone_and_can_be_deleted_again(desk: Desk) -> None:
    id_ = str(ObjectId())
    await desk.blobs.write(id_, in_pieces(some_bytes(MB)))

    await desk.blobs.delete(id_)
    await desk.blobs.delete(id_)

    with pytest.raises(NotFound):
        await whole(desk.blobs.read(id_))
    assert await desk.stored_bytes() == 0


async def test_a_write_whose_source_fails_leaves_nothing(desk: Desk) -> None:
    id_ = str(ObjectId())

    with pytest.raises(ZeroDivisionError):
        await desk.blobs.write(id_, pieces_then_error(2 * MB, ZeroDivisionError()))

    assert await desk.stored_bytes() == 0
    with pytest.raises(NotFound):
        await whole(desk.blobs.read(id_))


async def test_half_a_file_cannot_be_read(desk: Desk) -> None:
    id_, source = str(ObjectId()), Stuck(3 * MB)
    writing = asyncio.create_task(desk.blobs.write(id_, source.chunks()))
    await source.reached.wait()

    with pytest.raises(NotFound):
        await whole(desk.blobs.read(id_))

    assert await desk.stored_bytes() > 0
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing


async def test_a_reader_may_stop_in_the_middle(desk: Desk) -> None:
    id_ = str(ObjectId())
    await desk.blobs.write(id_, in_pieces(some_bytes(3 * MB)))

    reading = aiter(desk.blobs.read(id_))
    first = await anext(reading)
    del reading

    assert some_bytes(3 * MB).startswith(first)


async def test_the_loop_comes_round_at_every_megabyte_that_goes_in_and_out(desk: Desk) -> None:
    id_, rounds = str(ObjectId()), Rounds()
    going_round = asyncio.create_task(rounds.count())

    await desk.blobs.write(id_, rounds.at_each(in_pieces(some_bytes(8 * MB), MB)))
    while_written, rounds.seen = rounds.seen, frozenset()
    await whole(rounds.at_each(desk.blobs.read(id_)))
    going_round.cancel()

    # Between two pieces the loop has done something else: the store does its work outside of it.
    assert 8 == len(while_written)
    assert 8 <= len(rounds.seen)
