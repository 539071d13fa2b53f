"""`match.score`: how well a CV fits an advert, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from career.posting import Posting
from career.records.adverts import AdvertText
from career.records.matches import MatchStore
from career.records.owned import OwnedRecords, Stored
from career.records.resumes import ResumeRecord
from career.tasks.match import MatchScoreArgs, MatchScoreResult, Part
from longhaul.engine.context import Context
from longhaul.model.control import ErrorKind, Fail, Retry
from longhaul_worker.llm.models import Assistant, Models
from longhaul_worker.matching.batches import as_match, basis_of, resume_digest, score_pair
from longhaul_worker.matching.explanation import INSTRUCTIONS, Reworded, counted, explain, is_faithful
from longhaul_worker.matching.scoring import Scored, Scorer, Scoring
from longhaul_worker.progress import Weights

WEIGHTS: Final = Weights([("load", 10), ("embed", 40), ("score", 30), ("explain", 15), ("store", 5)])
MEMORY_MB: Final = 700
SECONDS: Final = 60
_PARSE_WAIT_S: Final = 10.0
_MAX_RESUME_BYTES: Final = 10_000_000


class MatchScore:
    """The handler of `match.score`."""

    def __init__(
        self, resumes: OwnedRecords[ResumeRecord], matches: MatchStore, scoring: Scoring, models: Models
    ) -> None:
        self._resumes = resumes
        self._matches = matches
        self._scoring = scoring
        self._models = models

    async def __call__(self, ctx: Context, args: MatchScoreArgs) -> MatchScoreResult:
        """Score the pair, say why, and keep the match where the weights are the usual ones.

        Raises `Fail` where the owner has no such CV or advert, `Retry` where the CV is a file that is not parsed yet.
        The number never depends on a language model, which only words the explanation.
        """
        assistant = self._models.for_job(ctx, args.llm)
        await ctx.progress(WEIGHTS.percent("load"), "Reading the CV and the advert", step="load", code="LOAD")
        record = await resume_of(ctx, self._resumes, args.resume_id)
        advert = await self._scoring.adverts.text(ctx.job.owner, args.posting_id)
        if advert is None:
            raise Fail(
                "There is no such advert.",
                code="POSTING_NOT_FOUND",
                hint="Ingest a feed or extract the advert first, and use the posting_id that gives.",
            )
        await ctx.progress(WEIGHTS.percent("embed"), "Comparing with your other adverts", step="embed", code="EMBED")
        scorer = await self._scoring.scorer(ctx.job.owner)
        await ctx.progress(WEIGHTS.percent("score"), "Scoring", step="score", code="SCORE")
        scored = await self._scored(ctx, scorer, record, advert.posting, args.weights)
        await ctx.raise_if_cancelled()
        await ctx.progress(
            WEIGHTS.percent("explain"),
            counted(scored),
            step="explain",
            code="SCORED",
            score=scored.score,
            required=scored.required,
            shown=scored.required - len(scored.missing_required),
        )
        explanation = await self._explained(assistant, scored, advert.posting)
        await ctx.progress(WEIGHTS.percent("store"), "Keeping the match", step="store", code="STORE")
        if args.weights is None:
            await self._keep(ctx, record, advert, scorer, scored)
        return MatchScoreResult(
            score=scored.score,
            exact=scored.exact,
            breakdown=scored.breakdown,
            matched_skills=scored.matched_skills,
            missing_required=scored.missing_required,
            missing_nice=scored.missing_nice,
            evidence=scored.evidence,
            explanation=explanation,
            scorer_version=scored.scorer_version,
            statistics_version=scored.statistics_version,
            embedding=scored.embedding,
            warnings=assistant.warnings,
        )

    async def _scored(
        self,
        ctx: Context,
        scorer: Scorer,
        record: Stored[ResumeRecord],
        posting: Posting,
        weights: Mapping[Part, float] | None,
    ) -> Scored:
        answer = await ctx.in_child(
            score_pair,
            record.value.resume,
            posting,
            scorer.statistics,
            self._scoring.embeds,
            weights,
            memory_mb=MEMORY_MB,
            seconds=SECONDS,
        )
        return Scored.model_validate(answer)

    async def _explained(self, assistant: Assistant, scored: Scored, posting: Posting) -> str:
        explanation = explain(scored, posting.title, posting.hiringOrganization.name)
        answer = await assistant.ask("match.explain", Reworded, INSTRUCTIONS, explanation)
        if answer is not None and is_faithful(answer.explanation, explanation):
            return answer.explanation
        return explanation

    async def _keep(
        self, ctx: Context, record: Stored[ResumeRecord], advert: AdvertText, scorer: Scorer, scored: Scored
    ) -> None:
        basis = basis_of(resume_digest(record.value.resume), advert.stamp, scorer)
        posting = advert.posting
        match = as_match(advert.id, posting.title, posting.hiringOrganization.name, scored, basis)
        await self._matches.keep(ctx.job.owner, record.id, [match], by=ctx.job.id)


async def resume_of(ctx: Context, resumes: OwnedRecords[ResumeRecord], resume_id: str) -> Stored[ResumeRecord]:
    """The owner's CV with this id, or the one that was parsed from the file with this id.

    Raises `Retry` with `NOT_PARSED_YET` where there is such a file and no CV of it yet, else `Fail`.
    """
    record = await resumes.get(ctx.job.owner, resume_id)
    if record is not None:
        return record
    parsed = await resumes.list(ctx.job.owner, where={"source_id": resume_id}, limit=1)
    if parsed:
        return parsed[0]
    if await _is_file(ctx, resume_id):
        raise Retry(
            "The CV has not been parsed yet.",
            after_s=_PARSE_WAIT_S,
            kind=ErrorKind.TRANSIENT,
            code="NOT_PARSED_YET",
            hint="Run resume.parse on the file, and use the resume_id that it gives.",
        )
    raise Fail(
        "There is no such CV.",
        code="RESUME_NOT_FOUND",
        hint="Run resume.parse first, and use the resume_id that it gives.",
    )


async def _is_file(ctx: Context, artifact_id: str) -> bool:
    try:
        await ctx.read_artifact(artifact_id, max_bytes=_MAX_RESUME_BYTES)
    except Fail:
        return False
    return True
