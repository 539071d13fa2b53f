"""The tasks that may be asked for here: the career desk's definitions, no handlers."""

from __future__ import annotations

from typing import Final

from career.tasks.every import EVERY
from longhaul.model.registry import TaskRegistry

TASKS: Final = TaskRegistry(EVERY)
