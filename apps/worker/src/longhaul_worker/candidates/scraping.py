"""The first stage of a search: which CVs each source has. Each page is a durable step."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel

from career.records.candidates import CandidateRecords
from career.tasks.candidates import CandidateSource
from longhaul.engine.context import Context
from longhaul.model.control import Fail
from longhaul_worker.candidates.archive import ArchiveListing, list_archive
from longhaul_worker.candidates.archive_files import ArchiveFiles
from longhaul_worker.candidates.found import Item, Troubles
from longhaul_worker.candidates.github import (
    JSON_TYPES,
    MAX_ANSWER_BYTES,
    PER_PAGE,
    NotUnderstood,
    logins_of,
    search_url,
)
from longhaul_worker.candidates.github_fetcher import GithubFetcher
from longhaul_worker.fetch.errors import FetchError

MAX_POOL: Final = 5_000
POOL_PAGE: Final = 250
GITHUB_PEOPLE: Final = 100
GITHUB_PEOPLE_WITHOUT_TOKEN: Final = 20
"""Two requests each, and GitHub answers 60 an hour without a token."""

_CHILD_MB: Final = 700
_CHILD_S: Final = 60.0


class _People(BaseModel):
    """A page of GitHub's search."""

    logins: list[str]
    total: int


class Scraper:
    """Lists what sources have, page by page."""

    def __init__(
        self,
        ctx: Context,
        records: CandidateRecords,
        github: GithubFetcher,
        archives: ArchiveFiles,
        troubles: Troubles,
        limit: int,
    ) -> None:
        self._ctx = ctx
        self._records = records
        self._github = github
        self._archives = archives
        self._troubles = troubles
        self._limit = limit

    async def pages(self, number: int, source: CandidateSource) -> AsyncIterator[list[Item]]:
        """The items of a source, a page at a time. Raises `Fail`, `Retry` or `FetchError` where it brings nothing."""
        match source.kind:
            case "pool":
                async for page in self._pool(number):
                    yield page
            case "archive":
                yield await self._archive(number, source.artifact_id or "")
            case "url_list" | "jsonresume":
                urls = list(dict.fromkeys(str(url) for url in source.urls))
                yield [Item(number, source.kind, url=url, filename=_name_of(url)) for url in urls]
            case "github":
                async for page in self._people(number, source.query or ""):
                    yield page

    async def _pool(self, number: int) -> AsyncIterator[list[Item]]:
        after: str | None = None
        for page in range(MAX_POOL // POOL_PAGE):

            async def ids(after: str | None = after) -> list[str]:
                return await self._records.cv_ids(self._ctx.job.owner, after=after, limit=POOL_PAGE)

            found = await self._ctx.step(f"scrape-{number}-{page}", ids, inputs=after)
            yield [Item(number, "pool", resume_id=id_) for id_ in found]
            if len(found) < POOL_PAGE:
                return
            after = found[-1]
        self._troubles.note("POOL_TOO_LARGE", f"Only the latest {MAX_POOL} CVs of the pool were looked at.")

    async def _archive(self, number: int, artifact_id: str) -> list[Item]:
        async def entries() -> dict[str, object]:
            await self._ctx.adopt_artifact(artifact_id, kind="cv_archive")
            path = await self._archives.path(artifact_id)
            return await self._ctx.in_child(list_archive, path, memory_mb=_CHILD_MB, seconds=_CHILD_S)

        found = ArchiveListing.model_validate(
            await self._ctx.step(f"scrape-{number}-archive", entries, inputs=artifact_id)
        )
        for skipped in found.skipped:
            self._troubles.note(skipped.code, f"{skipped.name} in the archive was not read.", f"sources.{number}")
        self._troubles.failed += found.skipped_count
        if found.left_out:
            message = f"{found.left_out} files of the archive were left out: it has too many."
            self._troubles.note("ARCHIVE_TOO_LARGE", message, f"sources.{number}")
        if not found.entries:
            raise Fail(
                "The archive holds no CV that can be read.",
                code="NO_CVS",
                hint="Upload a zip file with CVs as PDF, DOCX, text or JSON Resume.",
            )
        return [
            Item(
                number, "archive", artifact_id=artifact_id, entry=entry.index, sha256=entry.sha256, filename=entry.name
            )
            for entry in found.entries
        ]

    async def _people(self, number: int, query: str) -> AsyncIterator[list[Item]]:
        most = min(self._limit, GITHUB_PEOPLE if self._github.token is not None else GITHUB_PEOPLE_WITHOUT_TOKEN)
        seen: set[str] = set()
        for page in range(1, -(-most // PER_PAGE) + 1):

            async def logins(page: int = page) -> dict[str, object]:
                url = search_url(self._github.api, query, page)
                answer = await self._github.get(url, accept=JSON_TYPES, max_bytes=MAX_ANSWER_BYTES)
                try:
                    people, total = logins_of(answer.body)
                except NotUnderstood as error:
                    raise FetchError("NOT_UNDERSTOOD", f"GitHub was not understood: {error}.") from error
                return {"logins": people, "total": total}

            answer = _People.model_validate(await self._ctx.step(f"scrape-{number}-{page}", logins, inputs=query))
            people = [login for login in answer.logins if login not in seen][: most - len(seen)]
            seen.update(people)
            yield [Item(number, "github", login=login) for login in people]
            if len(answer.logins) < PER_PAGE or len(seen) >= min(most, answer.total):
                return


def _name_of(url: str) -> str:
    """The name of the file at an address, for people."""
    name = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    return "".join(char for char in name if char.isprintable() and char not in '/\\"')[-120:] or "cv"
