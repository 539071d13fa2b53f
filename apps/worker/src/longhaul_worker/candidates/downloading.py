"""The second stage of a search: gets what is elsewhere, four at a time, and never the same address twice."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from career.records.candidates import CandidateRecords, Download
from career.records.resumes import ResumeRecord
from longhaul.engine.context import Context
from longhaul.model.control import ErrorKind
from longhaul_worker.candidates.found import Item, Troubles, hint_for
from longhaul_worker.candidates.github import (
    JSON_TYPES,
    MAX_ANSWER_BYTES,
    NotUnderstood,
    cv_of,
    repositories_url,
    user_url,
)
from longhaul_worker.candidates.github_fetcher import GithubFetcher
from longhaul_worker.candidates.together import together
from longhaul_worker.fetch.errors import FetchError
from longhaul_worker.fetch.fetcher import Fetcher
from longhaul_worker.resume.sniff import MAX_BYTES

PARALLEL: Final = 4
CV_TYPES: Final = JSON_TYPES | {
    "application/pdf",
    "application/x-pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/msword",  # what many servers say of every Word document
    "application/octet-stream",
    "binary/octet-stream",
    "text/plain",
    "text/markdown",
}
CV_SOURCE: Final = "cv_source"

Said = Callable[[int, int], Awaitable[None]]


class Downloader:
    """Gets the items that have an address. What came is written down per address, so that another attempt goes on
    with what is missing.
    """

    def __init__(
        self, ctx: Context, records: CandidateRecords, fetcher: Fetcher, github: GithubFetcher, troubles: Troubles
    ) -> None:
        self._ctx = ctx
        self._records = records
        self._fetcher = fetcher
        self._github = github
        self._troubles = troubles
        self._slots = asyncio.Semaphore(PARALLEL)
        self._saving = asyncio.Lock()
        self._by_content: dict[str, str] = {}

    async def run(self, items: Sequence[Item], say: Said) -> list[tuple[Item, Download]]:
        """What came, in the order of the items; what did not is a trouble. `say` hears of each how many are done."""
        done = 0
        # Two sources may name the same address.
        urls = {self._url(item): item for item in reversed(items)}
        results: dict[str, Download] = {}

        async def one(url: str, item: Item) -> None:
            nonlocal done
            async with self._slots:
                await self._ctx.raise_if_cancelled()
                got = await self._download(item, url)
            if got is not None:
                results[url] = got
            done += 1
            await say(done, len(urls))

        await together(one(url, item) for url, item in reversed(urls.items()))
        return [(item, results[url]) for item in items if (url := self._url(item)) in results]

    def _url(self, item: Item) -> str:
        return item.url or user_url(self._github.api, item.login or "")

    async def _download(self, item: Item, url: str) -> Download | None:
        got = await self._records.download(self._ctx.job.owner, self._ctx.job.id, url)
        if got is None:
            try:
                got = await (self._file(item, url) if item.login is None else self._person(item.login, url))
            except FetchError as error:
                self._troubles.cv_failed(url, error.message, error.as_control(hint_for(item.kind)))
                if error.kind is not ErrorKind.PERMANENT:
                    return None  # not written down: another attempt asks again
                got = Download(job_id=self._ctx.job.id, url=url, code=error.code, message=error.message)
                await self._records.downloaded(self._ctx.job.owner, got)
                return None
            await self._records.downloaded(self._ctx.job.owner, got)
        elif got.code is not None:
            error = FetchError(got.code, got.message or "The address was not fetched.")
            self._troubles.cv_failed(url, error.message, error.as_control(hint_for(item.kind)))
            return None
        if got.artifact_id is not None and got.sha256 is not None:
            self._by_content.setdefault(got.sha256, got.artifact_id)
        return got

    async def _file(self, item: Item, url: str) -> Download:
        accept = JSON_TYPES | {"text/plain", "application/octet-stream"} if item.kind == "jsonresume" else CV_TYPES
        answer = await self._fetcher.get(url, accept=accept, max_bytes=MAX_BYTES)
        digest = hashlib.sha256(answer.body).hexdigest()
        name = item.filename or "cv"
        async with self._saving:
            artifact_id = self._by_content.get(digest)
            if artifact_id is None:
                kind = answer.content_type or "application/octet-stream"
                saved = await self._ctx.save_artifact(name, answer.body, kind=CV_SOURCE, content_type=kind)
                artifact_id = self._by_content[digest] = saved.id
        return Download(job_id=self._ctx.job.id, url=url, sha256=digest, artifact_id=artifact_id, filename=name)

    async def _person(self, login: str, url: str) -> Download:
        profile = await self._github.get(url, accept=JSON_TYPES, max_bytes=MAX_ANSWER_BYTES)
        repositories = await self._github.get(
            repositories_url(self._github.api, login), accept=JSON_TYPES, max_bytes=MAX_ANSWER_BYTES
        )
        try:
            cv = await asyncio.to_thread(cv_of, profile.body, repositories.body)
        except NotUnderstood as error:
            raise FetchError("NOT_UNDERSTOOD", f"GitHub was not understood: {error}.") from error
        if cv.resume is None:
            raise FetchError("NOT_UNDERSTOOD", "GitHub was not understood.")
        record = ResumeRecord(
            resume=cv.resume,
            text=cv.text,
            confidence_score=cv.confidence_score,
            origin="candidate",
            source="github",
            source_url=f"https://github.com/{login}",
        )
        resume_id = await self._records.keep_cv(self._ctx.job.owner, cv.sha256, record)
        return Download(job_id=self._ctx.job.id, url=url, sha256=cv.sha256, resume_id=resume_id)
