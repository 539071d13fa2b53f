"""Whether a page of ours sent a request, as far as the browser says."""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers


def is_from_own_page(headers: Headers, allowed_origins: Collection[str]) -> bool:
    """Whether the sender is a page of this origin or an allowed one, or no page at all.

    What the browser says of itself in `Sec-Fetch-Site` decides: behind a proxy that rewrites `Host`, the host says
    nothing. Browsers too old for it name the origin. Who names neither is a program: it chose to send what it sends.
    """
    origin = headers.get("origin")
    if origin is not None and origin in allowed_origins:
        return True
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    return origin is None or origin.partition("://")[2] == headers.get("host")
