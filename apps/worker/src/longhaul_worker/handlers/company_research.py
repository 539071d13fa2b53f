"""`company.research`: gathers what the owner's adverts and the company's own site say, each claim with its source."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from career.model import Note
from career.records.company_postings import CompanyPostings
from career.records.owned import OwnedRecords
from career.records.postings import PostingStore, StoredPosting
from career.records.preparations import CompanyReportRecord
from career.records.resumes import ResumeRecord
from career.resume import Resume
from career.tasks.research import CompanyResearchArgs, CompanyResearchResult
from longhaul.engine.context import Context
from longhaul.model.artifact import ArtifactRef
from longhaul.model.control import Fail
from longhaul_worker.companies.crawl import Crawl
from longhaul_worker.companies.domains import is_board, is_own_site, site_of
from longhaul_worker.companies.dossier import Dossier, gather
from longhaul_worker.companies.naming import match_company
from longhaul_worker.companies.paper import MEMORY_MB, SECONDS, write_pdf
from longhaul_worker.companies.report import markdown, sections_of
from longhaul_worker.companies.summary import INSTRUCTIONS, Sentence, Summary, checked, source
from longhaul_worker.companies.visits import Visit
from longhaul_worker.fetch.fetcher import Fetcher
from longhaul_worker.llm.models import Assistant, Models
from longhaul_worker.progress import Weights

WEIGHTS: Final = Weights([("local", 30), ("fetch", 35), ("facts", 20), ("report", 10), ("store", 5)])


@dataclass
class _Known:
    """What the database has: the company's adverts, its site, and the CV."""

    name: str
    postings: Sequence[StoredPosting] = ()
    url: str | None = None
    resume: Resume | None = None
    notes: list[Note] = field(default_factory=list[Note])


class CompanyResearch:
    """The handler of `company.research`."""

    def __init__(
        self,
        postings: PostingStore,
        of_companies: CompanyPostings,
        resumes: OwnedRecords[ResumeRecord],
        reports: OwnedRecords[CompanyReportRecord],
        fetcher: Fetcher,
        models: Models,
    ) -> None:
        self._postings = postings
        self._of_companies = of_companies
        self._resumes = resumes
        self._reports = reports
        self._fetcher = fetcher
        self._models = models

    async def __call__(self, ctx: Context, args: CompanyResearchArgs) -> CompanyResearchResult:
        """Write the report. Each page read is a step, so that another attempt goes on behind it.

        Where the site cannot be read, the report is made from the adverts alone, with a warning. Raises `Fail` for an
        advert or CV that the owner does not have, and COMPANY_AMBIGUOUS where several companies have the name.
        """
        await _say(ctx, "local", "Looking through the adverts", "LOCAL")
        assistant = self._models.for_job(ctx, args.llm)
        known = await self._known(ctx, args)
        await _say(
            ctx, "local", f"{len(known.postings)} adverts of {known.name}", "ADVERTS", 1.0, adverts=len(known.postings)
        )
        visits = await self._visits(ctx, args, known)
        await ctx.raise_if_cancelled()
        dossier = await asyncio.to_thread(gather, known.name, known.postings, visits, known.url, known.resume)
        if not dossier.claims:
            message = "Neither adverts nor pages say anything of this company; give the address of its site."
            known.notes.append(Note(code="NOTHING_FOUND", message=message))
        sourced = f"{len(dossier.claims)} facts, each with a source"
        await _say(ctx, "facts", sourced, "FACTS", 1.0, facts=len(dossier.claims))
        summary = await _summarised(ctx, dossier, assistant)
        await ctx.raise_if_cancelled()
        return await self._stored(ctx, dossier, summary, [*known.notes, *assistant.warnings])

    async def _known(self, ctx: Context, args: CompanyResearchArgs) -> _Known:
        owner = ctx.job.owner
        known = _Known(name=args.company)
        advert = await self._advert(owner, args.posting_id)
        if args.resume_id is not None:
            resume = await self._resumes.get(owner, args.resume_id)
            if resume is None:
                raise Fail("There is no such CV.", code="RESUME_NOT_FOUND", hint="Parse the CV first: resume.parse.")
            known.resume = resume.value.resume
        names = await self._of_companies.names(owner)
        wanted = advert.hiringOrganization.name if advert is not None else None
        known.postings = await self._of_company(owner, args, wanted, names, known)
        if advert is not None and all(posting.id != advert.id for posting in known.postings):
            known.postings = [advert, *known.postings]
        known.url = str(args.url) if args.url is not None else _own_site(known.postings, args.company)
        return known

    async def _of_company(
        self, owner: str, args: CompanyResearchArgs, wanted: str | None, names: list[str], known: _Known
    ) -> Sequence[StoredPosting]:
        """The adverts of the company that is meant."""
        if wanted is not None and wanted in names:
            return await self._of_companies.of(owner, [wanted])
        near = match_company(args.company, names)
        postings = await self._of_companies.of(owner, [*near.names, *_bare(near.candidates)])
        sites = {
            posting.hiringOrganization.name or "": site_of(posting.hiringOrganization.url)
            for posting in postings
            if posting.hiringOrganization.url and not is_board(posting.hiringOrganization.url)
        }
        match = match_company(args.company, names, sites)
        if match.candidates and args.url is not None:
            on_site = [name for name, site in sites.items() if site == site_of(str(args.url))]
            return [posting for posting in postings if posting.hiringOrganization.name in on_site]
        if match.candidates:
            raise Fail(
                f"Several companies go by the name {args.company}: {'; '.join(match.candidates)}.",
                code="COMPANY_AMBIGUOUS",
                hint="Give the full name as one of these, the address of the company's site, or one of its adverts.",
            )
        if match.is_guess:
            message = f"The adverts are of “{match.names[0]}”, the only name like “{args.company}”."
            known.notes.append(Note(code="COMPANY_ASSUMED", message=message))
        return [posting for posting in postings if posting.hiringOrganization.name in match.names]

    async def _advert(self, owner: str, posting_id: str | None) -> StoredPosting | None:
        if posting_id is None:
            return None
        advert = await self._postings.get(owner, posting_id)
        if advert is None:
            hint = "Take the id of an advert from posting.extract or feed.ingest."
            raise Fail("There is no such advert.", code="POSTING_NOT_FOUND", hint=hint)
        return advert

    async def _visits(self, ctx: Context, args: CompanyResearchArgs, known: _Known) -> list[Visit]:
        """The pages of the site that could be read."""
        if args.max_pages == 0 or known.url is None:
            return []
        crawl = Crawl(self._fetcher, known.url, args.max_pages)

        async def say(done: int, total: int) -> None:
            await _say(ctx, "fetch", f"{done} of {total} pages", "PAGES", done / max(total, 1), done=done, total=total)

        visits = await crawl.run(ctx, say)
        known.notes += crawl.notes
        return visits

    async def _stored(
        self, ctx: Context, dossier: Dossier, summary: Sequence[Sentence], notes: list[Note]
    ) -> CompanyResearchResult:
        await _say(ctx, "report", "Writing the report", "REPORT")
        sections = sections_of(dossier, summary)
        text = markdown(dossier.company.name, sections)
        printed = {"title": dossier.company.name, "sections": [section.model_dump() for section in sections]}
        data, path = json.dumps(printed, ensure_ascii=False), ctx.tmpdir / "research_report.pdf"

        async def save() -> dict[str, Any]:
            await ctx.in_child(write_pdf, data, str(path), memory_mb=MEMORY_MB, seconds=SECONDS)
            read = json.dumps([_read(visit) for visit in dossier.visits], ensure_ascii=False, indent=1)
            refs = [
                await ctx.save_artifact(
                    "research_report.md",
                    text.encode(),
                    kind="company_report",
                    content_type="text/markdown; charset=utf-8",
                ),
                await ctx.save_artifact(
                    "research_report.pdf", path, kind="company_report_pdf", content_type="application/pdf"
                ),
                await ctx.save_artifact(
                    "pages.json", read.encode(), kind="company_pages", content_type="application/json"
                ),
            ]
            return {ref.kind: ref.model_dump(mode="json") for ref in refs}

        saved = await ctx.step("report", save, inputs=data)
        artifacts = {kind: ArtifactRef.model_validate(ref) for kind, ref in saved.items()}
        record = CompanyReportRecord(
            company=dossier.company,
            facts=[claim.as_fact() for claim in dossier.claims],
            open_jobs=[posting.id for posting in dossier.postings],
            fit_notes=dossier.fit_notes,
            questions_to_ask=dossier.questions,
            unknown=dossier.unknown,
            pages_read=len(dossier.visits),
            report_md=text,
            artifacts=artifacts,
        )
        document_id = await self._reports.put(ctx.job.owner, ctx.job.id, record)
        await _say(ctx, "store", "Stored the report", "STORED", 1.0)
        return CompanyResearchResult(document_id=document_id, **dict(record), warnings=notes)


async def _summarised(ctx: Context, dossier: Dossier, assistant: Assistant) -> list[Sentence]:
    """A model's summary of the claims, if there is one."""
    told = source(dossier.claims)

    async def summarise() -> dict[str, Any]:
        if not dossier.claims or not assistant.is_available:
            return {}
        answer = await assistant.ask("company_summary", Summary, INSTRUCTIONS, told)
        return answer.model_dump() if answer is not None else {}

    answered = await ctx.step("summary", summarise, inputs=told)
    return checked(Summary.model_validate(answered), dossier.claims, dossier.company.name) if answered else []


def _read(visit: Visit) -> dict[str, str]:
    """A page as it was read, so that quotes can be checked when it has changed."""
    return {"url": visit.page.url, "read_at": visit.at.isoformat(), "title": visit.page.title, "text": visit.page.text}


def _own_site(postings: Sequence[StoredPosting], company: str) -> str | None:
    """The company's own site, where an advert names it or stands on it."""
    for posting in postings:
        url = posting.hiringOrganization.url
        if url and url.startswith("http") and not is_board(url):
            return url
    for posting in postings:
        if posting.url and posting.url.startswith("http") and is_own_site(posting.url, company):
            scheme, _, rest = posting.url.partition("://")
            return f"{scheme}://{rest.split('/', 1)[0]}/"
    return None


def _bare(candidates: Sequence[str]) -> list[str]:
    return [candidate.split(" (", 1)[0] for candidate in candidates]


async def _say(ctx: Context, step: str, message: str, code: str, fraction: float = 0.0, **counters: int) -> None:
    await ctx.progress(WEIGHTS.percent(step, fraction), message, step=step, code=code, **counters)
