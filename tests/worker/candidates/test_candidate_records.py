"""What is kept of candidates: for a limited time, apart from the owner's own, and gone when asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from career.records.candidates import Download, SearchRecord
from career.records.resumes import RESUMES, ResumeRecord
from career.tasks.candidates import Candidate, CandidateQuery
from longhaul_worker.candidates.reading import read_bytes
from tests.worker.candidates.people import as_text, json_bytes
from tests.worker.candidates.pool import POOL
from tests.worker.candidates.setting import ROLE, Setting

JANA, TOM = POOL[:2]
QUERY = CandidateQuery.model_validate(ROLE)


def record(data: bytes) -> ResumeRecord:
    """A candidate's CV."""
    cv = read_bytes(data)
    assert cv.resume is not None
    return ResumeRecord(resume=cv.resume, text=cv.text, confidence_score=0.9, origin="candidate", source="url_list")


async def expiry(setting: Setting, key: str) -> datetime | None:
    """When the CV is deleted."""
    document = await setting.database.collection(RESUMES).find_one({"key": key})
    assert document is not None
    return document.get("expires_at")


async def test_a_candidates_cv_is_kept_for_180_days_from_the_last_time_it_was_met(setting: Setting) -> None:
    await setting.records.keep_cv("ann", "k", record(json_bytes(JANA)))
    documents = setting.database.collection(RESUMES)
    await documents.update_one({"key": "k"}, {"$set": {"expires_at": datetime.now(UTC) + timedelta(days=3)}})

    known = await setting.records.known_cv("ann", "k")

    until = await expiry(setting, "k")
    assert known is not None
    assert until is not None
    assert timedelta(days=179) < until - datetime.now(UTC) <= timedelta(days=180)


async def test_a_cv_the_owner_uploaded_stays_the_owners(setting: Setting) -> None:
    own = await setting.keep(json_bytes(JANA))
    key = read_bytes(json_bytes(JANA)).sha256

    kept = await setting.records.keep_cv("ann", key, record(json_bytes(JANA)))
    await setting.records.known_cv("ann", key)

    stored = await setting.records.resumes.get("ann", own)
    assert (own, None) == (kept, await expiry(setting, key))
    assert stored is not None
    assert "own" == stored.value.origin


async def test_a_cv_is_kept_once_and_for_each_owner_apart(setting: Setting) -> None:
    first, again, other = [
        await setting.records.keep_cv(owner, "k", record(json_bytes(JANA))) for owner in ("ann", "ann", "ben")
    ]

    assert first == again != other
    assert {} == await setting.records.cvs("ben", [first])
    assert [first] == await setting.records.cv_ids("ann", limit=10)


@pytest.mark.parametrize("spelling", ["jana.keller@example.org", " Jana.Keller+x@EXAMPLE.org "])
async def test_a_person_is_forgotten_by_their_address(setting: Setting, spelling: str) -> None:
    records = setting.records
    jana = await records.keep_cv("ann", "j", record(json_bytes(JANA)))
    tom = await records.keep_cv("ann", "t", record(json_bytes(TOM)))
    theirs = await records.keep_cv("ben", "j", record(json_bytes(JANA)))
    candidates = [Candidate(resume_id=id_, score=1, source="pool") for id_ in (jana, tom)]
    await records.keep_search("ann", SearchRecord(job_id="job", query=QUERY, candidates=candidates))
    file = "a" * 24
    await records.downloaded("ann", Download(job_id="job", url="https://x.example", sha256="j", artifact_id=file))

    gone = await records.forget_person("ann", spelling)
    again = await records.forget_person("ann", spelling)

    searches = await records.searches.list("ann")
    assert (1, 1, 1, ["job"], [file]) == (gone.resumes, gone.searches, gone.downloads, gone.job_ids, gone.artifact_ids)
    assert (0, 0, 0) == (again.resumes, again.searches, again.downloads)
    assert [tom] == [candidate.resume_id for candidate in searches[0].value.candidates]
    assert {tom: "t"} == {id_: cv.sha256 for id_, cv in (await records.cvs("ann", [jana, tom])).items()}
    assert [theirs] == list(await records.cvs("ben", [theirs]))
    assert await records.download("ann", "job", "https://x.example") is None


async def test_a_cv_without_an_address_is_the_persons_if_its_text_has_it(setting: Setting) -> None:
    mine, referee = record(as_text(JANA).encode()), record(as_text(TOM).encode())
    mine.resume.basics.email = None
    referee.text += "\nReference: jana.keller@example.org"
    await setting.records.keep_cv("ann", "mine", mine)
    kept = await setting.records.keep_cv("ann", "other", referee)

    gone = await setting.records.forget_person("ann", "jana.keller@example.org")

    assert 1 == gone.resumes
    assert [kept] == await setting.records.cv_ids("ann", limit=10)


async def test_a_field_of_a_newer_version_does_not_hide_a_cv(setting: Setting) -> None:
    kept = await setting.records.keep_cv("ann", "k", record(json_bytes(JANA)))
    await setting.database.collection(RESUMES).update_one({"key": "k"}, {"$set": {"value.from_the_future": 1}})

    assert [kept] == list(await setting.records.cvs("ann", [kept]))


async def test_a_cv_that_cannot_be_read_is_passed_over(setting: Setting) -> None:
    kept = await setting.records.keep_cv("ann", "k", record(json_bytes(JANA)))
    await setting.database.collection(RESUMES).update_one({"key": "k"}, {"$set": {"value.resume": "of another kind"}})

    assert {} == await setting.records.cvs("ann", [kept])
    assert [] == (await setting.search()).candidates
