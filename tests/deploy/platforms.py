"""Reads the files of `deploy/` and the blocks of `docs/DEPLOY.md` as one thing: an app as a platform would run it."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from tests.deploy.dockerfiles import APPS, ROOT

DEPLOY: Final = ROOT / "deploy"
DOCUMENT: Final = ROOT / "docs" / "DEPLOY.md"
_FILLED: Final = {"${DOMAIN}": "desk.example.com", "<domain>": "desk.example.com", "${OPERATOR}": "ada@example.com"}
_SHOWN: Final = {"MONGODB_URI": "mongodb://longhaul:secret@db.example.com/"}
_ANY: Final = "0123456789abcdef0123456789abcdef"


@dataclass(frozen=True)
class Deployed:
    """One app on one platform."""

    platform: str
    app: str
    environment: dict[str, str]
    dockerfile: str | None = None
    """What its image is built from, where the file says so."""
    port: int | None = None
    """The one that the platform sends requests or probes to."""
    probes: frozenset[str] = frozenset()
    kill_delay_s: float | None = None
    """How long the process is waited for after SIGTERM; None where the platform does not say."""

    def __str__(self) -> str:
        return f"{self.platform}-{self.app}"


@cache
def everything() -> tuple[Deployed, ...]:
    """Every app on every platform."""
    return (*_systemd(), *_kubernetes(), *_koyeb(), *_render(), *_railway(), *_fly())


def document() -> str:
    """`docs/DEPLOY.md`."""
    return DOCUMENT.read_text("utf-8")


def shell_blocks() -> list[str]:
    """The commands of the document, block by block."""
    found = re.findall(r"^( *)```sh\n(.*?)^ *```$", document(), re.DOTALL | re.MULTILINE)
    return ["\n".join(line.removeprefix(indent) for line in block.splitlines()) for indent, block in found]


def manifests(path: Path) -> list[dict[str, Any]]:
    """The documents of a YAML file."""
    return [one for one in yaml.safe_load_all(path.read_text("utf-8")) if one is not None]


def unit(name: str) -> dict[str, list[str]]:
    """The keys of a unit of systemd, each with all its values."""
    keys: dict[str, list[str]] = {}
    for line in (DEPLOY / "systemd" / name).read_text("utf-8").splitlines():
        key, is_one, value = line.partition("=")
        if is_one and not line.startswith("#"):
            keys.setdefault(key, []).append(value)
    return keys


def _filled(pairs: Iterable[tuple[str, str | None]]) -> dict[str, str]:
    """With something in place of secrets and of what is put in while deploying."""
    environment: dict[str, str] = {}
    for name, given in pairs:
        value = given if given is not None and "{{secret" not in given else _SHOWN.get(name, _ANY)
        for mark, filling in _FILLED.items():
            value = value.replace(mark, filling)
        environment[name] = value
    return environment


def _settings_file(name: str) -> Iterator[tuple[str, str]]:
    """The variables that the document writes into a file of /etc/longhaul, as they come out."""
    (text,) = re.findall(rf"^cat > /etc/longhaul/{name}\.env <<END\n(.*?)^END$", document(), re.DOTALL | re.MULTILINE)
    for line in text.splitlines():
        key, _, value = line.partition("=")
        bare = re.sub(r"\$\(.*\)|\$[A-Z]\w*_(?:URI|TOKEN)$", _SHOWN.get(key, _ANY), value.strip("'"))
        yield key, bare.replace("$DOMAIN", "${DOMAIN}").replace("$OPERATOR", "${OPERATOR}")


def _systemd() -> Iterator[Deployed]:
    for app in APPS:
        keys = unit(f"longhaul-{app}{'@' if app == 'worker' else ''}.service")
        words = [word.replace("%i", "1") for line in keys["Environment"] for word in shlex.split(line)]
        pairs = [(name, value) for name, _, value in (word.partition("=") for word in words)]
        environment = _filled([*pairs, *_settings_file("common"), *_settings_file(app)])
        if app == "web":  # reads two of the three that are common to all
            environment = {name: environment[name] for name in environment if name not in _OF_THE_ENGINE}
        yield Deployed("systemd", app, environment, kill_delay_s=float(keys["TimeoutStopSec"][0]))


_OF_THE_ENGINE: Final = {"MONGODB_DATABASE", "LONGHAUL_METRICS_TOKEN"}


def _kubernetes() -> Iterator[Deployed]:
    folder = DEPLOY / "kubernetes"
    kept: dict[tuple[str, str], dict[str, str]] = {
        (one["kind"], one["metadata"]["name"]): one.get("data") or one["stringData"]
        for name in ("config.yaml", "secret.example.yaml")
        for one in manifests(folder / name)
    }
    for app in APPS:
        (deployment,) = (one for one in manifests(folder / f"{app}.yaml") if one["kind"] == "Deployment")
        pod = deployment["spec"]["template"]["spec"]
        (container,) = pod["containers"]
        pairs: list[tuple[str, str | None]] = [(one["name"], one.get("value")) for one in container["env"]]
        for source in container["envFrom"]:
            if "configMapRef" in source:
                pairs += kept["ConfigMap", source["configMapRef"]["name"]].items()
            else:
                pairs += ((name, None) for name in kept["Secret", source["secretRef"]["name"]])
        probes = [container[f"{kind}Probe"]["httpGet"] for kind in ("startup", "liveness", "readiness")]
        (port,) = container["ports"]
        assert {port["name"]} == {probe["port"] for probe in probes}
        pause = container.get("lifecycle", {}).get("preStop", {}).get("exec", {}).get("command", ["sleep", "0"])
        yield Deployed(
            "kubernetes",
            app,
            _filled(pairs),
            port=port["containerPort"],
            probes=frozenset(probe["path"] for probe in probes),
            kill_delay_s=pod["terminationGracePeriodSeconds"] - float(pause[1]),
        )


def _koyeb() -> Iterator[Deployed]:
    file = yaml.safe_load((DEPLOY / "koyeb" / "koyeb-compose.yaml").read_text("utf-8"))
    for one in (service["definition"] for service in file["services"]):
        checks = [check["http"] for check in one.get("health_checks", [])]
        (port,) = {entry["port"] for entry in one.get("ports", [])} or {None}
        assert {port} >= {check["port"] for check in checks}
        yield Deployed(
            "koyeb",
            one["name"],
            _filled((pair["key"], pair["value"]) for pair in one["env"]),
            port=port,
            probes=frozenset(check["path"] for check in checks),
        )


def _render() -> Iterator[Deployed]:
    file = yaml.safe_load((DEPLOY / "render" / "render.yaml").read_text("utf-8"))
    for one in file["services"]:
        environment = _filled((pair["key"], pair.get("value")) for pair in one["envVars"])
        yield Deployed(
            "render",
            one["name"].removeprefix("longhaul-"),
            environment,
            dockerfile=one["dockerfilePath"],
            port=int(environment["PORT"]) if "PORT" in environment else None,
            probes=frozenset({one["healthCheckPath"]} if "healthCheckPath" in one else ()),
            kill_delay_s=one["maxShutdownDelaySeconds"],
        )


def _railway() -> Iterator[Deployed]:
    for app in APPS:
        file = json.loads((DEPLOY / "railway" / f"{app}.json").read_text("utf-8"))
        (row,) = re.findall(rf"^\| {app} \| (`PORT=.*) \|$", document(), re.MULTILINE)
        words = [word.partition("=") for word in re.findall(r"`([^`]+)`", row)]
        environment = _filled((name, value if is_given else None) for name, is_given, value in words)
        yield Deployed(
            "railway",
            app,
            {**environment, **({"WEB_OPERATORS": "ada@example.com"} if app == "web" else {})},
            dockerfile=file["build"]["dockerfilePath"],
            port=int(environment["PORT"]),
            probes=frozenset({file["deploy"]["healthcheckPath"]}),
            kill_delay_s=file["deploy"]["drainingSeconds"],
        )


def _fly() -> Iterator[Deployed]:
    for app in APPS:
        file = tomllib.loads((DEPLOY / "fly" / f"{app}.fly.toml").read_text("utf-8"))
        service = file.get("http_service")
        checks = service["checks"] if service else list(file["checks"].values())
        port = service["internal_port"] if service else checks[0]["port"]
        yield Deployed(
            "fly",
            app,
            _filled(file["env"].items()),
            dockerfile=file["build"]["dockerfile"],
            port=port,
            probes=frozenset(check["path"] for check in checks),
            kill_delay_s=file["kill_timeout"],
        )
