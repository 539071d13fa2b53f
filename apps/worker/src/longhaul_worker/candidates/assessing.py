"""The third stage of a search: reads the CVs, each in a child process, and scores them; batches are durable steps."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from career.model import Id
from career.records.candidates import CandidateRecords, KeptCv
from career.records.resumes import ResumeRecord
from career.tasks.candidates import CandidateQuery
from longhaul.engine.channel import ChildError
from longhaul.engine.context import Context
from longhaul.model.control import Fail, Retry
from longhaul_worker.candidates.archive_files import ArchiveFiles
from longhaul_worker.candidates.child import Place, ReadCvs, read_places
from longhaul_worker.candidates.cv import ReadCv
from longhaul_worker.candidates.found import Item, Match, Troubles
from longhaul_worker.candidates.identity import person_of
from longhaul_worker.candidates.ranking import score
from longhaul_worker.candidates.together import together
from longhaul_worker.resume.sniff import MAX_BYTES

BATCH: Final = 20
_HINT: Final = "Bring the CVs as PDF, DOCX, text or JSON Resume whose text can be selected."
_CHILDREN: Final = 2
_AT_ONCE: Final = 10
_CHILD_MB: Final = 300
_CHILD_S: Final = 30.0

Said = Callable[[int, int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class CvFile:
    """A file to read: the artifact, or a place in the archive of that id."""

    item: Item
    sha256: str
    artifact_id: Id
    filename: str


class Assessor:
    """Reads and scores CVs for one query. A CV whose very file was read before is not read again."""

    def __init__(
        self,
        ctx: Context,
        records: CandidateRecords,
        archives: ArchiveFiles,
        query: CandidateQuery,
        troubles: Troubles,
    ) -> None:
        self._ctx = ctx
        self._records = records
        self._archives = archives
        self._query = query
        self._troubles = troubles
        self._slots = asyncio.Semaphore(_CHILDREN)
        self.parsed = 0

    async def read(self, files: Sequence[CvFile], say: Said) -> dict[str, Id]:
        """The ids of the CVs that could be read, by the SHA-256 of their files."""
        ids: dict[str, Id] = {}
        for start in range(0, len(files), BATCH):
            await self._ctx.raise_if_cancelled()
            batch = files[start : start + BATCH]

            async def read_batch(batch: Sequence[CvFile] = batch) -> list[list[str | None]]:
                groups = [batch[at : at + _AT_ONCE] for at in range(0, len(batch), _AT_ONCE)]
                outcomes = await together(self._read_group(group) for group in groups)
                return [outcome for group in outcomes for outcome in group]

            digest = hashlib.sha256("".join(file.sha256 for file in batch).encode()).hexdigest()
            outcomes = await self._ctx.step(f"read-{start // BATCH}", read_batch, inputs=digest)
            for file, (resume_id, code, message) in zip(batch, outcomes, strict=True):
                if resume_id is not None:
                    ids[file.sha256] = resume_id
                    self.parsed += 1
                else:
                    why = message or "The file could not be read."
                    self._troubles.cv_failed(file.filename, why, Fail(why, code=code or "UNREADABLE", hint=_HINT))
            await say(min(start + BATCH, len(files)), len(files))
        return ids

    async def score(self, ids: Sequence[Id], sources: dict[Id, Item], say: Said) -> list[Match]:
        """The CVs with these ids, scored, in this order; those that have been removed meanwhile are left out."""
        matches: list[Match] = []
        for start in range(0, len(ids), BATCH):
            await self._ctx.raise_if_cancelled()
            batch = ids[start : start + BATCH]
            cvs = await self._records.cvs(self._ctx.job.owner, batch)
            known = [cvs[id_] for id_ in batch if id_ in cvs]
            matches += await asyncio.to_thread(_scored, self._query, known, sources)
            await say(min(start + BATCH, len(ids)), len(ids))
        return matches

    async def _read_group(self, files: Sequence[CvFile]) -> list[list[str | None]]:
        """For each file the id of its CV, or the code and message of why there is none."""
        owner = self._ctx.job.owner
        known = {file.sha256: await self._records.known_cv(owner, file.sha256) for file in files}
        unread = [file for file in files if known[file.sha256] is None]
        async with self._slots:
            cvs = dict(zip([file.sha256 for file in unread], await self._read_all(unread), strict=True))
        outcomes: list[list[str | None]] = []
        for file in files:
            kept = known[file.sha256]
            outcomes.append([kept.id, None, None] if kept is not None else await self._keep(file, cvs[file.sha256]))
        return outcomes

    async def _read_all(self, files: Sequence[CvFile]) -> list[ReadCv]:
        """Read the files in one child; where that one dies of one of them, each in a child of its own."""
        if not files:
            return []
        try:
            cvs = ReadCvs.model_validate(await self._in_child(files)).cvs
        except (Retry, ChildError):
            cvs = [None] * len(files)
        return [cv if cv is not None else await self._read_alone(file) for file, cv in zip(files, cvs, strict=True)]

    async def _read_alone(self, file: CvFile) -> ReadCv:
        why = "Reading it failed."
        code = "UNREADABLE"
        try:
            cv = ReadCvs.model_validate(await self._in_child([file])).cvs[0]
            if cv is not None:
                return cv
        except Retry as error:  # the child's limits, or its death: the file's fault as far as anybody can tell
            code, why = error.code, f"Reading it was given up: {error.message}."
        except ChildError:
            pass
        return ReadCv(sha256=file.sha256, code=code, message=why)

    async def _keep(self, file: CvFile, cv: ReadCv) -> list[str | None]:
        if cv.resume is None:
            return [None, cv.code, cv.message]
        is_archived = file.item.kind == "archive"
        record = ResumeRecord(
            resume=cv.resume,
            text=cv.text,
            confidence_score=cv.confidence_score,
            filename=file.filename,
            source_id=None if is_archived else file.artifact_id,
            origin="candidate",
            source=file.item.kind,
            source_url=file.item.url,
        )
        return [await self._records.keep_cv(self._ctx.job.owner, file.sha256, record), None, None]

    async def _in_child(self, files: Sequence[CvFile]) -> dict[str, object]:
        written: list[Path] = []
        places: list[Place] = []
        try:
            for file in files:
                if file.item.entry is not None:
                    places.append((await self._archives.path(file.artifact_id), file.item.entry, file.filename))
                    continue
                data = await self._ctx.read_artifact(file.artifact_id, max_bytes=MAX_BYTES + 1)
                path = self._ctx.tmpdir / f"cv-{file.sha256}"
                await asyncio.to_thread(path.write_bytes, data)
                written.append(path)
                places.append((str(path), None, file.filename))
            return await self._ctx.in_child(read_places, places, memory_mb=_CHILD_MB, seconds=_CHILD_S)
        finally:
            for path in written:
                path.unlink(missing_ok=True)


def _scored(query: CandidateQuery, cvs: Sequence[KeptCv], sources: dict[Id, Item]) -> list[Match]:
    return [_match(query, cv, sources[cv.id]) for cv in cvs]


def _match(query: CandidateQuery, cv: KeptCv, item: Item) -> Match:
    resume, basics = cv.value.resume, cv.value.resume.basics
    months = resume.experience_months
    return Match(
        resume_id=cv.id,
        person=person_of(cv.id, resume),
        scored=score(query, resume, cv.value.text, datetime.now(UTC).date()),
        name=basics.name,
        headline=basics.label or next((post.position for post in resume.work if post.position), None),
        email=basics.email,
        phone=basics.phone,
        place=basics.location.raw if basics.location is not None else None,
        years=months / 12 if months is not None else None,
        source=item.kind,
        source_url=item.url or cv.value.source_url,
        source_id=cv.value.source_id,
    )
