"""`interview.generate`: prepares an interview from one of the owner's adverts and one of the owner's CVs."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Final

from career.model import Note
from career.records.owned import OwnedRecords
from career.records.postings import PostingStore, StoredPosting
from career.records.preparations import InterviewRecord
from career.records.resumes import ResumeRecord
from career.tasks.interview import InterviewGenerateArgs, InterviewGenerateResult
from longhaul.engine.context import Context
from longhaul.model.artifact import ArtifactRef
from longhaul.model.control import Fail
from longhaul_worker.interviews.paper import MEMORY_MB, SECONDS, as_data, write_pdf
from longhaul_worker.interviews.prepare import Case, case_of, coverage, prepare
from longhaul_worker.interviews.sheets import Preparation, cards, markdown
from longhaul_worker.interviews.suggestions import SHARE, Suggestions, instructions, source
from longhaul_worker.llm.models import Models
from longhaul_worker.progress import Weights

WEIGHTS: Final = Weights([("requirements", 15), ("gaps", 15), ("questions", 45), ("plan", 15), ("store", 10)])


class InterviewGenerate:
    """The handler of `interview.generate`."""

    def __init__(
        self,
        postings: PostingStore,
        resumes: OwnedRecords[ResumeRecord],
        interviews: OwnedRecords[InterviewRecord],
        models: Models,
    ) -> None:
        self._postings = postings
        self._resumes = resumes
        self._interviews = interviews
        self._models = models

    async def __call__(self, ctx: Context, args: InterviewGenerateArgs) -> InterviewGenerateResult:
        """Write the questions, the plan and the files.

        The result follows from the advert, the CV and what a model proposed, which is a step, so that another attempt
        gives the same. Raises `Fail` for an advert or CV that the owner does not have.
        """
        await _say(ctx, "requirements", "Reading the advert and the CV", "REQUIREMENTS")
        posting, resume = await self._read(ctx, args)
        assistant = self._models.for_job(ctx, args.llm)
        case = await asyncio.to_thread(case_of, posting, resume.resume, resume.text)
        required, missing = len(case.required), len(case.missing)
        message = f"{required} requirements, {missing} of them not shown by the CV"
        await _say(ctx, "gaps", message, "GAPS", required=required, missing=missing)
        await ctx.raise_if_cancelled()

        async def suggest() -> dict[str, Any]:
            wanted = args.n // SHARE
            if not case.topics or not wanted or not assistant.is_available:
                return {}
            told = source(case.topics, case.candidate)
            answer = await assistant.ask("interview", Suggestions, instructions(wanted), told)
            return answer.model_dump() if answer is not None else {}

        await _say(ctx, "questions", "Writing questions", "WRITING")
        suggested = await ctx.step("suggestions", suggest, inputs=[args.n, posting.content_hash, args.resume_id])
        suggestions = Suggestions.model_validate(suggested) if suggested else None
        preparation = await asyncio.to_thread(prepare, case, args.n, suggestions, resume.text)
        share = coverage(case, preparation.questions)
        await _say_questions(ctx, case, preparation, share)
        await ctx.raise_if_cancelled()
        files = await self._files(ctx, preparation)
        record = InterviewRecord(
            posting_id=args.posting_id,
            resume_id=args.resume_id,
            title=posting.title,
            company=posting.hiringOrganization.name,
            questions=list(preparation.questions),
            to_ask=list(preparation.to_ask),
            study_plan=list(preparation.study_plan),
            required_skill_coverage=share,
            cheat_sheet_md=preparation.cheat_sheet_md,
            artifacts=files,
        )
        interview_id = await self._interviews.put(ctx.job.owner, ctx.job.id, record)
        await _say(ctx, "store", "Stored the preparation", "STORED", fraction=1.0)
        return InterviewGenerateResult(
            interview_id=interview_id,
            questions=record.questions,
            to_ask=record.to_ask,
            study_plan=record.study_plan,
            required_skill_coverage=share,
            cheat_sheet_md=record.cheat_sheet_md,
            artifacts=files,
            warnings=[*assistant.warnings, *_notes(case, suggestions)],
        )

    async def _read(self, ctx: Context, args: InterviewGenerateArgs) -> tuple[StoredPosting, ResumeRecord]:
        posting = await self._postings.get(ctx.job.owner, args.posting_id)
        if posting is None:
            raise Fail(
                "There is no such advert.",
                code="POSTING_NOT_FOUND",
                hint="Take the id of an advert from posting.extract or feed.ingest.",
            )
        resume = await self._resumes.get(ctx.job.owner, args.resume_id)
        if resume is None:
            raise Fail("There is no such CV.", code="RESUME_NOT_FOUND", hint="Parse the CV first: resume.parse.")
        return posting, resume.value

    async def _files(self, ctx: Context, preparation: Preparation) -> dict[str, ArtifactRef]:
        """The files, saved once over all attempts."""
        await _say(ctx, "plan", f"{len(preparation.study_plan)} topics to study", "PLAN")
        data = json.dumps(as_data(preparation), ensure_ascii=False)
        path = ctx.tmpdir / "interview.pdf"

        async def save() -> dict[str, Any]:
            await ctx.in_child(write_pdf, data, str(path), memory_mb=MEMORY_MB, seconds=SECONDS)
            text, learned = markdown(preparation).encode(), cards(preparation).encode()
            refs = [
                await ctx.save_artifact(
                    "interview.md", text, kind="interview_markdown", content_type="text/markdown; charset=utf-8"
                ),
                await ctx.save_artifact("interview.pdf", path, kind="interview_pdf", content_type="application/pdf"),
                await ctx.save_artifact(
                    "cards.csv", learned, kind="interview_cards", content_type="text/csv; charset=utf-8"
                ),
            ]
            return {ref.kind: ref.model_dump(mode="json") for ref in refs}

        saved = await ctx.step("files", save, inputs=data)
        await _say(ctx, "store", "Wrote the files", "FILES")
        return {kind: ArtifactRef.model_validate(ref) for kind, ref in saved.items()}


async def _say(ctx: Context, step: str, message: str, code: str, *, fraction: float = 0.0, **counters: float) -> None:
    await ctx.progress(WEIGHTS.percent(step, fraction), message, step=step, code=code, **counters)


async def _say_questions(ctx: Context, case: Case, preparation: Preparation, share: float) -> None:
    count, required = len(preparation.questions), len(case.required)
    covered = round(share * required)
    message = f"{count} questions cover {covered} of {required} required skills"
    await _say(
        ctx, "questions", message, "QUESTIONS", fraction=1.0, questions=count, covered=covered, required=required
    )


def _notes(case: Case, suggestions: Suggestions | None) -> list[Note]:
    notes: list[Note] = []
    if not case.required:
        message = "The advert names no requirements; the questions are about the CV and the post in general."
        notes.append(Note(code="NO_REQUIREMENTS", message=message))
    if not case.candidate.statements:
        message = "The CV says nothing of what was done, so few questions can build on it."
        notes.append(Note(code="NO_EVIDENCE", message=message))
    if suggestions is not None:
        message = f"Some of the questions were proposed by a language model ({len(suggestions.questions)} proposals)."
        notes.append(Note(code="LLM_QUESTIONS", message=message))
    return notes
