"""`posting.extract`: fetches or takes a page, reads the advert on it, and keeps it beside what feeds said of it."""

from __future__ import annotations

import gzip
import io
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from pydantic import BaseModel

from career.model import Note
from career.posting import Posting
from career.records.postings import Kept, PostingStore
from career.tasks.posting import FieldProvenance, PostingExtractArgs, PostingExtractResult
from longhaul.engine.context import Context
from longhaul.model.artifact import ArtifactRef
from longhaul.model.control import Fail, Retry
from longhaul_worker.fetch.errors import FetchError
from longhaul_worker.fetch.fetcher import PAGE_TYPES, Fetcher
from longhaul_worker.llm.models import Models
from longhaul_worker.postings.ats import AtsAdvert, ats_advert
from longhaul_worker.postings.errors import HINTS, ErrorCode, failure, failure_of
from longhaul_worker.postings.extract import Extraction, Source, extract
from longhaul_worker.postings.fill import INSTRUCTIONS, MAX_SOURCE_CHARS, UNSURE, AdvertFields, filled, is_worth_asking
from longhaul_worker.postings.reading import MAX_PAGE_BYTES
from longhaul_worker.progress import Weights

WEIGHTS: Final = Weights(
    [
        ("validate", 3), ("fetch", 22), ("snapshot", 5), ("classify", 5), ("structured", 20), ("heuristics", 20),
        ("llm_fill", 15), ("dedupe", 5), ("store", 5),
    ]
)  # fmt: skip
CHILD_MEMORY_MB: Final = 512
CHILD_SECONDS: Final = 30.0
MAX_JSON_BYTES: Final = 10_000_000
_JSON_TYPES: Final = frozenset({"application/json", "text/json", "text/plain"})
_OTHER_TYPES: Final = frozenset({
    "text/plain", "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
})  # fmt: skip
_FETCH_CODES: Final[dict[str, tuple[ErrorCode, str]]] = {
    "NOT_FOUND": ("EXPIRED", "There is no advert at this address any more."),
    "GONE": ("EXPIRED", "The site says that the advert is gone."),
    "LOGIN_REQUIRED": ("LOGIN_REQUIRED", "The site asks for a login."),
    "FORBIDDEN": ("CAPTCHA", "The site refuses programs; it shows the advert only to people."),
    "HTTP_999": ("CAPTCHA", "The site refuses programs; it shows the advert only to people."),
    "HTTP_451": ("CAPTCHA", "The site does not show the advert here."),
    "TOO_LARGE": ("TOO_LARGE", "The page is larger than 5 MB."),
}
_METHOD_SAID: Final = {
    "ats_api": ("FOUND_ATS", "The site's own data found"),
    "jsonld": ("FOUND_JSONLD", "Structured data found"),
    "microdata": ("FOUND_MICRODATA", "Structured data found"),
    "rdfa": ("FOUND_RDFA", "Structured data found"),
    "state": ("FOUND_STATE", "Data in the page's scripts found"),
}
_MAIN_FIELDS: Final = (
    "title", "hiringOrganization", "jobLocation", "workplace", "employmentType", "datePosted", "baseSalary",
    "qualifications", "responsibilities", "description_html",
)  # fmt: skip


class _Taken(BaseModel):
    """Where the advert's bytes are, and what is known of where they come from."""

    artifact: ArtifactRef
    is_packed: bool = False
    is_text: bool = False
    url: str | None = None
    charset: str | None = None
    status: int | None = None
    fetched_at: datetime | None = None
    ats: AtsAdvert | None = None
    ats_artifact: ArtifactRef | None = None


class PostingExtract:
    """The handler of `posting.extract`.

    `locate` finds the tracking system behind an address; tests give another.
    """

    def __init__(
        self,
        postings: PostingStore,
        fetcher: Fetcher,
        models: Models,
        locate: Callable[[str], AtsAdvert | None] = ats_advert,
    ) -> None:
        self._postings = postings
        self._fetcher = fetcher
        self._models = models
        self._locate = locate

    async def __call__(self, ctx: Context, args: PostingExtractArgs) -> PostingExtractResult:
        """Read the advert and keep it.

        The page is kept as it was when it was first fetched, so that another attempt reads the same. Raises `Fail` with
        a code of `ErrorCode` or of the fetcher for what will never be an advert, `Retry` for a server in trouble.
        """
        began = time.monotonic()
        await ctx.progress(WEIGHTS.percent("validate"), "Checking the request", step="validate", code="VALIDATE")
        taken = await self._take(ctx, args)
        await ctx.progress(WEIGHTS.percent("classify"), "Looking at the page", step="classify", code="CLASSIFY")
        extraction = await self._read(ctx, args, taken)
        posting = _advert(extraction)
        await _say_found(ctx, extraction)
        posting, provenance, warnings = await self._fill(ctx, args, extraction, posting)
        await ctx.raise_if_cancelled()
        count = sum(name in provenance for name in _MAIN_FIELDS)
        said = f"{count} of {len(_MAIN_FIELDS)} fields"
        total = len(_MAIN_FIELDS)
        await ctx.progress(WEIGHTS.percent("dedupe"), said, step="dedupe", code="FILLED", found=count, total=total)
        kept = await self._keep(ctx, posting, provenance, extraction)
        files = await self._files(ctx, taken, extraction, kept.posting)
        await ctx.progress(100, "Kept the advert", step="store", code="STORED")
        return PostingExtractResult(
            posting_id=kept.id,
            posting=kept.posting,
            is_new=kept.is_new,
            page_kind="posting",
            ats=extraction.ats,
            provenance=provenance,
            source_reliability=extraction.reliability,
            fetched_at=taken.fetched_at,
            http_status=taken.status,
            artifacts=files,
            warnings=[*_notes(posting, taken), *warnings],
            processing_time_s=round(time.monotonic() - began, 3),
        )

    async def _take(self, ctx: Context, args: PostingExtractArgs) -> _Taken:
        source = str(args.source_url) if args.source_url else None
        if args.artifact_id is not None:
            artifact = await ctx.adopt_artifact(args.artifact_id, kind="page_html")
            return _Taken(artifact=artifact, is_packed=artifact.filename.endswith(".gz"), url=source)
        if args.text is not None:
            text = args.text

            async def save() -> dict[str, object]:
                saved = await ctx.save_artifact(
                    "advert.txt", text.encode(), kind="page_text", content_type="text/plain; charset=utf-8"
                )
                return _Taken(artifact=saved, is_text=True, url=source).model_dump(mode="json")

            return _Taken.model_validate(await ctx.step("take", save))
        url = str(args.url)
        await ctx.progress(WEIGHTS.percent("fetch"), "Fetching the page", step="fetch", code="FETCH")

        async def fetch() -> dict[str, object]:
            return (await self._fetched(ctx, url)).model_dump(mode="json")

        taken = _Taken.model_validate(await ctx.step("fetch", fetch, inputs=url))
        await ctx.progress(WEIGHTS.percent("snapshot"), "Kept a copy of the page", step="snapshot", code="SNAPSHOT")
        return taken

    async def _fetched(self, ctx: Context, url: str) -> _Taken:
        """The page as an artifact, with the data of its tracking system where there is such a one."""
        ats = self._locate(url)
        data = await self._ats_data(ats) if ats else None
        now = datetime.now(UTC)
        ats_artifact = None
        if data is not None:
            ats_artifact = await _save_packed(ctx, "advert.json.gz", data, "ats_json")
        try:
            page = await self._fetcher.get(url, max_bytes=MAX_PAGE_BYTES, accept=PAGE_TYPES | _OTHER_TYPES)
        except FetchError as error:
            if ats_artifact is None or ats is None:
                raise _control(error) from error
            artifact = await _save_packed(ctx, "page.html.gz", b"", "page_html")
            return _Taken(
                artifact=artifact, is_packed=True, url=url, fetched_at=now, ats=ats, ats_artifact=ats_artifact
            )
        size = max(len(page.body) // 1000, 1)
        host = page.url.split("/")[2]
        percent = WEIGHTS.percent("fetch", 0.9)
        await ctx.progress(
            percent, f"Fetched {size} kB from {host}", step="fetch", code="FETCHED", bytes=len(page.body)
        )
        return _Taken(
            artifact=await _save_packed(ctx, "page.html.gz", page.body, "page_html"),
            is_packed=True,
            url=page.url,
            charset=page.charset,
            status=200,
            fetched_at=now,
            ats=ats if ats_artifact else None,
            ats_artifact=ats_artifact,
        )

    async def _ats_data(self, ats: AtsAdvert) -> bytes | None:
        """The system's JSON, or None where it does not give it: the page is read then."""
        try:
            return (await self._fetcher.get(ats.api_url, max_bytes=MAX_JSON_BYTES, accept=_JSON_TYPES)).body
        except FetchError:
            return None

    async def _read(self, ctx: Context, args: PostingExtractArgs, taken: _Taken) -> Extraction:
        data = await _content(ctx, taken.artifact, is_packed=taken.is_packed, max_bytes=MAX_PAGE_BYTES)
        ats_json = None
        if taken.ats_artifact is not None:
            packed = await _content(ctx, taken.ats_artifact, is_packed=True, max_bytes=MAX_JSON_BYTES)
            ats_json = packed.decode("utf-8", "replace")
        seen_at = taken.fetched_at or ctx.job.created_at
        source = Source(
            base=taken.url,
            charset=taken.charset,
            today=seen_at.date(),
            company_name=args.company_name,
            is_text=taken.is_text,
            ats=taken.ats,
            ats_json=ats_json,
        )
        found = await ctx.in_child(extract, data, source, memory_mb=CHILD_MEMORY_MB, seconds=CHILD_SECONDS)
        return Extraction.model_validate(found)

    async def _fill(
        self, ctx: Context, args: PostingExtractArgs, extraction: Extraction, posting: Posting
    ) -> tuple[Posting, dict[str, FieldProvenance], list[Note]]:
        """What a language model adds, where one may help and something is missing."""
        provenance = extraction.provenance
        assistant = self._models.for_job(ctx, args.llm)
        percent = WEIGHTS.percent("llm_fill")
        await ctx.progress(percent, "Looking for what is missing", step="llm_fill", code="LLM_FILL")
        needs_model = args.llm == "required" or is_worth_asking(posting, provenance)
        if needs_model and (assistant.is_available or args.llm == "required"):
            text = extraction.text[:MAX_SOURCE_CHARS]
            answer = await assistant.ask("posting_fill", AdvertFields, INSTRUCTIONS, text)
            if answer is not None:
                posting, provenance = filled(posting, provenance, answer, text)
        return posting, provenance, list(assistant.warnings)

    async def _keep(
        self, ctx: Context, posting: Posting, provenance: dict[str, FieldProvenance], extraction: Extraction
    ) -> Kept:
        unsure = frozenset(name for name, found in provenance.items() if found.confidence < UNSURE)

        async def keep() -> dict[str, object]:
            by = f"{ctx.job.id}:posting"
            kept = await self._postings.keep(ctx.job.owner, posting, also=extraction.keys[1:], unsure=unsure, by=by)
            return {"id": kept.id, "is_new": kept.is_new}

        done = await ctx.step("store", keep, inputs=f"{posting.posting_key} {posting.content_hash}")
        stored = await self._postings.get(ctx.job.owner, str(done["id"]))
        known = Posting.model_validate(stored.model_dump(include=set(Posting.model_fields))) if stored else posting
        return Kept(id=str(done["id"]), is_new=bool(done["is_new"]), posting=known)

    async def _files(
        self, ctx: Context, taken: _Taken, extraction: Extraction, posting: Posting
    ) -> dict[str, ArtifactRef]:
        files = {"page_text": taken.artifact} if taken.is_text else {"page_html": taken.artifact}

        async def save() -> dict[str, object]:
            kinds = [
                (
                    "posting_json",
                    "posting.json",
                    posting.model_dump_json(indent=2, exclude_none=True),
                    "application/json",
                )
            ]
            if not taken.is_text:
                kinds.append(("page_text", "page.txt", extraction.text, "text/plain; charset=utf-8"))
            return {
                kind: (await ctx.save_artifact(name, text.encode(), kind=kind, content_type=type_)).model_dump(
                    mode="json"
                )
                for kind, name, text, type_ in kinds
            }

        saved = await ctx.step("files", save, inputs=posting.content_hash)
        return files | {kind: ArtifactRef.model_validate(ref) for kind, ref in saved.items()}


def _advert(extraction: Extraction) -> Posting:
    if extraction.posting is not None:
        return extraction.posting
    if not extraction.has_text:
        raise failure("NO_TEXT", "There is no text on the page.")
    raise failure_of(extraction.kind)


async def _say_found(ctx: Context, extraction: Extraction) -> None:
    percent = WEIGHTS.percent("structured", 0.9)
    said = next((_METHOD_SAID[method] for method in _METHOD_SAID if method in extraction.methods), None)
    code, message = said or ("NO_STRUCTURE", "No structured data: read the text itself")
    await ctx.progress(percent, message, step="structured", code=code)
    fields = len(extraction.provenance)
    percent = WEIGHTS.percent("heuristics", 0.9)
    await ctx.progress(percent, f"Read {fields} fields", step="heuristics", code="READ", fields=fields)


async def _save_packed(ctx: Context, name: str, data: bytes, kind: str) -> ArtifactRef:
    # Without a time in it, the same page packs to the same bytes.
    packed = gzip.compress(data, mtime=0)
    return await ctx.save_artifact(name, packed, kind=kind, content_type="application/gzip")


async def _content(ctx: Context, artifact: ArtifactRef, *, is_packed: bool, max_bytes: int) -> bytes:
    """The bytes of a page. Raises `Fail` (TOO_LARGE, UNSUPPORTED_CONTENT)."""
    data = await ctx.read_artifact(artifact.id, max_bytes=max_bytes + 1)
    if is_packed or data.startswith(b"\x1f\x8b"):
        data = _unpacked(data, max_bytes)
    if len(data) > max_bytes:
        raise failure("TOO_LARGE", f"The page is larger than {max_bytes // 1_000_000} MB.")
    if data.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")):
        raise failure("UNSUPPORTED_CONTENT", "This is not a web page.")
    return data


def _unpacked(data: bytes, max_bytes: int) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as file:
            return file.read(max_bytes + 1)
    except (OSError, EOFError) as error:
        raise failure("UNSUPPORTED_CONTENT", "The packed page cannot be unpacked.") from error


def _control(error: FetchError) -> Fail | Retry:
    known = _FETCH_CODES.get(error.code)
    if known is not None:
        return failure(*known)
    hint = next((hint for code, hint in HINTS.items() if code == error.code), None)
    return error.as_control(hint or "Check the address, or paste the advert's text.")


def _notes(posting: Posting, taken: _Taken) -> list[Note]:
    notes: list[Note] = []
    if posting.hiringOrganization.name is None:
        notes.append(Note(code="NO_COMPANY", message="The advert does not say who hires.", field="hiringOrganization"))
    seen = (taken.fetched_at or datetime.now(UTC)).date()
    if posting.validThrough is not None and posting.validThrough < seen:
        message = f"The advert was valid until {posting.validThrough.isoformat()}."
        notes.append(Note(code="PAST_VALID_THROUGH", message=message, field="validThrough"))
    return notes
