"""`posting.extract` from the address to the kept advert: steps, resumption, artifacts, errors."""

from __future__ import annotations

import gzip
import json
from collections.abc import AsyncGenerator
from dataclasses import dataclass

import pytest
import typst

from career.posting import Posting
from career.records.postings import PostingStore
from career.tasks.posting import POSTING_EXTRACT, PostingExtractArgs
from longhaul.model.control import Cancel, ErrorKind, Fail, Retry
from longhaul.model.errors import InvalidInput
from longhaul.mongo.driver import Database
from longhaul_worker.fetch.fetcher import Fetcher
from longhaul_worker.handlers.posting_extract import PostingExtract
from longhaul_worker.postings.ats import AtsAdvert
from tests.worker.desk import Desk
from tests.worker.fetch.serving import Site, bare_tls, serving
from tests.worker.postings.adverts import ADVERTS
from tests.worker.postings.building import Head, Negative, page
from tests.worker.postings.evaluate import negatives
from tests.worker.postings.helpers import FakeModels
from tests.worker.postings.layouts import chips_board, json_ld_complete, next_state
from tests.worker.postings.texts import labelled_text

KILN = ADVERTS[0]
HTML = "text/html; charset=utf-8"


@dataclass
class Bench:
    """A site, the handler that may reach it, and the store that it fills."""

    site: Site
    store: PostingStore
    fetcher: Fetcher

    def handler(self, models: FakeModels | None = None, ats: AtsAdvert | None = None) -> PostingExtract:
        """The handler; with `ats` every address is one of a tracking system."""
        known = (models or FakeModels()).models()
        return PostingExtract(self.store, self.fetcher, known, locate=lambda _url: ats)

    def args(self, path: str = "/job", **more: object) -> PostingExtractArgs:
        """The arguments for a page of the site."""
        return POSTING_EXTRACT.parse_args({"url": self.site.url(path), **more})


@pytest.fixture
async def bench(database: Database) -> AsyncGenerator[Bench]:
    """All there is."""
    store = PostingStore(database)
    await store.ensure_indexes()
    async with serving() as site, Fetcher(allow_private=True, tls=bare_tls()) as fetcher:
        yield Bench(site, store, fetcher)


def typeset(text: str) -> bytes:
    """A PDF with these lines."""
    lines = " \\\n".join(f"#{json.dumps(line, ensure_ascii=False)}" if line else " " for line in text.splitlines())
    return bytes(typst.compile(lines.encode()))


async def test_a_page_becomes_a_kept_advert_with_its_sources(bench: Bench) -> None:
    bench.site.answer("/job", body=chips_board(KILN).data, content_type=HTML)
    desk = Desk()

    result = await bench.handler()(desk.context(), bench.args())

    kept = await bench.store.get("ann", result.posting_id)
    assert kept is not None
    assert (KILN.title, KILN.company, "hybrid") == (kept.title, kept.hiringOrganization.name, kept.workplace)
    assert {"page_html", "page_text", "posting_json"} == set(result.artifacts)
    assert chips_board(KILN).data == gzip.decompress(desk.files[result.artifacts["page_html"].id])
    assert KILN.title == json.loads(desk.files[result.artifacts["posting_json"].id])["title"]
    assert (True, "posting", 200) == (result.is_new, result.page_kind, result.http_status)
    assert result.fetched_at is not None
    assert "heuristic" == result.provenance["title"].method
    assert 0.5 < result.source_reliability <= 1


async def test_progress_rises_and_says_what_was_found(bench: Bench) -> None:
    bench.site.answer("/job", body=json_ld_complete(KILN).data, content_type=HTML)
    desk = Desk()

    await bench.handler()(desk.context(), bench.args())

    percents = [percent for percent, _, _ in desk.said]
    codes = [code for _, _, code in desk.said]
    assert sorted(percents) == percents
    assert 100 == percents[-1]
    assert {"FETCHED", "FOUND_JSONLD", "FILLED", "STORED"} <= set(codes)


async def test_a_text_and_an_uploaded_page_are_read_without_fetching(bench: Bench) -> None:
    desk = Desk()
    upload = desk.upload(json_ld_complete(KILN).data)

    text = await bench.handler()(
        Desk().context(), POSTING_EXTRACT.parse_args({"text": labelled_text(KILN).data.decode()})
    )
    stored = await bench.handler()(desk.context(), POSTING_EXTRACT.parse_args({"artifact_id": upload}))

    assert (KILN.title, KILN.title) == (text.posting.title, stored.posting.title)
    assert {"page_text", "posting_json"} == set(text.artifacts)
    assert (None, None) == (text.http_status, text.fetched_at)
    assert [] == bench.site.requests


async def test_an_advert_in_a_pdf_is_read(bench: Bench) -> None:
    bench.site.answer("/job", body=typeset(labelled_text(KILN).data.decode()), content_type="application/pdf")

    result = await bench.handler()(Desk().context(), bench.args())

    assert (KILN.title, KILN.company) == (result.posting.title, result.posting.hiringOrganization.name)
    assert list(KILN.tasks) == result.posting.responsibilities


async def test_the_company_that_the_user_names_goes_before_the_page(bench: Bench) -> None:
    bench.site.answer("/job", body=json_ld_complete(KILN).data, content_type=HTML)

    result = await bench.handler()(Desk().context(), bench.args(company_name="Kilnworks Holding"))

    assert "Kilnworks Holding" == result.posting.hiringOrganization.name
    assert "user" == result.provenance["hiringOrganization"].method


@pytest.mark.parametrize("step", ["fetch", "store", "files"])
async def test_a_killed_worker_fetches_once_and_keeps_one_advert(bench: Bench, step: str) -> None:
    bench.site.answer("/job", body=chips_board(KILN).data, content_type=HTML)
    desk = Desk(die_after_step=step)

    with pytest.raises(ConnectionError):
        await bench.handler()(desk.context(), bench.args())
    result = await bench.handler()(desk.context(), bench.args())

    assert result.is_new
    assert 1 == len(await bench.store.list("ann"))
    assert (2 if step == "fetch" else 1) == len(bench.site.requests)


async def test_the_same_advert_again_is_not_new(bench: Bench) -> None:
    bench.site.answer("/job", body=chips_board(KILN).data, content_type=HTML)

    first = await bench.handler()(Desk().context(), bench.args())
    second = await bench.handler()(Desk().context(), bench.args())

    assert (True, False) == (first.is_new, second.is_new)
    assert first.posting_id == second.posting_id


async def test_what_a_feed_knew_is_kept_where_the_page_does_not_say_it(bench: Bench) -> None:
    bench.site.answer("/job", body=next_state(KILN).data, content_type=HTML)
    address = bench.site.url("/job").replace("http:", "https:")
    fed = Posting(
        title=KILN.title, industry="Ceramics", workplace="hybrid", posting_key=address, content_hash="f", url=address
    )
    await bench.store.upsert("ann", [fed])

    result = await bench.handler()(Desk().context(), bench.args())
    await bench.store.upsert("ann", [fed])

    kept = await bench.store.get("ann", result.posting_id)
    assert kept is not None
    assert ("Ceramics", "hybrid", KILN.company) == (kept.industry, kept.workplace, kept.hiringOrganization.name)
    assert KILN.intro in kept.description_text
    assert not result.is_new


async def test_the_data_of_a_tracking_system_goes_before_its_page(bench: Bench) -> None:
    answer = {
        "title": "Ceramic Chemist",
        "content": "<p>Glaze things with us.</p>" * 20,
        "location": {"name": "Stoke-on-Trent"},
        "company_name": "Kilnworks",
    }
    bench.site.answer("/api", body=json.dumps(answer).encode(), content_type="application/json")
    bench.site.answer("/job", 403)
    ats = AtsAdvert("greenhouse", "kilnworks", bench.site.url("/api"), "1")

    result = await bench.handler(ats=ats)(Desk().context(), bench.args())

    assert ("Ceramic Chemist", "Kilnworks", "greenhouse") == (
        result.posting.title,
        result.posting.hiringOrganization.name,
        result.ats,
    )
    assert "ats_api" == result.provenance["title"].method


@pytest.mark.parametrize("negative",
[next(n for n in negatives() if n.kind == kind) for kind in ("captcha", "login_wall", "listing", "article",
"expired")], ids=lambda n: n.kind)  # fmt: skip
async def test_what_is_no_open_advert_fails_with_its_reason_and_a_hint(bench: Bench, negative: Negative) -> None:
    codes = {
        "captcha": "CAPTCHA",
        "login_wall": "LOGIN_REQUIRED",
        "listing": "NOT_A_POSTING",
        "article": "NOT_A_POSTING",
        "expired": "EXPIRED",
    }
    bench.site.answer("/job", body=negative.data, content_type=HTML)

    with pytest.raises(Fail) as caught:
        await bench.handler()(Desk().context(), bench.args())

    assert codes[negative.kind] == caught.value.code
    assert caught.value.hint
    assert [] == await bench.store.list("ann")


@pytest.mark.parametrize(
    ("status", "code"),
    [(404, "EXPIRED"), (410, "EXPIRED"), (401, "LOGIN_REQUIRED"), (403, "CAPTCHA"), (999, "CAPTCHA")],
)
async def test_the_answers_of_servers_have_a_meaning(bench: Bench, status: int, code: str) -> None:
    bench.site.answer("/job", status)

    with pytest.raises(Fail) as caught:
        await bench.handler()(Desk().context(), bench.args())

    assert code == caught.value.code
    assert caught.value.hint


async def test_a_server_that_asks_to_wait_is_given_time(bench: Bench) -> None:
    bench.site.answer("/job", 429, retry_after="30")

    with pytest.raises(Retry) as caught:
        await bench.handler()(Desk().context(), bench.args())

    assert (ErrorKind.RATE_LIMITED, 30) == (caught.value.kind, caught.value.after_s)


@pytest.mark.parametrize(("data", "code"),
[(b"%PDF-1.7 x", "UNSUPPORTED_CONTENT"), (b"PK\x03\x04", "UNSUPPORTED_CONTENT"), (b"x" * 5_000_001, "TOO_LARGE"),
    (b"\x1f\x8bbroken", "UNSUPPORTED_CONTENT"), (b"", "NO_TEXT"),
    (page(Head("x"), "<div id=app></div>"), "NO_TEXT")])  # fmt: skip
async def test_files_that_hold_no_page_are_refused(bench: Bench, data: bytes, code: str) -> None:
    desk = Desk()

    with pytest.raises(Fail) as caught:
        await bench.handler()(desk.context(), POSTING_EXTRACT.parse_args({"artifact_id": desk.upload(data)}))

    assert code == caught.value.code


async def test_private_addresses_are_not_fetched(bench: Bench) -> None:
    async with Fetcher(tls=bare_tls()) as guarded:
        handler = PostingExtract(bench.store, guarded, FakeModels().models())

        with pytest.raises(Fail) as caught:
            await handler(Desk().context(), POSTING_EXTRACT.parse_args({"url": "http://169.254.169.254/job"}))

    assert "SSRF_BLOCKED" == caught.value.code


async def test_a_cancelled_job_keeps_nothing(bench: Bench) -> None:
    bench.site.answer("/job", body=chips_board(KILN).data, content_type=HTML)

    with pytest.raises(Cancel):
        await bench.handler()(Desk(is_cancelled=True).context(), bench.args())

    assert [] == await bench.store.list("ann")


@pytest.mark.parametrize(
    "wrong", [{}, {"url": "https://a.example", "text": "x"}, {"url": "ftp://a.example"}, {"text": ""}]
)
def test_wrong_arguments_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        POSTING_EXTRACT.parse_args(wrong)
