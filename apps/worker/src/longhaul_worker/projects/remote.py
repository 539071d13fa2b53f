"""Asks the server of a repository which commit there is to read, and follows it when it has moved."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

from longhaul_worker.fetch.errors import FetchError
from longhaul_worker.fetch.fetcher import Fetcher
from longhaul_worker.projects.address import Address, RepositoryPolicy
from longhaul_worker.projects.errors import RepositoryError, login_required, not_found
from longhaul_worker.projects.git import Git, Head
from longhaul_worker.projects.process import OnSize

_OFFER: Final = "/info/refs?service=git-upload-pack"
_OFFER_TYPES: Final = frozenset({"application/x-git-upload-pack-advertisement"})
_OFFER_BYTES: Final = 20_000_000


class Remote:
    """Vets addresses and asks what is there. git itself follows no redirect: each one is vetted here."""

    def __init__(self, policy: RepositoryPolicy, fetcher: Fetcher) -> None:
        self._policy = policy
        self._fetcher = fetcher

    async def vetted(self, url: str) -> Address:
        """The address that git may be given. Raises `RepositoryError` or `FetchError`."""
        return await self._policy.vetted(url)

    async def head(self, address: Address, ref: str | None, home: Path, on_size: OnSize) -> tuple[Address, Head]:
        """The commit that `ref` means now, and where the repository is now. Raises `RepositoryError`, `FetchError`."""
        await asyncio.to_thread(home.mkdir, parents=True, exist_ok=True)
        git = Git(home)
        try:
            return address, await git.head(address, ref, on_size)
        except RepositoryError as error:
            if error.code != "MOVED":
                raise
        address = await self._followed(address)
        return address, await git.head(address, ref, on_size)

    async def _followed(self, address: Address) -> Address:
        try:
            offer = await self._fetcher.get(address.url + _OFFER, accept=_OFFER_TYPES, max_bytes=_OFFER_BYTES)
        except FetchError as error:
            if error.code in {"LOGIN_REQUIRED", "FORBIDDEN"}:
                raise login_required(address.host) from error
            if error.code in {"NOT_FOUND", "GONE", "UNSUPPORTED_CONTENT"}:
                raise not_found(address.host) from error
            raise
        if not offer.url.endswith(_OFFER):
            raise not_found(address.host)
        return await self._policy.vetted(offer.url.removesuffix(_OFFER))
