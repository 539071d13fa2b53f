"""The tasks that may be asked for here: an explicit list of definitions, no handlers."""

from __future__ import annotations

from typing import Final

from career.tasks.feed import FEED_INGEST
from career.tasks.resume import RESUME_PARSE
from longhaul.model.registry import TaskRegistry

TASKS: Final = TaskRegistry([RESUME_PARSE, FEED_INGEST])
