"""Finds the plan of a repository among its files."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import Final

from pydantic import BaseModel

from career.tasks.project import Plan
from longhaul_worker.projects.decoding import decoded, is_binary
from longhaul_worker.projects.introduction import Introduction, introduction_of
from longhaul_worker.projects.paths import is_foreign
from longhaul_worker.projects.plan import likely_boxes, read_plan
from longhaul_worker.projects.tree import Entry, Tree

#: Names that say "plan", the most telling first; a name of the root goes before the same one in a folder.
_NAMED: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?:project[-_ ]?)?plan\.(?:md|markdown|mdx)",
        r"road[-_ ]?map\.(?:md|markdown|mdx)",
        r"to[-_ ]?dos?\.(?:md|markdown|mdx|txt)|todo",
        r"progress\.(?:md|markdown|mdx)",
        r"implementation[^/]*\.(?:md|markdown|mdx)",
        r"(?:docs?|documentation)/(?:.*/)?(?:[^/]*[-_. ])?plan(?:s|ning|ned)?(?![a-z])[^/]*\.(?:md|markdown|mdx)",
        r"(?:.*/)?[^/]*\.plan\.md",
        r"(?:docs?|documentation|\.github|planning|plans?)/(?:.*/)?(?:road[-_ ]?map|to[-_ ]?do|progress|plan)\.md",
    )
)
_MARKDOWN: Final = re.compile(r"\.(?:md|markdown|mdx|mdown)$", re.IGNORECASE)
_README: Final = re.compile(r"readme(?:\.(?:md|markdown|mdx|txt))?$", re.IGNORECASE)
#: Their boxes are a form for somebody to fill in.
_FORMS: Final = re.compile(
    r"(^|/)(?:issue_template|pull_request_template|contributing|changelog|changes|code_of_conduct|security|license|release"
    r"|governance|support)\b[^/]*(?:$|/)|(^|/)templates?/|(^|/)\.github/(?!road|plan|to)",
    re.IGNORECASE,
)
_CANDIDATES: Final = 400
_PARSED: Final = 20
_ITEMS: Final = 10_000


class FoundPlan(BaseModel):
    """The plan, where else there are boxes (how many by path, the most first), and what the README says.

    `is_too_large`: the file asked for is there, but too large to be read.
    """

    plan: Plan | None = None
    others: dict[str, int] = {}
    is_too_large: bool = False
    introduction: Introduction = Introduction()


def plan_of(directory: str, asked: str | None) -> FoundPlan:
    """The plan of the bare repository at `directory`, with its first 10,000 items; for child processes."""
    tree = Tree.of(Path(directory))
    found = find_plan(tree, asked)
    found.introduction = introduction_of(tree)
    if found.plan is not None:
        found.plan.items = found.plan.items[:_ITEMS]
    return found


def find_plan(tree: Tree, asked: str | None) -> FoundPlan:
    """The plan at the path `asked` for; else the first file whose name says so, else the one with the most boxes.

    Among files that are named like plans one with boxes is preferred. A README is looked at last, and without boxes it
    is no plan. Where nothing is at the path asked for, there is no plan.
    """
    if asked is not None:
        plan = _plan_at(tree, asked)
        if plan is not None:
            return FoundPlan(plan=plan)
        entry = tree.resolved(asked)
        return FoundPlan(others=_boxes(_most_boxes(tree)), is_too_large=entry is not None and not entry.is_readable)
    named = [plan for path in _named(tree) if (plan := _plan_at(tree, path)) is not None]
    for plan in named:
        if plan.total:
            return FoundPlan(plan=plan)
    if named:
        with_todos = (plan for plan in named if plan.frontmatter_todos)
        return FoundPlan(plan=next(with_todos, named[0]))
    plans = _most_boxes(tree)
    if plans:
        return FoundPlan(plan=plans[0], others=_boxes(plans[1:]))
    readmes = sorted((path for path in tree.entries if _README.match(path)), key=len)
    for path in readmes:
        plan = _plan_at(tree, path)
        if plan is not None and plan.total:
            return FoundPlan(plan=plan)
    return FoundPlan()


def _named(tree: Tree) -> list[str]:
    """The paths whose names say that they are plans, the most telling first."""
    found: list[tuple[int, int, str]] = []
    for path in tree.entries:
        rank = next((rank for rank, pattern in enumerate(_NAMED) if pattern.fullmatch(path)), None)
        if rank is not None and not is_foreign(path):
            found.append((rank, path.count("/"), path))
    return [path for _, _, path in sorted(found)][:_CANDIDATES]


def _most_boxes(tree: Tree) -> list[Plan]:
    """The plans of all Markdown files with boxes, those with the most first, but no forms and no README."""
    entries = [
        entry
        for path, entry in tree.entries.items()
        if _MARKDOWN.search(path)
        and not (entry.is_link or is_foreign(path) or _FORMS.search(path) or _README.match(PurePosixPath(path).name))
    ]
    likely: list[tuple[int, str, str]] = []
    for entry, content in tree.contents(sorted(entries, key=_depth)[: 5 * _CANDIDATES]):
        text = decoded(content)
        boxes = likely_boxes(text)
        if boxes and not is_binary(content):
            likely.append((-boxes, entry.path, text))
    # Parsing is what takes time: only what may be among the first is parsed.
    plans = [read_plan(path, text) for _, path, text in sorted(likely)[:_PARSED]]
    return sorted((plan for plan in plans if plan.total), key=lambda plan: (-plan.total, plan.path.count("/")))


def _depth(entry: Entry) -> tuple[int, str]:
    return entry.path.count("/"), entry.path


def _boxes(plans: list[Plan]) -> dict[str, int]:
    return {plan.path: plan.total for plan in plans[:5]}


def _plan_at(tree: Tree, path: str) -> Plan | None:
    content = tree.read(path)
    return None if content is None or is_binary(content) else read_plan(path, decoded(content))
