"""Reads a plan file: its boxes under their headings, as GitHub counts them."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from typing import Final

from career.tasks.project import Plan, PlanItem, PlanSection
from longhaul_worker.projects.frontmatter import front_matter
from longhaul_worker.projects.legends import is_legend
from longhaul_worker.projects.markdown import Box, Section, outline, plain

#: A box has this shape, whatever surrounds it.
_LIKELY: Final = re.compile(r"\[[ xX]\][ \t\v\f]")


def likely_boxes(text: str) -> int:
    """How many boxes a look without a parser finds: never fewer than there are."""
    return len(_LIKELY.findall(text))


def read_plan(path: str, text: str) -> Plan:
    """The plan in `text`, whose lines end in a line feed.

    Only open and ticked boxes count; what is marked in progress or cancelled is counted apart, and the legend that
    explains the marks not at all. `percent` is None where no box counts.
    """
    matter = front_matter(text)
    skipped = matter.lines if matter is not None else 0
    body = text.split("\n", skipped)[skipped] if skipped else text
    found = outline(body)
    legends = _legends(found.sections, found.introductions, found.unmarked)
    sections = [
        Section(section.heading, section.level, [box for box in section.boxes if box.list_ not in legends])
        for section in found.sections
    ]
    boxes = [box for section in sections for box in section.boxes]
    done, total = _counts(boxes)
    return Plan(
        path=path,
        format="cursor" if matter is not None and matter.todos else "markdown",
        done=done,
        total=total,
        in_progress=sum(box.mark == "in_progress" for box in boxes),
        cancelled=sum(box.mark == "cancelled" for box in boxes),
        percent=round(100 * done / total, 1) if total else None,
        sections=[_section(section) for section in sections if _counts(section.boxes)[1]],
        items=[
            PlanItem(
                text=plain(box.text),
                done=box.mark == "done",
                line=box.line + skipped + 1,
                level=box.level,
                section=section.heading,
            )
            for section in sections
            for box in section.boxes
            if box.mark in {"open", "done"}
        ],
        frontmatter_todos=matter.todos if matter is not None else None,
    )


def item_keys(items: list[PlanItem]) -> list[str]:
    """A short name of each item, the same in a later version of the plan.

    It comes from its section and its words, and from how many such items stand before it.
    """
    seen: defaultdict[tuple[str | None, str], int] = defaultdict(int)
    keys: list[str] = []
    for item in items:
        what = (item.section, item.text.casefold())
        digest = hashlib.sha256(f"{what[0]}\n{what[1]}\n{seen[what]}".encode()).hexdigest()
        seen[what] += 1
        keys.append(digest[:16])
    return keys


def _legends(sections: list[Section], introductions: dict[int, str], unmarked: dict[int, int]) -> set[int]:
    """The names of the lists that are legends."""
    lists: defaultdict[int, list[Box]] = defaultdict(list)
    for section in sections:
        for box in section.boxes:
            lists[box.list_].append(box)
    return {
        name
        for name, boxes in lists.items()
        if is_legend(boxes, introductions.get(name, ""), others=unmarked.get(name, 0))
    }


def _counts(boxes: list[Box]) -> tuple[int, int]:
    done = sum(box.mark == "done" for box in boxes)
    return done, done + sum(box.mark == "open" for box in boxes)


def _section(section: Section) -> PlanSection:
    done, total = _counts(section.boxes)
    return PlanSection(heading=section.heading, level=section.level, done=done, total=total)
