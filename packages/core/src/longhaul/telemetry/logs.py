"""The one place that formats logs: one event a line, its facts as fields, on standard error."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Callable
from typing import Any, Final, Literal, cast

import structlog

from longhaul.model.job import Job

IDS: Final = frozenset({"request_id", "worker_id", "job_id", "task", "attempt"})
"""The fields that say whose line it is."""
_OWN: Final = IDS | {"event", "level", "logger", "timestamp", "child", "self", "args", "exc_info", "stack_info"}
_NAME: Final = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
_LINE_LIMIT: Final = 8 * 1024
_LINES_OF_A_CHILD: Final = 200

_SHARED: Final[tuple[Any, ...]] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def configure_logs(style: Literal["json", "console"] = "json", level: str = "info") -> None:
    """Write logs of this process to standard error as JSON lines, or coloured for people. Secrets are not logged.

    A program that does not call this gets what Python's `logging` does by itself: warnings and errors only.
    """
    # Tracebacks without the values of variables: those hold connection strings and people's CVs.
    plain = structlog.dev.plain_traceback
    rendering: list[Any] = [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(_json() if style == "json" else rendering))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    for noisy in ("pymongo", "asyncio", "httpx", "httpcore"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))
    # It writes a traceback when it cannot close a cursor of a server that is gone; we say in one line that it is gone.
    logging.getLogger("pymongo.client").setLevel(logging.CRITICAL)


def get_logger(name: str) -> Any:
    """A logger whose calls take a constant message and facts as fields: `log.info("job ended", job=..., v=3)`."""
    return structlog.wrap_logger(
        logging.getLogger(name),
        # The level first, so that a line below it costs next to nothing.
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def bind_job(job: Job) -> None:
    """Let every line that the current task logs from here on carry the ids of `job` and of its attempt."""
    structlog.contextvars.bind_contextvars(job_id=job.id, task=job.type, attempt=job.attempt)


def send_lines(send: Callable[[str], None], level: int) -> None:
    """In a child process: give each line of `get_logger` from `level` on to `send` as JSON, in place of writing it.

    Those of other loggers are not sent: what a library says of hostile input may quote it.
    """
    root = logging.getLogger()
    root.handlers = [_Sending(send)]
    root.setLevel(level)


class ChildLines:
    """Writes what one child process sends, with the ids that are bound here: a child may say what it wants.

    What is no line of the log is left out, and so is everything after two hundred lines.
    """

    def __init__(self) -> None:
        self._left = _LINES_OF_A_CHILD
        self._log = get_logger("longhaul.child")

    def take(self, line: object) -> None:
        """Write `line`."""
        facts = _facts_of(line)
        if facts is None or self._left < 0:
            return
        self._left -= 1
        if self._left < 0:
            self._log.warning("lines of a child left out", after=_LINES_OF_A_CHILD)
            return
        level = logging.getLevelNamesMapping().get(str(facts.get("level")).upper(), logging.INFO)
        fields = {name: value for name, value in facts.items() if name not in _OWN and _NAME.match(name)}
        self._log.log(level, str(facts.get("event")), child=str(facts.get("logger"))[:80], **fields)


def _facts_of(line: object) -> dict[str, Any] | None:
    if not isinstance(line, str) or len(line) > _LINE_LIMIT:
        return None
    try:
        facts = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return cast("dict[str, Any]", facts) if isinstance(facts, dict) else None


class _Sending(logging.Handler):
    """Sends lines of `get_logger`; one that is too long goes without its fields."""

    def __init__(self, send: Callable[[str], None]) -> None:
        super().__init__()
        self._send = send
        self.setFormatter(_formatter(_json()))

    def emit(self, record: logging.LogRecord) -> None:
        """Send one record."""
        if not isinstance(record.msg, dict):
            return
        try:
            line = self.format(record)
            if len(line) > _LINE_LIMIT:
                said = cast("dict[str, Any]", json.loads(line))
                kept = {name: str(said.get(name))[:1000] for name in ("event", "level", "logger")}
                line = json.dumps({**kept, "shortened": True})
            self._send(line)
        except Exception:  # noqa: BLE001 - a line that cannot be sent must not cost the work
            self.handleError(record)


def _json() -> list[Any]:
    frames = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
    return [structlog.processors.ExceptionRenderer(frames), structlog.processors.JSONRenderer()]


def _formatter(rendering: list[Any]) -> structlog.stdlib.ProcessorFormatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering],
    )
