"""Writes `docs/reference/tasks.md` from the tasks and handlers: `python -m scripts.render_tasks`."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import Any, Final, cast

from pydantic import BaseModel

from career.tasks.every import EVERY
from career.tasks.housekeeping import HOUSEKEEPING, SCHEDULES
from longhaul.model.task import AnyTask
from longhaul_api.routes.career import ASKED
from scripts.rendering import table, write
from scripts.task_facts import ARTIFACTS, ERRORS

NAME: Final = "tasks.md"
_DAY_S: Final = 86_400

_INTRO = """\
# The career desk's tasks

Written by `python -m scripts.render_tasks` from the definitions in `packages/career/src/career/tasks` and the handlers
in `apps/worker/src/longhaul_worker/handlers`; do not edit it by hand.

Each task works without a network and without a language model, except that what is on the web is fetched from there.
Where a model is configured (`LLM_BASE_URL`, `LLM_MODEL`), it adds what rules cannot; what it says is kept only where
the source says it too, and its failure never fails a job unless the job says `"llm": "required"`.

A request is answered with 202 and a job; its end has the *result*, its files are listed under `artifacts`, and its
progress comes as events with a `code`, a sentence and counters. Every job can be cancelled, and one whose worker dies
goes on at its last step. How well each task does is in [measurements](evaluation.md).
"""

_OUTRO = """\
## What the clock asks for

| Schedule | Cron | Task | What it does |
| --- | --- | --- | --- |
"""


def page() -> str:
    """The whole page."""
    routes = {asked.task.name: (asked.path, asked.takes_file) for asked in ASKED}
    routes["project.refresh"] = ("/projects/{id}/refresh", False)
    parts = [_INTRO, *(_task(task, *routes[task.name]) for task in EVERY)]
    tasks = {task.name: task for task in HOUSEKEEPING}
    rows = [f"| `{one.name}` | `{one.cron}` UTC | `{one.task}` | {tasks[one.task].description} |" for one in SCHEDULES]
    return "\n".join([*parts, _OUTRO + "\n".join(rows)]) + "\n"


def _task(task: AnyTask, path: str, takes_file: bool) -> str:
    also = ", also with a file in the field `file` of a form" if takes_file else ""
    module = import_module(f"longhaul_worker.handlers.{task.name.replace('.', '_')}")
    steps = ", ".join(f"{name} {share} %" for name, share in module.WEIGHTS.steps)
    blocks = [
        f"## {task.name}",
        f"{task.description}",
        f"`POST {path}`{also}. {_limits(task)}",
        f"Progress: {steps}.",
        "### Arguments",
        _about(task.args),
        table(("Name", "Value", "Default", "Meaning"), _fields(task.args.model_json_schema())),
        "### Result",
        _about(task.result),
        table(("Name", "Value", "Default", "Meaning"), _fields(task.result.model_json_schema(mode="serialization"))),
        *_files(ARTIFACTS[task.name]),
        "### Errors",
        table(
            ("Code", "Meaning", "Kind"), [(_codes(code), meaning, kind) for code, meaning, kind in ERRORS[task.name]]
        ),
    ]
    return "\n\n".join(blocks) + "\n"


def _about(model: type[BaseModel]) -> str:
    """What the model says of itself, as one paragraph."""
    return " ".join((model.__doc__ or "").split())


def _files(kinds: dict[str, str]) -> list[str]:
    if not kinds:
        return []
    return ["### Files", table(("Kind", "Content"), [(f"`{kind}`", content) for kind, content in kinds.items()])]


def _codes(text: str) -> str:
    return ", ".join(f"`{code}`" for code in text.split(", "))


def _limits(task: AnyTask) -> str:
    said = [f"An attempt may take {task.timeout_s:g} s, and there are {task.max_attempts}"]
    if task.priority != 5:
        said.append(f"its priority is {task.priority}")
    if task.rate is not None:
        said.append(f"an owner may ask {task.rate.count} times in {task.rate.per_s:g} s")
    if task.concurrency_per_owner is not None:
        said.append(f"{task.concurrency_per_owner} of an owner's runs at a time")
    kept = task.retention.total_seconds() / _DAY_S
    said.append(f"job and files are kept for {kept:g} day{'s' if kept != 1 else ''}")
    return "; ".join(said) + "."


def _fields(schema: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    required: set[str] = set(schema.get("required", ()))
    return [
        (f"`{name}`", _value(field), _default(name, field, required), field.get("description", ""))
        for name, field in schema.get("properties", {}).items()
    ]


def _default(name: str, field: dict[str, Any], required: set[str]) -> str:
    if name in required or "default" not in field:
        return "" if name not in required or "default" in field else "required"
    default = field["default"]
    return "none" if default in (None, [], {}) else f"`{json.dumps(default)}`"


def _value(field: dict[str, Any]) -> str:
    if "$ref" in field:
        return f"`{field['$ref'].rsplit('/', 1)[-1]}`"
    if "enum" in field:
        return " or ".join(f"`{choice}`" for choice in field["enum"])
    if "const" in field:
        return f"`{field['const']}`"
    for union in ("anyOf", "allOf", "oneOf"):
        if union in field:
            kinds = [_value(one) for one in field[union] if one.get("type") != "null"]
            return " or ".join(dict.fromkeys(kinds))
    kind = field.get("type", "any")
    match kind:
        case "array":
            return f"list of {_value(cast('dict[str, Any]', field.get('items', {})))}"
        case "string":
            return {"uri": "address", "date-time": "time", "email": "e-mail address"}.get(
                field.get("format", ""), "text"
            )
        case "integer" | "number":
            return _bounds("whole number" if kind == "integer" else "number", field)
        case "boolean":
            return "`true` or `false`"
        case "object":
            inner = field.get("additionalProperties")
            return (
                f"object of {_value(cast('dict[str, Any]', inner))}" if isinstance(inner, dict) and inner else "object"
            )
        case _:
            return str(kind)


def _bounds(kind: str, field: dict[str, Any]) -> str:
    low, high = field.get("minimum"), field.get("maximum")
    ends = [f"from {low:g}"] if low is not None else []
    return " ".join([kind, *ends, *([f"to {high:g}"] if high is not None else [])])


def main() -> int:
    """Write the page; the exit status."""
    write(NAME, page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
