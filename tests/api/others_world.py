"""One owner with an object of every kind, so that others can try to get at it."""

from __future__ import annotations

from typing import Any

from career.posting import Posting
from career.records.candidates import SearchRecord
from career.records.desk import DeskRecords
from career.records.documents import PacketRecord, TailoredRecord
from career.records.preparations import CompanyReportRecord, InterviewRecord
from career.records.resumes import ResumeRecord
from career.resume import ParseReport, Resume
from career.tasks.candidates import CandidateQuery
from tests.api.auth.support import signed_in
from tests.api.support import RunningApi

NAMES = ("Ann Undisclosed", "Secret Bakery", "unseen text")
"""Texts of the owner's objects that nobody else may read."""


def cv() -> ResumeRecord:
    """A parsed CV with an address."""
    report = ParseReport(source_sha256="0", language="en", pages=1, chars=1, layout="text")
    basics = {"name": NAMES[0], "email": "ann@example.org"}
    resume = Resume.model_validate({"basics": basics, "x_parse": report})
    return ResumeRecord(resume=resume, text=NAMES[2], confidence_score=1, origin="candidate")


async def build(api: RunningApi, owner: str) -> dict[str, str]:
    """Give `owner` one object of each kind; their ids by kind."""
    headers = signed_in(owner)

    async def post(path: str, **body: Any) -> dict[str, Any]:
        answer = await api.http.post(path, headers=headers, **body)
        assert answer.is_success, answer.text
        return answer.json()

    job = {"type": "demo.echo", "args": {"text": NAMES[2]}}
    ids = {"queued_job": (await post("/background-jobs", json={**job, "unique_key": "same"}))["job_id"]}
    batch = {"jobs": [{**job, "idempotency_key": "same"}]}
    ids["ended_job"] = (await post("/background-jobs/batch", json=batch))["jobs"][0]["job_id"]
    await post(f"/background-jobs/{ids['ended_job']}/cancel")
    ids["artifact"] = (await post("/artifacts?filename=a.txt", content=NAMES[2].encode()))["id"]
    ids["key"] = (await post("/api-keys", json={"name": NAMES[1]}))["id"]
    ids |= await _records(DeskRecords(api.runtime.core), owner)
    ids["project"] = (await post("/projects", json={"repo_url": "https://github.com/example/one", "name": NAMES[1]}))[
        "id"
    ]
    ids["project_job"] = (await post(f"/projects/{ids['project']}/refresh"))["job_id"]
    begun = await post("/applications", json={"posting_id": ids["posting"], "resume_id": ids["resume"]})
    await api.catch_up()
    return {**ids, "application": begun["id"]}


async def _records(desk: DeskRecords, owner: str) -> dict[str, str]:
    resume = await desk.resumes.put(owner, "a", cv())
    await desk.postings.upsert(owner, [Posting(title=NAMES[1], posting_key="b", content_hash="b")])
    posting = (await desk.postings.list(owner, 1, None))[0].id
    await desk.feeds.visited(owner, "https://example.com/feed", etag=None, last_modified=None, title=NAMES[1])
    tailored = TailoredRecord(
        resume_id=resume,
        posting_id=posting,
        job_id="j",
        mode="conservative",
        resume=cv().resume,
        coverage=1,
        score_before=1,
        score_after=2,
    )
    packet = PacketRecord(
        resume_id=resume, posting_id=posting, job_id="j", title=NAMES[1], engine="typst", pages={}, coverage=1
    )
    interview = InterviewRecord(
        posting_id=posting,
        resume_id=resume,
        title=NAMES[1],
        questions=[],
        to_ask=[],
        study_plan=[],
        required_skill_coverage=1,
        cheat_sheet_md=NAMES[2],
    )
    research = CompanyReportRecord.model_validate({"company": {"name": NAMES[1]}, "report_md": NAMES[2]})
    search = SearchRecord(job_id="j", query=CandidateQuery(title=NAMES[1]))
    return {
        "resume": resume,
        "posting": posting,
        "feed": (await desk.feeds.list(owner, limit=1, after=None))[0].id,
        "document": await desk.documents.put(owner, "d", tailored),
        "packet": await desk.packets.put(owner, "p", packet),
        "interview": await desk.interviews.put(owner, "i", interview),
        "research": await desk.research.put(owner, "r", research),
        "search": await desk.searches.put(owner, "s", search),
    }
