"""Writes `docs/reference/database.md` from documents and indexes in the code: `python -m scripts.render_database`."""

from __future__ import annotations

import sys
from typing import Final

from career.records.collections import KEPT as DESK
from longhaul.mongo.documents import DOCUMENTS
from longhaul.mongo.indexes import INDEXES
from longhaul_api.auth.records import KEPT as LOGINS
from scripts.described import rows, summary
from scripts.recorded_indexes import Built, recorded
from scripts.rendering import table, write

NAME: Final = "database.md"

_INTRO = """\
# The database

Written by `python -m scripts.render_database` from `longhaul.mongo.documents`, `longhaul.mongo.indexes` and the stores
of the career desk; do not edit it by hand.

Everything is in one database, named by `MONGODB_DATABASE`. Reads and writes are with majority, reads from the primary.
Times are UTC and those of the database's clock. Every process builds the indexes that are missing when it starts; none
is ever dropped or changed. A field that "may be absent" is not there, rather than null, where it does not apply.

Reading here is safe. Writing is for the engine: a change of a job is one statement with a fence and an event, and one
made by hand is seen by nobody who follows. Use the [API](http.md) or the [command line](cli.md).

The web's sign-in has a database of its own, `WEB_AUTH_DATABASE`, whose collections are those of its library; see
[sign-in](../how-to/sign-in.md).
"""

_INDEXES = ("Index", "Keys", "Kind", "For")


def page() -> str:
    """The whole page."""
    built = recorded()
    return "\n".join(
        [
            _INTRO,
            "## Collections of the engine\n",
            *(_collection(name, described, built[name]) for name, described in DOCUMENTS.items()),
            "## Collections of the career desk\n",
            "Records of owners. What their fields mean is with the routes that answer them, in",
            "[openapi.json](openapi.json).\n",
            _list_of(DESK, built),
            "\n## Collections of logins\n",
            _list_of(LOGINS, built),
            "",
        ]
    )


def _collection(name: str, described: tuple[type, ...], built: list[Built]) -> str:
    blocks = [f"### {name}"]
    for one in described:
        blocks += [summary(one), table(("Field", "Value", "Meaning"), rows(one))]
    purposes = {(index.collection, index.name): index.purpose for index in INDEXES}
    known = [
        (f"`{one.name}`", one.keys, one.kind, purposes.get((name, one.name), "every GridFS has it")) for one in built
    ]
    if known:
        blocks.append(table(_INDEXES, known))
    return "\n\n".join(blocks) + "\n"


def _list_of(kept: dict[str, str], built: dict[str, list[Built]]) -> str:
    return table(
        ("Collection", "Holds", "Indexes"),
        [
            (f"`{name}`", meaning, "<br>".join(_index(one) for one in built[name]) or "")
            for name, meaning in kept.items()
        ],
    )


def _index(built: Built) -> str:
    return f"{built.keys} ({built.kind})" if built.kind else built.keys


def main() -> int:
    """Write the page; the exit status."""
    write(NAME, page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
