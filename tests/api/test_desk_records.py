"""What the career desk keeps, through the API: listed, read and deleted by its owner and by nobody else."""

from __future__ import annotations

import pytest
from bson import ObjectId

from career.posting import Posting
from career.records.desk import DeskRecords
from career.records.resumes import ResumeRecord
from career.resume import ParseReport, Resume
from tests.api.support import RunningApi

EVE = {"X-Owner": "eve"}


def cv(name: str) -> ResumeRecord:
    """A parsed CV."""
    report = ParseReport(source_sha256="0", language="en", pages=1, chars=1, layout="text")
    resume = Resume.model_validate({"basics": {"name": name}, "x_parse": report})
    return ResumeRecord(resume=resume, text=f"{name}, at length", confidence_score=1)


async def test_cvs_are_listed_without_their_text_and_read_with_it(api: RunningApi) -> None:
    desk = DeskRecords(api.runtime.core)
    ids = [await desk.resumes.put("local", name, cv(name)) for name in ("Ann", "Ben", "Cy")]

    first = (await api.http.get("/resumes", params={"limit": 2})).json()
    rest = (await api.http.get("/resumes", params={"limit": 2, "after": first["next"]})).json()
    one = (await api.http.get(f"/resumes/{ids[0]}")).json()

    assert [ids[2], ids[1]] == [item["id"] for item in first["items"]]
    assert ([ids[0]], None) == ([item["id"] for item in rest["items"]], rest["next"])
    assert "text" not in first["items"][0]["value"]
    assert "Ann, at length" == one["value"]["text"]


async def test_another_owners_records_are_not_found(api: RunningApi) -> None:
    desk = DeskRecords(api.runtime.core)
    resume_id = await desk.resumes.put("local", "a", cv("Ann"))
    await desk.postings.upsert("local", [Posting(title="Baker", posting_key="b", content_hash="b")])
    await desk.feeds.visited("local", "https://example.com/feed", etag=None, last_modified=None, title=None)
    posting_id = (await api.http.get("/postings")).json()["items"][0]["id"]
    feed_id = (await api.http.get("/feeds")).json()["items"][0]["id"]

    read = [await api.http.get(f"/{path}", headers=EVE) for path in (f"resumes/{resume_id}", f"postings/{posting_id}")]
    deleted = [await api.http.delete(f"/{path}", headers=EVE) for path in (f"resumes/{resume_id}", f"feeds/{feed_id}")]
    lists = [
        (await api.http.get(path, params={"resume_id": resume_id}, headers=EVE)).json()["items"]
        for path in ("/resumes", "/postings", "/feeds", "/matches")
    ]

    assert [404] * 4 == [answer.status_code for answer in (*read, *deleted)]
    assert [[], [], [], []] == lists
    assert 200 == (await api.http.get(f"/resumes/{resume_id}")).status_code


@pytest.mark.parametrize("kind", ["resumes", "documents", "packets", "interviews", "companies", "candidates"])
async def test_a_record_that_is_not_there_is_not_found(api: RunningApi, kind: str) -> None:
    ids = [str(ObjectId()), "x", "%24ne"]

    answers = [await api.http.get(f"/{kind}/{id_}") for id_ in ids]
    answers += [await api.http.delete(f"/{kind}/{id_}") for id_ in ids]

    assert [404] * 6 == [answer.status_code for answer in answers]
    assert [] == (await api.http.get(f"/{kind}", params={"after": "nonsense"})).json()["items"]


async def test_a_deleted_cv_is_gone(api: RunningApi) -> None:
    resume_id = await DeskRecords(api.runtime.core).resumes.put("local", "a", cv("Ann"))

    answer = await api.http.delete(f"/resumes/{resume_id}")

    assert 204 == answer.status_code
    assert 404 == (await api.http.get(f"/resumes/{resume_id}")).status_code


async def test_an_application_is_begun_changed_and_told(api: RunningApi) -> None:
    await DeskRecords(api.runtime.core).postings.upsert(
        "local", [Posting(title="Baker", posting_key="b", content_hash="b")]
    )
    posting_id = (await api.http.get("/postings")).json()["items"][0]["id"]
    cursor = (await api.http.get("/events")).json()["cursor"]

    begun = await api.http.post("/applications", json={"posting_id": posting_id})
    changed = await api.http.post(f"/applications/{begun.json()['id']}/status", json={"status": "applied"})
    foreign = await api.http.post(f"/applications/{begun.json()['id']}/status", json={"status": "offer"}, headers=EVE)
    news = (await api.http.get("/events", params={"after": cursor, "wait": 20})).json()["events"]

    assert [201, 200, 404] == [begun.status_code, changed.status_code, foreign.status_code]
    assert ["draft", "applied"] == [step["status"] for step in changed.json()["history"]]
    assert "application.status_change" == news[0]["type"]


async def test_an_application_for_no_advert_names_the_field(api: RunningApi) -> None:
    answer = await api.http.post("/applications", json={"posting_id": str(ObjectId())})

    assert (422, ["posting_id"]) == (answer.status_code, [error["field"] for error in answer.json()["errors"]])


async def test_a_candidate_is_forgotten_for_the_owner_who_asks_and_no_other(api: RunningApi) -> None:
    desk = DeskRecords(api.runtime.core)
    ann = cv("Ann").model_copy(update={"origin": "candidate"})
    ann.resume.basics.email = "ann@example.org"
    mine, other = [await desk.resumes.put(owner, "a", ann) for owner in ("local", "eve")]
    kept = await desk.resumes.put("local", "b", cv("Ben"))

    answer = await api.http.post("/candidates/forget", json={"email": "Ann@Example.org"})
    again = await api.http.post("/candidates/forget", json={"email": "ann@example.org"})

    assert (1, 0) == (answer.json()["resumes"], again.json()["resumes"])
    assert [404, 200] == [(await api.http.get(f"/resumes/{id_}")).status_code for id_ in (mine, kept)]
    assert 200 == (await api.http.get(f"/resumes/{other}", headers=EVE)).status_code


async def test_only_an_address_can_be_forgotten(api: RunningApi) -> None:
    answer = await api.http.post("/candidates/forget", json={"email": "nobody"})

    assert (422, ["email"]) == (answer.status_code, [error["field"] for error in answer.json()["errors"]])


async def test_an_edited_cv_takes_the_place_of_the_one_that_was_read(api: RunningApi) -> None:
    desk = DeskRecords(api.runtime.core)
    resume_id = await desk.resumes.put("local", "a", cv("Ann"))
    read = (await api.http.get(f"/resumes/{resume_id}")).json()
    edited = {**read["value"]["resume"], "basics": {"name": "Ann Lee"}}

    answer = await api.http.put(f"/resumes/{resume_id}", json={"resume": edited})

    value = answer.json()["value"]
    assert (200, "Ann Lee", "Ann, at length") == (answer.status_code, value["resume"]["basics"]["name"], value["text"])
    assert (None, True) == (read["value"]["edited_at"], value["edited_at"] is not None)
    assert answer.json() == (await api.http.get(f"/resumes/{resume_id}")).json()


async def test_how_a_cv_was_read_cannot_be_edited(api: RunningApi) -> None:
    resume_id = await DeskRecords(api.runtime.core).resumes.put("local", "a", cv("Ann"))
    before = (await api.http.get(f"/resumes/{resume_id}")).json()["value"]["resume"]["x_parse"]

    bodies = [{"x_parse": {**before, "pages": 9}}, {}]
    answers = [await api.http.put(f"/resumes/{resume_id}", json={"resume": body}) for body in bodies]

    assert [before, before] == [answer.json()["value"]["resume"]["x_parse"] for answer in answers]


@pytest.mark.parametrize(
    ("resume", "field"), [({"colour": "red"}, "resume.colour"), ({"work": [{"startDate": "soon"}]}, "resume.work.0")]
)
async def test_what_is_no_json_resume_is_refused_by_its_field(
    api: RunningApi, resume: dict[str, object], field: str
) -> None:
    resume_id = await DeskRecords(api.runtime.core).resumes.put("local", "a", cv("Ann"))

    answer = await api.http.put(f"/resumes/{resume_id}", json={"resume": resume})

    assert 422 == answer.status_code
    assert field in answer.json()["errors"][0]["field"]


async def test_another_owners_cv_cannot_be_edited(api: RunningApi) -> None:
    resume_id = await DeskRecords(api.runtime.core).resumes.put("local", "a", cv("Ann"))

    answers = [
        await api.http.put(f"/resumes/{id_}", json={"resume": {}}, headers=EVE)
        for id_ in (resume_id, str(ObjectId()), "x")
    ]

    assert [404] * 3 == [answer.status_code for answer in answers]
