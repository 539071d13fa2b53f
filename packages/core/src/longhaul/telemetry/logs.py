"""The one place that formats logs: one event a line, its facts as fields, on standard error."""

from __future__ import annotations

import logging
import sys
from typing import Any, Final, Literal

import structlog

_SHARED: Final[tuple[Any, ...]] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def configure_logs(style: Literal["json", "console"] = "json", level: str = "info") -> None:
    """Write logs of this process to standard error as JSON lines, or coloured for people. Secrets are not logged.

    A program that does not call this gets what Python's `logging` does by itself: warnings and errors only.
    """
    # Tracebacks without the values of variables: those hold connection strings and people's CVs.
    plain = structlog.dev.plain_traceback
    rendering: list[Any] = [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]
    if style == "json":
        frames = structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        rendering = [structlog.processors.ExceptionRenderer(frames), structlog.processors.JSONRenderer()]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendering],
        )
    )
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
