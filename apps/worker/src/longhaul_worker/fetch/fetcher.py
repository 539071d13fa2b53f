"""The guarded fetcher: gets what users name from the public internet, within bounds of time and size."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Self
from weakref import WeakValueDictionary

import httpx

from longhaul.model.control import ErrorKind
from longhaul_worker.fetch.body import read_body
from longhaul_worker.fetch.errors import FetchError, error_for_status
from longhaul_worker.fetch.guard import Resolver, checked_url, resolve, vetted_addresses

USER_AGENT = "Longhaul-CareerDesk/0.1 (feed and page reader)"
MAX_FEED_BYTES = 10_000_000
MAX_PAGE_BYTES = 5_000_000

XML_TYPES = frozenset({
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/xml", "text/xml",
    "application/x-rss+xml", "text/rss+xml", "text/rss", "text/atom+xml",
})  # fmt: skip
FEED_TYPES = XML_TYPES | {
    "application/json",
    "application/feed+json",
    "application/octet-stream",
    "text/plain",
    "text/html",  # many servers say so of their feeds; what is not a feed is told by reading it
}
PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml"})

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_MODIFIED = 304
_ATTEMPTED_ADDRESSES = 3


@dataclass(frozen=True)
class FetchLimits:
    """Times in seconds; `total_s` includes redirects and the whole body."""

    connect_s: float = 10.0
    read_s: float = 20.0
    total_s: float = 60.0
    redirects: int = 5


@dataclass(frozen=True)
class Fetched:
    """An answer: `url` is where it came from after redirects. With `not_modified` the body is empty."""

    url: str
    content_type: str
    charset: str | None
    body: bytes
    etag: str | None = None
    last_modified: str | None = None
    not_modified: bool = False


@dataclass
class Fetcher:
    """Gets public addresses, one at a time per host.

    Every address a name has must be public, the connection is made to one of those very addresses, and each redirect
    is vetted the same way; it never leads from https to http. No cookies, no credentials, no proxies.
    `allow_private` drops the rules on addresses and ports; for tests only.
    """

    allow_private: bool = False
    user_agent: str = USER_AGENT
    limits: FetchLimits = FetchLimits()
    resolver: Resolver = resolve
    tls: ssl.SSLContext | None = None
    _hosts: WeakValueDictionary[str, asyncio.Lock] = field(
        default_factory=WeakValueDictionary[str, asyncio.Lock], init=False
    )
    _transport: httpx.AsyncHTTPTransport = field(init=False)

    def __post_init__(self) -> None:
        # Connections are made to addresses, not names: kept alive, one could serve another name of the address.
        limits = httpx.Limits(max_keepalive_connections=0)
        verify = self.tls if self.tls is not None else httpx.create_ssl_context(trust_env=False)
        self._transport = httpx.AsyncHTTPTransport(verify=verify, trust_env=False, limits=limits)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """A fetcher; `ALLOW_PRIVATE_FETCH=1` lets it reach private addresses."""
        return cls(allow_private=environment.get("ALLOW_PRIVATE_FETCH", "").strip() in {"1", "true", "yes"})

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection."""
        await self._transport.aclose()

    async def get(
        self,
        url: str,
        *,
        max_bytes: int = MAX_PAGE_BYTES,
        accept: frozenset[str] = PAGE_TYPES,
        etag: str | None = None,
        last_modified: str | None = None,
    ) -> Fetched:
        """Get `url` if it is of a type in `accept` and at most `max_bytes` long after decompression.

        With `etag` or `last_modified` of an earlier answer the server may say "not modified". Raises `FetchError`.
        """
        headers = {"accept": ", ".join([*sorted(accept), "*/*;q=0.1"])}
        if etag:
            headers["if-none-match"] = etag
        if last_modified:
            headers["if-modified-since"] = last_modified
        try:
            async with asyncio.timeout(self.limits.total_s):
                return await self._follow(url, headers, max_bytes, accept)
        except TimeoutError as error:
            raise FetchError(
                "TIMEOUT", f"No complete answer within {self.limits.total_s:g} s.", ErrorKind.TRANSIENT
            ) from error

    async def _follow(self, url: str, headers: dict[str, str], max_bytes: int, accept: frozenset[str]) -> Fetched:
        target = checked_url(url, any_port=self.allow_private)
        for _ in range(self.limits.redirects + 1):
            async with self._hosts.setdefault(target.host, asyncio.Lock()):
                response = await self._send(target, headers)
                try:
                    if response.status_code not in _REDIRECTS:
                        return await _answer(target, response, max_bytes, accept)
                finally:
                    await response.aclose()
            target = self._redirected(target, response.headers.get("location"))
        raise FetchError("TOO_MANY_REDIRECTS", f"More than {self.limits.redirects} redirects.")

    def _redirected(self, source: httpx.URL, location: str | None) -> httpx.URL:
        if not location:
            raise FetchError("BAD_REDIRECT", f"{source.host} redirects to nowhere.")
        try:
            target = str(source.join(location.strip()).copy_with(fragment=None))
        except (httpx.InvalidURL, ValueError) as error:
            raise FetchError("BAD_REDIRECT", f"{source.host} redirects to an invalid address.") from error
        checked = checked_url(target, any_port=self.allow_private)
        if source.scheme == "https" and checked.scheme == "http":
            raise FetchError("SSRF_BLOCKED", f"{source.host} redirects from https to http.")
        return checked

    async def _send(self, url: httpx.URL, headers: dict[str, str]) -> httpx.Response:
        addresses = await vetted_addresses(url, self.resolver, allow_private=self.allow_private)
        failure: httpx.TransportError | None = None
        for address in addresses[:_ATTEMPTED_ADDRESSES]:
            try:
                return await self._transport.handle_async_request(self._request(url, address, headers))
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                failure = error
            except httpx.TransportError as error:
                raise _transport_error(url, error) from error
        raise _transport_error(url, failure) from failure

    def _request(self, url: httpx.URL, address: str, headers: dict[str, str]) -> httpx.Request:
        limits = self.limits
        return httpx.Request(
            "GET",
            url.copy_with(host=address, fragment=None),
            headers={
                "host": url.netloc.decode("ascii"),
                "user-agent": self.user_agent,
                "accept-encoding": "gzip, deflate",
                **headers,
            },
            extensions={
                "sni_hostname": url.raw_host.decode("ascii"),
                "timeout": {
                    "connect": limits.connect_s,
                    "read": limits.read_s,
                    "write": limits.read_s,
                    "pool": limits.connect_s,
                },
            },
        )


async def _answer(url: httpx.URL, response: httpx.Response, max_bytes: int, accept: frozenset[str]) -> Fetched:
    headers = response.headers
    etag, last_modified = headers.get("etag"), headers.get("last-modified")
    if response.status_code == _NOT_MODIFIED:
        return Fetched(str(url), "", None, b"", etag, last_modified, not_modified=True)
    if not response.is_success:
        raise error_for_status(response.status_code, url.host, headers.get("retry-after"), datetime.now(UTC))
    content_type = headers.get("content-type", "").split(";", 1)[0].strip().lower()
    if content_type and content_type not in accept:
        raise FetchError("UNSUPPORTED_CONTENT", f"{url.host} sends {content_type}, which is not read here.")
    declared = headers.get("content-length", "")
    if declared.isdigit() and int(declared) > max_bytes:
        raise FetchError("TOO_LARGE", f"The answer is larger than {max_bytes // 1000} kB.")
    try:
        body = await read_body(response.aiter_raw(), headers.get("content-encoding", ""), max_bytes)
    except httpx.TransportError as error:
        raise _transport_error(url, error) from error
    return Fetched(str(url), content_type, response.charset_encoding, body, etag, last_modified)


def _transport_error(url: httpx.URL, error: httpx.TransportError | None) -> FetchError:
    if isinstance(error, httpx.TimeoutException):
        return FetchError("TIMEOUT", f"{url.host} does not answer in time.", ErrorKind.TRANSIENT)
    cause = error.__cause__ if error is not None else None
    while cause is not None and not isinstance(cause, ssl.SSLCertVerificationError):
        cause = cause.__cause__ or cause.__context__
    if cause is not None:
        return FetchError("BAD_CERTIFICATE", f"The certificate of {url.host} is not valid.")
    return FetchError("CONNECTION_FAILED", f"The connection to {url.host} failed.", ErrorKind.TRANSIENT)
