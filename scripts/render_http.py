"""Writes `docs/reference/http.md` from the OpenAPI document: `python -m scripts.render_http`."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from typing import Final, cast

from longhaul.mongo.documents import JobDocument
from longhaul_api.problems import KINDS
from scripts.described import comments
from scripts.openapi_words import Schema, resolved, shapes_of, value
from scripts.rendering import REFERENCE, table, write

NAME: Final = "http.md"
_METHODS: Final = ("get", "post", "put", "delete")
_TAGS: Final = {
    "jobs": "Jobs",
    "events": "Events",
    "artifacts": "Files",
    "career desk": "Asking the career desk",
    "career desk records": "What the career desk keeps",
    "operators": "For operators",
    "who asks": "Who asks",
    "health": "Health",
}
_NOTES: Final = {
    "career desk": "Arguments and results are on [the page of tasks](tasks.md).\n",
    "events": "Beside these there is the WebSocket `/ws/events`, which takes what the stream takes. What all of them"
    " send is on [the page of events](events.md).\n",
}
_SHAPE_LINK: Final = re.compile(r"\[(\w+)\]\(#(\w+)\)")
_WITHOUT_DETAILS: Final = frozenset({"career desk"})
"""Their arguments and results are on the page of tasks."""
_WITHOUT_SHAPES: Final = frozenset({"career desk", "career desk records"})

_INTRO = """\
# HTTP

Written by `python -m scripts.render_http` from [openapi.json](openapi.json), which says the same for programs; do not
edit it by hand. A running API shows it on `/docs`. Behind the web every route is under `/api`.

## Conventions

- Bodies and answers are JSON, times ISO 8601 in UTC, ids texts. What an answer lists is always there, null where it
  does not apply, unless it says otherwise. A field of a body that is not known is refused (422).
- Whose objects are meant is decided by who asks. Another owner's object is not found (404). Operators name another
  owner with `?owner=` wherever a route says so; anybody else who does gets 403.
- A request that asks for a job may carry `Idempotency-Key`: sent again it is answered with the job that it asked for
  first. With `Prefer: wait=10` the answer waits for the end of the job, up to that many seconds, 60 at most.
- A job is answered with 202 and its `Location`, or 200 where it was there already or has ended meanwhile.
- Lists come newest first. The next page is asked for with what the answer gave as `next_page` (as `page`) or `next` (as
  `after`). `cursor` is the place in the event log from which a [stream](../how-to/stream-events.md) goes on from there.
- Every answer has `X-Request-ID`, taken from the request where it has one.

## Who may call

"Everybody" needs no credential. "Caller" is who the request's token, API key or cookie says, or the owner `local` with
`AUTH=none`. "Operator" is a caller with that role. How to set it up is in [who may ask](../how-to/authentication.md).

| Credential | How it is sent | What it is |
| --- | --- | --- |
{credentials}

## Problems

Every error is `application/problem+json` (RFC 9457): `type`, `title`, `status`, `detail` in a sentence that people
understand, `instance`, the `request_id` that leads to the log, and `errors` with a `field` each where fields are wrong.

{problems}

Any route may answer these; 401 and 403 where credentials are asked for. 429 and 503 carry `Retry-After` in seconds.
"""


def page() -> str:
    """The whole page."""
    document: Schema = json.loads((REFERENCE / "openapi.json").read_text(encoding="utf-8"))
    schemes = document["components"]["securitySchemes"]
    credentials = [f"| {name} | {_sent(scheme)} | {scheme['description']} |" for name, scheme in schemes.items()]
    rows = [(f"`urn:longhaul:problem:{kind}`", str(status), title) for _, status, kind, title in KINDS]
    rows = [*dict.fromkeys([*rows, ("`urn:longhaul:problem:internal`", "500", "A fault of this service")])]
    problems = table(("Type", "Status", "Title"), rows)
    parts = [_INTRO.format(credentials="\n".join(credentials), problems=problems)]
    shown: list[Schema] = []
    for tag in _TAGS:
        found = list(_operations(document, tag))
        parts.append(_section(tag, found, document))
        if tag not in _WITHOUT_SHAPES:
            shown += [operation for _, _, operation in found]
    parts += ["## Shapes\n", *_shapes(document, shown)]
    named = {name.lower() for name in shapes_of(shown, document["components"]["schemas"])}
    # What only the career desk answers is in the document for programs alone.
    return _SHAPE_LINK.sub(lambda link: link[0] if link[2] in named else f"`{link[1]}`", "\n".join(parts))


def _sent(scheme: Schema) -> str:
    if scheme["type"] == "http":
        return f"`Authorization: Bearer <{scheme['bearerFormat']}>`".replace("<lh_<id>_<secret>>", "lh_<id>_<secret>")
    return f"{scheme['in']} `{scheme['name']}`"


def _operations(document: Schema, tag: str) -> Iterator[tuple[str, str, Schema]]:
    for path, operations in document["paths"].items():
        for method in _METHODS:
            if method in operations and operations[method]["tags"] == [tag]:
                yield method.upper(), path, operations[method]


def _section(tag: str, found: list[tuple[str, str, Schema]], document: Schema) -> str:
    lines, details = [f"## {_TAGS[tag]}\n", *([_NOTES[tag]] if tag in _NOTES else [])], tag not in _WITHOUT_DETAILS
    rows = [
        (
            f"[`{method} {path}`](#{_anchor(method, path)})" if details else f"`{method} {path}`",
            _about(operation)[0],
            _who(operation),
        )
        for method, path, operation in found
    ]
    lines += [table(("Route", "What it does", "Who"), rows), ""]
    if details:
        lines += [_route(method, path, operation, document) for method, path, operation in found]
    return "\n".join(lines)


def _about(operation: Schema) -> list[str]:
    """The paragraphs of a description, each on one line."""
    return [" ".join(part.split()) for part in operation.get("description", "").split("\n\n")]


def _who(operation: Schema) -> str:
    if not operation.get("security"):
        return "everybody"
    return "operator" if "operators" in operation["tags"] else "caller"


def _anchor(method: str, path: str) -> str:
    """The anchor of a route's heading, as GitHub makes it."""
    kept = "".join(sign for sign in f"{method} {path}".lower() if sign.isalnum() or sign in " -_")
    return kept.replace(" ", "-")


def _route(method: str, path: str, operation: Schema, document: Schema) -> str:
    blocks = [f"### `{method} {path}`", *_about(operation)]
    parameters = [resolved(one, document) for one in operation.get("parameters", ())]
    if any(one["name"] == "owner" for one in parameters):
        blocks[-1] += " Operators may name another `owner`."
    if rows := [_parameter(one) for one in parameters if one["name"] != "owner"]:
        blocks.append(table(("Parameter", "In", "Value", "Meaning"), rows))
    if body := operation.get("requestBody"):
        blocks.append("Body: " + "; or ".join(_content(kind, one) for kind, one in body["content"].items()) + ".")
    blocks.append("Answers: " + "; ".join(_answers(operation)) + ".")
    return "\n\n".join(blocks) + "\n"


def _parameter(one: Schema) -> tuple[str, str, str, str]:
    schema = one["schema"]
    said = value(schema).removesuffix(" or null") + (
        f", else `{json.dumps(schema['default'])}`" if schema.get("default") is not None else ""
    )
    meaning = one.get("description", "") or schema.get("description", "")
    return f"`{one['name']}`", one["in"], said, meaning


def _answers(operation: Schema) -> Iterator[str]:
    for status, answer in operation["responses"].items():
        if status in {"401", "403", "default"}:
            continue
        kinds = [_content(kind, one) for kind, one in answer.get("content", {}).items()]
        yield f"{status} {' or '.join(kinds)}".strip() if kinds else f"{status} without a body"


def _content(kind: str, content: Schema) -> str:
    schema = content.get("schema", {})
    if kind == "application/json":
        return value(schema) if schema else "JSON"
    if kind == "multipart/form-data":
        fields = cast("Schema", schema.get("properties", {}))
        return f"a form with {' and '.join(f'`{name}`' for name in fields) or 'a file'}"
    return f"`{kind}`"


def _shapes(document: Schema, operations: list[Schema]) -> Iterator[str]:
    """What routes take and give, beside what the career desk does."""
    meanings = comments(JobDocument)
    schemas: Schema = document["components"]["schemas"]
    for name in shapes_of(operations, schemas):
        schema = schemas[name]
        blocks = [f"### {name}", " ".join(schema.get("description", "").split())]
        if "enum" in schema:
            blocks.append(value(schema))
        required = set(schema.get("required", ()))
        fields = schema.get("properties", {})
        rows = [
            (
                f"`{field}`",
                value(one) + ("" if field in required else ", may be left out"),
                one.get("description", "") or (meanings.get(field, "") if _is_of_jobs(name) else ""),
            )
            for field, one in fields.items()
        ]
        if any(meaning for _, _, meaning in rows):
            blocks.append(table(("Field", "Value", "Meaning"), rows))
        elif rows:
            blocks.append(table(("Field", "Value"), [row[:2] for row in rows]))
        yield "\n\n".join(block for block in blocks if block) + "\n"


def _is_of_jobs(name: str) -> bool:
    return name in {"JobSummary", "JobView", "JobAnswer", "DeadLetter", "HeldJob"}


def main() -> int:
    """Write the page; the exit status."""
    write(NAME, page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
