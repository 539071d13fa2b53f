"""Reads one commit of a repository, each finding a durable step; what reads its files runs in child processes."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from pydantic import BaseModel

from career.model import Note, Skill
from career.records.projects import ProjectSource
from career.tasks.project import Plan
from longhaul.engine.context import Context
from longhaul.model.artifact import ArtifactRef
from longhaul_worker.llm.models import Assistant
from longhaul_worker.projects.checkout import Checkout
from longhaul_worker.projects.delta import shortened
from longhaul_worker.projects.introduction import Introduction
from longhaul_worker.projects.plan_find import FoundPlan, plan_of
from longhaul_worker.projects.scan import Scan, scan
from longhaul_worker.projects.skills import FoundSkills, find_skills
from longhaul_worker.projects.steps import ANALYSIS, say
from longhaul_worker.projects.summary import summarised

_CHILD_MB: Final = 1024
_CHILD_S: Final = 60.0
_PLAN_BYTES: Final = 8_000_000


class KeptPlan(BaseModel):
    """The plan as far as a result can hold it, and all of it as an artifact where that is longer."""

    plan: Plan | None
    others: dict[str, int]
    is_too_large: bool = False
    introduction: Introduction = Introduction()
    whole: ArtifactRef | None = None


class Found(BaseModel):
    """What was found in one commit."""

    sha: str
    committed_at: datetime | None
    scan: Scan
    plan: KeptPlan
    skills: list[Skill]
    summary: str | None = None
    notes: list[Note] = []


class _Summary(BaseModel):
    """What a language model said of the project, and how asking it went."""

    text: str | None = None
    notes: list[Note] = []


class Reading:
    """Finds everything in one commit, step by step; a step that an earlier attempt did needs no clone."""

    def __init__(
        self, ctx: Context, assistant: Assistant | None, checkout: Checkout, wish: ProjectSource, sha: str
    ) -> None:
        self._ctx = ctx
        self._assistant = assistant
        self._checkout = checkout
        self._wish = wish
        self._sha = sha
        self._inputs = [wish.model_dump(), sha, ANALYSIS]

    async def all(self) -> Found:
        """Clone, scan, plan and skills. Raises `MovedOn` where the branch has another commit by now."""
        await say(self._ctx, "clone", "Cloning the repository", "CLONE")
        commit = await self._ctx.step("clone", self._clone, inputs=self._inputs)
        await say(self._ctx, "scan", "Reading the files", "SCAN")
        found = Scan.model_validate(await self._ctx.step("scan", self._scan, inputs=self._inputs))
        await say(self._ctx, "plan", f"Looking for the plan in {found.files} files", "FILES", files=found.files)
        plan = KeptPlan.model_validate(await self._ctx.step("plan", self._plan, inputs=self._inputs))
        await _say_plan(self._ctx, plan.plan)

        async def skills() -> dict[str, Any]:
            directory = await self._directory()
            return await self._in_child(find_skills, directory, found)

        skilled = FoundSkills.model_validate(await self._ctx.step("skills", skills, inputs=self._inputs))
        summary = await self._summary(found, plan, skilled.skills)
        return Found(
            sha=self._sha,
            committed_at=commit["committed_at"],
            scan=found,
            plan=plan,
            skills=skilled.skills,
            summary=summary.text,
            notes=summary.notes,
        )

    async def _summary(self, found: Scan, plan: KeptPlan, skills: list[Skill]) -> _Summary:
        assistant = self._assistant
        if assistant is None or not assistant.is_available:
            return _Summary()
        await say(self._ctx, "delta", "Describing the project", "SUMMARY")

        async def describe() -> dict[str, Any]:
            text = await summarised(assistant, plan.introduction, found, skills, plan.plan)
            return _Summary(text=text, notes=assistant.warnings).model_dump()

        return _Summary.model_validate(await self._ctx.step("summary", describe, inputs=self._inputs))

    async def _clone(self) -> dict[str, Any]:
        clone = await self._checkout.at(self._sha)
        return {"committed_at": clone.committed_at.isoformat() if clone.committed_at is not None else None}

    async def _scan(self) -> dict[str, Any]:
        return await self._in_child(scan, await self._directory())

    async def _plan(self) -> dict[str, Any]:
        found = FoundPlan.model_validate(await self._in_child(plan_of, await self._directory(), self._wish.plan_path))
        plan = found.plan
        short = shortened(plan) if plan is not None else None
        memo = KeptPlan(
            plan=short, others=found.others, is_too_large=found.is_too_large, introduction=found.introduction
        )
        if plan is not None and short != plan:
            data = plan.model_dump_json().encode()
            memo.whole = await self._ctx.save_artifact("plan.json", data, kind="plan", content_type="application/json")
        return memo.model_dump(mode="json")

    async def _directory(self) -> str:
        return str((await self._checkout.at(self._sha)).directory)

    async def _in_child(self, function: Any, *args: object) -> dict[str, Any]:
        return await self._ctx.in_child(function, *args, memory_mb=_CHILD_MB, seconds=_CHILD_S)


async def whole_plan(ctx: Context, found: KeptPlan) -> Plan | None:
    """The plan with all of its items."""
    if found.whole is None:
        return found.plan
    return Plan.model_validate_json(await ctx.read_artifact(found.whole.id, max_bytes=_PLAN_BYTES))


async def _say_plan(ctx: Context, plan: Plan | None) -> None:
    if plan is None or plan.percent is None:
        await say(ctx, "skills", "There is no plan with boxes", "NO_PLAN")
        return
    message = f"{plan.done} of {plan.total} tasks done ({plan.percent:g} %)"
    await say(ctx, "skills", message, "PLAN", done=plan.done, total=plan.total)
