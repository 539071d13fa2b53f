"""An OpenAI-compatible server on loopback that answers what the test has queued, byte by byte if need be."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from career.records.llm_answers import LlmAnswers
from longhaul_worker.llm.models import Models
from longhaul_worker.llm.settings import LlmSettings
from tests.support.loopback import Answer, answering, listening, read_head
from tests.worker.desk import Desk

KEY = "sk-very-secret"


@dataclass
class ModelServer:
    """Replies in the order they were queued, the last one again and again; and the requests that came."""

    port: int = 0
    replies: list[Answer] = field(default_factory=list[Answer])
    bodies: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    headers: list[dict[str, str]] = field(default_factory=list[dict[str, str]])

    @property
    def asked(self) -> int:
        """How many questions came."""
        return len(self.bodies)

    def says(self, text: str, **usage: int) -> None:
        """Queue an answer that is `text`."""
        choices = [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}]
        self.sends(200, json.dumps({"choices": choices, "usage": usage}).encode())

    def sends(self, status: int, body: bytes = b"{}", **headers: str) -> None:
        """Queue an answer with this status and body; `_` in a header's name stands for a dash."""
        self.replies.append(answering(status, body, headers))

    def settings(self, **options: Any) -> LlmSettings:
        """Settings that lead here."""
        known = {"LLM_BASE_URL": f"http://127.0.0.1:{self.port}/v1", "LLM_API_KEY": KEY, "LLM_MODEL": "small"}
        return LlmSettings(_env_file=None, **(known | options))  # pyright: ignore[reportCallIssue]

    def models(self, **options: Any) -> Models:
        """Models that ask here and keep answers in memory."""
        return Models(self.settings(**options), RememberedAnswers())


class RememberedAnswers(LlmAnswers):
    """Answers in memory."""

    def __init__(self) -> None:
        self.by_key: dict[tuple[str, str], str] = {}

    async def find(self, owner: str, key: str) -> str | None:
        """The answer, if there is one."""
        return self.by_key.get((owner, key))

    async def keep(self, owner: str, key: str, answer_json: str) -> None:
        """Keep an answer."""
        self.by_key[owner, key] = answer_json


def old_desk() -> Desk:
    """A job that was made long ago."""
    return Desk(created_at=datetime(2020, 1, 1, tzinfo=UTC))


@asynccontextmanager
async def model_server() -> AsyncGenerator[ModelServer]:
    """A running server on a free port of loopback."""
    server = ModelServer()

    async def converse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, headers = await read_head(reader)
        body = await reader.readexactly(int(headers["content-length"]))
        server.headers.append(headers)
        server.bodies.append(json.loads(body))
        reply = server.replies.pop(0) if len(server.replies) > 1 else server.replies[0]
        await reply(writer)

    async with listening(converse) as server.port:
        yield server
