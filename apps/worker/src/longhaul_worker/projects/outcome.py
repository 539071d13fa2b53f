"""Builds the result of a refresh from what was found, and tells what its reader should know."""

from __future__ import annotations

from datetime import UTC, datetime

from career.model import Note
from career.records.projects import ProjectSource
from career.tasks.project import Delta, LanguageShare, ProjectRefreshResult, RepositoryStats
from longhaul_worker.projects.reading import Found, KeptPlan
from longhaul_worker.projects.scan import Scan
from longhaul_worker.projects.steps import Seen


def result_of(wish: ProjectSource, seen: Seen, found: Found, delta: Delta | None) -> ProjectRefreshResult:
    """The result, with a note for what is missing in it."""
    plan = found.plan.plan
    return ProjectRefreshResult(
        head_sha=found.sha,
        committed_at=found.committed_at,
        default_branch=seen.default_branch,
        description=found.plan.introduction.description,
        summary=found.summary,
        plan=plan,
        tasks_count=plan.total if plan is not None else 0,
        progress_percentage=plan.percent if plan is not None else None,
        languages=_shares(found.scan),
        skills=found.skills,
        stats=_stats(found.scan, found.committed_at),
        delta=delta,
        artifacts={"plan": found.plan.whole} if found.plan.whole is not None else {},
        warnings=[*found.notes, *_notes(found, wish)],
    )


def as_then(last: ProjectRefreshResult) -> ProjectRefreshResult:
    """The earlier result; its artifacts were those of the job that found it, and may be gone."""
    stats = last.stats.model_copy(update={"last_commit_days": _days_since(last.committed_at)})
    warnings = [note for note in last.warnings if note.code != "PLAN_SHORTENED"]
    update: dict[str, object] = {"unchanged": True, "artifacts": {}, "stats": stats, "warnings": warnings}
    return last.model_copy(update=update)


def _shares(found: Scan) -> dict[str, LanguageShare]:
    total = sum(found.languages.values())
    return {
        name: LanguageShare(bytes=size, percent=round(100 * size / total, 1)) for name, size in found.languages.items()
    }


def _stats(found: Scan, committed_at: datetime | None) -> RepositoryStats:
    return RepositoryStats(files=found.files, bytes=found.bytes, last_commit_days=_days_since(committed_at))


def _days_since(moment: datetime | None) -> int | None:
    return None if moment is None else max(0, (datetime.now(UTC) - moment).days)


def _notes(found: Found, wish: ProjectSource) -> list[Note]:
    notes: list[Note] = []
    plan = found.plan.plan
    if plan is None or not plan.total:
        notes.append(Note(code="NO_PLAN", message=_no_plan(found.plan, wish), field="plan"))
    if found.plan.whole is not None:
        message = "The plan has more items than a result can hold: all of them are in the artifact plan.json."
        notes.append(Note(code="PLAN_SHORTENED", message=message, field="plan.items"))
    if not found.scan.is_complete:
        notes.append(Note(code="TOO_MANY_FILES", message="Only the first 100,000 files were looked at.", field="stats"))
    return notes


def _no_plan(found: KeptPlan, wish: ProjectSource) -> str:
    if found.plan is not None:
        return f"{found.plan.path} has no task-list items, such as '- [ ] write the manual'."
    elsewhere = f" There are boxes in {', '.join(found.others)}." if found.others else ""
    if found.is_too_large:
        return f"{wish.plan_path} is too large to be read as a plan.{elsewhere}"
    if wish.plan_path is not None:
        return f"There is no file {wish.plan_path}.{elsewhere}"
    return "No file has task-list items, such as '- [ ] write the manual'."


def name_of(url: str) -> str:
    """What the repository is called in its address."""
    return url.rstrip("/").rpartition("/")[2].removesuffix(".git")[:100]
