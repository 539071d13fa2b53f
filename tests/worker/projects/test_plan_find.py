"""Finding the plan: by its name, by its boxes, and never in a form or in somebody else's files."""

from __future__ import annotations

from pathlib import Path

import pytest

from longhaul_worker.projects.plan_find import FoundPlan, find_plan, plan_of
from longhaul_worker.projects.tree import Tree
from tests.worker.projects.repositories import commit

BOX = "- [ ] a\n"
BOXES = "- [x] a\n- [ ] b\n- [ ] c\n"


def found(tmp_path: Path, files: dict[str, str], asked: str | None = None) -> FoundPlan:
    """What is found in a repository with these files."""
    commit(tmp_path / "r", files)
    return find_plan(Tree.of(tmp_path / "r"), asked)


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["README.md", "TODO.md", "PLAN.md", "ROADMAP.md"], "PLAN.md"),
        (["README.md", "TODO.md", "roadmap.md"], "roadmap.md"),
        (["IMPLEMENTATION_PLAN.md", "PROGRESS.md"], "PROGRESS.md"),
        (["docs/x/plan-2.md", "IMPLEMENTATION.md"], "IMPLEMENTATION.md"),
        (["docs/x/plan-2.md", ".cursor/plans/a.plan.md"], "docs/x/plan-2.md"),
        ([".cursor/plans/a.plan.md", "notes.md"], ".cursor/plans/a.plan.md"),
        (["docs/roadmap.md", "notes.md"], "docs/roadmap.md"),
        (["docs/project-plan.md", "docs/explanation.md", "docs/planets.md"], "docs/project-plan.md"),
        (["notes.md", "README.md"], "notes.md"),
        (["README.md"], "README.md"),
        (["vendor/x/PLAN.md", "sub/TODO.md"], "sub/TODO.md"),
    ],
)
def test_the_most_telling_name_is_the_plan(tmp_path: Path, paths: list[str], expected: str) -> None:
    plan = found(tmp_path, dict.fromkeys(paths, BOX)).plan

    assert plan is not None
    assert expected == plan.path


def test_among_named_files_one_with_boxes_is_the_plan(tmp_path: Path) -> None:
    plan = found(tmp_path, {"ROADMAP.md": "# Later\n", "TODO.md": BOXES}).plan

    assert plan is not None
    assert ("TODO.md", 1, 3) == (plan.path, plan.done, plan.total)


def test_a_named_file_without_boxes_is_the_plan_where_no_other_has_any(tmp_path: Path) -> None:
    plan = found(tmp_path, {"PLAN.md": "# Later\n", "README.md": BOXES}).plan

    assert plan is not None
    assert ("PLAN.md", None) == (plan.path, plan.percent)


def test_without_a_named_file_the_one_with_most_boxes_is_the_plan(tmp_path: Path) -> None:
    result = found(tmp_path, {"a/one.md": BOX, "b/three.md": BOXES, "README.md": BOXES * 9})

    assert result.plan is not None
    assert ("b/three.md", {"a/one.md": 1}) == (result.plan.path, result.others)


@pytest.mark.parametrize(
    "path",
    [
        ".github/PULL_REQUEST_TEMPLATE.md",
        ".github/ISSUE_TEMPLATE/bug.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "node_modules/x/todo.md",
        "templates/checklist.md",
        "tests/fixtures/tasks.md",
    ],
)
def test_forms_and_files_of_others_are_no_plans(tmp_path: Path, path: str) -> None:
    assert found(tmp_path, {path: BOXES}).plan is None


def test_the_plan_that_is_asked_for_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    files = {"PLAN.md": BOX, "vendor/odd name.txt": BOXES}

    plan = found(tmp_path, files, "vendor/odd name.txt").plan

    assert plan is not None
    assert 3 == plan.total


def test_a_plan_that_is_asked_for_and_not_there_is_none_and_others_are_named(tmp_path: Path) -> None:
    result = found(tmp_path, {"PLAN.md": BOX}, "docs/nope.md")

    assert (None, {"PLAN.md": 1}, False) == (result.plan, result.others, result.is_too_large)


def test_a_plan_that_is_too_large_is_said_to_be(tmp_path: Path) -> None:
    result = found(tmp_path, {"PLAN.md": BOX * 200_000}, "PLAN.md")

    assert (None, True) == (result.plan, result.is_too_large)


def test_a_picture_called_like_a_plan_is_none(tmp_path: Path) -> None:
    assert found(tmp_path, {"PLAN.md": "\0\1\2" + BOXES}).plan is None


def test_no_more_than_ten_thousand_items_are_given_and_all_are_counted(tmp_path: Path) -> None:
    commit(tmp_path / "r", {"PLAN.md": BOX * 11_000})

    plan = plan_of(str(tmp_path / "r"), None).plan

    assert plan is not None
    assert (11_000, 10_000) == (plan.total, len(plan.items))
