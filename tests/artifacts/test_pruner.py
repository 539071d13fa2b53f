"""The pruner deletes what nobody holds, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from bson import ObjectId

from longhaul.model.artifact import Artifact, ArtifactRef
from longhaul.model.errors import Conflict, NotFound
from longhaul.mongo.artifact_sweep import ArtifactSweep
from longhaul.mongo.artifacts import ArtifactRecords, NewArtifact
from longhaul.mongo.indexes import build_indexes
from tests.artifacts.contents import MB, in_pieces, some_bytes, whole
from tests.artifacts.desk import UPLOAD_RETENTION_S, Desk

HOUR_S = 3600.0


async def staged(desk: Desk, job_id: str, token: str) -> ArtifactRef:
    return await desk.artifacts.stage(
        "ada", job_id, token, filename="out.pdf", kind="packet", content_type="x/y", source=b"packet"
    )


async def uploaded(desk: Desk) -> ArtifactRef:
    return await desk.artifacts.upload("ada", filename="cv.pdf", content_type="x/y", source=b"resume")


async def crashed_write(desk: Desk, job_id: str | None = None, token: str | None = None) -> str:
    """A record and bytes as a process leaves them that is killed between two chunks."""
    records = ArtifactRecords(desk.collections, desk.time)
    id_ = await records.insert(NewArtifact("ada", "packet", "out.pdf", "x/y", job_id, token))
    await desk.blobs.write(id_, in_pieces(some_bytes(2 * MB)))
    return id_


async def test_a_write_cut_off_by_a_crash_is_swept(desk: Desk) -> None:
    await crashed_write(desk)

    await desk.sweep_after(HOUR_S - 1)
    before = len(await desk.records())
    await desk.sweep_after(2)

    assert before == 1
    assert await desk.records() == []
    assert await desk.stored_bytes() == 0


async def test_a_half_written_gridfs_file_is_swept(plain_desk: Desk) -> None:
    id_ = await crashed_write(plain_desk)
    await plain_desk.collections.database.collection("artifact_files.files").delete_one({"_id": ObjectId(id_)})

    await plain_desk.sweep_after(HOUR_S)

    assert await plain_desk.stored_bytes() == 0


async def test_a_half_written_plain_file_is_swept(desk: Desk) -> None:
    id_ = await crashed_write(desk)
    for path in desk.directory.rglob(id_):
        path.rename(path.with_suffix(".part"))

    await desk.sweep_after(HOUR_S)

    assert await desk.stored_bytes() == 0


async def test_the_file_of_the_present_attempt_is_kept(desk: Desk) -> None:
    job_id, token = await desk.add_job()
    ref = await staged(desk, job_id, token)

    for _ in range(5):
        await desk.sweep_after(HOUR_S + 1)
    await desk.publish(job_id, ref)

    assert b"packet" == await whole(desk.artifacts.read("ada", ref.id))


@pytest.mark.parametrize(
    "change",
    [
        {"status": "succeeded", "lease": None},
        {"status": "failed", "lease": None},
        {"status": "queued", "lease": None},
        {"lease": {"token": ObjectId()}},
    ],
)
async def test_the_unlisted_file_of_an_attempt_that_is_over_is_swept(
    plain_desk: Desk, change: dict[str, object]
) -> None:
    job_id, token = await plain_desk.add_job()
    await staged(plain_desk, job_id, token)
    await plain_desk.set_job(job_id, **change)

    await plain_desk.sweep_after(HOUR_S)

    assert await plain_desk.records() == []
    assert await plain_desk.stored_bytes() == 0


async def test_a_listed_file_lives_exactly_as_long_as_its_job(desk: Desk) -> None:
    job_id, token = await desk.add_job()
    ref = await staged(desk, job_id, token)
    await desk.publish(job_id, ref)
    expires_at = await desk.time.now() + timedelta(days=7)
    await desk.set_job(job_id, status="succeeded", lease=None, expires_at=expires_at)

    await desk.sweep_after(HOUR_S)
    (record,) = await desk.records()
    await desk.sweep_after(6 * 86_400)
    kept = await desk.artifacts.get("ada", ref.id)
    await desk.delete_job(job_id)
    await desk.sweep_after(86_400)

    assert expires_at < record["sweep_at"] < expires_at + timedelta(minutes=5)
    assert ref == kept.ref
    assert await desk.records() == []
    assert await desk.stored_bytes() == 0


async def test_an_upload_that_nobody_took_is_swept_after_its_retention(desk: Desk) -> None:
    ref = await uploaded(desk)

    await desk.sweep_after(UPLOAD_RETENTION_S - 1)
    kept = await desk.artifacts.get("ada", ref.id)
    await desk.sweep_after(2)

    assert ref == kept.ref
    with pytest.raises(NotFound):
        await desk.artifacts.get("ada", ref.id)
    assert await desk.stored_bytes() == 0


async def test_an_adopted_upload_outlives_its_retention_until_the_last_job_is_gone(plain_desk: Desk) -> None:
    ref = await uploaded(plain_desk)
    now = await plain_desk.time.now()
    first, _ = await plain_desk.add_job(status="succeeded", expires_at=now + timedelta(days=2))
    second, _ = await plain_desk.add_job(status="succeeded", expires_at=now + timedelta(days=4))
    for job_id in (first, second):
        await plain_desk.artifacts.adopt("ada", ref.id, job_id)
        await plain_desk.publish(job_id, ref)

    await plain_desk.sweep_after(UPLOAD_RETENTION_S)
    await plain_desk.delete_job(first)
    await plain_desk.sweep_after(2 * 86_400)
    kept = await plain_desk.artifacts.get("ada", ref.id)
    await plain_desk.delete_job(second)
    await plain_desk.sweep_after(2 * 86_400)

    assert ref == kept.ref
    assert await plain_desk.records() == []


async def test_an_upload_adopted_by_a_job_that_has_not_listed_it_yet_is_kept(plain_desk: Desk) -> None:
    ref = await uploaded(plain_desk)
    job_id, _ = await plain_desk.add_job()
    await plain_desk.artifacts.adopt("ada", ref.id, job_id)

    await plain_desk.sweep_after(UPLOAD_RETENTION_S)

    assert ref == (await plain_desk.artifacts.get("ada", ref.id)).ref


async def test_an_adoption_between_look_and_deletion_wins(plain_desk: Desk) -> None:
    ref = await uploaded(plain_desk)
    job_id, _ = await plain_desk.add_job()
    sweep = ArtifactSweep(plain_desk.collections, plain_desk.time)
    plain_desk.time.advance(UPLOAD_RETENTION_S)
    (seen,) = await sweep.due(await plain_desk.time.now(), 10)

    await plain_desk.artifacts.adopt("ada", ref.id, job_id)

    assert await sweep.withdraw(seen) is False


async def test_a_file_being_deleted_cannot_be_adopted_and_its_deletion_is_finished_later(plain_desk: Desk) -> None:
    ref = await uploaded(plain_desk)
    job_id, _ = await plain_desk.add_job()
    sweep = ArtifactSweep(plain_desk.collections, plain_desk.time)
    plain_desk.time.advance(UPLOAD_RETENTION_S)
    (seen,) = await sweep.due(await plain_desk.time.now(), 10)
    await sweep.withdraw(seen)

    with pytest.raises(NotFound):
        await plain_desk.artifacts.adopt("ada", ref.id, job_id)
    await plain_desk.pruner.run_once()

    assert await plain_desk.records() == []
    assert await plain_desk.stored_bytes() == 0


async def test_a_file_withdrawn_between_look_and_adoption_is_not_adopted(
    plain_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ref = await uploaded(plain_desk)
    records = ArtifactRecords(plain_desk.collections, plain_desk.time)
    look = records.get

    async def look_and_lose(owner: str, id_: str) -> Artifact:
        seen = await look(owner, id_)
        await records.give_up(id_)
        return seen

    monkeypatch.setattr(records, "get", look_and_lose)

    with pytest.raises(NotFound):
        await records.adopt("ada", ref.id, str(ObjectId()))


async def test_a_record_swept_meanwhile_cannot_be_completed(plain_desk: Desk) -> None:
    records = ArtifactRecords(plain_desk.collections, plain_desk.time)
    id_ = await records.insert(NewArtifact("ada", "upload", "x", "x/y"))
    await plain_desk.sweep_after(HOUR_S)

    with pytest.raises(Conflict):
        await records.complete(id_, size=1, sha256="0" * 64, ready_for_s=60)


async def test_a_record_given_up_meanwhile_cannot_be_completed(plain_desk: Desk) -> None:
    records = ArtifactRecords(plain_desk.collections, plain_desk.time)
    id_ = await records.insert(NewArtifact("ada", "upload", "x", "x/y"))
    await records.give_up(id_)

    with pytest.raises(Conflict):
        await records.complete(id_, size=1, sha256="0" * 64, ready_for_s=60)


async def test_a_file_that_cannot_be_deleted_does_not_hold_up_the_others(
    plain_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    stubborn, other = await uploaded(plain_desk), await uploaded(plain_desk)
    delete = plain_desk.blobs.delete

    async def delete_but_one(id_: str) -> None:
        if id_ == stubborn.id:
            raise PermissionError("read-only")
        await delete(id_)

    monkeypatch.setattr(plain_desk.blobs, "delete", delete_but_one)
    await plain_desk.sweep_after(UPLOAD_RETENTION_S)
    left = [str(record["_id"]) for record in await plain_desk.records()]
    monkeypatch.setattr(plain_desk.blobs, "delete", delete)
    await plain_desk.sweep_after(HOUR_S)

    assert [stubborn.id] == left
    assert other.id not in left
    assert await plain_desk.records() == []


async def test_a_full_batch_is_followed_at_once_by_the_next(plain_desk: Desk) -> None:
    records = ArtifactRecords(plain_desk.collections, plain_desk.time)
    for _ in range(201):
        await records.insert(NewArtifact("ada", "upload", "x", "x/y"))
    plain_desk.time.advance(HOUR_S)

    waits = [await plain_desk.pruner.run_once() for _ in range(2)]

    assert waits == [0.0, 60.0]
    assert await plain_desk.records() == []


async def test_a_round_reads_only_what_is_due(plain_desk: Desk) -> None:
    await build_indexes(plain_desk.collections.database)
    for _ in range(20):
        await uploaded(plain_desk)
    await crashed_write(plain_desk)
    plain_desk.time.advance(HOUR_S)
    due = {"sweep_at": {"$lte": await plain_desk.time.now()}}

    explained = await plain_desk.collections.artifacts.find(due).sort("sweep_at", 1).limit(200).explain()

    stats = explained["executionStats"]
    assert (stats["nReturned"], stats["totalDocsExamined"]) == (1, 1)
