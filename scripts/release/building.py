"""Builds each part of a release into one folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from scripts.release.archives import read_file, read_tree, write_archive, write_sums
from scripts.release.source import Source
from scripts.release.steps import Steps, size_of
from scripts.release.version import CLIENT, PYTHON_PACKAGES, ROOT, Refused
from scripts.release.web import read_web

LOCKS: Final = {"requirements-api.lock": "apps/api", "requirements-worker.lock": "apps/worker"}
BUILD: Final = "build.json"
# What is nobody else's business, or made by tools.
_NOT_SHIPPED: Final = frozenset({".env", "__pycache__", ".DS_Store"})


def build(source: Source, into: Path, steps: Steps) -> None:
    """Build everything of a release into the empty folder `into`, the digests last. Raises `Refused`."""
    for folder in PYTHON_PACKAGES:
        with steps.step(f"wheel of {folder}") as step:
            wheel = build_wheel(ROOT / folder, into, source.epoch)
            step.result = f"{wheel.name}, {size_of(wheel)}"
    with steps.step(f"package {CLIENT}") as step:
        package = _pack_client(into)
        step.result = f"{package.name}, {size_of(package)}"
    with steps.step("archive of the web") as step:
        name = f"longhaul-web-{source.version}"
        files = read_web(ROOT / "apps/web/.next/standalone", ROOT, source.version)
        write_archive(into / f"{name}.tar.gz", name, files, source.epoch)
        step.result = f"{name}.tar.gz, {size_of(into / f'{name}.tar.gz')}"
    with steps.step("archive of the deployment files") as step:
        step.result = f"{_pack_deployment(source, into)} files"
    for name, folder in LOCKS.items():
        shutil.copyfile(ROOT / folder / "requirements.lock", into / name)
    (into / BUILD).write_text(source.to_json(), encoding="utf-8")
    write_sums(into)


def build_wheel(package: Path, into: Path, epoch: int) -> Path:
    """Build a package's wheel, with what is installed and no network. Raises `Refused` where its files are not those
    of the package."""
    made = into / f".{package.name}"
    command = [_uv(), "build", "--wheel", "--no-build-isolation", "--offline", "--quiet", "--python", sys.executable]
    try:
        _run([*command, "--out-dir", str(made), str(package)], {"SOURCE_DATE_EPOCH": str(epoch)})
        (wheel,) = made.glob("*.whl")
        wheel = wheel.rename(into / wheel.name)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    _check_wheel(wheel, package / "src")
    return wheel


def wheel_files(wheel: Path) -> set[str]:
    """The files that a wheel installs, without what it says of itself."""
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if not name.partition("/")[0].endswith(".dist-info")}


def _check_wheel(wheel: Path, sources: Path) -> None:
    expected = set(read_tree(sources, without=_NOT_SHIPPED))
    differing = sorted(expected ^ wheel_files(wheel))
    if differing:
        raise Refused(f"{wheel.name} and {sources} differ in {', '.join(differing[:3])}")


def _pack_client(into: Path) -> Path:
    """Pack what `make web` built of the client. Raises `Refused` where that has modules whose source is gone."""
    client = ROOT / "packages/react"
    built = {path.relative_to(client / "dist").with_suffix("") for path in (client / "dist").rglob("*.js")}
    sources = {path.relative_to(client / "src").with_suffix("") for path in (client / "src").rglob("*.ts*")}
    if built != sources:
        raise Refused("packages/react/dist is not what its sources make: rm -r packages/react/dist, then make web")
    said = _run(["npm", "pack", "--silent", "-w", CLIENT, "--pack-destination", str(into)], {})
    return into / said.split()[-1]


def _pack_deployment(source: Source, into: Path) -> int:
    compose = ROOT / "docker-compose.yml"
    files = {f"deploy/{name}": entry for name, entry in read_tree(ROOT / "deploy", without=_NOT_SHIPPED).items()}
    if not files or not compose.exists():
        raise Refused("deploy/ or docker-compose.yml is missing: they are part of a release")
    files |= {name: read_file(ROOT / name) for name in ("docker-compose.yml", ".env.example", "LICENSE")}
    name = f"longhaul-deploy-{source.version}"
    write_archive(into / f"{name}.tar.gz", name, files, source.epoch)
    return len(files)


def _uv() -> str:
    beside = Path(sys.executable).parent / "uv"
    return str(beside) if beside.exists() else "uv"


def _run(command: Sequence[str], more: Mapping[str, str]) -> str:
    """Run a tool in the repository; what it said. Raises `Refused` with its last line where it fails."""
    ran = subprocess.run(command, cwd=ROOT, env={**os.environ, **more}, capture_output=True, text=True, check=False)
    if ran.returncode:
        lines = re.findall(r"\S.*", ran.stderr) or re.findall(r"\S.*", ran.stdout) or ["it said nothing"]
        raise Refused(f"{Path(command[0]).name} {command[1]} failed with status {ran.returncode}: {lines[-1]}")
    return ran.stdout
