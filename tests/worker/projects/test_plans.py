"""Plan files: the counts of GitHub's page, whatever stands around the boxes."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from career.tasks.project import Plan
from longhaul_worker.projects.decoding import decoded
from longhaul_worker.projects.delta import changes, keys_of, shortened
from longhaul_worker.projects.plan import read_plan
from tests.worker.projects.plans import KANBAN, PHASES, PLANS, LabelledPlan


@pytest.mark.parametrize("labelled", PLANS, ids=lambda labelled: labelled.name)
def test_a_plan_is_counted_as_its_page_shows_it(labelled: LabelledPlan) -> None:
    plan = read_plan("PLAN.md", decoded(labelled.text.encode()))

    assert (labelled.done, labelled.total) == (plan.done, plan.total)
    assert (labelled.in_progress, labelled.cancelled) == (plan.in_progress, plan.cancelled)
    assert labelled.todos == plan.frontmatter_todos
    assert len(plan.items) == plan.total
    if labelled.sections:
        assert labelled.sections == [(s.heading, s.done, s.total) for s in plan.sections]


def test_items_know_their_line_and_depth_and_their_words_without_markup() -> None:
    text = "---\ntodos: []\n---\n# A\n\n- [x] **bold** [link](u) `code`\n  - [ ] below\n"

    plan = read_plan("PLAN.md", text)

    assert [("bold link code", 6, 0, "A"), ("below", 7, 1, "A")] == [
        (item.text, item.line, item.level, item.section) for item in plan.items
    ]


@pytest.mark.parametrize(
    "legend",
    [
        "## Status Key\n\n- [ ] Not started\n- [~] In progress\n- [x] Complete\n",
        "Status legend:\n- [x] Completed (implemented; verified)\n- [ ] Pending (to do)\n- [~] In progress / some\n",
        "> **Legend:**\n>\n> - [ ] Not started\n> - [/] In progress\n> - [x] Completed\n> - ⭕ Blocked\n",
        "## Conventions\n\n- [ ] Not started\n- [x] Complete and verified\n- [!] Blocked; add the reason\n",
        "**Status Legend:**\n- [ ] Not Started\n- [⏳] In Progress\n- [✅] Completed\n- [⏭️] Skipped\n",
        "## Status Legend\n- [ ] PENDING - Not started\n- [x] IN_PROGRESS - At it\n- [x] REVIEWED - By somebody\n",
        "Key:\n* [ ] = todo\n* [x] = done\n",
        "- [ ] To do\n- [x] Done\n",
    ],
)
def test_a_legend_is_no_part_of_the_plan(legend: str) -> None:
    plan = read_plan("PLAN.md", f"# Plan\n\n{legend}\n## Work\n\n- [x] real\n- [ ] Done is better than perfect\n")

    assert (1, 2, 0) == (plan.done, plan.total, plan.in_progress)


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("## Key Tasks\n- [x] Implemented login\n- [ ] Tested search\n", 2),
        ("## Done\n- [x] Done\n", 1),
        ("## Legend of Zelda\n- [x] Finish\n- [ ] Link's sword\n", 2),
        ("- [x] Done\n- [x] Done\n", 2),
        ("## Phase\n- [ ] Planned\n- [x] Done\n- [ ] Call Ann\n", 3),
    ],
)
def test_tasks_that_sound_like_a_legend_count(text: str, total: int) -> None:
    assert total == read_plan("PLAN.md", text).total


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_every_encoding_of_an_editor_is_read(encoding: str) -> None:
    data = "# Über\n- [x] früh\n- [ ] spät\n".encode(encoding)

    plan = read_plan("PLAN.md", decoded(data))

    assert ("Über", 1, 2) == (plan.sections[0].heading, plan.done, plan.total)


@pytest.mark.parametrize(
    "text",
    [
        "---\n: [ broken\n---\n- [x] a\n",
        "---\n- a list\n---\n- [x] a\n",
        "---\nno end\n- [x] a\n",
        "---\ntodos: 3\n---\n- [x] a\n",
        "----\n- [x] a\n----\n",
        "---\n---\n- [x] a\n",
        "\x00- [ ] b\n\n- [x] a\n",
        "- [x] a\n" + "> " * 5000 + "deep\n",
        "- [x] a\n\n" + "[" * 20_000 + "\n",
        "- [x] a\n\n" + "`" * 20_001 + "\n",
        "- [x] a\n\n" + "*a_" * 10_000 + "\n",
        "- [x] " + "*" * 10_000 + "\n",
    ],
)
def test_hostile_text_is_counted_all_the_same(text: str) -> None:
    plan = read_plan("PLAN.md", text)

    assert 1 == plan.done


def test_boxes_of_deeply_nested_lists_count() -> None:
    text = "".join(f"{'  ' * depth}- [x] level {depth}\n" for depth in range(30))

    plan = read_plan("PLAN.md", text)

    assert (30, 29) == (plan.total, plan.items[-1].level)


@dataclass(frozen=True)
class _Block:
    """A piece of Markdown and the boxes that it must show: for each whether it is ticked."""

    text: str
    boxes: tuple[bool, ...] = ()


_WORDS = st.sampled_from(
    ["write", "the manual", "call **Ann**", "`code`", "日本", "see [it](u)", "~~old~~", "a - [ ] b"]
)
_MARKER = st.sampled_from(["-", "*", "+", "1.", "1)"])


@st.composite
def _lists(draw: st.DrawFn, depth: int = 0) -> _Block:
    """A list, whose items may hold a list of their own."""
    marker = draw(_MARKER)
    indent = " " * (len(marker) + 1)
    lines: list[str] = []
    boxes: list[bool] = []
    for _ in range(draw(st.integers(1, 4))):
        mark = draw(st.sampled_from([" ", "x", "X", None, "~", "-"]))
        lines.append(f"{marker} {'' if mark is None else f'[{mark}] '}{draw(_WORDS)}")
        if mark in {" ", "x", "X"}:
            boxes.append(mark != " ")
        if depth < 3 and draw(st.booleans()):
            below = draw(_lists(depth=depth + 1))
            lines += [indent + line for line in below.text.split("\n")]
            boxes += below.boxes
    return _Block("\n".join(lines), tuple(boxes))


@st.composite
def _containers(draw: st.DrawFn) -> _Block:
    """A list in something that shows it, or in something that does not."""
    block = draw(_lists())
    match draw(st.sampled_from(["bare", "quote", "fence", "comment", "code", "html"])):
        case "quote":
            return _Block(re.sub(r"(?m)^", "> ", block.text), block.boxes)
        case "fence":
            return _Block(f"```md\n{block.text}\n```")
        case "comment":
            return _Block(f"<!--\n{block.text}\n-->")
        case "code":
            return _Block(re.sub(r"(?m)^", "    ", block.text))
        case "html":
            return _Block(f"<div>\n{block.text}\n</div>")
        case _:
            return block


@given(st.lists(_containers(), max_size=6))
def test_counts_are_those_of_the_blocks_a_text_is_made_of(blocks: list[_Block]) -> None:
    text = "\n".join(f"## Part {number}\n\n{block.text}\n" for number, block in enumerate(blocks))

    plan = read_plan("PLAN.md", text)

    assert [sum(block.boxes) for block in blocks if block.boxes] == [section.done for section in plan.sections]
    assert [len(block.boxes) for block in blocks if block.boxes] == [section.total for section in plan.sections]


@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(text: str) -> None:
    plan = read_plan("PLAN.md", decoded(text.encode(errors="replace")))

    assert 0 <= plan.done <= plan.total


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    assert read_plan("PLAN.md", decoded(data)).total >= 0


def test_moving_a_section_changes_nothing_and_a_second_item_of_the_same_words_is_another() -> None:
    before = read_plan("PLAN.md", "# A\n- [ ] same\n- [ ] same\n# B\n- [x] b\n")
    after = read_plan("PLAN.md", "# B\n- [x] b\n# A\n- [ ] same\n- [ ] same\n- [ ] same\n")
    done, still_open = keys_of(before)

    delta = changes("0" * 40, done, still_open, after)

    assert ([], ["same"]) == (delta.newly_done, delta.newly_open)


def test_a_long_plan_is_cut_but_its_counts_are_not() -> None:
    plan = read_plan("PLAN.md", "".join(f"## Part {n}\n- [ ] {'word ' * 40}\n" for n in range(3000)))

    short = shortened(plan)

    assert 3000 == short.total
    assert len(short.items) < 3000
    assert len(short.model_dump_json()) < 160_000


def test_a_plan_survives_being_stored() -> None:
    plan = read_plan("PLAN.md", PHASES + KANBAN)

    assert plan == Plan.model_validate_json(plan.model_dump_json())
