"""The career desk's routes: a file, a text or an address in; a job out."""

from __future__ import annotations

import pytest

from tests.api.support import RunningApi


async def test_a_cv_sent_as_a_file_is_stored_and_its_job_queued(api: RunningApi) -> None:
    answer = await api.http.post("/resumes/parse", files={"file": ("ada.pdf", b"%PDF-1.7 ...", "application/pdf")})

    body = answer.json()
    job = (await api.http.get(body["links"]["self"])).json()
    stored = await api.http.get(f"/artifacts/{job['args']['artifact_id']}")
    assert (202, "resume.parse", "queued") == (answer.status_code, body["type"], body["status"])
    assert ("ada.pdf", b"%PDF-1.7 ...") == (job["args"]["filename"], stored.content)


async def test_a_cv_sent_as_text_is_queued(api: RunningApi) -> None:
    answer = await api.http.post("/resumes/parse", json={"text": "Ada Lovelace"})

    assert (202, "resume.parse") == (answer.status_code, answer.json()["type"])


async def test_a_feed_is_given_by_address_or_as_a_file(api: RunningApi) -> None:
    by_url = await api.http.post("/jobs/ingest", json={"url": "https://example.com/feed.xml", "max_items": 10})
    by_file = await api.http.post(
        "/jobs/ingest", files={"file": ("feed.xml", b"<rss/>", "text/xml")}, data={"max_items": "5"}
    )

    jobs = [(await api.http.get(answer.json()["links"]["self"])).json() for answer in (by_url, by_file)]
    assert [202, 202] == [by_url.status_code, by_file.status_code]
    assert ["feed.ingest", "feed.ingest"] == [job["type"] for job in jobs]
    assert [10, 5] == [job["args"]["max_items"] for job in jobs]


async def test_a_repeated_request_with_its_key_is_the_same_job(api: RunningApi) -> None:
    answers = [
        await api.http.post("/resumes/parse", json={"text": "Ada"}, headers={"Idempotency-Key": "cv-1"})
        for _ in range(2)
    ]

    assert [202, 200] == [answer.status_code for answer in answers]
    assert 1 == len({answer.json()["job_id"] for answer in answers})


async def test_a_file_sent_again_with_its_key_is_the_same_job_and_another_file_a_conflict(api: RunningApi) -> None:
    def file(content: bytes) -> dict[str, tuple[str, bytes, str]]:
        return {"file": ("feed.xml", content, "text/xml")}

    answers = [
        await api.http.post(
            "/jobs/ingest", files=file(content), data={"max_items": "5"}, headers={"Idempotency-Key": "feed-1"}
        )
        for content in (b"<rss/>", b"<rss/>", b"<rss>other</rss>")
    ]

    assert [202, 200, 409] == [answer.status_code for answer in answers]
    assert answers[0].json()["job_id"] == answers[1].json()["job_id"]


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/resumes/parse", {"text": "x" * 200_001}, "text"),
        ("/resumes/parse", {"text": "x", "colour": "red"}, "colour"),
        ("/jobs/ingest", {"url": "no address"}, "url"),
        ("/jobs/ingest", {"url": "https://example.com", "max_items": 0}, "max_items"),
    ],
)
async def test_wrong_arguments_are_named_as_they_were_sent(
    api: RunningApi, path: str, body: dict[str, object], field: str
) -> None:
    answer = await api.http.post(path, json=body)

    assert (422, [field]) == (answer.status_code, [error["field"] for error in answer.json()["errors"]])


async def test_another_owners_file_cannot_be_read_through_a_job(api: RunningApi) -> None:
    stored = await api.http.post("/artifacts", files={"file": ("cv.pdf", b"%PDF", "application/pdf")})

    answer = await api.http.post(
        "/resumes/parse", json={"artifact_id": stored.json()["id"]}, headers={"X-Owner": "eve"}
    )

    assert 404 == answer.status_code


@pytest.mark.parametrize("content_type", ["text/plain", "application/json"])
async def test_a_body_that_is_no_object_is_refused(api: RunningApi, content_type: str) -> None:
    answer = await api.http.post("/resumes/parse", content=b"[1]", headers={"Content-Type": content_type})

    assert 422 == answer.status_code
