"""What the career desk keeps in which collection; `docs/reference/database.md` is written from here."""

from __future__ import annotations

from typing import Final

from career.records.adverts import ADVERTS
from career.records.applications import APPLICATIONS
from career.records.candidates import DOWNLOADS, SEARCHES
from career.records.documents import PACKETS, TAILORED
from career.records.feeds import FEEDS
from career.records.llm_answers import LLM_ANSWERS
from career.records.mails import MAILS
from career.records.match_runs import MATCH_RUNS
from career.records.matches import MATCHES
from career.records.postings import POSTINGS
from career.records.preparations import COMPANY_REPORTS, INTERVIEWS
from career.records.projects import PROJECTS
from career.records.resumes import RESUMES
from career.records.statistics import STATISTICS

KEPT: Final[dict[str, str]] = {
    RESUMES: "every CV of an owner once, parsed, and those of candidates; written by workers, edited through the API",
    POSTINGS: "every advert of an owner once, however many feeds and workers bring it; written by workers",
    FEEDS: "each feed, and what its server said last; written by workers, deleted through the API",
    ADVERTS: "what the matcher read in an advert, so that it reads only what has changed; written by workers",
    STATISTICS: "in how many of an owner's adverts each term is, the last five versions; written by workers",
    MATCHES: "how well each advert suits each CV, for listing by score; written by workers",
    MATCH_RUNS: "what a run of `match.recompute` set out to do, for three days; written by workers",
    TAILORED: "CVs tailored to adverts; written by workers",
    PACKETS: "packets of applications; written by workers",
    INTERVIEWS: "prepared interviews; written by workers",
    COMPANY_REPORTS: "what was found out about companies; written by workers",
    PROJECTS: "the repositories an owner follows, and what the last refresh found; written by API and workers",
    SEARCHES: "candidate searches and everybody they found, for 180 days; written by workers",
    DOWNLOADS: "what a search fetched from which address, for 180 days; written by workers",
    MAILS: "what became of each mail, so that no crash sends one twice, for 180 days; written by workers",
    LLM_ANSWERS: "what a language model answered, for a week, so that no question is paid twice; written by workers",
    APPLICATIONS: "how far an owner is with each advert, with an outbox as jobs have it; written by the API",
}
"""Each collection, what it holds, and who writes it."""
