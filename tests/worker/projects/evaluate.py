"""How well plans, languages and skills are read, on labelled plans and repositories that are made on the fly."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from longhaul_worker.projects.decoding import decoded
from longhaul_worker.projects.plan import read_plan
from longhaul_worker.projects.plan_find import plan_of
from longhaul_worker.projects.scan import scan
from longhaul_worker.projects.skills import find_skills
from tests.worker.projects.plans import PLANS, LabelledPlan
from tests.worker.projects.repositories import commit
from tests.worker.projects.samples import REPOSITORIES, LabelledRepository


def evaluate() -> dict[str, float]:
    """Shares from 0 to 1: plans counted exactly, languages right, skills found (recall) and right (precision)."""
    languages = found = named = right = 0
    slowest = 0.0
    with tempfile.TemporaryDirectory(prefix="projects-") as directory:
        for number, repository in enumerate(REPOSITORIES):
            began = time.perf_counter()
            language, skills = read(repository, Path(directory) / str(number))
            slowest = max(slowest, time.perf_counter() - began)
            languages += language == repository.language
            found += len(skills)
            named += len(repository.skills)
            right += len(skills & repository.skills)
    return {
        "plans": sum(is_exact(plan) for plan in PLANS) / len(PLANS),
        "top_language": languages / len(REPOSITORIES),
        "skills_recall": right / named,
        "skills_precision": right / found,
        "slowest_s": round(slowest, 3),
    }


def is_exact(labelled: LabelledPlan) -> bool:
    """Whether the plan's counts are those of its label."""
    plan = read_plan("PLAN.md", decoded(labelled.text.encode()))
    counts = (plan.done, plan.total, plan.in_progress, plan.cancelled, plan.frontmatter_todos)
    return counts == (labelled.done, labelled.total, labelled.in_progress, labelled.cancelled, labelled.todos)


def read(repository: LabelledRepository, directory: Path) -> tuple[str | None, set[str]]:
    """The main language and the skills that are found in the repository, made in `directory`."""
    commit(directory, repository.files)
    scanned = scan(str(directory))
    plan_of(str(directory), None)
    skills = find_skills(str(directory), scanned)
    return next(iter(scanned.languages), None), {skill.name for skill in skills.skills}
