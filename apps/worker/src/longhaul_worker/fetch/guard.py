"""Decides which addresses may be fetched: public hosts over http and https, nothing of our own network."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from collections.abc import Awaitable, Callable, Sequence

import httpx

from longhaul.model.control import ErrorKind
from longhaul_worker.fetch.errors import FetchError

PORTS = frozenset({80, 443, 8080, 8443})
MAX_URL_CHARS = 2048

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Awaitable[Sequence[str]]]

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_UNSAFE = re.compile(r"[\x00-\x20\x7f\\]")


def checked_url(url: str, *, any_port: bool = False) -> httpx.URL:
    """`url` as a URL that may be looked at further. Raises `FetchError` (SSRF_BLOCKED or INVALID_URL), permanent.

    Only http and https, without credentials, on the ports 80, 443, 8080 and 8443.
    """
    if len(url) > MAX_URL_CHARS or _UNSAFE.search(url):
        raise FetchError("INVALID_URL", "The address is too long or has characters that no address has.")
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchError("INVALID_URL", "This is not a valid address.") from error
    if parsed.scheme not in {"http", "https"}:
        raise FetchError("SSRF_BLOCKED", "Only addresses that start with http:// or https:// are fetched.")
    if parsed.userinfo:
        raise FetchError("SSRF_BLOCKED", "Addresses with a user name or password are not fetched.")
    if not parsed.host:
        raise FetchError("INVALID_URL", "The address names no host.")
    if not any_port and port_of(parsed) not in PORTS:
        raise FetchError("SSRF_BLOCKED", f"Port {port_of(parsed)} is not fetched from.")
    return parsed


def port_of(url: httpx.URL) -> int:
    """The port that `url` means."""
    return url.port or (443 if url.scheme == "https" else 80)


async def vetted_addresses(url: httpx.URL, resolve: Resolver, *, allow_private: bool) -> Sequence[str]:
    """The IP addresses of the URL's host, every one of them public. Raises `FetchError`.

    The connection must be made to one of these, not to the name: a second lookup could answer differently.
    """
    addresses = await resolve(url.host, port_of(url))
    if not addresses:
        raise FetchError("HOST_NOT_FOUND", f"{url.host} has no address.")
    if not allow_private and not all(is_public(address) for address in addresses):
        raise FetchError("SSRF_BLOCKED", f"{url.host} is not on the public internet.")
    return addresses


def is_public(address: str) -> bool:
    """Whether `address` is a unicast address of the public internet, also when wrapped in an IPv6 one."""
    parsed: IpAddress = ipaddress.ip_address(address.split("%", 1)[0])
    return all(
        part.is_global and not (part.is_multicast or part.is_reserved or part.is_unspecified)
        for part in (_embedded(parsed) or (parsed,))
    )


def _embedded(address: IpAddress) -> tuple[IpAddress, ...]:
    """The IPv4 addresses that packets to `address` end up at, if it is such an IPv6 address."""
    if isinstance(address, ipaddress.IPv4Address):
        return ()
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    if address.teredo is not None:
        return address.teredo
    if address in _NAT64:
        return (ipaddress.IPv4Address(int(address) & 0xFFFFFFFF),)
    return ()


async def resolve(host: str, port: int) -> Sequence[str]:
    """The IP addresses of `host` by the system's resolver, without repetition. Raises `FetchError`."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        if error.errno == socket.EAI_AGAIN:
            raise FetchError(
                "DNS_UNAVAILABLE", f"The address of {host} cannot be looked up now.", ErrorKind.TRANSIENT
            ) from error
        raise FetchError("HOST_NOT_FOUND", f"There is no host {host}.") from error
    except UnicodeError as error:
        raise FetchError("INVALID_URL", "The address names no valid host.") from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))
