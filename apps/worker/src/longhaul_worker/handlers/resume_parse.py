"""`resume.parse`: reads an uploaded CV or its text, keeps the CV, and leaves source, text and JSON as artifacts."""

from __future__ import annotations

import hashlib
import time
from pathlib import PurePosixPath
from typing import Final

from career.model import Note
from career.records.owned import OwnedRecords
from career.records.resumes import ResumeRecord
from career.tasks.resume import ResumeParseArgs, ResumeParseResult
from longhaul.engine.context import Context
from longhaul.model.artifact import ArtifactRef
from longhaul_worker.llm.models import Models
from longhaul_worker.llm.resume_review import review
from longhaul_worker.progress import Weights
from longhaul_worker.resume.child import MEMORY_MB, SCAN_SECONDS, SECONDS, ReadCv, read_cv
from longhaul_worker.resume.sniff import MAX_BYTES

WEIGHTS: Final = Weights([("load", 10), ("read", 55), ("llm_review", 20), ("store", 15)])
_LAYOUTS: Final = {
    "single": "one column",
    "sidebar": "two columns",
    "margin": "dates in the margin",
    "table": "tables",
    "text": "plain text",
}
_TEXT: Final = "text/plain; charset=utf-8"


class ResumeParse:
    """The handler of `resume.parse`."""

    def __init__(self, resumes: OwnedRecords[ResumeRecord], models: Models) -> None:
        self._resumes = resumes
        self._models = models

    async def __call__(self, ctx: Context, args: ResumeParseArgs) -> ResumeParseResult:
        """Read the CV that `args` name, in a child process, and keep it.

        The same file is kept once: reading it again replaces what was read of it before, not what was edited. Raises
        `Fail` with the code of `ResumeError` for what is no readable CV.
        """
        began = time.monotonic()
        await ctx.progress(WEIGHTS.percent("load"), "Reading the file", step="load", code="PARSE_LOAD")
        source, data, filename = await _source(ctx, args)
        read = await self._read(ctx, data, filename, ocr=args.ocr)
        assistant = self._models.for_job(ctx, args.llm)
        await ctx.progress(
            WEIGHTS.percent("llm_review"), _found(read), step="llm_review", code="PARSE_FIELDS", **_counted(read)
        )
        if assistant.is_available:
            read.resume = await review(assistant, read.resume, read.text)
        await ctx.progress(WEIGHTS.percent("store"), "Storing the CV", step="store", code="PARSE_STORE")
        artifacts = {"resume_source": source} | await _stored(ctx, read, filename)
        record = ResumeRecord(
            resume=read.resume,
            text=read.text,
            confidence_score=read.confidence_score,
            filename=filename,
            source_id=source.id,
        )
        resume_id, notes = await self._keep(ctx.job.owner, hashlib.sha256(data).hexdigest(), record)
        return ResumeParseResult(
            resume_id=resume_id,
            resume=read.resume,
            confidence_score=read.confidence_score,
            artifacts=artifacts,
            warnings=[*read.resume.x_parse.notes, *assistant.warnings, *notes],
            processing_time_s=round(time.monotonic() - began, 3),
        )

    async def _keep(self, owner: str, key: str, record: ResumeRecord) -> tuple[str, list[Note]]:
        """Keep the CV; its id, and what its owner should know. An edit by hand outlives another reading."""
        before = await self._resumes.find(owner, key)
        if before is None or before.value.edited_at is None:
            return await self._resumes.put(owner, key, record), []
        edited = {"resume": before.value.resume, "edited_at": before.value.edited_at}
        note = Note(code="EDIT_KEPT", message="This CV was edited by hand before; the edit was kept.")
        return await self._resumes.put(owner, key, record.model_copy(update=edited)), [note]

    async def _read(self, ctx: Context, data: bytes, filename: str, *, ocr: bool) -> ReadCv:
        size = f"Reading {max(len(data) // 1000, 1)} kB of text and layout"
        await ctx.progress(WEIGHTS.percent("read"), size, step="read", code="PARSE_EXTRACT", bytes=len(data))
        seconds = SCAN_SECONDS if ocr else SECONDS
        read = ReadCv.model_validate(
            await ctx.in_child(read_cv, data, filename, ocr, memory_mb=MEMORY_MB, seconds=seconds)
        )
        report = read.resume.x_parse
        pages = f"{report.pages} page{'s' if report.pages != 1 else ''}"
        chars = f"{report.chars:,}".replace(",", " ")
        await ctx.progress(
            WEIGHTS.percent("read", 0.9),
            f"Read {pages}, {chars} characters, {_LAYOUTS[report.layout]}",
            step="read",
            code="PARSE_PAGES",
            pages=report.pages,
            chars=report.chars,
            layout=report.layout,
        )
        return read


async def _source(ctx: Context, args: ResumeParseArgs) -> tuple[ArtifactRef, bytes, str]:
    """The CV as an artifact of the job, its bytes, and its name."""
    if args.artifact_id is not None:
        # One byte more than allowed may be read, so that too large files are refused with the parser's own words.
        data = await ctx.read_artifact(args.artifact_id, max_bytes=MAX_BYTES + 1)
        source = await ctx.adopt_artifact(args.artifact_id, kind="resume_source")
        return source, data, args.filename or source.filename
    data = (args.text or "").encode()
    filename = args.filename or "resume.txt"
    name = f"{PurePosixPath(filename).stem or 'resume'}.txt"
    source = await ctx.save_artifact(name, data, kind="resume_source", content_type=_TEXT)
    return source, data, filename


def _counted(read: ReadCv) -> dict[str, int]:
    skills = sum(len(group.keywords) for group in read.resume.skills)
    return {"jobs": len(read.resume.work), "degrees": len(read.resume.education), "skills": skills}


def _found(read: ReadCv) -> str:
    return "Found " + ", ".join(f"{count} {name}" for name, count in _counted(read).items())


async def _stored(ctx: Context, read: ReadCv, filename: str) -> dict[str, ArtifactRef]:
    stem = PurePosixPath(filename).stem or "resume"
    text = await ctx.save_artifact(f"{stem}.txt", read.text.encode(), kind="resume_text", content_type=_TEXT)
    json = await ctx.save_artifact(
        f"{stem}.json",
        read.resume.model_dump_json(indent=2, exclude_none=True).encode(),
        kind="resume_json",
        content_type="application/json",
    )
    return {"resume_text": text, "resume_json": json}
