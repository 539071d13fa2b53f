"""The page of capacity: what is on it comes from the run beside it, and what is written by hand stays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rich.console import Console
from scripts.capacity.points import from_json, to_json
from scripts.capacity.table import show
from scripts.render_capacity import NAME, filled, page, parts
from scripts.rendering import REFERENCE

from tests.capacity.figures import report


def test_the_page_is_current() -> None:
    written = (REFERENCE / NAME).read_text(encoding="utf-8")

    assert page() == written, "it is stale; run: python -m scripts.render_capacity"


def test_every_part_that_is_rendered_has_its_place_on_the_page() -> None:
    text = (REFERENCE / NAME).read_text(encoding="utf-8")

    places = re.findall(r"<!-- from here: scripts/render_capacity\.py ([\w-]+) -->", text)

    assert sorted(places) == sorted(parts(report()))


def test_text_by_hand_stays_and_rendering_twice_changes_nothing() -> None:
    text = "# By hand\n\n<!-- from here: scripts/render_capacity.py one -->\nold\n<!-- to here -->\n\nalso by hand\n"

    once = filled(text, {"one": "new"})

    assert once.startswith("# By hand\n")
    assert once.endswith("<!-- to here -->\n\nalso by hand\n")
    assert "new" in once
    assert "old" not in once
    assert filled(once, {"one": "new"}) == once


def test_a_mark_that_nothing_belongs_to_is_refused() -> None:
    with pytest.raises(KeyError, match="gone"):
        filled("<!-- from here: scripts/render_capacity.py gone -->\n<!-- to here -->", {})


def test_a_report_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "capacity.json"
    path.write_text(to_json(report()), encoding="utf-8")

    assert to_json(from_json(path)) == to_json(report())


def test_a_short_run_says_on_the_page_that_it_is_one() -> None:
    whole, short = report(), report()
    short.plan["step_s"] = 0.5

    assert "do not plan with them" not in parts(whole)["run"]
    assert "do not plan with them" in parts(short)["run"]


def test_steps_that_ran_out_of_jobs_are_told_of_on_the_page() -> None:
    made = report()
    made.notes.append("1 step ran out of jobs")

    assert "1 step ran out of jobs" in parts(made)["run"]


def test_what_stands_on_the_disk_is_what_each_job_leaves_for_as_long_as_it_is_kept() -> None:
    storage = report().storage

    assert storage is not None
    # 200 bytes of the job and 3 x 100 of its events, for seven days
    assert storage.gb_after(1_000_000) == pytest.approx(3.5)


def test_the_terminal_shows_every_table_of_the_page() -> None:
    console = Console(record=True, width=200)

    show(report(), console)

    text = console.export_text()
    assert "Claims and ends" in text
    assert "When to move" in text
