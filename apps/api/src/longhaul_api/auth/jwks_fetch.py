"""Fetches a key set over HTTP, within bounds; blocks, so it runs in a thread."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from http.client import HTTPException, HTTPMessage
from typing import IO, Any, Final

FETCH_S: Final = 5.0
LARGEST_BYTES: Final = 256 * 1024
_CHUNK_BYTES: Final = 16 * 1024


class FetchFailed(Exception):
    """The key set could not be had; the text is for the log."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Keys come from the address that was set, and from nowhere that it points to."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Follow nothing."""


def fetch_json(url: str, *, direct: bool) -> Any:
    """The JSON at `url`, past any proxy where `direct`. Raises `FetchFailed`."""
    handlers: list[urllib.request.BaseHandler] = [_NoRedirects()]
    if direct:
        handlers.append(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(url, headers={"Accept": "application/json"})  # noqa: S310 - checked by the settings
    deadline = time.monotonic() + FETCH_S
    try:
        with urllib.request.build_opener(*handlers).open(request, timeout=FETCH_S) as answer:
            body = b""
            while chunk := answer.read1(_CHUNK_BYTES):
                body += chunk
                if len(body) > LARGEST_BYTES:
                    raise FetchFailed(f"more than {LARGEST_BYTES:,} bytes")
                if time.monotonic() > deadline:
                    raise FetchFailed(f"took longer than {FETCH_S:g} s")
        return json.loads(body)
    except urllib.error.HTTPError as error:
        error.close()
        raise FetchFailed(f"status {error.code}") from error
    except (OSError, HTTPException) as error:
        raise FetchFailed(f"does not answer: {error}") from error
    except (ValueError, RecursionError) as error:
        raise FetchFailed("the answer is no JSON") from error
