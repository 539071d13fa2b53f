"""Bad input gets an answer that a person understands, and the service and the workers go on."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator

import httpx
import pytest
from scripts.demo.inputs import cv_pdf

from tests.e2e.conftest import ended
from tests.worker.resume.malformed import encrypted_pdf

NO_PDF = b"This is no PDF, whatever its name says. \x00\x01\x02\x03" * 50


def bomb() -> bytes:
    """A small DOCX that would unpack to far more than any CV."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * 120_000_000)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("method", "path", "options", "status", "says"),
    [
        ("POST", "/background-jobs", {"json": {"type": "no.such", "args": {}}}, 422, "no task 'no.such'"),
        ("POST", "/background-jobs", {"json": {"type": "resume.parse", "args": {"n": 1}}}, 422, "args"),
        ("POST", "/background-jobs", {"content": b"{", "headers": {"content-type": "application/json"}}, 400, ""),
        ("POST", "/jobs/ingest", {"json": {"url": "not a url"}}, 422, "url"),
        ("GET", "/background-jobs/not-an-id", {}, 404, "not-an-id"),
        ("GET", "/background-jobs/ffffffffffffffffffffffff", {}, 404, "no job"),
        ("GET", "/artifacts/nope", {}, 404, "nope"),
        ("GET", "/events/stream?after=banana", {}, 400, "not a cursor"),
        ("GET", "/events?after=1.2.3", {}, 400, "not a cursor"),
        ("GET", "/no/such/route", {}, 404, ""),
        ("PUT", "/background-jobs", {}, 405, ""),
    ],
)
async def test_a_bad_request_is_refused_with_a_problem(
    first: httpx.AsyncClient, method: str, path: str, options: dict[str, object], status: int, says: str
) -> None:
    answer = await first.request(method, path, **options)  # pyright: ignore[reportArgumentType]

    problem = answer.json()
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert says in str(problem)
    assert problem["request_id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize(
    ("filename", "content", "code"),
    [
        ("cv.pdf", NO_PDF, "UNSUPPORTED_TYPE"),
        ("cv.pdf", encrypted_pdf(), "ENCRYPTED_PDF"),
        ("cv.pdf", cv_pdf()[:2000], "CORRUPT"),
        ("cv.docx", bomb(), "SUSPICIOUS_ARCHIVE"),
    ],
    ids=["no PDF", "encrypted", "truncated", "bomb"],
)
async def test_a_file_that_is_no_cv_fails_for_good_with_a_hint(
    first: httpx.AsyncClient, filename: str, content: bytes, code: str
) -> None:
    asked = await first.post("/resumes/parse", files={"file": (filename, content, "application/octet-stream")})

    job = await ended(first, asked.json()["job_id"])

    assert (job["status"], job["attempt"]) == ("failed", 1)
    assert (job["error"]["kind"], job["error"]["code"]) == ("permanent", code)
    assert len(job["error"]["message"]) > 15
    assert job["error"]["hint"]


async def test_an_empty_file_is_refused_at_once(first: httpx.AsyncClient) -> None:
    answer = await first.post("/resumes/parse", files={"file": ("cv.pdf", b"", "application/pdf")})

    assert answer.status_code == 422
    assert "empty" in str(answer.json())


async def test_a_feed_that_is_no_feed_fails_for_good(first: httpx.AsyncClient) -> None:
    asked = await first.post("/jobs/ingest", files={"file": ("feed.xml", b"<html><p>Hello", "text/xml")})

    job = await ended(first, asked.json()["job_id"])

    assert (job["status"], job["error"]["kind"], job["error"]["code"]) == ("failed", "permanent", "NOT_A_FEED")


async def test_a_feed_with_broken_xml_is_read_as_far_as_it_goes(first: httpx.AsyncClient) -> None:
    broken = (
        b'<rss version="2.0"><channel><title>Broken</title>'
        b"<item><title>Play&Plug: Engineer</title><link>https://x.example/view/1234567</link></item>"
        b"<item><title>Play&Plug: Designer</title><link>https://x.example/view/1234568</link></item>"
    )
    asked = await first.post("/jobs/ingest", files={"file": ("feed.xml", broken, "text/xml")})

    job = await ended(first, asked.json()["job_id"])

    assert (job["status"], job["result"]["jobs_new"]) == ("succeeded", 2)


async def test_two_hundred_megabytes_are_refused_and_the_service_goes_on(first: httpx.AsyncClient) -> None:
    async def body() -> AsyncIterator[bytes]:
        for _ in range(200):
            yield b"0" * 1_000_000

    try:
        answer = await first.post("/artifacts", content=body(), headers={"content-type": "application/octet-stream"})
        assert answer.status_code == 413
        assert "limit" in answer.json()["detail"]
    except (httpx.WriteError, httpx.ReadError):
        pass  # refused while still sending: ten seconds later the connection is closed, which may overtake the answer

    assert (await first.get("/healthz")).status_code == 200
