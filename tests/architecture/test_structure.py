"""What keeps the structure as it is drawn: floors, sizes, light imports, one writer of `status`."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from scripts.check_sizes import too_long

from longhaul.model.states import TERMINAL, TRANSITIONS, Status
from longhaul.mongo.indexes import INDEXES

ROOT = Path(__file__).parents[2]
ENGINE = ROOT / "packages" / "core" / "src" / "longhaul"
HEAVY = ("pypdfium2", "docx", "lxml", "typst", "feedparser", "phonenumbers", "nh3", "ahocorasick_rs", "longhaul_worker")


def test_every_import_goes_down() -> None:
    linted = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert linted.returncode == 0, linted.stdout


def test_no_file_is_too_long() -> None:
    assert too_long() == []


@pytest.mark.parametrize("module", ["longhaul_api.app", "career.tasks.resume", "career.tasks.feed", "longhaul.runtime"])
def test_what_the_api_imports_is_light(module: str) -> None:
    code = f"import sys, {module}; print([name for name in {HEAVY!r} if name in sys.modules])"

    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert loaded.stdout.strip() == "[]"


def test_only_the_transitions_write_the_status() -> None:
    # A key `"status":` followed by anything but a filter's operator or value read from elsewhere is a write.
    writes = re.compile(r'"\$set"[^}]*"status"|\bfields\b[^=]*=\s*\{[^}]*"status"', re.DOTALL)
    allowed = {"transitions.py"}

    writers = {path.name for path in ENGINE.rglob("*.py") if writes.search(path.read_text())}

    assert writers == allowed


def test_a_terminal_state_is_left_by_requeue_alone() -> None:
    leaving = {verb for verb, move in TRANSITIONS.items() if move.source & TERMINAL}

    assert leaving == {"requeue"}


def test_every_state_can_be_reached_and_every_move_of_a_running_job_by_its_holder_is_fenced() -> None:
    reached = {Status.QUEUED}.union(*(move.target for move in TRANSITIONS.values()))
    unfenced = {verb for verb, move in TRANSITIONS.items() if Status.RUNNING in move.source and not move.by_holder}

    assert reached == set(Status)
    assert unfenced == {"request_cancel", "rescue"}


def test_index_names_are_unique_within_their_collection() -> None:
    names = [(index.collection, index.name) for index in INDEXES]

    assert len(names) == len(set(names))
