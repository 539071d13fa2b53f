"""What `docker compose up` starts: nothing with more rights than it needs, all of it with settings that are read."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from pydantic_settings import BaseSettings
from scripts.check_deploy import Skipped, needed, tool, variables

from longhaul.model.settings import WorkerSettings, check_settings
from longhaul_api.settings import ApiSettings
from longhaul_worker.llm.settings import LlmSettings
from longhaul_worker.mail.settings import MailSettings
from tests.deploy.dockerfiles import APPS, ROOT, dockerfile

SERVICES: Final = ("mongo", *APPS)
SETTINGS: Final[dict[str, tuple[type[BaseSettings], ...]]] = {
    "api": (ApiSettings,),
    "worker": (WorkerSettings, LlmSettings, MailSettings),
}
CLOSING_S: Final = 8
"""What a worker may need after its grace (`longhaul_worker.__main__`)."""
_NOT_OF_A_CLASS: Final = {"GITHUB_TOKEN"}

every_service = pytest.mark.parametrize("service", SERVICES)
every_app = pytest.mark.parametrize("app", APPS)


@cache
def composed() -> dict[str, Any]:
    """The file as Compose understands it, with the variables of `.env.example` and something for the empty ones."""
    try:
        compose = tool("docker-compose")
    except Skipped as reason:
        pytest.skip(str(reason))
    example = variables(ROOT / ".env.example")
    ran = subprocess.run(
        [compose, "--env-file", os.devnull, "--file", "docker-compose.yml", "config", "--format", "json"],
        cwd=ROOT,
        env={**example, **{name: "0123456789abcdef0123456789abcdef" for name in needed(ROOT) if not example[name]}},
        capture_output=True,
        check=True,
        timeout=60,
    )
    return json.loads(ran.stdout)


def service_of(name: str) -> dict[str, Any]:
    """One service."""
    return composed()["services"][name]


def seconds(text: str) -> int:
    """The seconds of a duration as Compose writes it."""
    minutes, rest = re.fullmatch(r"(?:(\d+)m)?(\d+)s", text).groups()  # pyright: ignore[reportOptionalMemberAccess]
    return 60 * int(minutes or 0) + int(rest)


def test_there_are_these_services_and_no_others() -> None:
    assert set(SERVICES) == set(composed()["services"])


@every_service
def test_a_service_can_write_only_where_it_must_and_gains_no_rights(service: str) -> None:
    made = service_of(service)

    assert made["read_only"]
    assert ["ALL"] == made["cap_drop"]
    assert "cap_add" not in made
    assert ["no-new-privileges:true"] == made["security_opt"]
    assert any(place.startswith("/tmp:size=") for place in made["tmpfs"])  # noqa: S108
    assert "privileged" not in made


@every_service
def test_a_service_is_not_root(service: str) -> None:
    user = service_of(service).get("user") or dockerfile(service).only("USER")

    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user)


@every_service
def test_a_service_has_limits_and_rotates_its_log(service: str) -> None:
    made = service_of(service)

    assert {"cpus", "memory", "pids"} == set(made["deploy"]["resources"]["limits"])
    assert {"max-size", "max-file"} == set(made["logging"]["options"])
    assert "unless-stopped" == made["restart"]


@every_app
def test_an_app_starts_when_what_it_needs_is_healthy(app: str) -> None:
    awaited = service_of(app)["depends_on"]

    assert {"mongo"} <= set(awaited)
    assert {"service_healthy"} == {one["condition"] for one in awaited.values()}
    assert "test" in service_of("mongo")["healthcheck"]
    assert dockerfile(app).texts("HEALTHCHECK")


@every_app
def test_something_reaps_what_processes_leave_behind(app: str) -> None:
    entrypoint = dockerfile(app).command("ENTRYPOINT") if dockerfile(app).texts("ENTRYPOINT") else []

    assert service_of(app).get("init", False) != (entrypoint[:1] == ["tini"])


def test_only_the_web_can_be_reached_and_only_from_this_machine_unless_told() -> None:
    published = {name: made["ports"] for name, made in composed()["services"].items() if "ports" in made}

    assert ["web"] == list(published)
    assert [("127.0.0.1", "3000", 3000)] == [
        (port["host_ip"], port["published"], port["target"]) for port in published["web"]
    ]


def test_the_database_is_in_a_network_without_a_way_out() -> None:
    assert ["database"] == list(service_of("mongo")["networks"])
    assert composed()["networks"]["database"]["internal"]


def test_a_worker_has_its_grace_and_the_api_its_drain_before_they_are_killed() -> None:
    worker, api = service_of("worker"), service_of("api")

    grace_s = int(worker["environment"]["LONGHAUL_GRACE_S"]) + CLOSING_S
    assert seconds(worker["stop_grace_period"]) > grace_s
    assert seconds(api["stop_grace_period"]) > int(api["environment"]["LONGHAUL_DRAIN_S"]) + 5


def test_there_are_two_workers() -> None:
    assert 2 == service_of("worker")["deploy"]["replicas"]


@pytest.mark.parametrize("app", SETTINGS)
def test_every_variable_of_a_python_app_is_one_that_it_reads(app: str) -> None:
    known = {
        field.alias or name.upper() for model in SETTINGS[app] for name, field in model.model_fields.items()
    } | _NOT_OF_A_CLASS

    assert set() == set(service_of(app)["environment"]) - known


def test_every_variable_of_the_web_is_one_that_it_reads() -> None:
    source = (ROOT / "apps/web/src/lib/settings.ts").read_text("utf-8")
    known = set(re.findall(r"^\s+([A-Z][A-Z_]+): ", source, re.MULTILINE) + re.findall(r"\{ ([A-Z_]+): ", source))

    assert "API_ORIGIN" in known
    assert set() == set(service_of("web")["environment"]) - known


@pytest.mark.parametrize("app", SETTINGS)
def test_the_settings_of_a_python_app_are_accepted(app: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _become(service_of(app)["environment"], monkeypatch, tmp_path)

    check_settings(*SETTINGS[app])


def test_the_check_of_settings_can_fail(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _become({**service_of("api")["environment"], "AUTH_ISSUER": ""}, monkeypatch, tmp_path)

    with pytest.raises(SystemExit):
        check_settings(*SETTINGS["api"])


def test_the_api_takes_the_tokens_that_the_web_makes() -> None:
    api, web = service_of("api")["environment"], service_of("web")["environment"]

    keys = urlsplit(str(api["AUTH_JWKS_URL"]))
    assert "better-auth" == web["WEB_AUTH"]
    assert "jwt" in api["AUTH"].split(",")
    assert ("web", int(dockerfile("web").environment["PORT"]), "/auth/jwks") == (keys.hostname, keys.port, keys.path)
    assert (web["WEB_ORIGIN"], "longhaul") == (api["AUTH_ISSUER"], api["AUTH_AUDIENCE"])


def test_the_web_finds_the_api() -> None:
    assert f"http://api:{service_of('api')['environment']['PORT']}" == service_of("web")["environment"]["API_ORIGIN"]


def test_the_variables_of_the_file_and_of_the_example_are_the_same() -> None:
    used = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text("utf-8")))

    assert used == set(variables(ROOT / ".env.example"))


def test_the_example_holds_no_secret() -> None:
    example = variables(ROOT / ".env.example")

    assert {""} == {value for name, value in example.items() if re.search(r"PASSWORD|SECRET|TOKEN|KEY", name)}


def _become(environment: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, directory: Path) -> None:
    """Have this environment and no file of settings."""
    for name in list(os.environ):
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(directory)
