"""Everything around the product that the demo needs, started together: a site, a git server, a mailbox, the stack."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from scripts.demo.inputs import advert_html, feed_xml
from scripts.demo.inputs.repository import DONE, FILES
from scripts.demo.serving import Mailbox, Page, git_server, mailbox, make_repository, site
from scripts.stack import stack

RECRUITER = "recruiter@example.org"
_XML = "application/rss+xml; charset=utf-8"
_HTML = "text/html; charset=utf-8"


@dataclass
class World:
    """Where everything is."""

    api_url: str
    feed_url: str
    advert_url: str
    repository_url: str
    repository: Path
    mailbox: Mailbox

    def finish_a_task(self) -> None:
        """Commit to the repository that one more task of its plan is done."""
        make_repository(self.repository, DONE, "Write the runbook")


@contextmanager
def world(directory: Path, mongodb_uri: str | None = None, **environment: str) -> Generator[World]:
    """Start everything for the length of a block, on a database of its own that is dropped at the end.

    `environment` is what the worker gets beside the usual.
    """
    with ExitStack() as cleanup:
        pages = {"/feed.xml": Page(_XML, feed_xml()), "/jobs/lf-2041": Page(_HTML, advert_html())}
        site_url = cleanup.enter_context(site(pages))
        git_url = cleanup.enter_context(git_server(directory / "git"))
        repository = make_repository(directory / "git" / "quayside", FILES)
        mails = cleanup.enter_context(mailbox())
        running = cleanup.enter_context(
            stack(directory, mongodb_uri=mongodb_uri, database=f"longhaul_demo_{uuid4().hex[:8]}", drop=True)
        )
        running.environment["ALLOW_PRIVATE_FETCH"] = "1"  # the outside world is on loopback
        running.environment["AUTH"] = "none"
        running.environment.update(mails.environment(RECRUITER))
        api = running.api()
        running.worker(**environment)
        yield World(
            api_url=api.url,
            feed_url=f"{site_url}/feed.xml",
            advert_url=f"{site_url}/jobs/lf-2041",
            repository_url=f"{git_url}/quayside",
            repository=repository,
            mailbox=mails,
        )
