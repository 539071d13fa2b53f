"""`resume.parse`: reads an uploaded CV or its text, and leaves the source, the text and the JSON as artifacts."""

from __future__ import annotations

import hashlib
import time
from pathlib import PurePosixPath
from typing import Final

from career.tasks.resume import ResumeParseArgs, ResumeParseResult
from longhaul.engine.context import SyncContext
from longhaul.model.artifact import ArtifactRef
from longhaul.model.control import Fail
from longhaul_worker.progress import Weights
from longhaul_worker.resume.errors import ResumeError
from longhaul_worker.resume.layout import arrange
from longhaul_worker.resume.parse import ParsedResume, extract, understand
from longhaul_worker.resume.sniff import MAX_BYTES, sniff

WEIGHTS: Final = Weights(
    [("load", 5), ("sniff", 5), ("extract", 30), ("layout", 15), ("fields", 30), ("normalise", 10), ("store", 5)]
)
_LAYOUTS: Final = {
    "single": "One column found",
    "sidebar": "Two columns found",
    "margin": "Dates in the margin found",
    "table": "Tables found",
    "text": "Plain text found",
}


def resume_parse(ctx: SyncContext, args: ResumeParseArgs) -> ResumeParseResult:
    """Read the CV that `args` name. Raises `Fail` with the code of `ResumeError` for what is no readable CV."""
    began = time.monotonic()
    try:
        return _parse(ctx, args, began)
    except ResumeError as error:
        raise Fail(error.message, code=error.code, hint=error.hint) from error


def _parse(ctx: SyncContext, args: ResumeParseArgs, began: float) -> ResumeParseResult:
    _say(ctx, "load", "Reading the file", "PARSE_LOAD")
    source, data, filename = _source(ctx, args)
    _say(ctx, "sniff", f"Looking at {max(len(data) // 1000, 1)} kB", "PARSE_SNIFF")
    file_format = sniff(data)
    _say(ctx, "extract", "Reading the text", "PARSE_EXTRACT")
    document = extract(data, file_format, filename)
    ctx.raise_if_cancelled()
    pages = len(document.pages)
    chars = f"{document.chars:,}".replace(",", " ")
    read = f"Read {pages} page{'s' if pages != 1 else ''}, {chars} characters"
    _say(ctx, "layout", read, "PARSE_PAGES", pages=pages, chars=document.chars)
    reading = arrange(document)
    _say(ctx, "fields", _LAYOUTS[reading.layout], "PARSE_LAYOUT", layout=reading.layout)
    parsed = understand(document, reading, hashlib.sha256(data).hexdigest())
    ctx.raise_if_cancelled()
    found = _counted(parsed)
    summary = ", ".join(f"{count} {name}" for name, count in found.items())
    _say(ctx, "normalise", f"Found {summary}", "PARSE_FIELDS", **found)
    artifacts = {"resume_source": source} | _stored(ctx, parsed, filename)
    _say(ctx, "store", "Stored the result", "PARSE_STORED")
    return ResumeParseResult(
        resume=parsed.resume,
        confidence_score=parsed.confidence_score,
        artifacts=artifacts,
        warnings=parsed.resume.x_parse.notes,
        processing_time_s=round(time.monotonic() - began, 3),
    )


def _say(ctx: SyncContext, step: str, message: str, code: str, **counters: int | str) -> None:
    ctx.progress(WEIGHTS.percent(step), message, step=step, code=code, **counters)


def _source(ctx: SyncContext, args: ResumeParseArgs) -> tuple[ArtifactRef, bytes, str]:
    """The CV as an artifact of the job, its bytes, and its name."""
    if args.artifact_id is not None:
        # One byte more than allowed may be read, so that too large files are refused with the parser's own words.
        data = ctx.read_artifact(args.artifact_id, max_bytes=MAX_BYTES + 1)
        source = ctx.adopt_artifact(args.artifact_id, kind="resume_source")
        return source, data, args.filename or source.filename
    data = (args.text or "").encode()
    filename = args.filename or "resume.txt"
    source = ctx.save_artifact(
        f"{PurePosixPath(filename).stem or 'resume'}.txt",
        data,
        kind="resume_source",
        content_type="text/plain; charset=utf-8",
    )
    return source, data, filename


def _counted(parsed: ParsedResume) -> dict[str, int]:
    resume = parsed.resume
    skills = sum(len(group.keywords) for group in resume.skills)
    return {"jobs": len(resume.work), "degrees": len(resume.education), "skills": skills}


def _stored(ctx: SyncContext, parsed: ParsedResume, filename: str) -> dict[str, ArtifactRef]:
    stem = PurePosixPath(filename).stem or "resume"
    text = ctx.save_artifact(
        f"{stem}.txt", parsed.text.encode(), kind="resume_text", content_type="text/plain; charset=utf-8"
    )
    json = ctx.save_artifact(
        f"{stem}.json",
        parsed.resume.model_dump_json(indent=2, exclude_none=True).encode(),
        kind="resume_json",
        content_type="application/json",
    )
    return {"resume_text": text, "resume_json": json}
