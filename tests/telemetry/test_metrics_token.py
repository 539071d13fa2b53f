"""The token for metrics: how it is set, and what a worker's probes do with it."""

from __future__ import annotations

import pytest
from pydantic import SecretStr
from scripts.local import local_client

from longhaul.model.settings import EngineSettings, load_settings
from longhaul.telemetry.metrics import may_scrape
from longhaul_worker.probes import Probed, probe_server

TOKEN = "a token for what scrapes"


@pytest.fixture
def variable(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> pytest.MonkeyPatch:
    """An environment without a file of settings."""
    monkeypatch.chdir(tmp_path_factory.mktemp("empty"))
    return monkeypatch


def test_a_short_token_is_refused_without_being_said(
    variable: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    variable.setenv("LONGHAUL_METRICS_TOKEN", "too-short-a-one")

    with pytest.raises(SystemExit):
        load_settings(EngineSettings)

    said = capsys.readouterr().err
    assert "LONGHAUL_METRICS_TOKEN" in said
    assert "16" in said
    assert "too-short-a-one" not in said


def test_an_empty_token_is_none_and_another_is_kept_secret(variable: pytest.MonkeyPatch) -> None:
    variable.setenv("LONGHAUL_METRICS_TOKEN", "")
    without = load_settings(EngineSettings)
    variable.setenv("LONGHAUL_METRICS_TOKEN", TOKEN)
    with_token = load_settings(EngineSettings)

    assert None is without.metrics_token
    assert TOKEN not in repr(with_token)
    assert may_scrape(f"Bearer {TOKEN}", with_token.metrics_token)


@pytest.mark.parametrize("header", [None, "", "Bearer", f"Bearer {TOKEN}x", f"Basic {TOKEN}", TOKEN, "Bearer ä"])
def test_only_the_token_itself_as_a_bearer_is_one(header: str | None) -> None:
    assert not may_scrape(header, SecretStr(TOKEN))


async def test_a_worker_with_a_token_shows_its_metrics_to_who_sends_it() -> None:
    async with (
        probe_server("127.0.0.1", 0, Probed(), token=SecretStr(TOKEN)) as port,
        local_client(f"http://127.0.0.1:{port}") as http,
    ):
        refused = await http.get("/metrics")
        allowed = await http.get("/metrics", headers={"Authorization": f"bearer {TOKEN}"})
        alive = await http.get("/healthz")

    assert (401, "Bearer") == (refused.status_code, refused.headers["WWW-Authenticate"])
    assert "longhaul_" not in refused.text
    assert (200, 200) == (allowed.status_code, alive.status_code)
    # Nothing has reached the database yet.
    assert "longhaul_database_up 0.0" in allowed.text


async def test_a_worker_without_a_token_shows_its_metrics_to_everybody() -> None:
    async with probe_server("127.0.0.1", 0, Probed()) as port, local_client(f"http://127.0.0.1:{port}") as http:
        assert 200 == (await http.get("/metrics")).status_code
