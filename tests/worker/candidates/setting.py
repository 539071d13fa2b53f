"""A desk for searches: stores on a real database, a site to fetch from, a mail server, and no language model."""
# ruff: noqa: ARG002 - the signatures of a language model that needs no arguments

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from career.model import LlmMode, Note
from career.records.candidates import CandidateRecords
from career.records.mails import MailStore
from career.records.resumes import ResumeRecord
from career.tasks.candidates import CANDIDATES_SEARCH, CandidatesSearchArgs, CandidatesSearchResult
from longhaul.engine.context import Context
from longhaul.mongo.driver import Database
from longhaul_worker.candidates.github_fetcher import GithubFetcher
from longhaul_worker.candidates.quotes import ModelT
from longhaul_worker.candidates.reading import read_bytes
from longhaul_worker.fetch.fetcher import Fetcher
from longhaul_worker.handlers.candidates_search import CandidatesSearch
from longhaul_worker.mail.mailer import Mailer
from longhaul_worker.mail.settings import MailSettings
from tests.worker.candidates.at_desk import SearchDesk
from tests.worker.fetch.serving import Site, bare_tls
from tests.worker.mail.serving import PostOffice

ROLE: dict[str, Any] = {"title": "Senior Backend Engineer", "skills_required": ["Python", "PostgreSQL"]}


@dataclass
class NoModel:
    """No language model, or one that answers with these quotes."""

    quotes: list[str] | None = None
    warnings: list[Note] = field(default_factory=list[Note])
    asked: int = 0

    def for_job(self, ctx: Context, mode: LlmMode) -> NoModel:
        """The help for a job."""
        return self

    @property
    def is_available(self) -> bool:
        """Whether there is an answer."""
        return self.quotes is not None

    async def ask(self, purpose: str, schema: type[ModelT], instructions: str, source: str) -> ModelT | None:
        """The quotes."""
        self.asked += 1
        return schema.model_validate({"quotes": self.quotes})


@dataclass
class Setting:
    """Everything a search needs."""

    database: Database
    site: Site
    records: CandidateRecords
    mails: MailStore
    mail: MailSettings = field(default_factory=lambda: MailSettings.model_validate({}))
    models: NoModel = field(default_factory=NoModel)
    token: str | None = None

    @classmethod
    async def on(cls, database: Database, site: Site) -> Setting:
        """A setting with its indexes built."""
        records, mails = CandidateRecords(database), MailStore(database)
        await records.ensure_indexes()
        await mails.ensure_indexes()
        return cls(database, site, records, mails)

    async def search(self, desk: SearchDesk | None = None, **given: Any) -> CandidatesSearchResult:
        """The result of a search with these arguments; each call is an attempt of a worker of its own."""
        desk = desk or SearchDesk()
        async with (
            Fetcher(allow_private=True, tls=bare_tls()) as fetcher,
            GithubFetcher(allow_private=True, tls=bare_tls(), api=self.site.url("/api")) as github,
        ):
            handler = CandidatesSearch(self.records, fetcher, github, Mailer(self.mail, self.mails), self.models)
            try:
                return await handler(desk.context(), arguments(**given))
            finally:
                desk.leave()

    def use(self, office: PostOffice, **more: Any) -> None:
        """Mail by this server."""
        self.mail = office.settings(**more)

    async def keep(self, data: bytes, *, owner: str = "ann", origin: str = "own") -> str:
        """Put a CV into the owner's pool as `resume.parse` does; its id."""
        cv = read_bytes(data)
        assert cv.resume is not None
        record = ResumeRecord.model_validate(
            {"resume": cv.resume, "text": cv.text, "confidence_score": cv.confidence_score, "origin": origin}
        )
        return await self.records.resumes.put(owner, cv.sha256, record)


def arguments(**given: Any) -> CandidatesSearchArgs:
    """Arguments for a backend role, by default in the pool."""
    return CANDIDATES_SEARCH.parse_args({"query": ROLE, "sources": [{"kind": "pool"}], **given})


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip file."""
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return output.getvalue()
