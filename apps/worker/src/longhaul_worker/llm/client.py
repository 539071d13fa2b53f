"""A thin client of OpenAI-compatible `/chat/completions`: bounded in time and size, and it tells what went wrong."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, cast

import httpx
from pydantic import BaseModel

from longhaul_worker.fetch.errors import seconds_until
from longhaul_worker.llm.errors import (
    LlmError,
    LlmFormatRefused,
    LlmLimited,
    LlmRefused,
    LlmTransient,
    LlmUnusable,
)
from longhaul_worker.llm.prompting import Message, estimated_tokens, strict_schema
from longhaul_worker.llm.settings import LlmSettings

MAX_ANSWER_BYTES: Final = 2_000_000
WISHES: Final = 4
"""How many ways of asking there are: JSON by schema, any JSON, plain text, and plain text without parameters."""

_MAX_ERROR_BYTES: Final = 20_000
_CONNECT_S: Final = 10.0
_OK: Final = 200
_TOO_MANY: Final = 429
_UNAVAILABLE: Final = 503
_PASSING: Final = frozenset({408, 409, 425})
_REFUSALS: Final = {
    401: "refuses the key (HTTP 401)",
    402: "asks for payment (HTTP 402)",
    403: "refuses access (HTTP 403)",
    404: "has no such model or address (HTTP 404)",
    413: "finds the question too long (HTTP 413)",
}


@dataclass(frozen=True, slots=True)
class Completion:
    """What the model wrote, and the tokens of question and answer as the server counts them, else estimated."""

    text: str
    tokens: int


class ChatClient:
    """Asks one server. Redirects are not followed and proxies of the environment not used: the key stays with it."""

    def __init__(self, settings: LlmSettings) -> None:
        self._settings = settings
        self._client: httpx.AsyncClient | None = None

    async def close(self) -> None:
        """Close every connection."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def complete(
        self, messages: list[Message], schema: type[BaseModel], *, wish: int, max_tokens: int, timeout_s: float
    ) -> Completion:
        """The model's answer to `messages` within `timeout_s` seconds. `wish` is one of `WISHES` ways of asking.

        Raises `LlmLimited`, `LlmTransient`, `LlmFormatRefused`, `LlmRefused` or `LlmUnusable`.
        """
        body = self._body(messages, schema, wish, max_tokens)
        try:
            async with asyncio.timeout(timeout_s):
                raw = await self._post(body)
        except TimeoutError as error:
            raise LlmTransient(f"The language model does not answer within {timeout_s:.0f} s.") from error
        except httpx.TransportError as error:
            raise LlmTransient("The connection to the language model failed.") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise LlmRefused("The language model cannot be asked at this address.") from error
        text, tokens = _read(raw)
        return Completion(text, tokens or _estimated(messages, text))

    def _body(self, messages: list[Message], schema: type[BaseModel], wish: int, max_tokens: int) -> dict[str, Any]:
        body: dict[str, Any] = {"model": self._settings.model, "messages": messages, "stream": False}
        if wish < WISHES - 1:
            body |= {"temperature": 0, "max_tokens": max_tokens}
        match wish:
            case 0:
                shape = {"name": schema.__name__.strip("_"), "strict": True, "schema": strict_schema(schema)}
                body["response_format"] = {"type": "json_schema", "json_schema": shape}
            case 1:
                body["response_format"] = {"type": "json_object"}
            case _:
                pass
        return body

    async def _post(self, body: dict[str, Any]) -> bytes:
        client = self._opened()
        async with client.stream("POST", f"{self._settings.base_url}/chat/completions", json=body) as response:
            if response.status_code != _OK:
                told = await _up_to(response, _MAX_ERROR_BYTES, is_whole=False)
                raise _refusal(response.status_code, response.headers.get("retry-after"), told)
            if response.headers.get("content-encoding", "identity") != "identity":
                raise LlmUnusable("The language model packs its answer, though it was asked not to.")
            return await _up_to(response, MAX_ANSWER_BYTES, is_whole=True)

    def _opened(self) -> httpx.AsyncClient:
        if self._client is None:
            headers = {"accept-encoding": "identity", "accept": "application/json"}
            if self._settings.api_key is not None:
                headers["authorization"] = f"Bearer {self._settings.api_key.get_secret_value()}"
            is_plain = (self._settings.base_url or "").startswith("http://")
            self._client = httpx.AsyncClient(
                headers=headers,
                trust_env=False,
                follow_redirects=False,
                # Building the context of TLS takes long, and a server on http needs none.
                verify=False if is_plain else httpx.create_ssl_context(trust_env=False),
                timeout=httpx.Timeout(self._settings.timeout_s, connect=_CONNECT_S),
                limits=httpx.Limits(max_connections=20, max_keepalive_connections=5),
            )
        return self._client


async def _up_to(response: httpx.Response, limit: int, *, is_whole: bool) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > limit:
            if is_whole:
                raise LlmUnusable(f"The answer of the language model is larger than {limit // 1000} kB.")
            break
    return bytes(body[:limit])


def _refusal(status: int, retry_after: str | None, told: bytes) -> LlmError:
    wait_s = seconds_until(retry_after, datetime.now(UTC))
    if status == _TOO_MANY and _error_code(told) == "insufficient_quota":
        return LlmRefused("The quota of the language model is used up (HTTP 429).")
    if status == _TOO_MANY or (status == _UNAVAILABLE and wait_s is not None):
        return LlmLimited(f"The language model asks to come back later (HTTP {status}).", wait_s)
    if status in {400, 422, 501}:
        return LlmFormatRefused(f"The language model refuses the question (HTTP {status}).")
    if status in _PASSING or status >= 500:
        return LlmTransient(f"The language model is in trouble (HTTP {status}).")
    return LlmRefused(f"The language model {_REFUSALS.get(status, f'answers with HTTP {status}')}.")


def _error_code(told: bytes) -> object:
    try:
        answer: object = json.loads(told)
    except (ValueError, RecursionError):
        return None
    error = _field(answer, "error")
    return _field(error, "code") or _field(error, "type")


def _read(raw: bytes) -> tuple[str, int]:
    """The text of the answer and its tokens (0 where the server does not say)."""
    try:
        answer: object = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise LlmUnusable("The answer of the language model is not JSON.") from error
    choices = _field(answer, "choices")
    first: object = cast("list[object]", choices)[0] if isinstance(choices, list) and choices else None
    content = _field(_field(first, "message"), "content")
    text = content if isinstance(content, str) else _joined(content)
    if not text.strip():
        raise LlmUnusable("The language model answered with nothing.")
    total = _field(_field(answer, "usage"), "total_tokens")
    return text, total if isinstance(total, int) and 0 < total < 100_000_000 else 0


def _joined(parts: object) -> str:
    """The text of an answer that comes in parts."""
    if not isinstance(parts, list):
        return ""
    texts = (_field(part, "text") for part in cast("list[object]", parts))
    return "".join(text for text in texts if isinstance(text, str))


def _field(value: object, name: str) -> object:
    return cast("dict[str, object]", value).get(name) if isinstance(value, dict) else None


def _estimated(messages: list[Message], text: str) -> int:
    return sum(estimated_tokens(message["content"]) for message in messages) + estimated_tokens(text)
