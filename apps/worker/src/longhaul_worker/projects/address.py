"""Which repositories may be read: https, hosts on a list, every address of theirs public."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Self

import httpx

from longhaul_worker.fetch.errors import FetchError
from longhaul_worker.fetch.guard import Resolver, checked_url, port_of, resolve, vetted_addresses
from longhaul_worker.projects.errors import RepositoryError, protocol_forbidden

HOSTS: Final = frozenset({"github.com", "gitlab.com", "codeberg.org", "bitbucket.org"})
_YES: Final = frozenset({"1", "true", "yes"})
_CHARACTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/%+@")


@dataclass(frozen=True, slots=True)
class Address:
    """A vetted address of a repository; `pinned` are the IP addresses that its host name must mean to git."""

    url: str
    host: str
    port: int
    protocol: str
    pinned: tuple[str, ...] = ()


@dataclass(frozen=True)
class RepositoryPolicy:
    """Whose repositories may be read. `allow_private` drops the rules on addresses, ports and hosts; for tests only."""

    hosts: frozenset[str] = HOSTS
    protocols: frozenset[str] = field(default=frozenset({"https"}))
    allow_private: bool = False
    resolver: Resolver = resolve

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """The default hosts and those in `PROJECT_HOSTS`, separated by commas.

        `ALLOW_PRIVATE_FETCH=1`, which is for tests, also lets http and every host pass.
        """
        added = {host.strip().lower() for host in environment.get("PROJECT_HOSTS", "").split(",") if host.strip()}
        if environment.get("ALLOW_PRIVATE_FETCH", "").strip() in _YES:
            return cls(HOSTS | added, frozenset({"https", "http"}), allow_private=True)
        return cls(HOSTS | added)

    async def vetted(self, url: str) -> Address:
        """`url` as an address that git may be given. Raises `RepositoryError` or `FetchError`."""
        if url.split(":", 1)[0].lower() not in self.protocols:
            raise protocol_forbidden()
        parsed = checked_url(url, any_port=self.allow_private)
        if parsed.host not in self.hosts and not self.allow_private:
            raise RepositoryError(
                "HOST_NOT_ALLOWED",
                f"Repositories of {parsed.host} are not read here.",
                hint=f"Use one of {', '.join(sorted(self.hosts))}, or let the operator add it to PROJECT_HOSTS.",
            )
        plain = _repository_of(parsed)
        pinned = await vetted_addresses(parsed, self.resolver, allow_private=self.allow_private)
        return Address(plain, parsed.host, port_of(parsed), parsed.scheme, tuple(pinned))


def _repository_of(url: httpx.URL) -> str:
    """The address without query and fragment, and without the part that names a page of the repository."""
    parts = [part for part in url.raw_path.split(b"?", 1)[0].decode("ascii").split("/") if part]
    if not parts:
        raise FetchError("INVALID_URL", "The address names a host, but no repository.")
    if url.host == "gitlab.com":
        parts = parts[: parts.index("-")] if "-" in parts else parts
    elif url.host in HOSTS:
        parts = parts[:2]
    path = "/".join(parts)
    if not set(path) <= _CHARACTERS or ".." in parts:
        raise FetchError("INVALID_URL", "The address has characters that no repository's address has.")
    return f"{url.scheme}://{url.netloc.decode('ascii')}/{path}"
