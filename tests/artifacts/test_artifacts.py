"""Files of jobs and uploads: stored with their hash, visible to whom they belong to, and only when they should be."""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from bson import ObjectId

from longhaul.model.artifact import ArtifactRef, ArtifactState
from longhaul.model.errors import InvalidInput, NotFound, TooLarge
from tests.artifacts.contents import MB, Stuck, in_pieces, pieces_then_error, some_bytes, whole
from tests.artifacts.desk import LIMIT_BYTES, Desk


async def upload(desk: Desk, content: bytes = b"hello", owner: str = "ada") -> ArtifactRef:
    return await desk.artifacts.upload(owner, filename="cv.pdf", content_type="application/pdf", source=content)


async def stage(desk: Desk, job_id: str, token: str, content: bytes = b"hello") -> ArtifactRef:
    return await desk.artifacts.stage(
        "ada", job_id, token, filename="out.pdf", kind="packet", content_type="application/pdf", source=content
    )


async def test_an_upload_is_described_by_its_size_and_hash(desk: Desk) -> None:
    content = some_bytes(3 * MB)

    ref = await desk.artifacts.upload(
        "ada", filename="cv.pdf", content_type="application/pdf", source=in_pieces(content)
    )

    assert ref == ArtifactRef(
        id=ref.id,
        kind="upload",
        filename="cv.pdf",
        content_type="application/pdf",
        size=3 * MB,
        sha256=hashlib.sha256(content).hexdigest(),
    )
    assert content == await whole(desk.artifacts.read("ada", ref.id))


async def test_a_part_of_an_upload_is_read(desk: Desk) -> None:
    ref = await upload(desk, b"0123456789")
    artifact = await desk.artifacts.get("ada", ref.id)

    assert b"345" == await whole(desk.artifacts.read("ada", ref.id, start=3, length=3))
    assert b"89" == await whole(desk.artifacts.content(artifact, start=8))


async def test_an_upload_is_not_there_for_another_owner(desk: Desk) -> None:
    ref, absent_id = await upload(desk), str(ObjectId())

    with pytest.raises(NotFound) as other:
        await desk.artifacts.get("eve", ref.id)
    with pytest.raises(NotFound) as absent:
        await desk.artifacts.get("eve", absent_id)
    with pytest.raises(NotFound):
        await whole(desk.artifacts.read("eve", ref.id))
    with pytest.raises(NotFound):
        await desk.artifacts.adopt("eve", ref.id, str(ObjectId()))

    assert str(other.value).replace(ref.id, absent_id) == str(absent.value)


@pytest.mark.parametrize("id_", ["", "x", "../../etc/passwd", "g" * 24, "0" * 25])
async def test_what_is_no_id_is_not_found(plain_desk: Desk, id_: str) -> None:
    with pytest.raises(NotFound):
        await plain_desk.artifacts.get("ada", id_)


async def test_a_staged_file_is_invisible_until_its_job_lists_it(desk: Desk) -> None:
    job_id, token = await desk.add_job()
    ref = await stage(desk, job_id, token, b"packet")

    with pytest.raises(NotFound):
        await desk.artifacts.get("ada", ref.id)
    await desk.publish(job_id, ref)

    assert ref == (await desk.artifacts.get("ada", ref.id)).ref
    assert [ref] == await desk.artifacts.for_job("ada", job_id)
    assert b"packet" == await whole(desk.artifacts.read("ada", ref.id))


async def test_a_job_of_another_owner_makes_no_file_visible(plain_desk: Desk) -> None:
    job_id, token = await plain_desk.add_job(owner="eve")
    ref = await stage(plain_desk, job_id, token)
    await plain_desk.publish(job_id, ref)

    with pytest.raises(NotFound):
        await plain_desk.artifacts.get("ada", ref.id)


async def test_the_files_of_another_owners_job_are_not_found(plain_desk: Desk) -> None:
    job_id, _ = await plain_desk.add_job(owner="eve")

    with pytest.raises(NotFound):
        await plain_desk.artifacts.for_job("ada", job_id)


async def test_a_file_is_stored_from_a_path(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "made.bin"
    path.write_bytes(some_bytes(MB))

    ref = await desk.artifacts.upload("ada", filename="made.bin", content_type="x/y", source=path)

    assert some_bytes(MB) == await whole(desk.artifacts.read("ada", ref.id))


@pytest.mark.parametrize("trap", ["link", "pipe", "directory", "nothing"])
async def test_a_path_that_is_no_regular_file_is_refused(plain_desk: Desk, tmp_path: Path, trap: str) -> None:
    path = tmp_path / "trap"
    match trap:
        case "link":
            path.symlink_to("/etc/hostname")
        case "pipe":
            os.mkfifo(path)
        case "directory":
            path.mkdir()
        case _:
            pass

    with pytest.raises(InvalidInput):
        await plain_desk.artifacts.upload("ada", filename="x", content_type="x/y", source=path)

    assert await plain_desk.stored_bytes() == 0


async def test_a_file_at_the_limit_is_stored_and_one_byte_more_is_refused(desk: Desk) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            yield some_bytes(MB)
            sent += 1

    with pytest.raises(TooLarge):
        await desk.artifacts.upload("ada", filename="x", content_type="x/y", source=endless())

    assert sent == LIMIT_BYTES // MB
    assert await desk.stored_bytes() == 0


async def test_a_file_whose_source_fails_leaves_nothing_after_a_sweep(desk: Desk) -> None:
    source = pieces_then_error(2 * MB, OSError("the client went away"))

    with pytest.raises(OSError, match="went away"):
        await desk.artifacts.upload("ada", filename="x", content_type="x/y", source=source)
    stored = await desk.stored_bytes()
    await desk.sweep_after(120)

    assert stored == 0
    assert await desk.records() == []


async def test_a_cancelled_write_leaves_nothing_after_a_sweep(desk: Desk) -> None:
    source = Stuck(3 * MB)
    writing = asyncio.create_task(
        desk.artifacts.upload("ada", filename="x", content_type="x/y", source=source.chunks())
    )
    await source.reached.wait()

    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    states = [record["state"] for record in await desk.records()]
    await desk.sweep_after(120)

    assert [ArtifactState.WITHDRAWN] == states
    assert await desk.records() == []
    assert await desk.stored_bytes() == 0


async def test_a_file_being_written_has_a_record_already(desk: Desk) -> None:
    source = Stuck(3 * MB)
    writing = asyncio.create_task(
        desk.artifacts.upload("ada", filename="x", content_type="x/y", source=source.chunks())
    )
    await source.reached.wait()

    (record,) = await desk.records()
    writing.cancel()
    await asyncio.wait({writing})

    assert (record["state"], record["size"], record["owner"]) == ("staged", None, "ada")
    with pytest.raises(NotFound):
        await desk.artifacts.get("ada", str(record["_id"]))


async def test_an_adopted_file_stays_the_same_file(desk: Desk) -> None:
    ref = await upload(desk)
    job_id, _ = await desk.add_job()

    adopted = [await desk.artifacts.adopt("ada", ref.id, job_id) for _ in range(2)]

    assert [ref, ref] == adopted
    assert [[job_id]] == [record["jobs"] for record in await desk.records()]


async def test_a_file_that_one_job_lists_can_be_adopted_by_another(plain_desk: Desk) -> None:
    first, token = await plain_desk.add_job()
    second, _ = await plain_desk.add_job()
    ref = await stage(plain_desk, first, token)
    await plain_desk.publish(first, ref)

    await plain_desk.artifacts.adopt("ada", ref.id, second)
    await plain_desk.publish(second, ref)
    await plain_desk.delete_job(first)

    assert ref == (await plain_desk.artifacts.get("ada", ref.id)).ref
