"""The desk's whole story asked for over the API, so that every page has something to show."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlencode

import httpx
from scripts.demo.inputs import cv_pdf

_PATIENCE_S = 90.0
#: Who else uses the same installation; whoever asks here is an operator.
_ANOTHER = {"owner": "Grace & Co"}


async def tell(api: httpx.AsyncClient, *, feed_url: str, advert_url: str, repository_url: str) -> dict[str, str]:
    """Do one of everything and wait for its end; the path of each page of the web, by the page's name."""
    async with asyncio.timeout(_PATIENCE_S):
        cv = {"file": ("ines.pdf", cv_pdf(), "application/pdf")}
        sent = await api.post("/resumes/parse", files=cv)
        of_another = await ended(api, _job_id(await api.post("/resumes/parse", files=cv, params=_ANOTHER)), **_ANOTHER)
        project = (await api.post("/projects", json={"name": "Quayside", "repo_url": repository_url})).json()
        parsed, posting, _, _ = await _ended(
            api,
            _job_id(sent),
            await _asked(api, "/jobs/extract", url=advert_url),
            await _asked(api, "/jobs/ingest", url=feed_url),
            await _asked(api, f"/projects/{project['id']}/refresh"),
        )
        pair = {"resume_id": parsed["result"]["resume_id"], "posting_id": posting["result"]["posting_id"]}
        query = {"title": "Backend Engineer", "skills_required": ["Python", "MongoDB"], "skills_nice": ["Kubernetes"]}
        document, packet, interview, company, search, _, broken = await _ended(
            api,
            await _asked(api, "/resumes/optimize", **pair),
            await _asked(api, "/packets/generate", **pair),
            await _asked(api, "/interview/generate", **pair),
            await _asked(api, "/companies/research", company="Lantern Freight", **pair),
            await _asked(api, "/candidates/search", query=query, sources=[{"kind": "pool"}]),
            await _asked(api, "/matches/recompute", resume_id=pair["resume_id"]),
            await _asked(api, "/jobs/extract", url=f"{advert_url}/nowhere"),
        )
        application = (await api.post("/applications", json=pair)).raise_for_status().json()
        await api.post(f"/applications/{application['id']}/status", json={"status": "applied"})
    return {
        "desk": "/",
        "jobs": "/jobs",
        "job": f"/jobs/{parsed['id']}",
        "job-failed": f"/jobs/{broken['id']}",
        "job-of-another": f"/jobs/{of_another['id']}?{urlencode(_ANOTHER)}",
        "dead-letters": "/dead-letters",
        "queues": "/queues",
        "workers": "/workers",
        "schedules": "/schedules",
        "settings": "/settings",
        "cv": f"/desk/resumes/{pair['resume_id']}",
        "adverts": "/desk/postings",
        "advert": f"/desk/postings/{pair['posting_id']}",
        "matches": f"/desk/matches?resume={pair['resume_id']}",
        "tailored": f"/desk/documents/{document['result']['document_id']}",
        "packet": f"/desk/packets/{packet['result']['packet_id']}",
        "interview": f"/desk/interviews/{interview['result']['interview_id']}",
        "company": f"/desk/companies/{company['result']['document_id']}",
        "project": f"/desk/projects/{project['id']}",
        "candidates": f"/desk/searches/{search['result']['search_id']}",
        "applications": "/desk/applications",
        "sign-in": "/sign-in",
    }


async def _asked(api: httpx.AsyncClient, path: str, **body: Any) -> str:
    return _job_id(await api.post(path, json=body))


def _job_id(answer: httpx.Response) -> str:
    return str(answer.raise_for_status().json()["job_id"])


async def _ended(api: httpx.AsyncClient, *job_ids: str) -> list[dict[str, Any]]:
    return [await ended(api, job_id) for job_id in job_ids]


async def ended(api: httpx.AsyncClient, job_id: str, **whose: str) -> dict[str, Any]:
    """Wait for the end of a job, of another `owner` where one is named, through the long poll, and give the job."""
    path = f"/background-jobs/{job_id}"
    job: dict[str, Any] = (await api.get(path, params=whose)).raise_for_status().json()
    while job["status"] in {"queued", "running"}:
        await api.get("/events", params={"after": job["cursor"], "wait": 20, "job": job_id, **whose})
        job = (await api.get(path, params=whose)).raise_for_status().json()
    return job
