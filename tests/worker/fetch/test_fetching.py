"""Answers are taken within bounds of size, type and time, and failures say whether to try again."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from longhaul.model.control import ErrorKind, Fail, Retry
from longhaul_worker.fetch.errors import FetchError, seconds_until
from longhaul_worker.fetch.fetcher import FEED_TYPES, Fetcher
from tests.support.loopback import head
from tests.worker.fetch.serving import Site

PAGE = b"<html>caf\xc3\xa9</html>"


async def test_a_page_is_fetched_with_what_its_server_says(site: Site, fetcher: Fetcher) -> None:
    site.answer(
        "/p",
        body=PAGE,
        content_type="text/html; charset=UTF-8",
        etag='"v1"',
        last_modified="Mon, 02 Jun 2025 12:00:00 GMT",
    )

    answer = await fetcher.get(site.url("/p#part"))

    assert (PAGE, "text/html", "utf-8") == (answer.body, answer.content_type, answer.charset)
    assert ('"v1"', "Mon, 02 Jun 2025 12:00:00 GMT") == (answer.etag, answer.last_modified)
    path, headers = site.requests[0]
    assert ("/p", f"127.0.0.1:{site.port}") == (path, headers["host"])
    assert "Longhaul" in headers["user-agent"]
    assert not {"cookie", "authorization"} & set(headers)


async def test_a_server_may_say_that_nothing_changed(site: Site, fetcher: Fetcher) -> None:
    site.answer("/", 304, etag='"v1"')

    answer = await fetcher.get(site.url(), etag='"v1"', last_modified="Mon, 02 Jun 2025 12:00:00 GMT")

    assert (True, b"") == (answer.not_modified, answer.body)
    headers = site.requests[0][1]
    assert ('"v1"', "Mon, 02 Jun 2025 12:00:00 GMT") == (headers["if-none-match"], headers["if-modified-since"])


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("gzip", gzip.compress(PAGE, mtime=0)),
        ("gzip", gzip.compress(PAGE[:5], mtime=0) + gzip.compress(PAGE[5:], mtime=0)),
        ("deflate", zlib.compress(PAGE)),
        ("identity", PAGE),
    ],
)
async def test_packed_answers_are_unpacked(site: Site, fetcher: Fetcher, encoding: str, packed: bytes) -> None:
    site.answer("/", body=packed, content_type="text/html", content_encoding=encoding)

    assert PAGE == (await fetcher.get(site.url())).body


@pytest.mark.parametrize(
    ("body", "encoding", "code"),
    [
        (b"x" * 3_000_001, "identity", "TOO_LARGE"),
        (gzip.compress(bytes(range(256)) * 12_000 + b"x" * 2_000_000), "gzip", "SUSPICIOUS_ENCODING"),
        (gzip.compress(b"\0" * 50_000_000, mtime=0), "gzip", "TOO_LARGE"),
        (b"not packed", "gzip", "BROKEN_BODY"),
        (gzip.compress(PAGE, mtime=0)[:-9], "gzip", "BROKEN_BODY"),
        (PAGE, "br", "UNSUPPORTED_CONTENT"),
    ],
)
async def test_a_body_out_of_bounds_is_refused(
    site: Site, fetcher: Fetcher, body: bytes, encoding: str, code: str
) -> None:
    site.answer("/", body=body, content_type="text/html", content_encoding=encoding)

    with pytest.raises(FetchError) as caught:
        await fetcher.get(site.url(), max_bytes=3_000_000)

    assert code == caught.value.code


async def test_a_body_without_declared_length_is_cut_off_at_the_limit(site: Site, fetcher: Fetcher) -> None:
    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(head(200, {"content-type": "text/html"}))
        while True:
            writer.write(b"x" * 65_536)
            await writer.drain()

    site.answers["/"] = endless

    with pytest.raises(FetchError) as caught:
        await fetcher.get(site.url(), max_bytes=500_000)

    assert "TOO_LARGE" == caught.value.code


@pytest.mark.parametrize("content_type", ["image/png", "application/pdf", "application/zip"])
async def test_a_type_that_was_not_asked_for_is_refused(site: Site, fetcher: Fetcher, content_type: str) -> None:
    site.answer("/", body=b"x", content_type=content_type)

    with pytest.raises(FetchError) as caught:
        await fetcher.get(site.url(), accept=FEED_TYPES)

    assert ("UNSUPPORTED_CONTENT", ErrorKind.PERMANENT) == (caught.value.code, caught.value.kind)


async def test_redirects_are_followed_to_the_end(site: Site, fetcher: Fetcher) -> None:
    site.answer("/a", 301, location="/b")
    site.answer("/b", 307, location="c")
    site.answer("/c", body=PAGE, content_type="text/html")

    answer = await fetcher.get(site.url("/a"))

    assert (site.url("/c"), PAGE) == (answer.url, answer.body)


async def test_a_circle_of_redirects_ends(site: Site, fetcher: Fetcher) -> None:
    site.answer("/", 302, location="/")

    with pytest.raises(FetchError) as caught:
        await fetcher.get(site.url())

    assert ("TOO_MANY_REDIRECTS", 6) == (caught.value.code, len(site.requests))


@pytest.mark.parametrize(
    ("status", "headers", "code", "kind", "wait_s"),
    [
        (429, {"retry_after": "7"}, "RATE_LIMITED", ErrorKind.RATE_LIMITED, 7),
        (429, {}, "RATE_LIMITED", ErrorKind.RATE_LIMITED, 60),
        (503, {"retry_after": "90000"}, "RATE_LIMITED", ErrorKind.RATE_LIMITED, 3600),
        (503, {}, "SERVER_ERROR", ErrorKind.TRANSIENT, None),
        (500, {}, "SERVER_ERROR", ErrorKind.TRANSIENT, None),
        (408, {}, "SERVER_ERROR", ErrorKind.TRANSIENT, None),
        (425, {}, "SERVER_ERROR", ErrorKind.TRANSIENT, None),
        (400, {}, "HTTP_400", ErrorKind.PERMANENT, None),
        (401, {}, "LOGIN_REQUIRED", ErrorKind.PERMANENT, None),
        (403, {}, "FORBIDDEN", ErrorKind.PERMANENT, None),
        (404, {}, "NOT_FOUND", ErrorKind.PERMANENT, None),
        (410, {}, "GONE", ErrorKind.PERMANENT, None),
    ],
)
async def test_every_status_is_classified(
    site: Site, fetcher: Fetcher, status: int, headers: dict[str, str], code: str, kind: ErrorKind, wait_s: float | None
) -> None:
    site.answer("/", status, b"", **headers)

    with pytest.raises(FetchError) as caught:
        await fetcher.get(site.url())

    error = caught.value
    assert (code, kind, wait_s) == (error.code, error.kind, error.retry_after_s)
    control = error.as_control()
    assert isinstance(control, Fail if kind is ErrorKind.PERMANENT else Retry)


async def test_a_silent_server_is_given_up_and_tried_again_later(site: Site, impatient: Fetcher) -> None:
    released = asyncio.Event()

    async def silent(writer: asyncio.StreamWriter) -> None:
        await released.wait()

    site.answers["/"] = silent

    with pytest.raises(FetchError) as caught:
        await impatient.get(site.url())
    released.set()

    assert ("TIMEOUT", ErrorKind.TRANSIENT) == (caught.value.code, caught.value.kind)


async def test_a_body_that_drips_is_given_up_after_the_total_time(site: Site, impatient: Fetcher) -> None:
    async def dripping(writer: asyncio.StreamWriter) -> None:
        writer.write(head(200, {"content-type": "text/html"}))
        while True:
            writer.write(b"x")
            await writer.drain()
            await asyncio.sleep(0.05)

    site.answers["/"] = dripping

    with pytest.raises(FetchError) as caught:
        await impatient.get(site.url())

    assert ("TIMEOUT", ErrorKind.TRANSIENT) == (caught.value.code, caught.value.kind)


async def test_a_refused_connection_is_tried_again_later(site: Site, fetcher: Fetcher) -> None:
    async def breaking(writer: asyncio.StreamWriter) -> None:
        writer.transport.abort()

    site.answers["/"] = breaking

    with pytest.raises(FetchError) as caught:
        await fetcher.get(site.url())

    assert ("CONNECTION_FAILED", ErrorKind.TRANSIENT) == (caught.value.code, caught.value.kind)


async def test_one_host_is_asked_one_thing_at_a_time(site: Site, fetcher: Fetcher) -> None:
    site.answer("/", body=PAGE, content_type="text/html")

    await asyncio.gather(*(fetcher.get(site.url()) for _ in range(5)))

    assert (5, 1) == (len(site.requests), site.most_at_once)


def test_retry_after_may_be_a_date() -> None:
    now = datetime(2025, 6, 2, 12, tzinfo=UTC)

    assert 90 == seconds_until(format_datetime(now + timedelta(seconds=90), usegmt=True), now)
    assert 0 == seconds_until(format_datetime(now - timedelta(days=1), usegmt=True), now)
    assert [None, None, None] == [seconds_until(text, now) for text in (None, "", "soon")]
