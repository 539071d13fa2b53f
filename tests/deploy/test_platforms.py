"""What `deploy/` and `docs/DEPLOY.md` tell platforms to run: settings that are read, ports that are listened at, and
enough time to end."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest
from scripts.render_settings import WEB

from longhaul.model.settings import check_settings
from tests.deploy.dockerfiles import APPS, ROOT, dockerfile
from tests.deploy.platforms import DEPLOY, Deployed, document, everything, manifests, shell_blocks, unit
from tests.deploy.test_compose import CLOSING_S, SETTINGS

PLATFORMS: Final = ("systemd", "kubernetes", "koyeb", "render", "railway", "fly")
OF_THE_WEB: Final = {name for name, _, _ in WEB}
OF_NODE: Final = {"NODE_ENV", "NEXT_TELEMETRY_DISABLED"}
PROBES: Final = {"/healthz", "/readyz"}
BESIDE_THE_CLASSES: Final = {"ALLOW_PRIVATE_FETCH", "GITHUB_TOKEN"}
OF_THE_SHELL: Final = {"DATABASE_PASSWORD", "METRICS_TOKEN"}
"""Names that the document's own commands set and use."""

every_one = pytest.mark.parametrize("one", everything(), ids=str)
with_a_delay = pytest.mark.parametrize("one", [one for one in everything() if one.kill_delay_s is not None], ids=str)
of_python = pytest.mark.parametrize("one", [one for one in everything() if one.app in SETTINGS], ids=str)


def names(app: str) -> set[str]:
    """The variables of an app of Python."""
    return {field.alias or name.upper() for model in SETTINGS[app] for name, field in model.model_fields.items()}


def of(platform: str, app: str) -> Deployed:
    """One app of one platform."""
    (found,) = (one for one in everything() if (one.platform, one.app) == (platform, app))
    return found


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_platform_runs_each_app_once(platform: str) -> None:
    assert sorted(APPS) == sorted(one.app for one in everything() if one.platform == platform)


@every_one
def test_every_variable_is_one_that_the_app_reads(one: Deployed) -> None:
    known = OF_THE_WEB | OF_NODE if one.app == "web" else names(one.app)

    assert set() == set(one.environment) - known


@of_python
def test_the_settings_are_accepted(one: Deployed, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)  # where no .env is
    for name in os.environ:
        monkeypatch.delenv(name)
    for name, value in one.environment.items():
        monkeypatch.setenv(name, value)

    check_settings(*SETTINGS[one.app])


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_api_takes_the_tokens_that_the_web_makes(platform: str) -> None:
    api, web = of(platform, "api").environment, of(platform, "web").environment

    assert {"jwt", "api-key"} == set(api["AUTH"].split(","))
    assert web["WEB_ORIGIN"] == api["AUTH_ISSUER"]
    assert web.get("WEB_AUTH_AUDIENCE", "longhaul") == api["AUTH_AUDIENCE"]
    assert api["AUTH_JWKS_URL"].endswith("/auth/jwks")


@every_one
def test_nobody_gets_secrets_that_are_not_theirs(one: Deployed) -> None:
    secrets = {"web": {"BETTER_AUTH_SECRET"}, "api": set[str](), "worker": set[str]()}

    others = {name for app, of_it in secrets.items() if app != one.app for name in of_it}

    assert set() == set(one.environment) & others


@every_one
def test_ports_and_probes_are_those_that_images_have(one: Deployed) -> None:
    image = dockerfile(one.app).environment

    assert one.port is None or str(one.port) == image["PORT"] == one.environment.get("PORT", image["PORT"])
    assert one.probes <= PROBES
    assert one.app != "web" or "75000" == one.environment.get("KEEP_ALIVE_TIMEOUT", image["KEEP_ALIVE_TIMEOUT"])


@pytest.mark.parametrize("one", [one for one in everything() if one.dockerfile is not None], ids=str)
def test_what_an_image_is_built_from_is_there(one: Deployed) -> None:
    assert (ROOT / str(one.dockerfile)).resolve() == ROOT / "apps" / one.app / "Dockerfile"


@with_a_delay
def test_processes_may_end_before_they_are_killed(one: Deployed) -> None:
    needed = {
        "worker": float(one.environment.get("LONGHAUL_GRACE_S", "20")) + CLOSING_S,
        "api": float(one.environment.get("LONGHAUL_DRAIN_S", "10")) + 5,
        "web": 0.0,  # ends by itself only where no stream is open
    }

    assert (one.kill_delay_s or 0) > needed[one.app]


def test_only_a_platform_that_says_nothing_of_it_has_no_delay() -> None:
    assert {"koyeb"} == {one.platform for one in everything() if one.kill_delay_s is None}
    assert 30 > float(of("koyeb", "worker").environment["LONGHAUL_GRACE_S"]) + CLOSING_S


def test_the_table_of_delays_says_what_the_files_say() -> None:
    (told,) = re.findall(r"^\| systemd \| .* \| API (\d+), worker (\d+), web (\d+) \|$", document(), re.MULTILINE)
    apps = ("api", "worker", "web")

    assert [str(int(of("systemd", app).kill_delay_s or 0)) for app in apps] == list(told)
    for platform in ("Render", "Railway", "Fly"):
        (row,) = re.findall(
            rf"^\| {platform} \| .* \| API (\d+), worker (\d+), web (\d+) \|$", document(), re.MULTILINE
        )
        assert [str(of(platform.lower(), app).kill_delay_s) for app in apps] == list(row)


def test_a_workers_children_get_no_signal_of_systemd_and_one_that_is_too_big_ends_alone() -> None:
    worker = unit("longhaul-worker@.service")

    assert ["mixed"] == worker["KillMode"]
    assert ["continue"] == worker["OOMPolicy"]


@pytest.mark.parametrize("name", [path.name for path in sorted((DEPLOY / "systemd").glob("*.service"))])
def test_a_unit_is_confined_and_started_again(name: str) -> None:
    keys = unit(name)

    assert ["longhaul"] == keys["User"]
    assert ["strict"] == keys["ProtectSystem"]
    assert ["yes"] == keys["NoNewPrivileges"]
    assert [""] == keys["CapabilityBoundingSet"]
    assert ["always"] == keys["Restart"]
    assert ["0"] == keys["StartLimitIntervalSec"]


def test_the_proxy_lets_go_of_connections_before_the_web_does() -> None:
    proxy = (DEPLOY / "caddy" / "Caddyfile").read_text("utf-8")

    kept_s = [int(seconds) for seconds in re.findall(r"keepalive (\d+)s", proxy)]

    assert 2 == len(kept_s)
    assert max(kept_s) * 1000 < int(of("systemd", "web").environment["KEEP_ALIVE_TIMEOUT"])


def test_every_manifest_is_applied_or_named_as_a_choice() -> None:
    folder = DEPLOY / "kubernetes"
    (kustomization,) = manifests(folder / "kustomization.yaml")
    applied = set(kustomization["resources"])
    choices = {"kustomization.yaml", "secret.example.yaml", "autoscale-hpa.yaml", "autoscale-keda.yaml"}

    assert applied | choices == {path.name for path in folder.glob("*.yaml")}
    assert {f"longhaul-{app}" for app in APPS} == {image["name"] for image in kustomization["images"]}
    assert all(name in document() for name in choices)


def test_the_page_of_settings_names_what_the_web_reads() -> None:
    source = (ROOT / "apps/web/src/lib/settings.ts").read_text("utf-8")

    read = set(re.findall(r"^\s+([A-Z][A-Z_]+): ", source, re.MULTILINE) + re.findall(r"\{ ([A-Z_]+): ", source))

    assert read | {"HOSTNAME", "PORT", "KEEP_ALIVE_TIMEOUT"} == OF_THE_WEB


def test_every_variable_that_the_document_names_exists() -> None:
    known = OF_THE_WEB | OF_NODE | names("api") | names("worker") | BESIDE_THE_CLASSES | OF_THE_SHELL
    code = [*re.findall(r"`([^`\n]+)`", document()), *shell_blocks()]

    named = {name for text in code for name in re.findall(r"(?<![\w<-])[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+(?![\w-])", text)}

    assert {"MONGODB_URI", "LONGHAUL_GRACE_S", "WEB_ORIGIN"} <= named
    assert set() == named - known


@pytest.mark.parametrize("number", range(len(shell_blocks())))
def test_the_documents_commands_are_shell(number: int) -> None:
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("bash is not here")

    read = subprocess.run(
        [bash, "-n"], input=shell_blocks()[number], text=True, capture_output=True, check=False, timeout=60
    )

    assert (0, "") == (read.returncode, read.stderr)
