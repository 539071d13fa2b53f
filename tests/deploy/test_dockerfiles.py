"""What the images are made of, as far as their Dockerfiles say it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from tests.deploy.dockerfiles import APPS, ROOT, Instruction, dockerfile

PORTS: Final = {"api": "8000", "worker": "9000", "web": "3000"}
PYTHON: Final = ("api", "worker")

every_app = pytest.mark.parametrize("app", APPS)
every_python = pytest.mark.parametrize("app", PYTHON)


@every_app
def test_the_image_runs_as_longhaul_with_a_number_that_platforms_can_check(app: str) -> None:
    file = dockerfile(app)

    making = [text for text in file.texts("RUN") if "useradd" in text]
    assert "10001:10001" == file.only("USER")
    assert 1 == len(making)
    assert re.search(r"useradd --uid 10001 --gid 10001 .*\blonghaul$", making[0])


@every_app
def test_signals_reach_the_process_since_no_shell_stands_between(app: str) -> None:
    file = dockerfile(app)

    commands = [file.command(name) for name in ("CMD", "ENTRYPOINT") if file.texts(name)]
    assert "SIGTERM" == file.only("STOPSIGNAL")
    assert {"sh", "bash", "npm"}.isdisjoint(word for command in commands for word in command)


@every_app
def test_it_listens_for_others_at_the_port_it_exposes(app: str) -> None:
    file = dockerfile(app)
    host = "HOSTNAME" if app == "web" else "HOST"

    assert (PORTS[app], PORTS[app]) == (file.environment["PORT"], file.only("EXPOSE"))
    assert "0.0.0.0" == file.environment[host]  # noqa: S104 - within the container's own network
    assert "${process.env.PORT}/healthz" in file.only("HEALTHCHECK") or "os.environ['PORT']" in file.only("HEALTHCHECK")


@every_app
def test_both_stages_stand_on_one_base_that_may_be_given_with_a_digest(app: str) -> None:
    before, *stages = dockerfile(app).stages
    base = "NODE_IMAGE" if app == "web" else "PYTHON_IMAGE"

    (argument,) = before
    assert (argument.name, argument.text.partition("=")[0]) == ("ARG", base)
    assert [f"${{{base}}} AS builder", f"${{{base}}}"] == [stage[0].text for stage in stages]


@every_app
def test_nothing_is_built_or_left_by_tools_in_the_image(app: str) -> None:
    file = dockerfile(app)

    for run in file.texts("RUN"):
        assert not re.search(r"\b(pip|npm|gcc|make|build-essential)\b", run)
        assert ("apt-get install" in run) == ("rm -rf /var/lib/apt/lists/*" in run)
    assert all("--from=builder" in text or text.startswith("LICENSE ") for text in file.texts("COPY"))


@every_python
def test_the_lock_is_installed_by_its_hashes_before_any_source_is_copied(app: str) -> None:
    builder = dockerfile(app).builder

    lock = _first(builder, "COPY", rf"\bapps/{app}/requirements\.lock\b")
    install = _first(builder, "RUN", r"--require-hashes .*-r requirements\.lock")
    sources = _first(builder, "COPY", r"^packages/core ")
    assert lock < install < sources


@every_python
def test_every_installation_of_others_work_checks_hashes(app: str) -> None:
    commands = [part for one in dockerfile(app).builder if one.name == "RUN" for part in re.split(r"&&|;", one.text)]

    installations = [command for command in commands if "/pip " in command]
    assert len(installations) >= 4
    assert all("--require-hashes" in one or "--no-index" in one for one in installations)


@every_python
def test_the_lock_holds_no_mongod(app: str) -> None:
    lock = (ROOT / "apps" / app / "requirements.lock").read_text("utf-8")

    assert "pymongo==" in lock
    assert "fiftyone" not in lock


def test_the_webs_lock_is_installed_before_any_source_is_copied() -> None:
    builder = dockerfile("web").builder

    lock = _first(builder, "COPY", r"\bpackage-lock\.json\b")
    install = _first(builder, "RUN", r"^npm ci\b")
    assert lock < install < _first(builder, "COPY", r"^packages/react ")


def test_the_lock_of_the_build_tools_agrees_with_the_one_of_development() -> None:
    pinned = [set(re.findall(r"^\S+==\S+", (ROOT / name).read_text("utf-8"), re.MULTILINE)) for name in _LOCKS]

    assert pinned[0]
    assert pinned[0] <= pinned[1]


@every_app
def test_whatever_is_copied_is_in_the_context(app: str) -> None:
    copied = [
        source
        for stage in dockerfile(app).stages
        for one in stage
        if one.name == "COPY" and "--from" not in one.text
        for source in one.words[:-1]
    ]
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()

    assert copied
    assert [] == [source for source in copied if not (ROOT / source).exists()]
    assert [] == [source for source in copied if f"!{Path(source).parts[0]}" not in ignored]


def test_nothing_that_may_hold_secrets_and_no_test_kit_is_in_the_context() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()

    assert "*" == next(line for line in ignored if not line.startswith("#"))
    assert {"**/.env*", "**/node_modules", "**/tests", "packages/core/src/longhaul/testing"} <= set(ignored)


@every_python
def test_what_is_written_at_run_time_goes_to_tmp(app: str) -> None:
    environment = dockerfile(app).environment

    assert ("/tmp", "1") == (environment["HOME"], environment["PYTHONDONTWRITEBYTECODE"])  # noqa: S108
    assert _first(dockerfile(app).builder, "RUN", r"\bcompileall\b")


_LOCKS: Final = ("requirements-build.lock", "requirements.lock")


def _first(stage: list[Instruction], name: str, pattern: str) -> int:
    """The place of the first instruction of that kind whose text has `pattern`."""
    return next(place for place, one in enumerate(stage) if one.name == name and re.search(pattern, one.text))
