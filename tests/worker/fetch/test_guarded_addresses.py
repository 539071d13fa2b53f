"""Nothing but public addresses is fetched, however the address is written or where it redirects."""

from __future__ import annotations

import socket
from collections.abc import Sequence

import pytest

from longhaul.model.control import ErrorKind
from longhaul_worker.fetch import guard
from longhaul_worker.fetch.errors import FetchError
from longhaul_worker.fetch.fetcher import Fetcher
from longhaul_worker.fetch.guard import checked_url, is_public, resolve
from tests.worker.fetch.serving import Site, bare_tls

BLOCKED = [
    "http://127.0.0.1/",
    "http://localhost/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://127.1/",
    "http://0/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:169.254.169.254]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://100.64.0.1/",
    "http://10.0.0.7/",
    "http://192.168.1.1/",
    "http://[fd00:ec2::254]/",
    "http://[fe80::1]/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://user:secret@93.184.216.34/",
    "http://user@93.184.216.34/",
    "http://93.184.216.34:22/",
    "http://93.184.216.34:6379/",
    "ftp://93.184.216.34/",
    "file:///etc/passwd",
    "gopher://93.184.216.34/",
]


@pytest.mark.parametrize("url", BLOCKED)
async def test_an_address_that_is_not_public_is_blocked(url: str) -> None:
    async with Fetcher(tls=bare_tls()) as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.get(url)

    assert ("SSRF_BLOCKED", ErrorKind.PERMANENT) == (caught.value.code, caught.value.kind)


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http:///x",
        "not an address",
        "http://a b/",
        "http://x/\r\nHost: y",
        "http://x:99999/",
        "http://" + "a" * 3000,
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(FetchError) as caught:
        checked_url(url)

    assert caught.value.code in {"INVALID_URL", "SSRF_BLOCKED"}


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)


async def test_one_private_address_among_public_ones_blocks_the_name() -> None:
    async def mixed(host: str, port: int) -> Sequence[str]:
        return ["93.184.216.34", "10.0.0.1"]

    async with Fetcher(resolver=mixed, tls=bare_tls()) as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.get("http://mixed.example/")

    assert "SSRF_BLOCKED" == caught.value.code


async def test_the_name_is_looked_up_once_and_the_connection_made_to_that_address(site: Site) -> None:
    site.answer("/", body=b"ok", content_type="text/html")
    answers = [["127.0.0.1"], ["10.0.0.1"]]

    async def changing(host: str, port: int) -> Sequence[str]:
        return answers.pop(0)

    async with Fetcher(allow_private=True, resolver=changing, tls=bare_tls()) as fetcher:
        answer = await fetcher.get(f"http://rebinding.example:{site.port}/")

    assert b"ok" == answer.body
    assert [["10.0.0.1"]] == answers
    assert f"rebinding.example:{site.port}" == site.requests[0][1]["host"]


@pytest.mark.parametrize("location", ["http://169.254.169.254/latest/", "http://[::1]/", "http://10.0.0.1:8080/"])
async def test_a_redirect_to_a_private_address_is_blocked(
    site: Site, monkeypatch: pytest.MonkeyPatch, location: str
) -> None:
    def only_this_site_is_public(address: str) -> bool:
        return address == "127.0.0.1"

    monkeypatch.setattr(guard, "is_public", only_this_site_is_public)
    monkeypatch.setattr(guard, "PORTS", {site.port, 80, 8080})
    site.answer("/", 302, location=location)

    async with Fetcher(tls=bare_tls()) as fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.get(site.url())

    assert ("SSRF_BLOCKED", 1) == (caught.value.code, len(site.requests))


@pytest.mark.parametrize("location", ["http://user:pw@public.example/", "file:///etc/passwd", "ftp://public.example/"])
async def test_a_redirect_is_vetted_like_the_first_address(site: Site, fetcher: Fetcher, location: str) -> None:
    site.answer("/", 302, location=location)

    with pytest.raises(FetchError) as caught:
        await fetcher.get(site.url())

    assert "SSRF_BLOCKED" == caught.value.code


async def test_addresses_are_tried_one_after_the_other(site: Site) -> None:
    site.answer("/", body=b"ok", content_type="text/html")

    async def two(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.2", "127.0.0.1"]

    async with Fetcher(allow_private=True, resolver=two, tls=bare_tls()) as fetcher:
        answer = await fetcher.get(f"http://two.example:{site.port}/")

    assert b"ok" == answer.body


@pytest.mark.parametrize(
    ("errno", "code", "kind"),
    [
        (socket.EAI_AGAIN, "DNS_UNAVAILABLE", ErrorKind.TRANSIENT),
        (socket.EAI_NONAME, "HOST_NOT_FOUND", ErrorKind.PERMANENT),
    ],
)
async def test_a_failed_lookup_is_told_apart(
    monkeypatch: pytest.MonkeyPatch, errno: int, code: str, kind: ErrorKind
) -> None:
    def failing(*args: object, **kwargs: object) -> None:
        raise socket.gaierror(errno, "no")

    monkeypatch.setattr(socket, "getaddrinfo", failing)

    with pytest.raises(FetchError) as caught:
        await resolve("missing.example", 80)

    assert (code, kind) == (caught.value.code, caught.value.kind)


@pytest.mark.parametrize(("value", "allowed"), [("1", True), ("true", True), ("", False), ("0", False)])
def test_the_environment_opens_private_addresses_only_when_asked(value: str, allowed: bool) -> None:
    assert allowed == Fetcher.from_environment({"ALLOW_PRIVATE_FETCH": value}).allow_private
