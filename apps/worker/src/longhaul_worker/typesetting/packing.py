"""The files of a packet as steps of its job: each part is set and saved once, and all are packed into one archive."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel

from career.model import Note
from career.resume import Resume
from career.tasks.packet import AtsCheck, Engine
from longhaul.engine.context import Context
from longhaul.model.artifact import ArtifactRef
from longhaul.model.control import ErrorKind, Fail, Retry
from longhaul_worker.tailoring.needs import Need
from longhaul_worker.tailoring.running import TRUTH_CHECK, Pair, TailoredCv, coverage_of
from longhaul_worker.tailoring.truth import violations
from longhaul_worker.typesetting.making import Made, MadeCv, Setting, make_cv, make_document
from longhaul_worker.typesetting.typst_engine import Document

MEMORY_MB: Final = 1024
SECONDS: Final = 90.0
MAX_FILE_BYTES: Final = 20_000_000
_HINT: Final = 'Run it again with engine "typst".'
_SOURCES: Final = {"typ": "text/plain; charset=utf-8", "tex": "application/x-tex"}


class PartFiles(BaseModel):
    """One part of the packet as saved: its files by kind, and what is known of it."""

    files: dict[str, ArtifactRef]
    pages: int = 0
    engine: Engine = "typst"
    check: AtsCheck | None = None
    coverage: float | None = None
    warnings: list[Note] = []


class PacketFiles:
    """Makes the parts of one packet; a part that an earlier attempt made is taken as it is."""

    def __init__(self, ctx: Context, setting: Setting, digest: str) -> None:
        """`digest` changes with everything the packet depends on."""
        self._ctx = ctx
        self._setting = setting
        self.digest = digest

    async def cv(self, pair: Pair, cv: TailoredCv, needs: list[Need]) -> PartFiles:
        """The CV: PDF, source, and `resume.json` with exactly what the PDF says.

        Raises `Fail` where no layout gives a PDF whose text is all there.
        """

        async def make() -> dict[str, Any]:
            directory = self._ctx.tmpdir / "cv"
            directory.mkdir(parents=True, exist_ok=True)
            title = pair.posting.title
            made = MadeCv.model_validate(
                await self._ctx.in_child(
                    make_cv,
                    cv.resume,
                    title,
                    needs,
                    self._setting,
                    str(directory),
                    memory_mb=MEMORY_MB,
                    seconds=SECONDS,
                )
            )
            await self._raise_if_refused(made)
            if made.resume is None or not made.is_legible:
                raise Fail(
                    "The text of the finished CV cannot be read back from the PDF.",
                    code="UNREADABLE_PDF",
                    hint="Look through the parsed CV for characters that are no text, and parse it again.",
                )
            self._raise_if_untrue(pair, made.resume)
            files = await self._saved(made, directory, "cv")
            files["resume_json"] = await self._json(made.resume)
            return PartFiles(
                files=files,
                pages=made.pages,
                engine=made.engine,
                check=made.check,
                coverage=coverage_of(made.resume, pair.posting),
                warnings=made.warnings,
            ).model_dump(mode="json")

        return PartFiles.model_validate(await self._ctx.step("cv", make, inputs=self.digest))

    async def document(self, document: Document, name: str, data: dict[str, Any]) -> PartFiles:
        """A letter or summary, one page of it."""

        async def make() -> dict[str, Any]:
            directory = self._ctx.tmpdir / name
            directory.mkdir(parents=True, exist_ok=True)
            setting = self._setting.model_copy(update={"max_pages": 1})
            made = Made.model_validate(
                await self._ctx.in_child(
                    make_document,
                    document,
                    name,
                    data,
                    setting,
                    str(directory),
                    memory_mb=MEMORY_MB,
                    seconds=SECONDS,
                )
            )
            await self._raise_if_refused(made)
            files = await self._saved(made, directory, name)
            return PartFiles(files=files, pages=made.pages, engine=made.engine, warnings=made.warnings).model_dump(
                mode="json"
            )

        return PartFiles.model_validate(await self._ctx.step(name, make, inputs=[self.digest, data]))

    async def resume(self, resume: Resume) -> PartFiles:
        """Only `resume.json`, for packets without a CV."""

        async def make() -> dict[str, Any]:
            return PartFiles(files={"resume_json": await self._json(resume)}).model_dump(mode="json")

        return PartFiles.model_validate(await self._ctx.step("resume", make, inputs=self.digest))

    async def packed(self, parts: dict[str, PartFiles]) -> dict[str, ArtifactRef]:
        """All files by kind, with `packet.zip` of them. The same files give the same archive."""
        files = {kind: ref for part in parts.values() for kind, ref in part.files.items()}

        async def pack() -> dict[str, Any]:
            contents: dict[str, bytes] = {}
            for kind, ref in files.items():
                name = f"sources/{ref.filename}" if kind.endswith("_source") else ref.filename
                contents[name] = await self._ctx.read_artifact(ref.id, max_bytes=MAX_FILE_BYTES)
            saved = await self._ctx.save_artifact(
                "packet.zip", zipped(contents), kind="packet", content_type="application/zip"
            )
            return saved.model_dump()

        ids = sorted(ref.id for ref in files.values())
        packet = ArtifactRef.model_validate(await self._ctx.step("zip", pack, inputs=ids))
        return {**files, "packet": packet}

    async def _saved(self, made: Made, directory: Path, name: str) -> dict[str, ArtifactRef]:
        pdf = await self._ctx.save_artifact(
            f"{name}.pdf", directory / f"{name}.pdf", kind=name, content_type="application/pdf"
        )
        source = await self._ctx.save_artifact(
            f"{name}.{made.ending}",
            directory / f"{name}.{made.ending}",
            kind=f"{name}_source",
            content_type=_SOURCES[made.ending],
        )
        return {pdf.kind: pdf, source.kind: source}

    async def _json(self, resume: Resume) -> ArtifactRef:
        written = resume.model_dump_json(indent=2, exclude_none=True).encode()
        return await self._ctx.save_artifact(
            "resume.json", written, kind="resume_json", content_type="application/json"
        )

    async def _raise_if_refused(self, made: Made) -> None:
        """Leave LaTeX's log behind and fail, where there is only that; once more where it ran out of time."""
        if made.tex_log is None:
            return
        await self._ctx.save_artifact(
            "latex.log", made.tex_log.encode(), kind="tex_log", content_type="text/plain; charset=utf-8"
        )
        if made.is_timeout:
            raise Retry("LaTeX took too long.", kind=ErrorKind.RESOURCE_EXHAUSTED, code="TEX_TIMEOUT", hint=_HINT)
        raise Fail(
            "LaTeX could not set the document; its log is among the files.",
            code="TEX_ERROR",
            hint=_HINT,
        )

    @staticmethod
    def _raise_if_untrue(pair: Pair, resume: Resume) -> None:
        problems = violations(pair.resume, resume)
        if problems:
            raise Fail(
                f"The CV that was set differs from the original: {problems[0]}.",
                code=TRUTH_CHECK,
                hint="Report this with the id of the job; nothing was kept.",
            )


def zipped(contents: dict[str, bytes]) -> bytes:
    """An archive of files by name, the same for the same files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(contents):
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, contents[name])
    return buffer.getvalue()
