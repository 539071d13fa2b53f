"""Where the key for a token comes from: one shared secret, or the key set of a login service."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any, Final, Protocol

from longhaul.telemetry.logs import get_logger
from longhaul_api.auth.errors import LoginsUnavailable, Unauthenticated
from longhaul_api.auth.jwks import NoKeySet, VerifyingKey, read_key_set
from longhaul_api.auth.jwks_fetch import FetchFailed

FRESH_S: Final = 600.0
"""A key set older than this is fetched anew, while requests go on with what is there."""
PAUSE_S: Final = 10.0
"""Between two fetches at least, whatever keys tokens name."""
KEPT_S: Final = 24 * 3600.0
"""While the login service does not answer, its last keys are good for this long."""


class KeySource(Protocol):
    """Gives the key that a token must be signed with."""

    async def key(self, kid: str | None, algorithm: str) -> VerifyingKey:
        """The key. Raises `Unauthenticated` where there is none, `LoginsUnavailable` where that cannot be known."""
        ...

    async def close(self) -> None:
        """End what runs."""
        ...


class SharedSecret:
    """One secret, HS256 alone; key ids say nothing."""

    def __init__(self, secret: str) -> None:
        self._key = VerifyingKey(None, "HS256", secret.encode())

    async def key(self, kid: str | None, algorithm: str) -> VerifyingKey:  # noqa: ARG002 - of the protocol
        """The secret."""
        return _of_algorithm(self._key, algorithm)

    async def close(self) -> None:
        """Nothing runs."""


class KeySet:
    """The key set at a URL: kept, fetched again in time, and for a key it does not know."""

    def __init__(self, fetch: Callable[[], Any], *, now: Callable[[], float] = time.monotonic) -> None:
        """`fetch` blocks and gives the JSON of the set, or raises `FetchFailed`."""
        self._fetch = fetch
        self._now = now
        self._keys: list[VerifyingKey] = []
        self._fetched_at: float | None = None
        self._tried_at: float | None = None
        self._failed = False
        self._fetching: asyncio.Task[None] | None = None
        self._log = get_logger("longhaul_api")

    async def key(self, kid: str | None, algorithm: str) -> VerifyingKey:
        """The key named `kid`; without a name the only one of the algorithm."""
        age_s = self._now() - self._fetched_at if self._fetched_at is not None else None
        if age_s is None or age_s > KEPT_S:
            self._keys = []
        found = self._find(kid, algorithm)
        if found is None:
            await self._refresh()
            found = self._find(kid, algorithm)
        elif age_s is not None and age_s > FRESH_S:
            self._begin()
        if found is not None:
            return _of_algorithm(found, algorithm)
        if self._failed:
            raise LoginsUnavailable(
                "The keys that sign logins cannot be fetched at the moment; send the request again."
            )
        raise Unauthenticated("The token is signed with a key that is not known.")

    async def close(self) -> None:
        """Wait for a fetch that is under way; its time is bounded."""
        if self._fetching is not None:
            await asyncio.wait({self._fetching})

    def _find(self, kid: str | None, algorithm: str) -> VerifyingKey | None:
        if kid is not None:
            named = [key for key in self._keys if key.kid == kid]
            return next((key for key in named if key.algorithm == algorithm), named[0] if named else None)
        fitting = [key for key in self._keys if key.algorithm == algorithm]
        return fitting[0] if len(fitting) == 1 else None

    async def _refresh(self) -> None:
        fetching = self._begin()
        if fetching is not None:
            await asyncio.wait({fetching})  # and not cancelled with the request that waits

    def _begin(self) -> asyncio.Task[None] | None:
        """The fetch that is under way, or a new one; None where the last was a moment ago."""
        if self._fetching is None and (self._tried_at is None or self._now() - self._tried_at >= PAUSE_S):
            self._tried_at = self._now()
            self._fetching = asyncio.create_task(self._fetch_once(), name="longhaul-api-jwks")
        return self._fetching

    async def _fetch_once(self) -> None:
        try:
            self._keys = read_key_set(await asyncio.to_thread(self._fetch))
            self._fetched_at = self._now()
            if self._failed:
                self._log.info("login keys fetched again")
            self._failed = False
        except (FetchFailed, NoKeySet) as error:
            if not self._failed:
                self._log.warning("login keys cannot be fetched", error=str(error))
            self._failed = True
        finally:
            self._fetching = None


def _of_algorithm(key: VerifyingKey, algorithm: str) -> VerifyingKey:
    if key.algorithm != algorithm:
        raise Unauthenticated(f"The token says it is signed with {algorithm[:20]}; its key is for {key.algorithm}.")
    return key
