"""Files in and out: streamed, hashed, bounded, in parts, for their owner only."""

from __future__ import annotations

import hashlib
import tracemalloc
from collections.abc import AsyncIterator

import httpx
import pytest

from longhaul_api.byte_ranges import ByteRange, NotSatisfiable, parse_range
from tests.api.conftest import MakeSettings
from tests.api.support import RunningApi, running_api
from tests.support.waiting import eventually

CONTENT = bytes(range(256)) * 2000
MEGABYTE = 1024 * 1024


async def upload(api: RunningApi, content: bytes = CONTENT, filename: str = "cv.pdf") -> dict[str, str]:
    answer = await api.http.post("/artifacts", files={"file": (filename, content, "application/pdf")})
    assert 201 == answer.status_code, answer.text
    return answer.json()


async def test_a_form_and_a_raw_body_store_the_same_file(api: RunningApi) -> None:
    form = await upload(api)
    raw = await api.http.post(
        "/artifacts",
        content=CONTENT,
        headers={"Content-Type": "application/pdf", "Content-Disposition": 'attachment; filename="cv.pdf"'},
    )

    digest = hashlib.sha256(CONTENT).hexdigest()
    for body in (form, raw.json()):
        assert ("cv.pdf", "application/pdf", len(CONTENT), digest) == (
            body["filename"],
            body["content_type"],
            body["size"],
            body["sha256"],
        )


async def test_a_download_is_the_upload_and_safe_to_open(api: RunningApi) -> None:
    stored = await upload(api, filename='Zoë "CV"\r\n.html')

    answer = await api.http.get(stored["url"])

    assert CONTENT == answer.content
    assert f'"{stored["sha256"]}"' == answer.headers["ETag"]
    assert "nosniff" == answer.headers["X-Content-Type-Options"]
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert "filename*=UTF-8''Zo%C3%AB" in answer.headers["Content-Disposition"]


async def test_a_range_is_answered_with_just_that(api: RunningApi) -> None:
    url = (await upload(api))["url"]

    answers = [
        await api.http.get(url, headers={"Range": f"bytes={wanted}"}) for wanted in ("300000-300099", "511990-", "-10")
    ]

    assert [206] * 3 == [answer.status_code for answer in answers]
    assert [CONTENT[300000:300100], CONTENT[511990:], CONTENT[-10:]] == [answer.content for answer in answers]
    assert "bytes 300000-300099/512000" == answers[0].headers["Content-Range"]


async def test_a_range_behind_the_end_is_a_problem(api: RunningApi) -> None:
    url = (await upload(api))["url"]

    answer = await api.http.get(url, headers={"Range": "bytes=512000-"})

    assert (416, "bytes */512000") == (answer.status_code, answer.headers["Content-Range"])
    assert "application/problem+json" == answer.headers["Content-Type"]


async def test_a_range_of_another_version_gets_the_whole_file(api: RunningApi) -> None:
    url = (await upload(api))["url"]

    answer = await api.http.get(url, headers={"Range": "bytes=0-9", "If-Range": '"other"'})

    assert (200, len(CONTENT)) == (answer.status_code, len(answer.content))


async def test_what_the_client_has_is_not_sent_again(api: RunningApi) -> None:
    stored = await upload(api)

    answer = await api.http.get(stored["url"], headers={"If-None-Match": f'W/"{stored["sha256"]}"'})

    assert (304, b"") == (answer.status_code, answer.content)


async def test_head_tells_the_size_without_the_content(api: RunningApi) -> None:
    url = (await upload(api))["url"]

    answer = await api.http.head(url)

    assert (200, "512000", b"") == (answer.status_code, answer.headers["Content-Length"], answer.content)


async def test_only_what_cannot_run_scripts_is_shown_inline(api: RunningApi) -> None:
    pdf = await upload(api)
    page = await api.http.post("/artifacts", files={"file": ("a.html", b"<script>1</script>", "text/html")})

    dispositions = [
        (await api.http.get(url, params={"inline": True})).headers["Content-Disposition"].partition(";")[0]
        for url in (pdf["url"], page.json()["url"])
    ]

    assert ["inline", "attachment"] == dispositions


async def test_another_owners_file_is_not_there(api: RunningApi) -> None:
    stored = await upload(api)

    answers = [await api.http.request(method, stored["url"], headers={"X-Owner": "eve"}) for method in ("GET", "HEAD")]

    assert [404, 404] == [answer.status_code for answer in answers]


@pytest.mark.parametrize("announced", [True, False])
async def test_an_upload_of_200_megabytes_is_refused_without_being_kept(
    api: RunningApi, monkeypatch: pytest.MonkeyPatch, announced: bool
) -> None:
    # How long this client takes to send the rest, before it reads the answer, says how busy the machine is.
    monkeypatch.setattr("longhaul_api.body_limits.LINGER_S", 200.0)

    async def megabytes() -> AsyncIterator[bytes]:
        yield b'--xx\r\nContent-Disposition: form-data; name="file"; filename="big"\r\n\r\n'
        for _ in range(200):
            yield b"x" * MEGABYTE

    headers = {"Content-Type": "multipart/form-data; boundary=xx"}
    if announced:
        headers["Content-Length"] = str(200 * MEGABYTE + 69)
    tracemalloc.start()

    answer = await api.http.post("/artifacts", content=megabytes(), headers=headers)

    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (413, "urn:longhaul:problem:too-large") == (answer.status_code, answer.json()["type"])
    assert peak < 24 * MEGABYTE


async def test_a_file_over_the_limit_of_files_is_refused(make_settings: MakeSettings) -> None:
    async with running_api(make_settings(artifact_limit_bytes=1024)) as api:
        answer = await api.http.post("/artifacts", files={"file": ("a.txt", b"x" * 1025)})

    assert (413, ["file"]) == (answer.status_code, [error["field"] for error in answer.json()["errors"]])


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data", b""),
        ("multipart/form-data; boundary=xx", b"no form at all"),
        (
            "multipart/form-data; boundary=xx",
            b'--xx\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--xx--\r\n',
        ),
        (
            "multipart/form-data; boundary=xx",
            b'--xx\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\ncut off',
        ),
        (
            "multipart/form-data; boundary=xx",
            b'--xx\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n\r\n--xx--\r\n',
        ),
        ("application/pdf", b""),
    ],
    ids=["no boundary", "no form", "no file", "cut off", "empty file", "empty body"],
)
async def test_what_holds_no_whole_file_is_refused(api: RunningApi, content_type: str, body: bytes) -> None:
    answer = await api.http.post("/artifacts", content=body, headers={"Content-Type": content_type})

    assert (422, "urn:longhaul:problem:invalid-input") == (answer.status_code, answer.json()["type"])


async def test_a_client_that_goes_in_the_middle_leaves_nothing_visible(api: RunningApi) -> None:
    async def cut_off() -> AsyncIterator[bytes]:
        yield b"x" * MEGABYTE
        raise ConnectionAbortedError

    with pytest.raises((ConnectionAbortedError, httpx.TransportError)):
        await api.http.post("/artifacts", content=cut_off(), headers={"Content-Type": "text/plain"})

    async def is_nothing_visible() -> bool:
        return await api.runtime.core.collections.artifacts.count_documents({"state": "ready"}) == 0

    await eventually(is_nothing_visible, description="no file is visible")


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (None, None),
        ("bytes=0-4", ByteRange(0, 5)),
        ("bytes=5-99", ByteRange(5, 5)),
        ("bytes=-3", ByteRange(7, 3)),
        ("bytes=-99", ByteRange(0, 10)),
        ("bytes=0-1,4-5", None),
        ("bytes=4-1", None),
        ("bytes=-", None),
        ("items=0-1", None),
    ],
)
def test_ranges_of_ten_bytes(header: str | None, expected: ByteRange | None) -> None:
    assert expected == parse_range(header, 10)


@pytest.mark.parametrize("header", ["bytes=10-", "bytes=10-12", "bytes=-0"])
def test_ranges_outside_of_ten_bytes(header: str) -> None:
    with pytest.raises(NotSatisfiable):
        parse_range(header, 10)
