"""Installs a release as somebody would who has no checkout: fresh environments, locked requirements, the packed web."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from scripts.release.steps import Steps, size_of
from scripts.release.version import CLIENT, Refused

# What would let a process find the checkout, or a database and settings of whoever runs this.
_TELLING: Final = ("PYTHON", "NODE_", "VIRTUAL_ENV", "MONGODB_", "LONGHAUL_", "AUTH", "npm_")
_IMPORTS_CLIENT: Final = f"""
import {{ createClient, EVENT_TYPES }} from "{CLIENT}/core";
createClient({{ baseUrl: "http://127.0.0.1:1" }}).close();
await import("react").then(() => process.exit(3), () => 0);
process.stdout.write(String(EVENT_TYPES.length));
"""


@dataclass(frozen=True)
class Installed:
    """Where each part was installed."""

    api: Path
    worker: Path
    web: Path
    directory: Path

    def environment(self, **more: str) -> dict[str, str]:
        """What the processes get: nothing of the environment of this one but `PATH`."""
        return {"PATH": os.environ["PATH"], "HOME": str(self.directory), "LANG": "C.UTF-8", **more}


def install(dist: Path, directory: Path, version: str, steps: Steps) -> Installed:
    """Install everything of `dist` below `directory`, side by side. Raises `Refused`."""
    web = directory / f"longhaul-web-{version}"
    installed = Installed(directory / "api", directory / "worker", web, directory)
    with ThreadPoolExecutor(max_workers=3) as pool:
        waiting = [
            pool.submit(_install_python, "api", dist, installed.api, steps),
            pool.submit(_install_python, "worker", dist, installed.worker, steps),
            pool.submit(_install_node, dist, directory, web, steps),
        ]
        for one in waiting:
            one.result()
    return installed


def run(command: Sequence[str | Path], cwd: Path, environment: Mapping[str, str] | None = None) -> str:
    """Run a command outside the checkout; what it said. Raises `Refused` with the end of it where it fails."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_TELLING)}
    ran = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=dict(environment) if environment is not None else kept,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    if ran.returncode:
        said = " / ".join((ran.stderr or ran.stdout).strip().splitlines()[-3:])
        raise Refused(f"{Path(command[0]).name} {command[1]} failed with status {ran.returncode}: {said}")
    return ran.stdout


def _install_python(app: str, dist: Path, environment: Path, steps: Steps) -> None:
    with steps.step(f"install the {app} from its lock and wheels") as step:
        run([sys.executable, "-m", "venv", environment], dist)
        pip = [environment / "bin/python", "-m", "pip", "--disable-pip-version-check", "--quiet"]
        run([*pip, "install", "--no-compile", "--require-hashes", "-r", dist / f"requirements-{app}.lock"], dist)
        wheels = [next(dist.glob(f"{name}-*.whl")) for name in ("longhaul", "career", f"longhaul_{app}")]
        run([*pip, "install", "--no-deps", "--no-index", *wheels], dist)
        run([*pip, "check"], dist)
        step.result = size_of(environment)


def _install_node(dist: Path, directory: Path, web: Path, steps: Steps) -> None:
    with steps.step("unpack the web") as step:
        with tarfile.open(dist / f"{web.name}.tar.gz") as archive:
            archive.extractall(directory, filter="data")
        step.result = size_of(web)
    with steps.step(f"install {CLIENT} into an empty project") as step:
        project = directory / "project"
        project.mkdir()
        (project / "package.json").write_text('{"name": "empty", "private": true, "type": "module"}\n')
        (package,) = dist.glob("longhaul-react-*.tgz")
        run(["npm", "install", "--silent", "--offline", "--no-audit", "--no-fund", package], project)
        (project / "main.js").write_text(_IMPORTS_CLIENT)
        step.result = f"without React it knows {run(['node', 'main.js'], project)} types of events"
