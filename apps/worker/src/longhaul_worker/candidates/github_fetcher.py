"""The guarded fetcher with a token for GitHub's API, which goes to no other host."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

import httpx
from pydantic import SecretStr

from longhaul_worker.candidates.github import API
from longhaul_worker.fetch.fetcher import Fetcher


@dataclass
class GithubFetcher(Fetcher):
    """Gets from GitHub's API; with a token more of it in an hour. `api` is another address in tests."""

    token: SecretStr | None = field(default=None, repr=False)
    api: str = API

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """A fetcher with `GITHUB_TOKEN`, where there is one."""
        fetcher = super().from_environment(environment)
        token = environment.get("GITHUB_TOKEN", "").strip()
        if token and token.isascii() and token.isprintable():
            fetcher.token = SecretStr(token)
        return fetcher

    def _request(self, url: httpx.URL, address: str, headers: dict[str, str]) -> httpx.Request:
        own = httpx.URL(self.api)
        if self.token is not None and (url.scheme, url.host, url.port) == (own.scheme, own.host, own.port):
            headers = {**headers, "authorization": f"Bearer {self.token.get_secret_value()}"}
        return super()._request(url, address, headers)
