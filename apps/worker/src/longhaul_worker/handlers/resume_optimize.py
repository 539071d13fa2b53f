"""`resume.optimize`: tailors a CV to an advert, verifies that nothing was invented, and keeps the result."""

from __future__ import annotations

import asyncio
from typing import Final

from career.records.documents import TailoredRecord
from career.records.owned import OwnedRecords
from career.records.postings import PostingStore
from career.records.resumes import ResumeRecord
from career.resume import Resume
from career.tasks.optimize import ResumeOptimizeArgs, ResumeOptimizeResult
from longhaul.engine.context import Context
from longhaul.model.artifact import ArtifactRef
from longhaul_worker.letters.phrases import named, title_of
from longhaul_worker.llm.models import Models
from longhaul_worker.matching.scoring import Scoring
from longhaul_worker.progress import Weights
from longhaul_worker.tailoring.bounding import bounded
from longhaul_worker.tailoring.diff_page import diff_page
from longhaul_worker.tailoring.markdown import markdown_of
from longhaul_worker.tailoring.running import Pair, TailoredCv, load_pair, tailored_for

WEIGHTS: Final = Weights(
    [("load", 5), ("requirements", 15), ("select", 20), ("rephrase", 40), ("verify", 15), ("store", 5)]
)

MAX_RESULT_BYTES: Final = 200_000
"""A job's result may be 256 KB as the engine comes; what is cut is in the artifacts."""


class ResumeOptimize:
    """The handler of `resume.optimize`."""

    def __init__(
        self,
        resumes: OwnedRecords[ResumeRecord],
        postings: PostingStore,
        tailored: OwnedRecords[TailoredRecord],
        scoring: Scoring,
        models: Models,
    ) -> None:
        self._resumes = resumes
        self._postings = postings
        self._tailored = tailored
        self._scoring = scoring
        self._models = models

    async def __call__(self, ctx: Context, args: ResumeOptimizeArgs) -> ResumeOptimizeResult:
        """Tailor the CV that `args` name.

        Everything but a model's words follows from the two records, so another attempt gets the same result; the words
        and the files are steps. Raises `Fail` where a record is missing, and what the model's help may raise.
        """

        async def say(step: str, fraction: float, message: str, code: str, **counters: int) -> None:
            await ctx.progress(WEIGHTS.percent(step, fraction), message, step=step, code=code, **counters)

        await say("load", 0, "Reading the CV and the advert", "LOAD")
        assistant = self._models.for_job(ctx, args.llm)
        owner = ctx.job.owner
        pair = await load_pair(owner, self._resumes, self._postings, args.resume_id, args.posting_id)
        helper = assistant if args.mode == "standard" else None
        cv = await tailored_for(ctx, pair, args.max_pages, helper, say)
        before, after = await self._scores(ctx, pair, cv.resume)
        await say("store", 0, "Storing the tailored CV", "STORE")
        markdown = markdown_of(cv.resume)
        artifacts = await self._save(ctx, pair, cv, markdown)
        record = TailoredRecord(
            resume_id=args.resume_id,
            posting_id=args.posting_id,
            job_id=ctx.job.id,
            mode=args.mode,
            resume=cv.resume,
            coverage=cv.coverage.after,
            score_before=before,
            score_after=after,
            unattainable=cv.unattainable,
            artifacts=artifacts,
        )
        # The job's id is the key: a repetition replaces the record and keeps its id.
        document_id = await self._tailored.put(owner, ctx.job.id, record)
        await ctx.progress(
            100, f"Score {before} -> {after}", step="store", code="OPTIMIZED", before=before, after=after
        )
        result = ResumeOptimizeResult(
            document_id=document_id,
            tailored=cv.resume,
            changes=cv.changes,
            keyword_coverage=cv.coverage,
            unattainable=cv.unattainable,
            score_before=before,
            score_after=after,
            markdown=markdown,
            artifacts=artifacts,
            warnings=cv.warnings,
        )
        return bounded(result, MAX_RESULT_BYTES)

    async def _scores(self, ctx: Context, pair: Pair, tailored: Resume) -> tuple[int, int]:
        async def score() -> list[int]:
            scorer = await self._scoring.scorer(ctx.job.owner)
            scored = [await asyncio.to_thread(scorer.score, cv, pair.posting) for cv in (pair.resume, tailored)]
            return [one.score for one in scored]

        before, after = await ctx.step("score", score, inputs=[pair.digest, tailored.model_dump(mode="json")])
        return before, after

    async def _save(self, ctx: Context, pair: Pair, cv: TailoredCv, markdown: str) -> dict[str, ArtifactRef]:
        async def save() -> dict[str, dict[str, object]]:
            name = named(pair.posting.hiringOrganization.name)
            title = f"{title_of(pair.posting.title)}{f' - {name}' if name else ''}"
            page = await asyncio.to_thread(diff_page, pair.resume, cv.resume, cv.changes, cv.unattainable, title)
            saved = [
                await ctx.save_artifact(
                    "resume_tailored.json",
                    cv.resume.model_dump_json(indent=2, exclude_none=True).encode(),
                    kind="resume_tailored",
                    content_type="application/json",
                ),
                await ctx.save_artifact(
                    "resume_tailored.md",
                    markdown.encode(),
                    kind="resume_markdown",
                    content_type="text/markdown; charset=utf-8",
                ),
                await ctx.save_artifact(
                    "diff.html", page.encode(), kind="resume_diff", content_type="text/html; charset=utf-8"
                ),
            ]
            return {ref.kind: ref.model_dump() for ref in saved}

        refs = await ctx.step("store", save, inputs=[pair.digest, cv.model_dump(mode="json")])
        return {kind: ArtifactRef.model_validate(ref) for kind, ref in refs.items()}
