"""A task: the definition of a kind of work, shared by who asks for it and who does it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ValidationError

from longhaul.model.errors import InvalidInput
from longhaul.model.retry import RetryPolicy

ArgsT = TypeVar("ArgsT", bound=BaseModel)
ResultT = TypeVar("ResultT", bound=BaseModel)
Isolation = Literal["async", "thread", "process"]

_NAME = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$")


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `count` jobs in any `per_s` seconds. `count` is at most 1,000: every one of them is remembered."""

    count: int
    per_s: float

    def __post_init__(self) -> None:
        if not 1 <= self.count <= 1000:
            raise ValueError("a rate's count must be from 1 to 1000")
        if self.per_s <= 0:
            raise ValueError("a rate's per_s must be positive")


@dataclass(frozen=True)
class Task(Generic[ArgsT, ResultT]):
    """Name, argument and result models, and limits of one kind of work. Cheap to import: no handler here.

    Example:
        >>> from pydantic import BaseModel
        >>> class Greet(BaseModel):
        ...     name: str
        >>> class Greeting(BaseModel):
        ...     text: str
        >>> GREET = Task("demo.greet", Greet, Greeting, timeout_s=10)

    `isolation` says where the handler runs: `async` on the worker's event loop, `thread` in a thread, `process` in a
    child of its own that is killed on timeout, cancel or lost lease, and may allocate at most `memory_mb` megabytes.
    `timeout_s` bounds one attempt. `retention` is how long a finished job and its artifacts are kept. `rate` bounds how
    often one owner may ask for it, `concurrency_per_owner` how many of one owner's run at the same time; the others
    wait.
    """

    name: str
    args: type[ArgsT]
    result: type[ResultT]
    queue: str = "default"
    priority: int = 5
    isolation: Isolation = "async"
    timeout_s: float = 300.0
    memory_mb: int | None = None
    max_attempts: int = 5
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    retention: timedelta = timedelta(days=7)
    rate: Rate | None = None
    concurrency_per_owner: int | None = None
    description: str = ""

    def __post_init__(self) -> None:
        if not _NAME.match(self.name):
            raise ValueError(f"task name {self.name!r} must be lower-case words joined by dots")
        if not 0 <= self.priority <= 9:
            raise ValueError(f"priority of {self.name} must be from 0 (highest) to 9")
        if self.memory_mb is not None and self.isolation != "process":
            raise ValueError(f"{self.name}: memory_mb needs isolation='process'")
        if self.concurrency_per_owner is not None and self.concurrency_per_owner < 1:
            raise ValueError(f"{self.name}: concurrency_per_owner must be at least 1")

    def parse_args(self, args: object) -> ArgsT:
        """Validate `args` (a mapping or a model). Raises `InvalidInput` naming the first wrong field."""
        try:
            return self.args.model_validate(args.model_dump() if isinstance(args, BaseModel) else args)
        except ValidationError as error:
            first = error.errors(include_url=False, include_context=False, include_input=False)[0]
            path = ".".join(["args", *(str(part) for part in first["loc"])])
            raise InvalidInput(f"{path}: {first['msg']}", field=path) from error


AnyTask = Task[Any, Any]
