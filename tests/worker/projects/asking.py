"""A small repository, and asking for a refresh of it."""

from __future__ import annotations

import random
from collections.abc import Callable

from career.tasks.project import PROJECT_REFRESH, ProjectRefreshArgs
from tests.worker.desk import Desk
from tests.worker.projects.serving import Hub

Desks = Callable[..., Desk]
PROJECT = "0123456789abcdef01234567"
PLAN = "# Plan\n\n## One\n- [x] a\n- [ ] b\n\n## Two\n1. [X] c\n   - [ ] d\n- [~] e\n"
FILES = {
    "PLAN.md": PLAN,
    "src/app.py": "print('hello')\n" * 40,
    "web/app.ts": "export const a = 1\n" * 5,
    "pyproject.toml": '[project]\nname = "x"\ndependencies = ["fastapi>=0.1", "psycopg[binary]"]\n',
    "package-lock.json": "{}\n" * 9000,
}


def words(files: int) -> dict[str, str]:
    """So many files of some 15 kB, which packing makes little smaller."""
    noise = random.Random(7)
    known = [f"word{n}" for n in range(3000)]
    return {f"src/m{n}.py": "\n".join(" ".join(noise.choices(known, k=12)) for _ in range(180)) for n in range(files)}


def args(server: Hub, name: str = "app", **options: object) -> ProjectRefreshArgs:
    """The arguments for a repository of the server."""
    return PROJECT_REFRESH.parse_args({"project_id": PROJECT, "repo_url": server.url(name), **options})
