"""What `/metrics` shows, to whom, and without the database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from scripts.local import local_client

from longhaul.model.errors import StoreUnavailable
from longhaul.runtime import ApiRuntime
from longhaul_api.app import create_app
from longhaul_api.figures import FRESH_S, Figures
from longhaul_api.metrics import ApiMetrics
from longhaul_api.settings import ApiSettings
from tests.api.auth.support import BOTH, bearer, guarded_api, signed_in
from tests.api.conftest import MakeSettings
from tests.api.support import RunningApi, running_api, stream, until_tick
from tests.api.test_problems import unreachable

TOKEN: Final = "a token for what scrapes"
Series = dict[tuple[str, frozenset[tuple[str, str]]], float]


def parsed(answer: httpx.Response) -> Series:
    """The series of an answer by name and labels."""
    families = text_string_to_metric_families(answer.text)
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in families
        for sample in family.samples
    }


async def scraped(api: RunningApi) -> Series:
    """What a scrape shows now."""
    return parsed(await api.http.get("/metrics"))


def of(series: Series, name: str, **labels: str) -> float | None:
    """One of them."""
    return series.get((name, frozenset(labels.items())))


async def test_a_queue_is_shown_with_what_is_due_what_waits_and_who_serves_it(api: RunningApi) -> None:
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    await api.create()
    await api.create(run_at=later)
    await api.runtime.core.registry.set_paused("default", paused=True)

    series = await scraped(api)

    gauges = ("due_jobs", "queued_jobs", "running_jobs", "failed_jobs", "workers", "paused")
    assert (1, 2, 0, 0, 0, 1) == tuple(of(series, f"longhaul_queue_{name}", queue="default") for name in gauges)
    assert 0 < (of(series, "longhaul_queue_oldest_wait_seconds", queue="default") or 0) < 60
    assert (0, 0) == tuple(of(series, "longhaul_workers", state=state) for state in ("active", "draining"))
    assert (1, 0) == (of(series, "longhaul_database_up"), of(series, "longhaul_hub_lag_events"))
    assert 2 == of(series, "longhaul_jobs_enqueued_total", task="demo.echo")


class Away:
    """A database that can go away, and a clock."""

    def __init__(self, api: RunningApi) -> None:
        self._api = api
        self.asked = 0
        self.is_away = False
        self.now_s = 0.0
        self.metrics = ApiMetrics()
        self.figures = Figures(self.metrics, self._runtime, monotonic=lambda: self.now_s)

    def _runtime(self) -> ApiRuntime:
        self.asked += 1
        if self.is_away:
            raise StoreUnavailable("gone")
        return self._api.runtime

    def queued(self) -> float | None:
        """How many jobs wait, as shown."""
        return self.metrics.registry.get_sample_value("longhaul_queue_queued_jobs", {"queue": "default"})


async def test_frequent_scrapes_are_answered_from_one_reading(api: RunningApi) -> None:
    away = Away(api)
    await away.figures.refresh()
    await api.create()

    away.now_s = FRESH_S - 0.1
    await away.figures.refresh()
    before = away.queued(), away.asked
    away.now_s = FRESH_S
    await away.figures.refresh()

    assert ((0, 1), (1, 2)) == (before, (away.queued(), away.asked))


async def test_figures_of_a_database_that_went_away_are_gone_and_come_back(api: RunningApi) -> None:
    away = Away(api)
    await away.figures.refresh()
    shown = away.queued()

    away.is_away, away.now_s = True, FRESH_S
    await away.figures.refresh()
    gone = away.queued(), away.metrics.registry.get_sample_value("longhaul_database_up")
    away.is_away = False
    await away.figures.refresh()

    back = away.queued(), away.metrics.registry.get_sample_value("longhaul_database_up")
    assert (0, (None, 0), (0, 1)) == (shown, gone, back)


async def test_a_process_without_its_database_is_scraped_all_the_same() -> None:
    app = create_app(ApiSettings(_env_file=None), unreachable)  # pyright: ignore[reportCallIssue]
    async with local_client("http://127.0.0.1", transport=httpx.ASGITransport(app)) as http:
        await http.get("/healthz")
        answer = await http.get("/metrics")

    series = parsed(answer)
    assert (200, 0) == (answer.status_code, of(series, "longhaul_database_up"))
    assert 1 == of(series, "longhaul_http_requests_total", method="GET", route="/healthz", status="200")
    assert [] == [name for name, _ in series if name.startswith("longhaul_queue_")]


@pytest.mark.parametrize("authentication", [{}, BOTH], ids=["open", "guarded"])
async def test_with_a_token_the_metrics_are_for_who_sends_it(
    make_settings: MakeSettings, authentication: dict[str, str]
) -> None:
    async with guarded_api(make_settings(**authentication, metrics_token=TOKEN)) as api:
        answers = [
            await api.http.get("/metrics", headers=headers)
            for headers in (
                {},
                bearer("x" * 24),
                {"Authorization": f"Basic {TOKEN}"},
                signed_in("ada", roles="operator"),
            )
        ]
        allowed = await api.http.get("/metrics", headers=bearer(TOKEN))
        elsewhere = await api.http.get("/workers", headers=bearer(TOKEN))

    assert [(401, "Bearer")] * 4 == [(one.status_code, one.headers["WWW-Authenticate"]) for one in answers]
    assert 200 == allowed.status_code
    assert (401 if authentication else 200) == elsewhere.status_code
    assert TOKEN not in allowed.text + answers[1].text


async def test_without_a_token_the_metrics_are_for_operators(make_settings: MakeSettings) -> None:
    async with guarded_api(make_settings(**BOTH)) as api:
        statuses = [
            (await api.http.get("/metrics", headers=headers)).status_code
            for headers in ({}, signed_in("ada"), signed_in("ada", roles="operator"))
        ]
        series = parsed(await api.http.get("/metrics", headers=signed_in("ada", roles="operator")))

    assert [401, 403, 200] == statuses
    assert (1, 1) == tuple(
        of(series, "longhaul_http_refusals_total", reason=reason) for reason in ("unauthenticated", "forbidden")
    )


async def test_readers_are_counted_by_how_they_caught_up_and_by_why_they_could_not(api: RunningApi) -> None:
    await api.create()
    await api.catch_up()
    async with stream(api, after="0.0", compact="false") as frames:
        await until_tick(frames)
    async with stream(api, headers={"Last-Event-ID": "1.xx"}) as frames:
        await until_tick(frames)

    series = await scraped(api)

    assert 1 == of(series, "longhaul_stream_replays_total", source="ring")
    assert 1 == of(series, "longhaul_stream_resets_total", reason="unknown")
    assert 0 == of(series, "longhaul_log_gaps_closed_total")
    assert 1 == of(series, "longhaul_hub_read_seq")


async def test_a_request_is_in_flight_until_it_is_answered_and_a_stream_is_none(make_settings: MakeSettings) -> None:
    async with running_api(make_settings()) as api, stream(api) as frames:
        await until_tick(frames)
        series = await scraped(api)

    assert 1 == of(series, "longhaul_http_requests_in_flight"), "the scrape itself"
    assert 1 == of(series, "longhaul_streams_open", transport="sse")
