"""HTTP clients of servers on this machine."""

from __future__ import annotations

from typing import Any

import httpx


def local_client(url: str = "", **options: Any) -> httpx.AsyncClient:
    """A client of a server on this machine at `url`; `options` are httpx's, with a minute as the default of `timeout`.

    It asks no proxy and reads no certificates, which would take it 25 ms of processor time before its first request.
    """
    options.setdefault("timeout", 60)  # a busy machine may think for longer than httpx waits
    return httpx.AsyncClient(base_url=url, verify=False, trust_env=False, **options)  # noqa: S501 - no TLS here
