"""`candidates.search`: gathers CVs from its sources, ranks them for a role, and mails the report."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, Protocol

from career.model import Id, LlmMode
from career.records.candidates import CandidateRecords, SearchRecord
from career.tasks.candidates import CandidateCounts, CandidatesSearchArgs, CandidatesSearchResult
from longhaul.engine.context import Context
from longhaul.model.artifact import ArtifactRef
from longhaul.model.control import Fail, Retry
from longhaul_worker.candidates.archive_files import ArchiveFiles
from longhaul_worker.candidates.assessing import Assessor, CvFile
from longhaul_worker.candidates.downloading import Downloader
from longhaul_worker.candidates.found import Item, Match, Troubles, hint_for
from longhaul_worker.candidates.github_fetcher import GithubFetcher
from longhaul_worker.candidates.notifying import Notified, notify
from longhaul_worker.candidates.outcome import Ranking, as_candidates, fitted, kept, rank
from longhaul_worker.candidates.quotes import Helper, quotes_for
from longhaul_worker.candidates.report_csv import as_csv
from longhaul_worker.candidates.report_html import as_html
from longhaul_worker.candidates.report_text import as_markdown, as_text, one_line
from longhaul_worker.candidates.scraping import Scraper
from longhaul_worker.fetch.errors import FetchError
from longhaul_worker.fetch.fetcher import Fetcher
from longhaul_worker.mail.mailer import Mailer
from longhaul_worker.mail.message import Letter, require_header
from longhaul_worker.mail.recipients import distinct, require_allowed
from longhaul_worker.progress import Weights

WEIGHTS: Final = Weights([("init", 5), ("scraping", 25), ("download", 25), ("ai", 30), ("email", 15)])
IN_MAIL: Final = 25


class Assistants(Protocol):
    """What is needed of `Models`."""

    def for_job(self, ctx: Context, mode: LlmMode) -> Helper:
        """The help for one job."""
        ...


class CandidatesSearch:
    """The handler of `candidates.search`."""

    def __init__(
        self,
        records: CandidateRecords,
        fetcher: Fetcher,
        github: GithubFetcher,
        mailer: Mailer,
        models: Assistants,
    ) -> None:
        self._records = records
        self._fetcher = fetcher
        self._github = github
        self._mailer = mailer
        self._models = models

    async def __call__(self, ctx: Context, args: CandidatesSearchArgs) -> CandidatesSearchResult:
        """Find, rank, report and mail; what one source or CV lacks is a warning.

        Raises `Fail` for recipients that are not allowed, and the last error of the sources where they bring nothing
        at all; `Retry` where that may pass, or where the mail server asks to come later.
        """
        recipients = distinct(args.notify)
        helper = self._begin(ctx, args, recipients)
        await ctx.progress(
            WEIGHTS.percent("init"),
            f"{_counted(len(args.sources), 'source')}, limit {args.limit}",
            step="init",
            code="INIT",
            sources=len(args.sources),
            limit=args.limit,
        )
        search = _Search(ctx, args, self._records)
        items = await search.scrape(
            Scraper(ctx, self._records, self._github, search.archives, search.troubles, args.limit)
        )
        downloader = Downloader(ctx, self._records, self._fetcher, self._github, search.troubles)
        files, sources = await search.download(downloader, items)
        matches = await search.assess(files, sources)
        search.require_something(items, matches)
        everybody = await asyncio.to_thread(rank, matches)
        ranking = kept(everybody, args.limit)
        search.counts.duplicates += len(everybody.duplicates)
        quotes, notes = await quotes_for(ctx, helper, self._records, args.query, ranking.ranked)
        search_id = await search.keep(ranking)
        link_base = self._mailer.settings.mail_link_base
        artifacts = await search.report(ranking, quotes, link_base)
        await ctx.progress(WEIGHTS.percent("email"), "Report made", step="email", code="REPORT")
        notified = await self._notify(ctx, args, recipients, search, ranking, quotes)
        candidates, shortened = fitted(as_candidates(ranking))
        return CandidatesSearchResult(
            search_id=search_id,
            candidates=candidates,
            counts=search.counts,
            report=artifacts["report_html"],
            email=notified.report if recipients else None,
            artifacts=artifacts | notified.files,
            warnings=[*search.troubles.as_warnings(), *notes, *shortened, *notified.warnings],
        )

    def _begin(self, ctx: Context, args: CandidatesSearchArgs, recipients: Sequence[str]) -> Helper:
        """Refuse at once what would be refused at the end."""
        settings = self._mailer.settings
        if recipients:
            require_header(args.query.title, "title")
        if recipients and (settings.is_configured or settings.mail_allowed):
            require_allowed(recipients, settings.mail_allowed)
        return self._models.for_job(ctx, args.llm)

    async def _notify(
        self,
        ctx: Context,
        args: CandidatesSearchArgs,
        recipients: Sequence[str],
        search: _Search,
        ranking: Ranking,
        quotes: dict[str, list[str]],
    ) -> Notified:
        shown = ranking.ranked[:IN_MAIL]
        left_out = len(ranking.ranked) - len(shown)
        base = self._mailer.settings.mail_link_base
        letter = Letter(
            subject=f"Candidates: {one_line(args.query.title)}",
            text=as_text(args.query, ranking.ranked, search.counts, IN_MAIL),
            html=as_html(args.query, shown, search.counts, quotes, link_base=base, left_out=left_out),
        )
        notified = await notify(ctx, self._mailer, letter, recipients)
        accepted = len(notified.report.accepted)
        message = f"Report sent to {_counted(accepted, 'recipient')}" if recipients else "Report ready"
        await ctx.progress(100, message, step="email", code="EMAIL", accepted=accepted)
        return notified


class _Search:
    """One search on its way: what was counted and what went wrong so far."""

    def __init__(self, ctx: Context, args: CandidatesSearchArgs, records: CandidateRecords) -> None:
        self._ctx = ctx
        self._args = args
        self._records = records
        self.counts = CandidateCounts()
        self.troubles = Troubles()
        self.archives = ArchiveFiles(ctx)
        self._fetched: list[Id] = []

    async def scrape(self, scraper: Scraper) -> list[Item]:
        """Everything the sources have; a source that fails brings nothing and costs no other."""
        items: list[Item] = []
        for number, source in enumerate(self._args.sources):
            try:
                async for page in scraper.pages(number, source):
                    items += page
                    self.counts.found = len(items)
                    part = number / len(self._args.sources)
                    await self._say("scraping", part, f"Found {_counted(len(items), 'CV')}", "FOUND", found=len(items))
            except FetchError as error:
                self.troubles.source_failed(number, source.kind, error.as_control(hint_for(source.kind)))
            except (Fail, Retry) as error:
                self.troubles.source_failed(number, source.kind, error)
            await self._ctx.raise_if_cancelled()
        if self.troubles.last is not None and len(self.troubles.failed_sources) == len(self._args.sources):
            raise self.troubles.last
        return items

    async def download(self, downloader: Downloader, items: Sequence[Item]) -> tuple[list[CvFile], dict[Id, Item]]:
        """The files to read, each content once, and the CVs that are kept already, by id."""
        say = self._saying("download", "Downloaded", "DOWNLOAD")
        got = await downloader.run([item for item in items if item.url or item.login], say)
        sources: dict[Id, Item] = {}
        files: dict[str, CvFile] = {}
        for item in items:
            if item.resume_id is not None:
                self._once(sources, item.resume_id, item)
            elif item.entry is not None and item.sha256 is not None and item.artifact_id is not None:
                self.counts.downloaded += 1
                name = item.filename or "cv"
                self._once(files, item.sha256, CvFile(item, item.sha256, item.artifact_id, name))
        self.counts.downloaded += len({download.url for _, download in got})
        for item, download in got:
            if download.resume_id is not None:
                self.counts.parsed += download.resume_id not in sources
                self._once(sources, download.resume_id, item)
            elif download.artifact_id is not None and download.sha256 is not None:
                self._fetched.append(download.artifact_id)
                name = download.filename or "cv"
                self._once(files, download.sha256, CvFile(item, download.sha256, download.artifact_id, name))
        return list(files.values()), sources

    async def assess(self, files: Sequence[CvFile], sources: dict[Id, Item]) -> list[Match]:
        """Every CV, scored."""
        assessor = Assessor(self._ctx, self._records, self.archives, self._args.query, self.troubles)
        ids = await assessor.read(files, self._saying("ai", "Read", "READ", until=0.6))
        self.counts.parsed += assessor.parsed
        for file in files:
            if file.sha256 in ids:
                self._once(sources, ids[file.sha256], file.item)
        say = self._saying("ai", "Scored", "AI", after=0.6 if files else 0.0)
        matches = await assessor.score(list(sources), sources, say)
        self.counts.scored = len(matches)
        self.counts.failed = self.troubles.failed
        return matches

    def require_something(self, items: Sequence[Item], matches: Sequence[Match]) -> None:
        """Raise the last error where sources had CVs, or failed, and not one could be had."""
        if matches:
            return
        if self.troubles.last is not None:
            raise self.troubles.last
        if not items:
            self.troubles.note("NO_CVS", "The sources have no CVs.", "sources")

    async def keep(self, ranking: Ranking) -> Id:
        """Keep the search; its id."""
        search = SearchRecord(
            job_id=self._ctx.job.id,
            query=self._args.query,
            candidates=as_candidates(ranking),
            counts=self.counts,
            artifact_ids=list(dict.fromkeys(self._fetched)),
        )
        return await self._records.keep_search(self._ctx.job.owner, search)

    async def report(
        self, ranking: Ranking, quotes: dict[str, list[str]], link_base: str | None
    ) -> dict[str, ArtifactRef]:
        """The report as artifacts: `report_html`, `report_md` and `report_csv`."""
        query, ranked = self._args.query, ranking.ranked
        files = {
            "report_html": ("candidates.html", "text/html; charset=utf-8"),
            "report_md": ("candidates.md", "text/markdown; charset=utf-8"),
            "report_csv": ("candidates.csv", "text/csv; charset=utf-8"),
        }
        contents = {
            "report_html": as_html(query, ranked, self.counts, quotes, link_base=link_base).encode(),
            "report_md": as_markdown(query, ranked, self.counts, quotes).encode(),
            "report_csv": as_csv(ranked, ranking.duplicates),
        }

        async def save() -> dict[str, Any]:
            refs: dict[str, Any] = {}
            for kind, (name, content_type) in files.items():
                ref = await self._ctx.save_artifact(name, contents[kind], kind=kind, content_type=content_type)
                refs[kind] = ref.model_dump(mode="json")
            return refs

        digest = hashlib.sha256(b"\0".join(contents.values())).hexdigest()
        refs = await self._ctx.step("report", save, inputs=digest)
        return {kind: ArtifactRef.model_validate(ref) for kind, ref in refs.items()}

    def _once(self, known: dict[str, Any], key: str, value: Any) -> None:
        """Add what is not there yet; else it is a duplicate."""
        if key in known:
            self.counts.duplicates += 1
        else:
            known[key] = value

    def _saying(
        self, step: str, verb: str, code: str, *, after: float = 0.0, until: float = 1.0
    ) -> Callable[[int, int], Awaitable[None]]:
        async def say(done: int, total: int) -> None:
            part = after + (until - after) * done / total
            await self._say(step, part, f"{verb} {done} of {total}", code, done=done, total=total)

        return say

    async def _say(self, step: str, part: float, message: str, code: str, **counters: int) -> None:
        await self._ctx.progress(WEIGHTS.percent(step, part), message, step=step, code=code, **counters)


def _counted(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
