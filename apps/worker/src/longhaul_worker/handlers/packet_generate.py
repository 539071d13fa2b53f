"""`packet.generate`: tailors a CV, writes a letter, sets both, reads the CV back, and packs everything together."""

from __future__ import annotations

import asyncio
from typing import Any, Final

from career.model import Note
from career.records.documents import PacketRecord
from career.records.owned import OwnedRecords
from career.records.postings import PostingStore
from career.records.resumes import ResumeRecord
from career.tasks.packet import PacketGenerateArgs, PacketGenerateResult
from longhaul.engine.context import Context
from longhaul.model.artifact import ArtifactRef
from longhaul_worker.letters.letter import Letter
from longhaul_worker.letters.summary import summary_of
from longhaul_worker.letters.writing import written_letter
from longhaul_worker.llm.models import Assistant, Models
from longhaul_worker.matching.requirements import requirements_of
from longhaul_worker.progress import Weights
from longhaul_worker.tailoring.needs import Relevance
from longhaul_worker.tailoring.running import Pair, TailoredCv, load_pair, tailored_for
from longhaul_worker.typesetting.making import Setting
from longhaul_worker.typesetting.packing import PacketFiles, PartFiles

WEIGHTS: Final = Weights(
    [
        ("optimize", 30),
        ("letter", 20),
        ("render_cv", 15),
        ("parse_back", 15),
        ("render_letter", 10),
        ("zip", 5),
        ("store", 5),
    ]
)
_WITHIN_OPTIMIZE: Final = {"requirements": 0.1, "select": 0.5, "rephrase": 0.7, "verify": 0.9}


class PacketGenerate:
    """The handler of `packet.generate`."""

    def __init__(
        self,
        resumes: OwnedRecords[ResumeRecord],
        postings: PostingStore,
        packets: OwnedRecords[PacketRecord],
        models: Models,
    ) -> None:
        self._resumes = resumes
        self._postings = postings
        self._packets = packets
        self._models = models

    async def __call__(self, ctx: Context, args: PacketGenerateArgs) -> PacketGenerateResult:
        """Make the packet that `args` ask for.

        Every part is a step that sets it and saves its files, so that another attempt makes only what is missing.
        Raises `Fail` where a record is missing, where LaTeX refuses a document (the log is an artifact), and where the
        text of the CV cannot be read back from any layout.
        """
        await ctx.progress(0, "Reading the CV and the advert", step="optimize", code="LOAD")
        assistant = self._models.for_job(ctx, args.llm)
        pair = await load_pair(ctx.job.owner, self._resumes, self._postings, args.resume_id, args.posting_id)
        # What fits is chosen when it is set: only then is known how long it is.
        cv = await tailored_for(ctx, pair, None, None, _within_optimize(ctx))
        setting = Setting(engine=args.engine, look=args.template, page=args.page, max_pages=args.max_pages)
        files = PacketFiles(ctx, setting, f"{pair.digest}:{args.model_dump_json()}")
        parts = await self._parts(ctx, args, pair, cv, files, assistant)
        await ctx.progress(WEIGHTS.percent("zip"), "Packing the files", step="zip", code="ZIP")
        artifacts = await files.packed(parts)
        return await self._stored(ctx, args, pair, cv, parts, artifacts)

    async def _parts(
        self,
        ctx: Context,
        args: PacketGenerateArgs,
        pair: Pair,
        cv: TailoredCv,
        files: PacketFiles,
        assistant: Assistant,
    ) -> dict[str, PartFiles]:
        relevance = Relevance.of_posting(pair.posting, requirements_of(pair.posting))
        letter: Letter | None = None
        notes: list[Note] = []
        if "cover_letter" in args.parts:
            await ctx.progress(WEIGHTS.percent("letter"), "Writing the letter", step="letter", code="LETTER")
            letter, notes = await self._letter(ctx, pair, cv, relevance, files.digest, assistant)
        parts: dict[str, PartFiles] = {}
        await ctx.raise_if_cancelled()
        if "cv" in args.parts:
            await ctx.progress(WEIGHTS.percent("render_cv"), "Setting the CV", step="render_cv", code="RENDER")
            parts["cv"] = await files.cv(pair, cv, relevance.needs)
            await _tell_checked(ctx, parts["cv"])
        else:
            parts["resume"] = await files.resume(cv.resume)
        await ctx.raise_if_cancelled()
        await ctx.progress(WEIGHTS.percent("render_letter"), "Setting the rest", step="render_letter", code="RENDER")
        if letter is not None:
            made = await files.document("letter", "cover_letter", letter.model_dump())
            parts["cover_letter"] = made.model_copy(update={"warnings": [*notes, *made.warnings]})
        if "summary" in args.parts:
            data = await asyncio.to_thread(summary_of, cv.resume, pair.posting, relevance)
            parts["summary"] = await files.document("summary", "summary", data)
        return parts

    async def _letter(
        self,
        ctx: Context,
        pair: Pair,
        cv: TailoredCv,
        relevance: Relevance,
        digest: str,
        assistant: Assistant,
    ) -> tuple[Letter, list[Note]]:
        """The letter's words and what is to be said of them: a step, as a model may find others the next time."""

        async def write() -> dict[str, Any]:
            day = ctx.job.created_at.date()
            letter, notes = await written_letter(cv.resume, pair.posting, relevance, day, assistant)
            noted = [*notes, *assistant.warnings]
            return {"letter": letter.model_dump(), "notes": [note.model_dump() for note in noted]}

        memo = await ctx.step("letter", write, inputs=digest)
        return Letter.model_validate(memo["letter"]), [Note.model_validate(note) for note in memo["notes"]]

    async def _stored(
        self,
        ctx: Context,
        args: PacketGenerateArgs,
        pair: Pair,
        cv: TailoredCv,
        parts: dict[str, PartFiles],
        artifacts: dict[str, ArtifactRef],
    ) -> PacketGenerateResult:
        await ctx.progress(WEIGHTS.percent("store"), "Storing the packet", step="store", code="STORE")
        pages = {name: part.pages for name, part in parts.items() if part.pages}
        check = parts["cv"].check if "cv" in parts else None
        coverage = parts["cv"].coverage if "cv" in parts else None
        covered = cv.coverage.after if coverage is None else coverage
        first = parts["cv"] if "cv" in parts else next(iter(part for part in parts.values() if part.pages))
        record = PacketRecord(
            resume_id=args.resume_id,
            posting_id=args.posting_id,
            job_id=ctx.job.id,
            title=pair.posting.title,
            company=pair.posting.hiringOrganization.name,
            engine=first.engine,
            pages=pages,
            coverage=covered,
            ats_check=check,
            artifacts=artifacts,
        )
        # The job's id is the key: a repetition replaces the record and keeps its id.
        packet_id = await self._packets.put(ctx.job.owner, ctx.job.id, record)
        message = f"The packet has {len(artifacts)} files"
        await ctx.progress(100, message, step="store", code="PACKED", files=len(artifacts))
        noted = [*cv.warnings, *(note for part in parts.values() for note in part.warnings)]
        return PacketGenerateResult(
            packet_id=packet_id,
            files=list(artifacts.values()),
            pages=pages,
            engine=first.engine,
            ats_check=check,
            coverage=covered,
            artifacts=artifacts,
            warnings=[note for index, note in enumerate(noted) if note not in noted[:index]],
        )


def _within_optimize(ctx: Context) -> Any:
    async def say(step: str, fraction: float, message: str, code: str, **counters: int) -> None:  # noqa: ARG001
        percent = WEIGHTS.percent("optimize", _WITHIN_OPTIMIZE.get(step, 0.0))
        await ctx.progress(percent, message, step="optimize", code=code, **counters)

    return say


async def _tell_checked(ctx: Context, cv: PartFiles) -> None:
    pages = f"CV: {cv.pages} page{'s' if cv.pages != 1 else ''}"
    await ctx.progress(WEIGHTS.percent("parse_back"), pages, step="parse_back", code="RENDERED", pages=cv.pages)
    if cv.check is not None:
        found, expected = cv.check.employers_found, cv.check.employers_expected
        message = f"Parsed back: {found} of {expected} employers"
        percent = WEIGHTS.percent("parse_back", 0.9)
        await ctx.progress(percent, message, step="parse_back", code="CHECKED", found=found, expected=expected)
