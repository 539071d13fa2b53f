"""Plan files as people write them, each with what a reader of the rendered page counts."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class LabelledPlan:
    """A plan's text and its counts; `sections` are heading, done and total of those that have boxes of their own."""

    name: str
    text: str
    done: int
    total: int
    in_progress: int = 0
    cancelled: int = 0
    todos: dict[str, int] | None = None
    sections: list[tuple[str | None, int, int]] = field(default_factory=list[tuple[str | None, int, int]])


PHASES = """\
# Phase 5: Background jobs

## Deliverables
- Tracking
- Queue

---

## 5.1: Tracking

### Tasks
- [x] Create the schema
- [x] Implement status
- [ ] Add retries

### Details
- **Database**: PostgreSQL
```sql
-- - [ ] not a task
CREATE TABLE jobs (id UUID); -- [x] done
```

### Acceptance Criteria
- [ ] Schema created

## 5.2: Processing
### Tasks
1. [x] First
2. [ ] Second
   - [x] nested below a number
   - [ ] nested again
     1. [ ] deeper
"""

LEGEND_LIST = """\
# Roadmap

## Legend
- [ ] Not started
- [~] In progress
- [x] Completed

## Core
- [x] parser
- [~] printer
- [ ] docs
"""

LEGEND_PARAGRAPH = """\
# Status

**Status key:**

- [x] Done - merged and released
- [ ] To do
- [-] Cancelled

Milestone 1
===========
* [x] one
* [X] two
+ [ ] three
+ [-] dropped

Milestone 2
-----------
- [S] skipped
- [ ] four
"""

LEGEND_QUOTE = """\
> Legend: `[ ]` open, `[x]` done, `[~]` working on it
>
> - `[ ]` not a box

# Work

> - [ ] a box in a quote
> - [x] another

- [x] outside
"""

CURSOR = """\
---
name: Search
overview: "Make it fast"
todos:
  - id: schema
    content: Add the index
    status: completed
  - id: api
    content: Write the route
    status: in_progress
  - id: ui
    content: Build the page
    status: pending
  - id: docs
    content: "Write - [ ] docs"
    status: pending
isProject: false
---

# Search

- [x] index
- [ ] route
"""

FENCES = """\
# Plan
- [x] real

````markdown
```
- [ ] in a fence within a fence
```
- [ ] still in it
````

~~~
- [x] tildes
~~~

- [ ] with code:

  ```sh
  - [ ] echo
  ```

      - [ ] indented code within the item

    - [x] nested, not code

text

    - [ ] indented code after a paragraph

Use `- [ ]` for open ones, \\- [ ] escaped and - [ ] not at the beginning of a line.
"""

HIDDEN = """\
# Hidden
<!--
- [ ] commented out
- [x] too
-->
- [x] shown <!-- - [ ] not -->

<details>
<summary>More</summary>

- [ ] in details
- [x] in details too

</details>

<div>
- [ ] raw HTML, not a list
</div>

| Task | State |
|------|-------|
| a    | - [ ] |
| b    | [x]   |
"""

ODD = """\
# Odd
- [ ]
- [x]glued
- [] empty
- [  ] two blanks
- [ x ] blanks around
- [x](https://example.com) a link
- ~~[ ] struck mark~~
- [ ] ~~struck text~~
- **[ ] bold mark**
- [y] other letter
-    [ ] far to the right
- - [ ] list in list
- [x]	tab
- text first

  [ ] second paragraph
"""

LOOSE = """\
Setext One
==========

- [x] loose

- [ ] list

  with a second paragraph

- [ ] and lazy
continuation - [x] not a box

Some text
- [ ] begins right after text
1. [x] number right after
2) [ ] another delimiter
"""

CHINESE = """\
# 路线图
## 第一阶段 ✅
- [x] 用户登录
- [x] 数据库
## 第二阶段 🚧
- [ ] 支付
  - [x] 支付宝
  - [ ] 微信
"""

NUMBERS = """\
## 1. Foundations (weeks 1-2)

1. [x] Set up
1. [x] Lint
1. [ ] Test
    - [ ] four blanks below a number
      - [x] and below that

10. [ ] ten
    1. [ ] under ten

1986. A year
"""

GERMAN = """\
# Plan

**Legende**

- [ ] offen
- [x] erledigt

## Aufgaben
- [x] Schreiben
- [x] Prüfen
- [/] Drucken
"""

PROSE = """\
# Vision

- No boxes here
- [Link](https://example.com)
- [ref][1]

[1]: https://example.com
"""

KANBAN = """\
# TODO

### Todo

- [ ] Write the manual #docs

### In Progress

- [ ] Search

### Done ✓

- [x] Log in
- [x] Log out
"""

PLANS = [
    LabelledPlan("phases", PHASES, 4, 9, sections=[("Tasks", 2, 3), ("Acceptance Criteria", 0, 1), ("Tasks", 2, 5)]),
    LabelledPlan("legend under a heading", LEGEND_LIST, 1, 2, in_progress=1, sections=[("Core", 1, 2)]),
    LabelledPlan(
        "legend after a paragraph",
        LEGEND_PARAGRAPH,
        2,
        4,
        cancelled=2,
        sections=[("Milestone 1", 2, 3), ("Milestone 2", 0, 1)],
    ),
    LabelledPlan("legend in a quote", LEGEND_QUOTE, 2, 3, sections=[("Work", 2, 3)]),
    LabelledPlan(
        "front matter",
        CURSOR,
        1,
        2,
        todos={"completed": 1, "in_progress": 1, "pending": 2},
        sections=[("Search", 1, 2)],
    ),
    LabelledPlan("fences", FENCES, 2, 3, sections=[("Plan", 2, 3)]),
    LabelledPlan("hidden", HIDDEN, 2, 3, sections=[("Hidden", 2, 3)]),
    LabelledPlan("odd marks", ODD, 1, 4, sections=[("Odd", 1, 4)]),
    LabelledPlan("loose lists", LOOSE, 2, 6, sections=[("Setext One", 2, 6)]),
    LabelledPlan("chinese", CHINESE, 3, 5, sections=[("第一阶段 ✅", 2, 2), ("第二阶段 🚧", 1, 3)]),
    LabelledPlan("numbers", NUMBERS, 3, 7, sections=[("1. Foundations (weeks 1-2)", 3, 7)]),
    LabelledPlan("german", GERMAN, 2, 2, in_progress=1, sections=[("Aufgaben", 2, 2)]),
    LabelledPlan("prose", PROSE, 0, 0),
    LabelledPlan("kanban", KANBAN, 2, 4, sections=[("Todo", 0, 1), ("In Progress", 0, 1), ("Done ✓", 2, 2)]),
    LabelledPlan("windows lines", KANBAN.replace("\n", "\r\n"), 2, 4),
    LabelledPlan("old mac lines", KANBAN.replace("\n", "\r"), 2, 4),
    LabelledPlan("nothing", "", 0, 0),
]
