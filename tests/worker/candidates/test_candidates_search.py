"""`candidates.search` from its sources to the report: what is found, ranked, counted and said."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

from career.records.candidates import CandidateRecords, Download
from career.tasks.candidates import CandidatesSearchResult
from longhaul.model.control import Cancel, ErrorKind, Fail, Retry
from longhaul.mongo.driver import Database
from tests.worker.candidates.at_desk import SearchDesk
from tests.worker.candidates.people import as_text, json_bytes
from tests.worker.candidates.pool import POOL
from tests.worker.candidates.setting import ROLE, Setting, zipped

JANA, TOM, MIRA, FELIX = (as_text(person).encode() for person in POOL[:4])


def names(result: CandidatesSearchResult) -> list[str | None]:
    """Who was found, best first."""
    return [candidate.name for candidate in result.candidates]


def codes(result: CandidatesSearchResult) -> list[str]:
    """What the result warns of."""
    return [note.code for note in result.warnings]


async def test_the_pool_is_ranked_for_the_role(setting: Setting) -> None:
    for cv in (MIRA, TOM, JANA):
        await setting.keep(cv)
    await setting.keep(FELIX, owner="somebody else")

    result = await setting.search()

    assert ["Jana Keller", "Tom Okafor", "Mira Sandoval"] == names(result)
    assert (["Python", "PostgreSQL"], []) == (result.candidates[0].matched, result.candidates[0].missing)
    assert ["Python", "PostgreSQL"] == result.candidates[2].missing
    assert (3, 3, 0) == (result.counts.found, result.counts.scored, result.counts.failed)


async def test_an_uploaded_archive_is_read_and_kept(setting: Setting) -> None:
    desk = SearchDesk()
    upload = desk.upload(zipped({"a/jana.txt": JANA, "b/tom.json": json_bytes(POOL[1]), "c/jana again.txt": JANA}))

    result = await setting.search(desk, sources=[{"kind": "archive", "artifact_id": upload}])

    kept = await setting.records.resumes.list("ann")
    assert ["Jana Keller", "Tom Okafor"] == names(result)
    assert [("candidate", "archive")] * 2 == [(record.value.origin, record.value.source) for record in kept]


async def test_cvs_are_fetched_from_addresses(setting: Setting) -> None:
    setting.site.answer("/jana.txt", body=JANA, content_type="text/plain")
    setting.site.answer("/tom.json", body=json_bytes(POOL[1]), content_type="application/json")
    urls, more = [setting.site.url("/jana.txt")], [setting.site.url("/tom.json")]

    result = await setting.search(sources=[{"kind": "url_list", "urls": urls}, {"kind": "jsonresume", "urls": more}])

    assert [("Jana Keller", "url_list", urls[0]), ("Tom Okafor", "jsonresume", more[0])] == [
        (candidate.name, candidate.source, candidate.source_url) for candidate in result.candidates
    ]
    assert (2, 2, 2, 2) == (
        result.counts.found, result.counts.downloaded, result.counts.parsed, result.counts.scored
    )  # fmt: skip


async def test_no_address_is_fetched_twice_and_no_file_read_twice(setting: Setting) -> None:
    setting.site.answer("/1", body=JANA, content_type="text/plain")
    setting.site.answer("/2", body=JANA, content_type="text/plain")
    urls = [setting.site.url("/1"), setting.site.url("/2"), setting.site.url("/1")]

    result = await setting.search(sources=[{"kind": "url_list", "urls": urls}, {"kind": "url_list", "urls": urls}])

    assert ["/1", "/2"] == sorted(path for path, _ in setting.site.requests)
    assert ["Jana Keller"] == names(result)
    assert 3 == result.counts.duplicates


class Dying(CandidateRecords):
    """The records of a worker that dies after it has written down so many downloads.

    It writes one at a time: what is on its way to the database at its end would be there or not, by luck.
    """

    left = 2

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._writing = asyncio.Lock()

    async def downloaded(self, owner: str, download: Download) -> None:
        """As usual, and then perhaps the end."""
        async with self._writing:
            if self.left > 0:
                await super().downloaded(owner, download)
                self.left -= 1
            if self.left == 0:
                raise MemoryError("the worker was killed")


async def test_a_worker_killed_while_it_fetches_goes_on_with_what_is_missing(setting: Setting) -> None:
    for number in range(12):
        setting.site.answer(f"/{number}", body=as_text(POOL[number]).encode(), content_type="text/plain")
    urls = [setting.site.url(f"/{number}") for number in range(12)]
    desk, sound = SearchDesk(), setting.records
    setting.records = Dying(setting.database)
    with pytest.raises(MemoryError):
        await setting.search(desk, sources=[{"kind": "url_list", "urls": urls}])
    setting.records = sound
    written = [url for url in urls if await sound.download("ann", desk.job_id, url)]
    setting.site.requests.clear()

    result = await setting.search(desk, sources=[{"kind": "url_list", "urls": urls}])

    asked_again = {setting.site.url(path) for path, _ in setting.site.requests}
    assert 2 == len(written)
    assert set(urls) - set(written) == asked_again
    assert 12 == result.counts.downloaded == result.counts.scored


async def test_a_person_found_twice_is_ranked_once(setting: Setting) -> None:
    older = await setting.keep(JANA.replace(b"FastAPI on PostgreSQL", b"Flask").replace(b"Python, PostgreSQL,", b""))
    better = await setting.keep(JANA)

    result = await setting.search()

    assert [(better, None), (older, better)] == [(found.resume_id, found.duplicate_of) for found in result.candidates]
    assert 1 == result.counts.duplicates


async def test_only_as_many_as_asked_for_are_given(setting: Setting) -> None:
    for person in POOL[:10]:
        await setting.keep(as_text(person).encode())

    result = await setting.search(limit=3)

    assert 3 == len(result.candidates)
    assert 10 == result.counts.scored


async def test_one_failing_source_is_a_warning(setting: Setting) -> None:
    await setting.keep(JANA)
    desk = SearchDesk()
    sources = [{"kind": "pool"}, {"kind": "archive", "artifact_id": desk.upload(b"no zip")}]

    result = await setting.search(desk, sources=sources)

    assert ["Jana Keller"] == names(result)
    assert ["SOURCE_FAILED"] == codes(result)


@pytest.mark.parametrize(("status", "kind"), [(404, None), (503, ErrorKind.TRANSIENT), (429, ErrorKind.RATE_LIMITED)])
async def test_where_every_source_fails_the_job_ends_as_the_last_of_them(
    setting: Setting, status: int, kind: ErrorKind | None
) -> None:
    setting.site.answer("/gone", 404)
    setting.site.answer("/cv", status)
    sources = [{"kind": "url_list", "urls": [setting.site.url(path)]} for path in ("/gone", "/cv")]

    with pytest.raises(Fail if kind is None else Retry) as caught:
        await setting.search(sources=sources)

    if kind is None:
        assert "NOT_FOUND" == caught.value.code
    else:
        assert kind == caught.value.kind


async def test_cvs_that_cannot_be_had_or_read_cost_no_other(setting: Setting) -> None:
    setting.site.answer("/jana", body=JANA, content_type="text/plain")
    setting.site.answer("/404", 404)
    setting.site.answer("/page", body=b"<!doctype html>", content_type="text/html")
    setting.site.answer("/cut.pdf", body=b"%PDF-1.7\n1 0 obj", content_type="application/pdf")
    urls = [setting.site.url(path) for path in ("/404", "/page", "/cut.pdf", "/jana")]

    result = await setting.search(sources=[{"kind": "url_list", "urls": urls}])

    assert ["Jana Keller"] == names(result)
    assert {"NOT_FOUND", "UNSUPPORTED_CONTENT", "CORRUPT"} == set(codes(result))
    assert (4, 2, 3) == (result.counts.found, result.counts.downloaded, result.counts.failed)


class Fragile(SearchDesk):
    """A desk whose children die of one file."""

    async def in_child(self, function: Callable[..., Any], *args: Any, **limits: object) -> dict[str, Any]:
        """As a child that runs out of memory over it."""
        if args[0] and "evil.txt" in [place[-1] for place in args[0]]:
            raise Retry("out of memory", kind=ErrorKind.RESOURCE_EXHAUSTED, code="OUT_OF_MEMORY")
        return await super().in_child(function, *args, **limits)


async def test_a_file_that_kills_its_reader_costs_no_other(setting: Setting) -> None:
    desk = Fragile()
    upload = desk.upload(zipped({"jana.txt": JANA, "evil.txt": MIRA, "tom.txt": TOM}))

    result = await setting.search(desk, sources=[{"kind": "archive", "artifact_id": upload}])

    assert ["Jana Keller", "Tom Okafor"] == names(result)
    assert (["OUT_OF_MEMORY"], 1) == (codes(result), result.counts.failed)


async def test_an_empty_pool_gives_an_empty_report(setting: Setting) -> None:
    result = await setting.search()

    assert ([], ["NO_CVS"]) == (result.candidates, codes(result))


async def test_progress_rises_and_says_what_was_found(setting: Setting) -> None:
    setting.site.answer("/jana", body=JANA, content_type="text/plain")
    await setting.keep(TOM)
    desk = SearchDesk()

    await setting.search(desk, sources=[{"kind": "pool"}, {"kind": "url_list", "urls": [setting.site.url("/jana")]}])

    percents = [percent for percent, _, _ in desk.said]
    assert sorted(percents) == percents
    assert 100 == percents[-1]
    assert [
        ("2 sources, limit 50", "INIT"), ("Found 1 CV", "FOUND"), ("Found 2 CVs", "FOUND"),
        ("Downloaded 1 of 1", "DOWNLOAD"), ("Read 1 of 1", "READ"), ("Scored 2 of 2", "AI"),
        ("Report made", "REPORT"), ("Report ready", "EMAIL"),
    ] == [(message, code) for _, message, code in desk.said]  # fmt: skip


async def test_a_cancelled_search_stops(setting: Setting) -> None:
    await setting.keep(JANA)

    with pytest.raises(Cancel):
        await setting.search(SearchDesk(is_cancelled=True))


async def test_the_report_shows_cvs_literally(setting: Setting) -> None:
    await setting.keep(
        json_bytes(POOL[0]).replace(b"Jana Keller", b"=cmd|' /C calc'!A0 <script>alert(1)</script> [x](http://y)")
    )
    desk = SearchDesk()

    result = await setting.search(desk)

    pages = {kind: desk.files[ref.id].decode("utf-8-sig") for kind, ref in result.artifacts.items()}
    rows = list(csv.DictReader(io.StringIO(pages["report_csv"])))
    assert result.report == result.artifacts["report_html"]
    assert "<script" not in pages["report_html"]
    assert "<script" not in pages["report_md"].replace("\\<", "")
    assert "[x](" not in pages["report_md"]
    assert rows[0]["name"].startswith("'=cmd")


async def test_the_search_is_kept_and_a_repetition_replaces_it(setting: Setting) -> None:
    await setting.keep(JANA)
    desk = SearchDesk()

    first, second = await setting.search(desk), await setting.search(desk)

    searches = await setting.records.searches.list("ann")
    assert first.search_id == second.search_id == searches[0].id
    assert (1, ROLE["title"]) == (len(searches), searches[0].value.query.title)


async def test_a_model_may_add_quotes_but_only_real_ones(setting: Setting) -> None:
    await setting.keep(JANA)
    setting.models.quotes = ["Moved 40 services to Kubernetes", "Won the Turing award in 2020", "Moved"]
    desk = SearchDesk()

    result = await setting.search(desk)

    page = desk.files[result.report.id].decode()
    assert "Moved 40 services to Kubernetes" in page
    assert "Turing" not in page
    assert 1 == setting.models.asked
