"""How long the career desk's own work takes, each piece beside the least that any program would have to do for it.

Handlers run in this process, without jobs and without children: what those add is measured by the rest of the bench.
The inputs are those of the demo and of the tests.
"""

from __future__ import annotations

import asyncio
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final, cast

import feedparser
import trafilatura
import typst
from tests.worker.desk import Desk
from tests.worker.feeds.building import board
from tests.worker.fetch.serving import bare_tls, serving
from tests.worker.matching.staging import Stage, many_adverts, some_resume, stage
from tests.worker.projects.asking import PLAN, args, words
from tests.worker.projects.repositories import commit
from tests.worker.projects.serving import hub
from tests.worker.typesetting.setting import text_of

from career.records.feeds import FeedStore
from career.records.postings import PostingStore
from career.records.projects import project_records
from career.tasks.feed import FEED_INGEST
from career.tasks.match import MATCH_RECOMPUTE
from longhaul_worker.feeds.reading import read_feed
from longhaul_worker.fetch.fetcher import Fetcher
from longhaul_worker.handlers.feed_ingest import FeedIngest
from longhaul_worker.handlers.project_refresh import ProjectRefresh
from longhaul_worker.postings.extract import Source, extract
from longhaul_worker.projects.address import RepositoryPolicy
from longhaul_worker.resume.parse import parse_resume
from longhaul_worker.typesetting.making import Setting, make_cv
from scripts.bench.figures import Took, took
from scripts.bench.ground import Ground
from scripts.demo.inputs import advert_html, cv_pdf

_PAGE: Final = "https://jobs.example.org/view/2041"
_LOOPBACK: Final = RepositoryPolicy(protocols=frozenset({"http"}), allow_private=True)


async def measure_desk(ground: Ground) -> dict[str, Took]:
    """Measure each kind of work, one after the other, by name."""
    plan = ground.plan
    feed, cv, page = board(plan.feed_adverts), cv_pdf(), advert_html()
    of = f"{plan.feed_adverts} adverts"
    done: dict[str, Took] = {}
    ground.said("a feed, a CV and a page read")
    done["feed_read"] = _beside(plan.pieces, of, lambda: read_feed(feed), "feedparser", lambda: _parsed(feed))
    done["feed_ingested"] = await _ingested(ground, feed, of)
    done["cv_parsed"] = _beside(plan.pieces, "PDF", lambda: parse_resume(cv), "its text by pdfium", lambda: text_of(cv))
    source = Source(base=_PAGE, today=datetime.now(UTC).date())
    done["page_extracted"] = _beside(
        plan.pieces, "HTML", lambda: extract(page, source), "its text by trafilatura", lambda: trafilatura.extract(page)
    )
    ground.said("a CV set")
    done["cv_set"] = _set(plan.pieces, cv)
    ground.said("a CV matched with adverts")
    done |= await _matched(ground)
    ground.said("a repository refreshed")
    done["repository_refreshed"] = await _refreshed(ground)
    return done


def _beside(times: int, of: str, work: Callable[[], object], what: str, other: Callable[[], object]) -> Took:
    """Both in turn; what they load at the first time is not measured."""
    work()
    other()
    pairs = [(_seconds(work), _seconds(other)) for _ in range(times)]
    return took([one for one, _ in pairs], of, what, [one for _, one in pairs])


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


async def _seconds_of(work: Awaitable[object]) -> float:
    began = time.perf_counter()
    await work
    return time.perf_counter() - began


def _parsed(feed: bytes) -> object:
    return cast("Any", feedparser).parse(feed)


async def _ingested(ground: Ground, feed: bytes, of: str) -> Took:
    rounds: list[float] = []
    parsed: list[float] = []
    async with serving() as site, _fetcher() as fetcher:
        site.answer("/feed", body=feed, content_type="application/rss+xml")
        asked = FEED_INGEST.parse_args({"url": site.url("/feed")})
        for _ in range(ground.plan.rounds):
            async with ground.database(ground.new_database()) as database:
                postings, feeds = PostingStore(database), FeedStore(database)
                await postings.ensure_indexes()
                await feeds.ensure_indexes()
                rounds.append(await _seconds_of(FeedIngest(postings, feeds, fetcher)(Desk().context(), asked)))
            parsed.append(_seconds(lambda: _parsed(feed)))
    return took(rounds, of, "feedparser", parsed)


def _fetcher() -> Fetcher:
    return Fetcher(allow_private=True, tls=bare_tls())


def _set(times: int, cv: bytes) -> Took:
    """The CV set with Typst and read back, beside Typst alone on what came of it; what Typst remembers helps both."""
    resume = parse_resume(cv).resume
    setting = Setting(engine="typst", look="classic", page="a4", max_pages=2)
    with (
        tempfile.TemporaryDirectory() as directory,
        as_file(files("longhaul_worker.typesetting").joinpath("fonts")) as own,
    ):
        make_cv(resume, "", [], setting, directory)
        source, fonts = (Path(directory) / "cv.typ").read_bytes(), typst.Fonts(False, True, [own])
        return _beside(
            times,
            "with Typst",
            lambda: make_cv(resume, "", [], setting, directory),
            "Typst alone",
            lambda: typst.compile(source, font_paths=fonts, format="pdf"),
        )


async def _matched(ground: Ground) -> dict[str, Took]:
    adverts = many_adverts(ground.plan.matched_adverts)
    of = f"{len(adverts):,} adverts"
    first: list[float] = []
    again: list[float] = []
    for _ in range(ground.plan.rounds):
        async with ground.database(ground.new_database()) as database:
            staged = await stage(database)
            resume_id = await staged.put_resume(some_resume())
            await staged.put_adverts(adverts)
            first.append(await _seconds_of(_match(staged, resume_id)))
            again.append(await _seconds_of(_match(staged, resume_id)))
    return {"adverts_matched": took(first, of), "adverts_matched_again": took(again, of, "the first time", first)}


async def _match(staged: Stage, resume_id: str) -> object:
    return await staged.recompute(Desk().context(), MATCH_RECOMPUTE.parse_args({"resume_id": resume_id}))


async def _refreshed(ground: Ground) -> Took:
    content = words(ground.plan.repository_files) | {"PLAN.md": PLAN}
    mb = sum(len(text) for text in content.values()) / 1_000_000
    rounds: list[float] = []
    clones: list[float] = []
    with tempfile.TemporaryDirectory() as directory, hub(Path(directory) / "served") as server:
        commit(server.root / "app", content)
        async with ground.database(ground.new_database()) as database, _fetcher() as fetcher:
            projects = project_records(database)
            await projects.ensure_indexes()
            refresh = ProjectRefresh(projects, _LOOPBACK, fetcher)
            for number in range(ground.plan.rounds):
                rounds.append(await _seconds_of(refresh(Desk().context(), args(server, full=True))))
                target = Path(directory) / str(number)
                clones.append(await _seconds_of(asyncio.to_thread(_clone, server.url("app"), target)))
    return took(rounds, f"{mb:.1f} MB", "git clone --depth 1", clones)


def _clone(url: str, target: Path) -> None:
    subprocess.run(["git", "clone", "--quiet", "--depth", "1", url, str(target)], check=True)  # noqa: S607 - from PATH
