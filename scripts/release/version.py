"""The one version of everything: `python -m scripts.release.version` tells it, with a version it is set everywhere."""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[2]
PYTHON_PACKAGES: Final = ("packages/core", "packages/career", "apps/api", "apps/worker")
NODE_PACKAGES: Final = ("packages/react", "apps/web")
CLIENT: Final = "@longhaul/react"
# Other files that name the version: where it is within them.
NAMING: Final = {
    "deploy/kubernetes/kustomization.yaml": r"(?<=newTag: )\d+\.\d+\.\d+",
    "docs/DEPLOY.md": r"(?:(?<=VERSION=)|(?<=longhaul-))\d+\.\d+\.\d+",
}
_LOCK: Final = "package-lock.json"
# What pip and npm both read as the same version; see docs/reference/versioning.md.
_FORM: Final = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")


class Refused(RuntimeError):
    """Nothing is released; the message says why and what to do, in one line."""


def versions(root: Path = ROOT) -> dict[str, str]:
    """The version that each place says: package files, the lock of npm, what the web asks of the client, `NAMING`."""
    said: dict[str, str] = {}
    for folder in (".", *PYTHON_PACKAGES):
        path = root / folder / "pyproject.toml"
        said[_name(path, root)] = tomllib.loads(path.read_text(encoding="utf-8"))["project"]["version"]
    lock = _json(root / _LOCK)["packages"]
    for folder in NODE_PACKAGES:
        path = root / folder / "package.json"
        said[_name(path, root)] = _json(path)["version"]
        said[f"{_LOCK} ({folder})"] = lock[folder]["version"]
    for place, package in (("apps/web/package.json", _json(root / "apps/web/package.json")), (_LOCK, lock["apps/web"])):
        said[f"{place} ({CLIENT})"] = package["dependencies"][CLIENT]
    for name, pattern in NAMING.items():
        for number, found in enumerate(re.findall(pattern, (root / name).read_text(encoding="utf-8")), 1):
            said[f"{name} ({number})"] = found
    return said


def one_version(root: Path = ROOT) -> str:
    """The version of everything. Raises `Refused` where the places do not agree."""
    said = versions(root)
    version = said["pyproject.toml"]
    others = [f"{place} says {other}" for place, other in said.items() if other != version]
    if others:
        raise Refused(
            f"the version is {version} in pyproject.toml, but {'; '.join(others)}: "
            f"run python -m scripts.release.version {version}"
        )
    return version


def set_version(version: str, root: Path = ROOT) -> list[Path]:
    """Write `version` to every place; the files that changed. Writes nothing before all are known to be good.

    Raises `Refused` where it is not three numbers, or a place is not as expected.
    """
    if not _FORM.fullmatch(version):
        raise Refused(f"{version!r} is not a version: three numbers with dots, such as 1.2.3")
    old = versions(root)
    written: dict[Path, str] = {}
    for folder in (".", *PYTHON_PACKAGES):
        path = root / folder / "pyproject.toml"
        written[path] = _replaced(
            path, rf'(?m)^version = "{re.escape(old[_name(path, root)])}"$', f'version = "{version}"'
        )
    for folder in NODE_PACKAGES:
        path = root / folder / "package.json"
        was = re.escape(old[_name(path, root)])
        written[path] = _replaced(path, rf'(?m)^  "version": "{was}",$', f'  "version": "{version}",')
    web = root / "apps/web/package.json"
    was = re.escape(old[f"apps/web/package.json ({CLIENT})"])
    written[web] = _replaced(web, rf'"{CLIENT}": "{was}"', f'"{CLIENT}": "{version}"', written[web])
    written[root / _LOCK] = _locked(root / _LOCK, version)
    for name, pattern in NAMING.items():
        written[root / name] = re.sub(pattern, version, (root / name).read_text(encoding="utf-8"))
    changed = [path for path, text in written.items() if text != path.read_text(encoding="utf-8")]
    for path in changed:
        path.write_text(written[path], encoding="utf-8")
    return changed


def refusing(command: str, run: Callable[[], int]) -> int:
    """Run it; what is `Refused` is one line of standard error and status 1."""
    try:
        return run()
    except Refused as error:
        sys.stderr.write(f"{command}: {error}\n")
        return 1


def _locked(path: Path, version: str) -> str:
    lock = _json(path)
    for folder in NODE_PACKAGES:
        lock["packages"][folder]["version"] = version
    lock["packages"]["apps/web"]["dependencies"][CLIENT] = version
    return json.dumps(lock, indent=2, ensure_ascii=False) + "\n"


def _replaced(path: Path, pattern: str, replacement: str, text: str | None = None) -> str:
    text, count = re.subn(pattern, replacement, path.read_text(encoding="utf-8") if text is None else text)
    if count != 1:
        raise Refused(f"{path} has its version {count} times; expected is once")
    return text


def _json(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.release.version", description=__doc__)
    parser.add_argument("version", nargs="?", help="the new version; without it the present one is printed")
    wanted: str | None = parser.parse_args().version
    if wanted is None:
        print(one_version())
        return 0
    for path in set_version(wanted):
        print(f"wrote {_name(path, ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(refusing("version", _main))
