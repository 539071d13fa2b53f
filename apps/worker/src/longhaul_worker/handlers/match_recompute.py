"""`match.recompute`: a CV against every advert of its owner that is new or has changed."""

from __future__ import annotations

import base64
import heapq
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from career.records.adverts import ReadAdvert
from career.records.match_runs import MatchRun, MatchRuns
from career.records.matches import BATCH, Known, Match, MatchStore, WriteCounts
from career.records.owned import OwnedRecords
from career.records.resumes import ResumeRecord
from career.resume import Resume
from career.tasks.match import MatchRecomputeArgs, MatchRecomputeResult, TopMatch
from longhaul.engine.context import Context
from longhaul_worker.handlers.match_score import MEMORY_MB, resume_of
from longhaul_worker.matching import embeddings
from longhaul_worker.matching.advert import READER_VERSION
from longhaul_worker.matching.batches import (
    ReadSlice,
    ScoredSlice,
    basis_of,
    embed_resume,
    read_slice,
    resume_digest,
    score_slice,
)
from longhaul_worker.matching.scoring import Scorer, Scoring
from longhaul_worker.progress import Weights

WEIGHTS: Final = Weights([("snapshot", 5), ("embed", 50), ("score", 20), ("write", 20), ("prune", 5)])
READ_AT_ONCE: Final = 128
GOOD_SCORE: Final = 70
TOP: Final = 20
_SECONDS: Final = 120


@dataclass
class _Run:
    """One attempt at a run: what was set out to do, and what it takes."""

    resume: Resume
    digest: str
    plan: MatchRun
    scorer: Scorer
    top_k: int
    known: dict[str, Known] = field(default_factory=dict[str, Known])

    @property
    def model(self) -> str:
        return self.scorer.embedding


class MatchRecompute:
    """The handler of `match.recompute`."""

    def __init__(
        self, resumes: OwnedRecords[ResumeRecord], matches: MatchStore, runs: MatchRuns, scoring: Scoring
    ) -> None:
        self._resumes = resumes
        self._matches = matches
        self._runs = runs
        self._scoring = scoring

    async def __call__(self, ctx: Context, args: MatchRecomputeArgs) -> MatchRecomputeResult:
        """Score what is new, changed, or was scored otherwise, and list the best `top_k`.

        Which adverts and which statistics are decided once, in the first step, so that another attempt goes on with
        the same; adverts read and matches written are not done again. Raises `Fail` where there is no such CV.
        """
        began = time.monotonic()
        await ctx.progress(WEIGHTS.percent("snapshot"), "Looking at your adverts", step="snapshot", code="SNAPSHOT")
        record = await resume_of(ctx, self._resumes, args.resume_id)
        run = await self._planned(ctx, args, record.id, record.value.resume)
        embedded = await self._read(ctx, run)
        matches = await self._score(ctx, run)
        counts = await self._write(ctx, run, matches)
        removed = await self._prune(ctx, run)
        best = await self._matches.list(ctx.job.owner, record.id, limit=TOP)
        return MatchRecomputeResult(
            scored=len(run.plan.to_score),
            inserted=counts.inserted,
            updated=counts.updated,
            removed=removed,
            embedded=embedded,
            top=[
                TopMatch(posting_id=match.posting_id, title=match.title, company=match.company, score=match.score)
                for match in best
            ],
            scorer_version=run.scorer.version,
            statistics_version=run.scorer.statistics.version,
            duration_s=round(time.monotonic() - began, 3),
        )

    async def _planned(self, ctx: Context, args: MatchRecomputeArgs, resume_id: str, resume: Resume) -> _Run:
        owner = ctx.job.owner
        digest = resume_digest(resume)

        async def plan() -> dict[str, str]:
            scorer = await self._scoring.scorer(owner, renew=args.full)
            made = await self._plan(ctx, args, resume_id, resume, scorer)
            return {"run_id": await self._runs.put(owner, ctx.job.id, made)}

        # A worker with another scorer or another CV than the first attempt's has to plan anew.
        inputs = [digest, self._scoring.version, args.model_dump(mode="json")]
        memo = await ctx.step("snapshot", plan, inputs=inputs)
        made = await self._runs.get(owner, memo["run_id"])
        if made is None:
            raise RuntimeError("the plan of this run is gone")
        scorer = await self._scoring.scorer(owner, made.statistics_version)
        return _Run(resume, digest, made, scorer, args.top_k, await self._matches.known(owner, resume_id))

    async def _plan(
        self, ctx: Context, args: MatchRecomputeArgs, resume_id: str, resume: Resume, scorer: Scorer
    ) -> MatchRun:
        owner = ctx.job.owner
        stamps = await self._scoring.adverts.stamps(owner)
        known = await self._matches.known(owner, resume_id)
        digest = resume_digest(resume)
        there = {stamp.id for stamp in stamps}
        # One that was off the list and is now among the best has to be scored again for its details.
        risen = set(_best({id_: one.exact for id_, one in known.items() if id_ in there}, args.top_k))
        to_score = [
            stamp.id
            for stamp in stamps
            if (
                (args.changed_since is None or stamp.updated_at >= args.changed_since or stamp.id not in known)
                and (args.full or _has_to_be_scored(known.get(stamp.id), basis_of(digest, stamp.stamp, scorer)))
            )
            or (stamp.id in risen and not known[stamp.id].is_listed)
        ]
        vector: str | None = None
        if self._scoring.embeds and to_score:
            vector = (await ctx.in_child(embed_resume, resume, memory_mb=MEMORY_MB, seconds=_SECONDS))["vector"]
        return MatchRun(
            resume_id=resume_id,
            ids=[stamp.id for stamp in stamps],
            to_score=to_score,
            statistics_version=scorer.statistics.version,
            scorer_version=scorer.version,
            vector=vector,
        )

    async def _read(self, ctx: Context, run: _Run) -> int:
        """Read the adverts that nothing is kept of, or of an older text; how many that were."""
        total = len(run.plan.to_score)
        embedded = 0
        for number, start in enumerate(range(0, total, READ_AT_ONCE)):
            await ctx.raise_if_cancelled()
            ids = run.plan.to_score[start : start + READ_AT_ONCE]

            async def read(ids: Sequence[str] = ids) -> int:
                return await self._read_slice(ctx, run, ids)

            embedded += await ctx.step(f"embed-{number}", read, inputs=[run.model, *ids[:1], len(ids)])
            done = min(start + READ_AT_ONCE, total)
            await ctx.progress(
                WEIGHTS.percent("embed", done / total),
                f"{done} of {total} adverts read, {embedded} of them new",
                step="embed",
                code="EMBED",
                done=done,
                total=total,
                embedded=embedded,
            )
        return embedded

    async def _read_slice(self, ctx: Context, run: _Run, ids: Sequence[str]) -> int:
        owner, adverts = ctx.job.owner, self._scoring.adverts
        kept = {one.id: one for one in await adverts.read_before(owner, ids, reader=READER_VERSION)}
        stamps = {stamp.id: stamp.stamp for stamp in await adverts.stamps(owner, ids)}
        missing = [
            id_
            for id_ in ids
            if id_ in stamps and (id_ not in kept or kept[id_].stamp != stamps[id_] or kept[id_].model != run.model)
        ]
        if not missing:
            return 0
        texts = await adverts.texts(owner, missing)
        answer = await ctx.in_child(
            read_slice,
            [text.posting for text in texts],
            run.model == embeddings.MINILM,
            memory_mb=MEMORY_MB,
            seconds=_SECONDS,
        )
        made = ReadSlice.model_validate(answer)
        await adverts.keep(
            owner,
            [
                ReadAdvert(
                    id=text.id,
                    stamp=text.stamp,
                    reader=READER_VERSION,
                    profile=base64.b64decode(profile),
                    model=run.model,
                    vector=embeddings.of_text(vector) if vector is not None else None,
                )
                for text, profile, vector in zip(texts, made.profiles, made.vectors, strict=True)
            ],
        )
        return len(texts)

    async def _score(self, ctx: Context, run: _Run) -> list[Match]:
        """Score every advert of the plan; the same numbers in every attempt, so nothing of it is kept in between."""
        total = len(run.plan.to_score)
        matches: list[Match] = []
        for start in range(0, total, BATCH):
            await ctx.raise_if_cancelled()
            matches += await self._score_slice(ctx, run, run.plan.to_score[start : start + BATCH])
            done = min(start + BATCH, total)
            good = sum(match.exact >= GOOD_SCORE for match in matches)
            await ctx.progress(
                WEIGHTS.percent("score", done / total),
                f"{done} scored, {good} above {GOOD_SCORE}",
                step="score",
                code="SCORED",
                done=done,
                total=total,
                good=good,
            )
        return matches

    async def _score_slice(self, ctx: Context, run: _Run, ids: Sequence[str]) -> list[Match]:
        kept = await self._scoring.adverts.read_before(ctx.job.owner, ids, reader=READER_VERSION)
        adverts = [
            (advert.id, basis_of(run.digest, advert.stamp, run.scorer), advert.profile, advert.vector)
            for advert in sorted(kept, key=lambda advert: advert.id)
        ]
        vector = embeddings.of_text(run.plan.vector) if run.plan.vector else None
        answer = await ctx.in_child(
            score_slice,
            run.resume,
            vector,
            run.scorer.statistics,
            adverts,
            memory_mb=MEMORY_MB,
            seconds=_SECONDS,
        )
        return ScoredSlice.model_validate(answer).matches

    async def _write(self, ctx: Context, run: _Run, matches: list[Match]) -> WriteCounts:
        """Write the matches in batches, each a step; those among the best `top_k` are listed."""
        scores = {id_: one.exact for id_, one in run.known.items()} | {
            match.posting_id: match.exact for match in matches
        }
        there = set(run.plan.ids)
        best = _best({id_: exact for id_, exact in scores.items() if id_ in there}, run.top_k)
        counts = WriteCounts()
        total = len(matches)
        for number, start in enumerate(range(0, total, BATCH)):
            await ctx.raise_if_cancelled()
            batch = [
                match.model_copy(update={"is_listed": match.posting_id in best})
                for match in matches[start : start + BATCH]
            ]

            async def write(batch: Sequence[Match] = batch) -> dict[str, int]:
                kept = await self._matches.keep(ctx.job.owner, run.plan.resume_id, batch, by=ctx.job.id)
                return kept.model_dump()

            counts += WriteCounts.model_validate(
                await ctx.step(f"write-{number}", write, inputs=[run.scorer.version, batch[0].basis, len(batch)])
            )
            done = min(start + BATCH, total)
            await ctx.progress(
                WEIGHTS.percent("write", done / total),
                f"{done} of {total}: {counts.inserted} new, {counts.updated} updated",
                step="write",
                code="WRITTEN",
                done=done,
                total=total,
                inserted=counts.inserted,
                updated=counts.updated,
            )
        return counts

    async def _prune(self, ctx: Context, run: _Run) -> int:
        """Remove matches of adverts that are gone, and take off the list what is not among the best any more."""
        await ctx.progress(WEIGHTS.percent("prune"), "Tidying the list", step="prune", code="PRUNE")
        owner, resume_id = ctx.job.owner, run.plan.resume_id

        async def prune() -> int:
            gone = await self._matches.remove_gone(owner, resume_id)
            await self._scoring.adverts.forget_gone(owner)
            known = await self._matches.known(owner, resume_id)
            best = _best({id_: one.exact for id_, one in known.items()}, run.top_k)
            dropped = [id_ for id_, one in known.items() if one.is_listed and id_ not in best]
            return gone + await self._matches.unlist(owner, resume_id, dropped)

        return await ctx.step("prune", prune)


def _best(scores: dict[str, float], top_k: int) -> set[str]:
    return set(heapq.nsmallest(top_k, scores, key=lambda id_: (-scores[id_], id_)))


def _has_to_be_scored(known: Known | None, basis: str) -> bool:
    return known is None or known.basis != basis
