"""What keeps the documents true: generated pages are current, tests they name are there, the README's example runs.

Links, commands, variables, routes and blocks of code are looked at in `tests/documents`.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from scripts import (
    render_cli,
    render_database,
    render_events,
    render_http,
    render_metrics,
    render_openapi,
    render_settings,
    render_states,
    render_tasks,
)
from scripts.rendering import REFERENCE

from longhaul.mongo.driver import Database
from longhaul.mongo.indexes import build_indexes
from tests.support.waiting import eventually

ROOT = Path(__file__).parents[2]
DECISIONS = ROOT / "docs" / "decisions"
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
TOP_FOLDERS = ("apps", "docs", "packages", "scripts", "tests")

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_PLACE = re.compile(rf"^(?P<path>(?:{'|'.join(TOP_FOLDERS)})/[\w./-]*\w/?)(?:::(?P<test>test_\w+))?$")
_RECORD = re.compile(r"^\d{4}-[a-z0-9-]+\.md$")


@cache
def text_of(path: Path) -> str:
    """A document."""
    return path.read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    """A document as test reports name it."""
    return str(path.relative_to(ROOT))


def example() -> str:
    """The Python example of the README."""
    (code,) = re.findall(r"^```python\n(.*?)^```$", text_of(ROOT / "README.md"), re.DOTALL | re.MULTILINE)
    return code


@pytest.mark.parametrize(
    ("name", "render"),
    [
        (one.NAME, one.page)
        for one in (
            render_cli,
            render_database,
            render_events,
            render_http,
            render_metrics,
            render_openapi,
            render_settings,
            render_states,
            render_tasks,
        )
    ],
)
def test_a_generated_page_is_current(name: str, render: Callable[[], str]) -> None:
    written = text_of(REFERENCE / name)

    assert render() == written, f"it is stale; run: python -m {render.__module__}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_files_and_tests_named_in_documents_exist(document: Path) -> None:
    places = [place for code in _CODE.findall(text_of(document)) if (place := _PLACE.match(code))]

    missing = [
        place[0]
        for place in places
        if not (ROOT / place["path"]).exists()
        or (place["test"] and f"def {place['test']}(" not in text_of(ROOT / place["path"]))
    ]

    assert missing == []


def test_the_index_of_decisions_lists_every_record_once() -> None:
    records = sorted(path.name for path in DECISIONS.iterdir() if _RECORD.match(path.name))

    listed = [link for link in _LINK.findall(text_of(DECISIONS / "README.md")) if _RECORD.match(link)]

    assert listed == records


@pytest.mark.parametrize("record", sorted(DECISIONS.glob("0*.md")), ids=lambda record: record.stem)
def test_a_decision_says_what_was_decided_why_and_what_follows(record: Path) -> None:
    parts = re.findall(r"^## (.+)$", text_of(record), re.MULTILINE)

    assert [part for part in parts if part in {"Context", "Decision", "Evidence", "Consequences"}] == [
        "Context",
        "Decision",
        "Evidence",
        "Consequences",
    ]


async def test_the_example_of_the_readme_runs(tmp_path: Path, mongo_uri: str, database_name: str) -> None:
    script = tmp_path / "example.py"
    script.write_text(example(), encoding="utf-8")
    database = Database(mongo_uri, database_name)
    await build_indexes(database)
    jobs = database.collection("background_jobs")
    process = subprocess.Popen(  # noqa: ASYNC220 - returns as soon as the process exists
        [sys.executable, str(script)],
        cwd=tmp_path,
        env={"MONGODB_URI": mongo_uri, "MONGODB_DATABASE": database_name},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        job = await eventually(lambda: jobs.find_one({"status": "succeeded"}), description="the job succeeds")
        process.send_signal(signal.SIGTERM)
        output, _ = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
        await database.close()

    assert job is not None
    assert f"enqueued {job['_id']}" == output.decode().splitlines()[0]
    assert {"total": 3} == job["result"]
    assert process.returncode == 0
