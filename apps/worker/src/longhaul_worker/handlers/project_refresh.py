"""`project.refresh`: reads a repository and tells how far its plan is, its languages and its skills."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from career.records.owned import OwnedRecords, Stored
from career.records.projects import ProjectRecord, ProjectSource, RefreshFacts, find_project
from career.tasks.project import Delta, Plan, ProjectRefreshArgs, ProjectRefreshResult
from longhaul.engine.context import Context
from longhaul.model.control import Fail, Retry
from longhaul_worker.fetch.errors import FetchError
from longhaul_worker.fetch.fetcher import Fetcher
from longhaul_worker.llm.models import LLM_NOT_CONFIGURED, Assistant, Models
from longhaul_worker.projects.address import RepositoryPolicy
from longhaul_worker.projects.checkout import Checkout, MovedOn
from longhaul_worker.projects.delta import changes, keys_of
from longhaul_worker.projects.errors import RepositoryError
from longhaul_worker.projects.outcome import as_then, name_of, result_of
from longhaul_worker.projects.reading import Found, Reading, whole_plan
from longhaul_worker.projects.remote import Remote
from longhaul_worker.projects.steps import ANALYSIS, WEIGHTS, Seen, has_read, say

_ROUNDS: Final = 3


class ProjectRefresh:
    """The handler of `project.refresh`. Without `models` no language model describes projects."""

    def __init__(
        self,
        projects: OwnedRecords[ProjectRecord],
        policy: RepositoryPolicy,
        fetcher: Fetcher,
        models: Models | None = None,
    ) -> None:
        self._projects = projects
        self._models = models
        self._remote = Remote(policy, fetcher)

    async def __call__(self, ctx: Context, args: ProjectRefreshArgs) -> ProjectRefreshResult:
        """Read the project's repository, unless nothing was committed since the last time.

        Every finding is a step, so that another attempt clones again only for what is missing. Raises `Fail` for what
        cannot be read at all, `Retry` for a server in trouble.
        """
        await say(ctx, "validate", "Checking the address", "VALIDATE")
        assistant = self._assistant(ctx, args)
        known = await find_project(self._projects, ctx.job.owner, args.project_id)
        kept = known.value if known is not None else None
        wish = ProjectSource(
            url=str(args.repo_url),
            ref=args.ref or (kept.ref if kept is not None else None),
            plan_path=args.plan_path or (kept.plan_path if kept is not None else None),
        )
        try:
            seen = await self._seen(ctx, args, wish, kept)
            if seen.is_known and kept is not None and kept.last is not None:
                await ctx.progress(100, "Nothing was committed since", step="cleanup", code="UNCHANGED")
                return as_then(kept.last)
            return await self._read(ctx, args, assistant, wish, seen, known)
        except (RepositoryError, FetchError) as error:
            raise error.as_control() from error

    def _assistant(self, ctx: Context, args: ProjectRefreshArgs) -> Assistant | None:
        if self._models is not None:
            return self._models.for_job(ctx, args.llm)
        if args.llm == "required":
            raise Fail("This worker has no language model.", code=LLM_NOT_CONFIGURED, hint="Run it with llm=auto.")
        return None

    async def _seen(
        self, ctx: Context, args: ProjectRefreshArgs, wish: ProjectSource, kept: ProjectRecord | None
    ) -> Seen:
        async def ask() -> dict[str, Any]:
            async def on_size(_size: int) -> None:
                await ctx.raise_if_cancelled()

            address = await self._remote.vetted(wish.url)
            await say(ctx, "ls_remote", f"Asking {address.host} what is new", "LS_REMOTE")
            address, head = await self._remote.head(address, wish.ref, ctx.tmpdir / "git", on_size)
            is_known = not args.full and kept is not None and has_read(kept, wish, head.sha)
            seen = Seen(
                url=address.url,
                sha=head.sha,
                default_branch=head.default_branch,
                is_known=is_known,
                was_kept=kept is not None,
            )
            return seen.model_dump()

        inputs = [wish.model_dump(), args.full, ANALYSIS]
        return Seen.model_validate(await ctx.step("ls_remote", ask, inputs=inputs))

    async def _read(
        self,
        ctx: Context,
        args: ProjectRefreshArgs,
        assistant: Assistant | None,
        wish: ProjectSource,
        seen: Seen,
        known: Stored[ProjectRecord] | None,
    ) -> ProjectRefreshResult:
        async def on_size(size: int) -> None:
            await ctx.raise_if_cancelled()
            # Nobody says how much will come: the bar approaches its end, and never reaches it too early.
            fraction = size / (size + 10_000_000)
            message = f"Received {size / 1e6:.0f} MB"
            await ctx.progress(WEIGHTS.percent("clone", fraction), message, step="clone", code="CLONE", bytes=size)

        address = await self._remote.vetted(seen.url)
        checkout = Checkout(ctx, address, wish.ref, on_size)
        sha = seen.sha
        try:
            for _ in range(_ROUNDS):
                try:
                    found = await Reading(ctx, assistant, checkout, wish, sha).all()
                    return await self._stored(ctx, args, wish, seen, known, found)
                except MovedOn as moved:
                    # Somebody pushed meanwhile: what was found so far is of an older commit.
                    sha = moved.sha
            raise Retry("The repository changes faster than it can be read.", code="MOVED_ON")
        finally:
            await checkout.remove()

    async def _stored(
        self,
        ctx: Context,
        args: ProjectRefreshArgs,
        wish: ProjectSource,
        seen: Seen,
        known: Stored[ProjectRecord] | None,
        found: Found,
    ) -> ProjectRefreshResult:
        kept = known.value if known is not None else None
        whole = await whole_plan(ctx, found.plan)
        delta = await self._delta(ctx, wish, kept, found, whole)
        result = result_of(wish, seen, found, delta)
        await say(ctx, "store", "Remembering what was found", "STORE")

        async def store() -> dict[str, str]:
            done, still_open = keys_of(whole)
            facts = RefreshFacts(
                job_id=str(ctx.job.id),
                at=datetime.now(UTC),
                head_sha=result.head_sha,
                done=whole.done if whole is not None else 0,
                total=result.tasks_count,
                percent=result.progress_percentage,
            )
            # Read again: meanwhile its owner may have changed or removed it, or another job refreshed it.
            now = await find_project(self._projects, ctx.job.owner, args.project_id)
            if now is None and seen.was_kept:
                return {}
            new = ProjectRecord(name=name_of(wish.url), repo_url=wish.url, ref=wish.ref, plan_path=wish.plan_path)
            record = now.value if now is not None else new
            changed = {
                "last": result,
                "last_source": wish,
                "analysis": ANALYSIS,
                "done_keys": done,
                "open_keys": still_open,
                "history": record.remembering(facts),
            }
            key = now.key if now is not None else args.project_id
            return {"id": await self._projects.put(ctx.job.owner, key, record.model_copy(update=changed))}

        await ctx.step("store", store, inputs=[wish.model_dump(), found.sha, ANALYSIS])
        await say(ctx, "cleanup", "Cleaning up", "CLEANUP")
        return result

    async def _delta(
        self, ctx: Context, wish: ProjectSource, kept: ProjectRecord | None, found: Found, whole: Plan | None
    ) -> Delta | None:
        await say(ctx, "delta", "Comparing with the last refresh", "DELTA")

        async def compare() -> dict[str, Any] | None:
            last = kept.last if kept is not None else None
            if kept is None or last is None or last.plan is None or kept.last_source is None or whole is None:
                return None
            if kept.last_source.url != wish.url or last.plan.path != whole.path:
                return None
            return changes(last.head_sha, kept.done_keys, kept.open_keys, whole).model_dump()

        memo = await ctx.step("delta", compare, inputs=[wish.model_dump(), found.sha, ANALYSIS])
        return Delta.model_validate(memo) if memo is not None else None
