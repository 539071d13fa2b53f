"""The page of the seeds: what it calls here is here, what it calls held is held by that test, and its counts add up."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from longhaul.model.event import EVENT_TYPES
from tests.api.every_route import EXAMPLES

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
PAGE = REFERENCE / "seeds.md"
DOCUMENTS: Final = 5
VERDICTS: Final = ("here", "different", "left out", "not yet")
MET: Final = ("here", "different")
NOT_DESCRIBED: Final = {"GET /metrics", "WS /ws/events"}
"""Routes that the OpenAPI document leaves out."""
NO_TEST: Final = "no test"

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`]+)`")
_ROUTE = re.compile(r"^(?:GET|POST|PUT|DELETE|WS) /\S*$")
_EVENT = re.compile(r"^(?:job|application)\.[a-z_]+$")
_SETTING = re.compile(r"^[A-Z][A-Z0-9]*_[A-Z0-9_]+$|^PORT$|^HOST$")
_METRIC = re.compile(r"^longhaul_[a-z_]+_(?:total|seconds|jobs|events|workers|open|paused|info)$")
_FIGURE = re.compile(r"(?<!\*)\*([^*]*\d[^*]*)\*(?!\*)")


@dataclass(frozen=True)
class Row:
    """One thing that a document names: what it says, the verdict, where it is, and the tests that hold it."""

    document: str
    kind: str
    named: str
    verdict: str
    place: str
    held_by: str

    @property
    def tests(self) -> list[str]:
        """The tests as `path::name`."""
        return _CODE.findall(self.held_by)


@cache
def text_of(path: Path) -> str:
    """A file."""
    return path.read_text(encoding="utf-8")


def cells(line: str) -> list[str]:
    """The cells of a line of a table."""
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


@cache
def rows() -> tuple[Row, ...]:
    """Every row of the documents' tables."""
    found: list[Row] = []
    document = kind = ""
    for line in text_of(PAGE).splitlines():
        if line.startswith("## "):
            document = line[3:]
        elif line.startswith("### "):
            kind = line[4:]
        elif document and line.startswith("| ") and not line.startswith(("| Named there", "| ---")):
            found.append(Row(document, kind, *cells(line)))
    return tuple(found)


def summary() -> dict[str, list[int]]:
    """The table on top: named, and of each verdict, by document."""
    top = text_of(PAGE).partition("\n## ")[0]
    table = [cells(line) for line in top.splitlines() if line.startswith("| ")]
    assert ["Document", "Named", *(verdict.capitalize() for verdict in VERDICTS)] == table[0]
    return {name: [int(figure) for figure in figures] for name, *figures in table[2:]}


def code_in(part: str) -> set[str]:
    """What stands in backquotes."""
    return set(_CODE.findall(part))


def test_the_page_has_rows_of_all_five_documents() -> None:
    assert DOCUMENTS == len({row.document for row in rows()})


def test_the_counts_on_top_are_those_of_the_rows() -> None:
    counted = Counter((row.document, row.verdict) for row in rows())
    expected = {
        document: [sum(each), *each]
        for document in dict.fromkeys(row.document for row in rows())
        if (each := [counted[document, verdict] for verdict in VERDICTS])
    }
    expected["All five"] = [sum(column) for column in zip(*expected.values(), strict=True)]

    assert expected == summary()


def test_every_row_has_a_verdict_and_says_where_or_why() -> None:
    unclear = [row for row in rows() if row.verdict not in VERDICTS or not row.named or not row.place]

    assert [] == unclear


def test_nothing_is_named_twice_in_one_table() -> None:
    named = Counter((row.document, row.kind, row.named) for row in rows())

    assert [] == [where for where, times in named.items() if times > 1]


def test_what_is_met_names_its_tests_or_says_that_there_is_none_and_nothing_else_names_any() -> None:
    odd = [row for row in rows() if (row.verdict in MET) != bool(row.tests or row.held_by == NO_TEST)]

    assert [] == odd


def test_every_link_leads_to_something() -> None:
    links = {link.partition("#")[0] for link in _LINK.findall(text_of(PAGE))}

    assert links
    assert [] == sorted(link for link in links if "://" in link or not (PAGE.parent / link).exists())


def test_every_test_named_is_a_test_of_that_file() -> None:
    named = {test for row in rows() for test in row.tests}

    assert named
    assert [] == sorted(test for test in named if not is_there(test))


def is_there(test: str) -> bool:
    """Whether `test` is a function of its Python file, or a title in its TypeScript file."""
    place, _, name = test.partition("::")
    path = ROOT / place
    if not path.is_file() or not name:
        return False
    if path.suffix == ".py":
        return re.search(rf"^(?:async )?def {re.escape(name)}\(", text_of(path), re.MULTILINE) is not None
    return re.search(rf"\b(?:it|test)\(\"{re.escape(name)}\"", text_of(path)) is not None


def test_every_folder_and_file_named_exists() -> None:
    named = {code for row in rows() for code in code_in(row.place) if re.match(r"^(?:tests|apps|packages|docs)/", code)}

    assert [] == sorted(code for code in named if not (ROOT / code).exists())


def test_every_route_named_as_ours_is_one() -> None:
    paths = json.loads(text_of(REFERENCE / "openapi.json"))["paths"]
    described = {f"{method.upper()} {path}" for path, operations in paths.items() for method in operations}
    others = {f"{'WS' if method == 'WEBSOCKET' else method} {path}" for method, path in EXAMPLES} & NOT_DESCRIBED
    named = {code for row in rows() for code in code_in(row.place) if _ROUTE.match(code)}

    assert named
    assert set() == named - described - others


def test_every_event_type_named_is_one() -> None:
    named = {code for row in rows() for part in (row.named, row.place) for code in code_in(part) if _EVENT.match(code)}

    assert named
    assert set() == named - set(EVENT_TYPES)


def test_every_setting_named_as_ours_is_described() -> None:
    described = code_in(text_of(REFERENCE / "settings.md"))
    named = {code for row in rows() for code in code_in(row.place) if _SETTING.match(code)}

    assert named
    assert set() == named - described


def test_every_metric_named_is_exported() -> None:
    sources = [*(ROOT / "packages" / "core" / "src").rglob("*.py"), *(ROOT / "apps").glob("*/src/**/*.py")]
    code = "\n".join(text_of(path) for path in sources)
    named = {metric for row in rows() for metric in code_in(row.place) if _METRIC.match(metric)}

    assert named
    assert [] == sorted(metric for metric in named if f'"{metric}"' not in code)


def test_every_figure_stands_on_the_page_that_its_row_links() -> None:
    missing: list[tuple[str, str]] = []
    for row in rows():
        linked = [name for name in ("measurements.md", "proof.md") if f"({name})" in row.place]
        pages = " ".join(text_of(REFERENCE / name) for name in linked)
        missing += [(row.named, figure) for figure in _FIGURE.findall(row.place) if figure not in pages]

    assert [] == missing
