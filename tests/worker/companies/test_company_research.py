"""`company.research` from adverts and a site on loopback to a report in which every claim has its source."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
import pytest

from career.records.company_postings import CompanyPostings
from career.records.owned import OwnedRecords
from career.records.postings import PostingStore
from career.records.preparations import CompanyReportRecord, company_report_records
from career.records.resumes import ResumeRecord, resume_records
from career.tasks.research import COMPANY_RESEARCH, CompanyResearchResult
from longhaul.model.control import Cancel, Fail
from longhaul.model.errors import InvalidInput
from longhaul.mongo.driver import Database
from longhaul_worker.companies.advert_claims import said_by
from longhaul_worker.fetch.fetcher import Fetcher
from longhaul_worker.handlers.company_research import CompanyResearch
from longhaul_worker.llm.grounding import normalised
from longhaul_worker.llm.models import Models
from longhaul_worker.llm.settings import LlmSettings
from tests.worker.companies.sites import ABOUT, CAREERS, HOME, NEWS, advert, parcelwise, serve
from tests.worker.desk import Desk
from tests.worker.fetch.serving import Site, bare_tls, serving
from tests.worker.interviews.cases import resume
from tests.worker.llm.serving import RememberedAnswers, model_server


@dataclass
class Bureau:
    """The stores, a fetcher that reaches loopback, and how to run the handler."""

    postings: PostingStore
    companies: CompanyPostings
    resumes: OwnedRecords[ResumeRecord]
    reports: OwnedRecords[CompanyReportRecord]
    fetcher: Fetcher

    async def research(
        self, desk: Desk | None = None, models: Models | None = None, **args: object
    ) -> CompanyResearchResult:
        """The result for these arguments."""
        none = Models(LlmSettings(_env_file=None), RememberedAnswers())  # pyright: ignore[reportCallIssue]
        handler = CompanyResearch(
            self.postings, self.companies, self.resumes, self.reports, self.fetcher, models or none
        )
        return await handler((desk or Desk()).context(), COMPANY_RESEARCH.parse_args({"company": "Parcelwise", **args}))


@pytest.fixture
async def bureau(database: Database) -> AsyncGenerator[Bureau]:
    """A bureau on a database of its own."""
    postings, resumes, reports = PostingStore(database), resume_records(database), company_report_records(database)
    for store in (postings, resumes, reports):
        await store.ensure_indexes()
    async with Fetcher(allow_private=True, tls=bare_tls()) as fetcher:
        yield Bureau(postings, CompanyPostings(database), resumes, reports, fetcher)


@pytest.fixture
async def site() -> AsyncGenerator[Site]:
    """A site on loopback."""
    async with serving() as running:
        yield running


def shown(result: CompanyResearchResult, *sites: Site) -> str:
    """The report without the ports of its addresses and the ids of its adverts, which may have any digits."""
    text = result.report_md
    for chance in (*(str(site.port) for site in sites), *result.open_jobs):
        text = text.replace(chance, "")
    return text


async def test_one_advert_is_enough_for_a_report_without_a_network(bureau: Bureau) -> None:
    await bureau.postings.upsert("ann", [advert(1)])

    result = await bureau.research()

    company = result.company
    assert ("Parcelwise", "2011", ["Hamburg"]) == (company.name, company.founded, company.locations)
    assert {"Python", "PostgreSQL", "Kubernetes"} <= set(company.tech_stack)
    claims = "\n".join(fact.claim for fact in result.facts)
    assert "Pays 60,000 to 75,000 EUR a year" in claims
    assert "30 days of holidays" in claims
    assert 1 == len(result.open_jobs)
    assert {f"posting:{result.open_jobs[0]}"} == {fact.source for fact in result.facts}
    assert [] == result.warnings


async def test_every_quote_stands_in_its_source(bureau: Bureau, site: Site) -> None:
    await bureau.postings.upsert("ann", [advert(1), advert(2, jobLocation=[])])
    parcelwise(site)

    result = await bureau.research(url=site.url())

    texts = {f"posting:{one.id}": " ".join(said_by(one)) for one in await bureau.postings.list("ann")}
    texts |= {
        site.url(path): html
        for path, html in (("/", HOME), ("/about-us", ABOUT), ("/careers", CAREERS), ("/news", NEWS))
    }
    assert len(result.facts) > 15
    assert [] == [fact for fact in result.facts if normalised(fact.quote) not in normalised(texts[fact.source])]
    assert {fact.source for fact in result.facts} == set(texts)


async def test_the_site_is_read_and_what_nobody_sees_is_not(bureau: Bureau, site: Site) -> None:
    parcelwise(site)

    result = await bureau.research(url=site.url())

    company = result.company
    assert ("Parcelwise GmbH", "2011", "250 employees") == (company.legal_name, company.founded, company.size_hint)
    assert {"Hamburg", "Porto"} == set(company.locations)
    assert ["Route Planner"] == company.products
    assert {"Python", "Go", "Kubernetes"} == set(company.tech_stack)
    assert ["https://www.linkedin.com/company/parcelwise"] == company.socials
    assert site.url("/careers") == company.careers_url
    said = "\n".join(fact.claim for fact in result.facts)
    assert "Our mission is to bring every parcel" in said
    assert "Parcelwise opens its second office in Porto" in said
    assert not [year for year in ("1066", "1492", "9000") if year in shown(result, site)]
    assert 4 == result.pages_read
    assert "/login" not in {path for path, _ in site.requests}


async def test_no_more_pages_are_read_than_wanted(bureau: Bureau, site: Site) -> None:
    parcelwise(site)

    result = await bureau.research(url=site.url(), max_pages=2)

    assert 2 == result.pages_read
    assert ["/robots.txt", "/", "/about-us"] == [path for path, _ in site.requests]


async def test_what_robots_txt_forbids_is_left_alone(bureau: Bureau, site: Site) -> None:
    parcelwise(site, robots="User-agent: *\nDisallow: /about\nDisallow: /*ers$\n")

    result = await bureau.research(url=site.url())

    assert not {"/about-us", "/careers"} & {path for path, _ in site.requests}
    assert {"ROBOTS"} == {note.code for note in result.warnings if "/about-us" in note.message}
    assert 2 == result.pages_read


async def test_pages_are_found_by_the_sitemap_where_none_are_linked(bureau: Bureau, site: Site) -> None:
    serve(site, {"/": "<html><body><p>Parcelwise plans routes for vans.</p></body></html>", "/about-us": ABOUT})
    listed = (
        f"<urlset><url><loc>{site.url('/about-us')}</loc></url><url><loc>https://x.example/about</loc></url></urlset>"
    )
    site.answer("/sitemap.xml", body=listed.encode(), content_type="application/xml")

    result = await bureau.research(url=site.url())

    assert 2 == result.pages_read
    assert "2011" == result.company.founded


@pytest.mark.parametrize("status", [403, 404, 429, 500])
async def test_a_site_that_cannot_be_read_leaves_the_report_of_the_adverts(
    bureau: Bureau, site: Site, status: int
) -> None:
    await bureau.postings.upsert("ann", [advert(1)])
    serve(site, {})
    site.answer("/", status)

    result = await bureau.research(url=site.url())

    assert "SITE_UNREACHABLE" in [note.code for note in result.warnings]
    assert "2011" == result.company.founded


async def test_a_page_that_leads_elsewhere_is_not_followed(bureau: Bureau, site: Site) -> None:
    parcelwise(site)
    async with serving() as other:
        other.answer("/", body=b"<p>Parcelwise was founded in 1800.</p>", content_type="text/html")
        site.answer("/about-us", 302, location=other.url())
        result = await bureau.research(url=site.url())

    assert "1800" not in shown(result, site, other)
    assert "OTHER_SITE" in [note.code for note in result.warnings]


@pytest.mark.parametrize("names", [("Acme GmbH", "Acme Inc."), ("Meridian Foods", "Meridian Bank")])
async def test_several_companies_of_one_name_must_be_told_apart(bureau: Bureau, names: tuple[str, str]) -> None:
    await bureau.postings.upsert("ann", [advert(number, name) for number, name in enumerate(names)])

    with pytest.raises(Fail) as caught:
        await bureau.research(company=names[0].split()[0])
    result = await bureau.research(company=names[1])

    assert "COMPANY_AMBIGUOUS" == caught.value.code
    assert all(name in caught.value.message for name in names)
    assert names[1] == result.company.name
    assert 1 == len(result.open_jobs)


async def test_an_advert_says_which_company_is_meant(bureau: Bureau) -> None:
    await bureau.postings.upsert("ann", [advert(1, "Acme GmbH"), advert(2, "Acme Inc.")])
    chosen = next(one for one in await bureau.postings.list("ann") if one.hiringOrganization.name == "Acme Inc.")

    result = await bureau.research(company="Acme", posting_id=chosen.id)

    assert [chosen.id] == result.open_jobs


async def test_spellings_of_one_company_are_put_together(bureau: Bureau) -> None:
    spellings = ["Parcelwise", "PARCELWISE GmbH", "parcelwise gmbh"]
    await bureau.postings.upsert("ann", [advert(number, name) for number, name in enumerate(spellings)])

    result = await bureau.research(company="Parcelwise")

    assert 3 == len(result.open_jobs)


async def test_adverts_of_others_are_not_seen(bureau: Bureau) -> None:
    await bureau.postings.upsert("ben", [advert(1)])

    result = await bureau.research()

    assert ([], []) == (result.facts, result.open_jobs)
    assert ["NOTHING_FOUND"] == [note.code for note in result.warnings]
    assert result.questions_to_ask


async def test_a_cv_is_held_against_the_adverts(bureau: Bureau) -> None:
    await bureau.postings.upsert("ann", [advert(1), advert(2)])
    parsed, text = resume("A B", "Developer", [("Engineer 1", "Acme", ["Wrote Python"])], skills="Python, Go")
    resume_id = await bureau.resumes.put("ann", "cv", ResumeRecord(resume=parsed, text=text, confidence_score=1))

    result = await bureau.research(resume_id=resume_id)

    assert "Python is in your CV and in 2 of 2 adverts." in result.fit_notes
    assert "Kubernetes is in 2 of 2 adverts and not in your CV." in result.fit_notes


async def test_an_advert_counts_once_for_a_skill_that_is_found_in_it_in_two_ways(bureau: Bureau) -> None:
    await bureau.postings.upsert("ann", [advert(1, skills=[{"name": "Python"}])])
    parsed, text = resume("A B", "Developer", [("Engineer 1", "Acme", ["Wrote Python"])], skills="Python, Go")
    resume_id = await bureau.resumes.put("ann", "cv", ResumeRecord(resume=parsed, text=text, confidence_score=1))

    result = await bureau.research(resume_id=resume_id)

    assert "Python is in your CV and in 1 of 1 advert." in result.fit_notes


@pytest.mark.parametrize("step", ["robots", "report"])
async def test_a_killed_worker_reads_no_page_twice_and_leaves_one_report(bureau: Bureau, site: Site, step: str) -> None:
    await bureau.postings.upsert("ann", [advert(1)])
    parcelwise(site)
    desk = Desk(die_after_step=step)

    with pytest.raises(ConnectionError):
        await bureau.research(desk, url=site.url())
    result = await bureau.research(desk, url=site.url())

    pages = [path for path, _ in site.requests if path != "/robots.txt"]
    assert len(set(pages)) == len(pages)
    assert [result.document_id] == [kept.id for kept in await bureau.reports.list("ann")]


async def test_progress_rises_to_the_end(bureau: Bureau, site: Site) -> None:
    await bureau.postings.upsert("ann", [advert(1)])
    parcelwise(site)
    desk = Desk()

    result = await bureau.research(desk, url=site.url())

    percents = [percent for percent, _, _ in desk.said]
    assert sorted(percents) == percents
    assert 100 == percents[-1]
    assert {"PAGES", "FACTS"} <= {code for _, _, code in desk.said}
    assert f"{len(result.facts)} facts, each with a source" in [message for _, message, _ in desk.said]


async def test_a_cancelled_job_keeps_nothing(bureau: Bureau) -> None:
    with pytest.raises(Cancel):
        await bureau.research(Desk(is_cancelled=True))

    assert [] == await bureau.reports.list("ann")


@pytest.mark.parametrize(("wrong", "code"), [("posting_id", "POSTING_NOT_FOUND"), ("resume_id", "RESUME_NOT_FOUND")])
async def test_what_the_owner_does_not_have_fails(bureau: Bureau, wrong: str, code: str) -> None:
    with pytest.raises(Fail) as caught:
        await bureau.research(None, None, **{wrong: "0" * 24})

    assert code == caught.value.code


async def test_the_report_is_kept_as_text_and_on_paper_with_the_pages_it_rests_on(bureau: Bureau, site: Site) -> None:
    parcelwise(site)
    desk = Desk()

    result = await bureau.research(desk, url=site.url())

    assert {"company_report", "company_report_pdf", "company_pages"} == set(result.artifacts)
    assert result.report_md == desk.files[result.artifacts["company_report"].id].decode().strip()
    pdf = pypdfium2.PdfDocument(BytesIO(desk.files[result.artifacts["company_report_pdf"].id]))
    assert "Founded in 2011." in pdf[0].get_textpage().get_text_bounded()
    pages = json.loads(desk.files[result.artifacts["company_pages"].id])
    assert [site.url(path) for path in ("/", "/about-us", "/careers", "/news")] == [page["url"] for page in pages]


async def test_a_summary_of_a_model_keeps_only_what_it_cites(bureau: Bureau) -> None:
    await bureau.postings.upsert("ann", [advert(1)])
    plain = await bureau.research()
    number = 1 + next(at for at, fact in enumerate(plain.facts) if fact.claim == "Founded in 2011.")
    sentences: list[dict[str, object]] = [
        {"text": "It was founded in 2011.", "facts": [number]},
        {"text": "It was founded in 1999.", "facts": [number]},
        {"text": "It belongs to Evil Holding.", "facts": [number]},
        {"text": "It is a good place.", "facts": []},
    ]
    async with model_server() as server:
        server.says(json.dumps({"sentences": sentences}))
        result = await bureau.research(models=server.models())

    assert "- It was founded in 2011. \\[1\\]" in result.report_md
    assert not [word for word in ("1999", "Evil", "good place") if word in shown(result)]
    assert plain.facts == result.facts


@pytest.mark.parametrize("wrong", [{"company": ""}, {"max_pages": 21}, {"url": "ftp://x.example"}, {"posting_id": "x"}])
def test_wrong_arguments_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        COMPANY_RESEARCH.parse_args({"company": "Acme", **wrong})
