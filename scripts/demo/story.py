"""The demo's story: read a CV, gather adverts, match, apply, prepare; then look at a project and at candidates."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

import httpx
from rich.console import Console

from scripts.demo.inputs import FEED_ITEMS, cv_pdf
from scripts.demo.inputs.candidates import archive
from scripts.demo.live import DemoFailed, Live
from scripts.demo.world import RECRUITER, World

Job = dict[str, Any]


@dataclass
class Story:
    """The chapters in their order; each holds what came out against what is known of the inputs."""

    client: httpx.AsyncClient
    live: Live
    world: World
    console: Console
    cv: bytes = field(default_factory=cv_pdf)
    resume_id: str = ""
    posting_id: str = ""
    project_id: str = ""

    async def tell(self) -> None:
        """Everything. Raises `DemoFailed` where something did not come out as it should."""
        await self._read()
        await self._match()
        await self._apply()
        await self._look_again()
        await self._search()

    async def _read(self) -> None:
        project = await self._ask("/projects", {"name": "Quayside", "repo_url": self.world.repository_url})
        self.project_id = project["id"]
        sent = await self.client.post("/resumes/parse", files={"file": ("ines.pdf", self.cv, "application/pdf")})
        jobs = await self.live.show(
            "Read a CV, a feed, an advert and a repository",
            {
                _job_id(sent): "resume.parse",
                await self._job("/jobs/ingest", {"url": self.world.feed_url}): "feed.ingest",
                await self._job("/jobs/extract", {"url": self.world.advert_url}): "posting.extract",
                await self._job(f"/projects/{self.project_id}/refresh", {}): "project.refresh",
            },
        )
        parsed, ingested = jobs["resume.parse"]["result"], jobs["feed.ingest"]["result"]
        posting, project = jobs["posting.extract"]["result"], jobs["project.refresh"]["result"]
        self.resume_id, self.posting_id = parsed["resume_id"], posting["posting_id"]
        basics, advert, plan = parsed["resume"]["basics"], posting["posting"], project["plan"]
        skills = ", ".join(skill["name"] for skill in parsed["resume"]["skills_canonical"])
        self._say(f"CV: {basics['name']}, {basics['label']}, {len(parsed['resume']['work'])} jobs; {skills}")
        self._say(f"Feed: {ingested['jobs_new']} adverts, all new")
        self._say(f"Advert: {advert['title']} at {advert['hiringOrganization']['name']}")
        self._say(f"Project: {plan['done']} of {plan['total']} tasks done; {', '.join(project['languages'])}")
        _hold(basics["name"], "Ines Marchetti", "the name")
        _hold(ingested["jobs_new"], FEED_ITEMS, "the number of new adverts")
        _hold(advert["hiringOrganization"]["name"], "Lantern Freight", "the company")
        _hold((plan["done"], plan["total"]), (4, 7), "the tasks of the plan")
        await self._download(jobs["resume.parse"], "resume_source", self.cv)

    async def _match(self) -> None:
        asked = await self._job("/matches/recompute", {"resume_id": self.resume_id})
        found = (await self.live.show("Match the CV with every advert", {asked: "match.recompute"}))["match.recompute"]
        result = found["result"]
        self._say(f"{result['scored']} scored. Best:")
        for match in result["top"][:3]:
            self._say(f"  {match['score']:3}  {match['title']}, {match['company']}")
        _hold(result["scored"], FEED_ITEMS + 1, "the number of adverts scored")
        _hold(result["top"][0]["posting_id"], self.posting_id, "the best advert")

    async def _apply(self) -> None:
        pair = {"resume_id": self.resume_id, "posting_id": self.posting_id}
        research = {"company": "Lantern Freight", "posting_id": self.posting_id}
        jobs = await self.live.show(
            "Prepare the application",
            {
                await self._job("/matches/score", pair): "match.score",
                await self._job("/resumes/optimize", pair): "resume.optimize",
                await self._job("/packets/generate", pair): "packet.generate",
                await self._job("/interview/generate", pair): "interview.generate",
                await self._job("/companies/research", research): "company.research",
            },
        )
        score, packet = jobs["match.score"]["result"], jobs["packet.generate"]["result"]
        interview, company = jobs["interview.generate"]["result"], jobs["company.research"]["result"]
        check = packet["ats_check"]
        self._say(score["explanation"])
        self._say(f"Packet: {', '.join(file['filename'] for file in packet['files'])}")
        self._say(f"Read back: {check['employers_found']} of {check['employers_expected']} employers")
        self._say(f"Interview: {len(interview['questions'])} questions, the first: {interview['questions'][0]['text']}")
        self._say(f"Company: {len(company['facts'])} facts, each with its source")
        _hold(check["parsed_back_ok"], True, "whether the packet's CV can be read back")
        _hold(packet["truth_violations"], [], "what the packet invented")
        pdf = await self._download(jobs["packet.generate"], "cv")
        _hold(pdf[:5], b"%PDF-", "the beginning of the packet's CV")
        application = await self._ask("/applications", {"posting_id": self.posting_id, "resume_id": self.resume_id})
        await self._ask(f"/applications/{application['id']}/status", {"status": "applied"})

    async def _look_again(self) -> None:
        self.world.finish_a_task()
        asked = await self._job(f"/projects/{self.project_id}/refresh", {})
        jobs = await self.live.show("Refresh the project after a commit", {asked: "project.refresh"})
        result = jobs["project.refresh"]["result"]
        self._say(f"{result['plan']['done']} of {result['plan']['total']} done; new: {result['delta']['newly_done']}")
        _hold(result["delta"]["newly_done"], ["Write the runbook"], "what was newly done")

    async def _search(self) -> None:
        stored = await self.client.post("/artifacts", files={"file": ("cvs.zip", archive(self.cv), "application/zip")})
        query = {"title": "Backend Engineer", "skills_required": ["Python", "MongoDB"], "skills_nice": ["Kubernetes"]}
        body = {
            "query": query,
            "sources": [{"kind": "pool"}, {"kind": "archive", "artifact_id": _checked(stored)["id"]}],
            "notify": [RECRUITER],
        }
        asked = await self._job("/candidates/search", body)
        jobs = await self.live.show("Search candidates and mail the report", {asked: "candidates.search"})
        result = jobs["candidates.search"]["result"]
        for candidate in result["candidates"][:3]:
            self._say(f"  {candidate['score']:3}  {candidate['name']}, {candidate['headline']}")
        names = [candidate["name"] for candidate in result["candidates"] if candidate["duplicate_of"] is None]
        _hold(sorted(names), ["Ines Marchetti", "Lea Brandt", "Ravi Menon", "Tom Okafor"], "the candidates")
        _hold(len(self.world.mailbox.messages), 1, "the number of mails")
        message = self.world.mailbox.messages[0]
        self._say(f"Mailed to {message['To']}: {message['Subject']}")

    async def _ask(self, path: str, body: dict[str, Any]) -> Job:
        return _checked(await self.client.post(path, json=body))

    async def _job(self, path: str, body: dict[str, Any]) -> str:
        return str((await self._ask(path, body))["job_id"])

    async def _download(self, job: Job, kind: str, expected: bytes | None = None) -> bytes:
        """The job's file of that kind, held against its digest."""
        found = next((one for one in job["artifacts"] if one["kind"] == kind), None)
        if found is None:
            raise DemoFailed(f"{job['type']} left no file of kind {kind}")
        content = (await self.client.get(f"/artifacts/{found['id']}")).raise_for_status().content
        _hold(hashlib.sha256(content).hexdigest(), found["sha256"], f"the digest of {found['filename']}")
        if expected is not None:
            _hold(content == expected, True, f"whether {found['filename']} is what was sent")
        return content

    def _say(self, text: str) -> None:
        self.console.print(text, highlight=False, soft_wrap=True)


def _checked(answer: httpx.Response) -> Job:
    if not answer.is_success:
        raise DemoFailed(f"{answer.request.url.path} answered {answer.status_code}: {answer.text[:300]}")
    return answer.json()


def _job_id(answer: httpx.Response) -> str:
    return str(_checked(answer)["job_id"])


def _hold(actual: object, expected: object, what: str) -> None:
    if actual != expected:
        raise DemoFailed(f"{what}: expected {expected!r}, got {actual!r}")
