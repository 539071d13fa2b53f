"""A language model's server on loopback that answers, or misbehaves, in one way for a whole run."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from scripts.demo.serving import Quiet, served

Manner = Literal["well", "limited", "broken", "garbage", "hanging"]


@dataclass
class ModelServer:
    """How it behaves, and what it was asked."""

    manner: Manner
    url: str = ""
    asked: int = 0
    was_asked: threading.Event = field(default_factory=threading.Event)
    closing: threading.Event = field(default_factory=threading.Event)


@contextmanager
def model_server(manner: Manner) -> Generator[ModelServer]:
    """Serve for the length of a block."""
    server = ModelServer(manner)

    class Handler(Quiet):
        def do_POST(self) -> None:  # noqa: N802 - the base class names it so
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.asked += 1
            server.was_asked.set()
            match server.manner:
                case "well":
                    self._reply(200, _completion(json.dumps(_smallest(_schema_of(body)))))
                case "limited":
                    self._reply(429, b"{}", ("Retry-After", "1"))
                case "broken":
                    self._reply(500, b"{}")
                case "garbage":
                    self._reply(200, _completion("I would rather not say. {"))
                case "hanging":
                    server.closing.wait(60)

        def _reply(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
            self.send_response(status)
            for name, value in (("Content-Type", "application/json"), ("Content-Length", str(len(body))), *headers):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    with served(Handler) as url:
        server.url = f"{url}/v1"
        try:
            yield server
        finally:
            server.closing.set()


def _completion(text: str) -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
    usage = {"prompt_tokens": 10, "completion_tokens": 10, "total_tokens": 20}
    answer = {"id": "x", "object": "chat.completion", "created": int(time.time()), "model": "m"}
    return json.dumps({**answer, "choices": [choice], "usage": usage}).encode()


def _schema_of(body: dict[str, Any]) -> dict[str, Any]:
    return body["response_format"]["json_schema"]["schema"]


def _smallest(schema: dict[str, Any]) -> Any:
    """The least that fits a schema: empty lists, empty texts, the first choice."""
    definitions = cast("dict[str, Any]", schema.get("$defs", {}))

    def make(part: dict[str, Any]) -> Any:
        if "$ref" in part:
            return make(definitions[part["$ref"].rsplit("/", 1)[-1]])
        if "const" in part:
            return part["const"]
        if "enum" in part:
            return part["enum"][0]
        for union in ("anyOf", "oneOf", "allOf"):
            if union in part:
                kinds: list[dict[str, Any]] = part[union]
                return None if any(one.get("type") == "null" for one in kinds) else make(kinds[0])
        match part.get("type"):
            case "object":
                fields: dict[str, Any] = part.get("properties", {})
                return {name: make(fields[name]) for name in part.get("required", fields)}
            case "array":
                return [make(part["items"]) for _ in range(part.get("minItems", 0))]
            case "integer" | "number":
                return max(part.get("minimum", 0), 0)
            case "boolean":
                return False
            case _:
                return "x" * int(part.get("minLength", 0))

    return make(schema)
