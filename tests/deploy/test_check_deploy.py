"""`scripts.check_deploy` says what is wrong with what is shipped, all of it, and what it could not look at."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from scripts import check_deploy
from scripts.check_deploy import Check, Skipped, main

from tests.deploy.dockerfiles import ROOT

SHIPPED = ("docker-compose.yml", ".env.example", "apps/api/Dockerfile", "apps/worker/Dockerfile", "apps/web/Dockerfile")


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what is shipped, to be spoilt."""
    for name in SHIPPED:
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target)
    return tmp_path


def problems(check: Check, tree: Path) -> str:
    """What a check has to say; skips where this platform has no such tool."""
    try:
        return "\n".join(check(tree))
    except Skipped as reason:
        pytest.skip(str(reason))


def spoil(path: Path, old: str, new: str) -> None:
    """Replace a text that is there."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize("check", check_deploy.CHECKS, ids=lambda check: check.__name__)
def test_what_is_shipped_passes(check: Check) -> None:
    assert not problems(check, ROOT)


def test_a_fault_of_a_dockerfile_is_told_with_its_place(tree: Path) -> None:
    spoil(tree / "apps/web/Dockerfile", 'CMD ["node", "server.js"]', "CMD node server.js")

    assert "apps/web/Dockerfile:" in problems(check_deploy.dockerfiles, tree)


def test_a_tree_without_dockerfiles_does_not_pass(tmp_path: Path) -> None:
    assert problems(check_deploy.dockerfiles, tmp_path)


def test_a_word_that_compose_does_not_know_is_told(tree: Path) -> None:
    spoil(tree / "docker-compose.yml", "    init: true\n", "    innit: true\n")

    assert "innit" in problems(check_deploy.compose_schema, tree)


def test_a_service_that_is_not_there_is_told(tree: Path) -> None:
    spoil(tree / "docker-compose.yml", "      api: { condition", "      apy: { condition")

    assert "apy" in problems(check_deploy.compose_config, tree)


def test_a_variable_that_is_needed_and_not_explained_is_told(tree: Path) -> None:
    spoil(tree / ".env.example", "BETTER_AUTH_SECRET=", "# BETTER_AUTH_SECRET=")

    assert "BETTER_AUTH_SECRET" in problems(check_deploy.compose_config, tree)


def test_a_file_that_needs_no_secret_is_told(tree: Path) -> None:
    spoil(tree / "docker-compose.yml", ":?", ":-")

    assert "passwords that everybody knows" in problems(check_deploy.compose_secrets, tree)


def test_a_secret_without_which_compose_starts_all_the_same_is_told(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def named(_root: Path) -> list[str]:
        return ["MONGO_PASSWORD", "WEB_BIND"]

    monkeypatch.setattr(check_deploy, "needed", named)

    said = problems(check_deploy.compose_secrets, tree)
    assert "starts without WEB_BIND" in said
    assert "starts without MONGO_PASSWORD" not in said


def test_a_manifest_that_kubernetes_would_refuse_is_told(tmp_path: Path) -> None:
    manifests = tmp_path / "deploy/kubernetes"
    manifests.mkdir(parents=True)
    (manifests / "bad.yaml").write_text("apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { prots: [] }\n")

    assert "prots" in problems(check_deploy.kubernetes, tmp_path)


def test_a_word_that_systemd_does_not_know_is_told(tmp_path: Path) -> None:
    units = tmp_path / "deploy/systemd"
    units.mkdir(parents=True)
    (units / "a@.service").write_text("[Service]\nExecStart=/bin/true\nMemoryMaxx=1G\n")

    assert "MemoryMaxx" in problems(check_deploy.systemd_units, tmp_path)


def test_every_problem_of_every_check_is_listed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    def one(_root: Path) -> list[str]:
        return ["a", "b"]

    def two(_root: Path) -> list[str]:
        raise FileNotFoundError("c")

    assert 1 == main(tmp_path, [one, two])
    assert "one: a\none: b\ntwo: c\n" == capsys.readouterr().err


def test_a_check_that_cannot_run_here_is_told_and_fails_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def one(_root: Path) -> list[str]:
        raise Skipped("there is no such tool")

    assert 0 == main(tmp_path, [one])
    assert "SKIPPED one: there is no such tool\n" == capsys.readouterr().err


def test_only_tools_that_some_platforms_lack_may_be_missing() -> None:
    with pytest.raises(FileNotFoundError, match="make setup"):
        check_deploy.tool("no-such-tool")
