"""One version for everything, and what is refused where that is not so."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from scripts.release.source import read_source
from scripts.release.version import (
    NAMING,
    NODE_PACKAGES,
    PYTHON_PACKAGES,
    ROOT,
    Refused,
    one_version,
    set_version,
    versions,
)

from longhaul_api.app import create_app
from longhaul_api.settings import ApiSettings

_GIT = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "PATH": os.environ["PATH"]}
_WHO = (
    "-c",
    "user.name=Ada",
    "-c",
    "user.email=ada@example.org",
    "-c",
    "commit.gpgsign=false",
    "-c",
    "tag.gpgsign=false",
)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """The files of the repository that say a version, and its changelog."""
    names = ["pyproject.toml", "package-lock.json", "CHANGELOG.md", "LICENSE", *NAMING]
    names += [f"{folder}/pyproject.toml" for folder in PYTHON_PACKAGES]
    names += [f"{folder}/package.json" for folder in NODE_PACKAGES]
    for name in names:
        copy = tmp_path / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy)
    return tmp_path


def git(tree: Path, *arguments: str) -> str:
    """Run git there."""
    command = ["git", *_WHO, *arguments]
    ran = subprocess.run(command, cwd=tree, env=_GIT, check=True, capture_output=True, text=True)
    return ran.stdout.strip()


def committed(tree: Path, tag: str | None = None) -> str:
    """Commit everything; the commit."""
    git(tree, "init", "--quiet")
    git(tree, "add", "--all")
    git(tree, "commit", "--quiet", "--message", "All")
    if tag is not None:
        git(tree, "tag", tag)
    return git(tree, "rev-parse", "HEAD")


def test_every_place_says_the_same_version() -> None:
    said = versions()

    assert {one_version()} == set(said.values())
    assert len(said) >= 11 + len(NAMING)


def test_the_api_says_the_version_of_its_package() -> None:
    app = create_app(ApiSettings(), lambda: pytest.fail("nothing is opened"))

    assert version("longhaul-api") == app.version
    assert one_version() == app.version


def test_a_new_version_is_set_everywhere_and_nothing_else_changes(tree: Path) -> None:
    before = {path: path.read_text() for path in tree.rglob("*") if path.is_file()}

    changed = set_version("2.10.3", tree)

    assert {"2.10.3"} == set(versions(tree).values())
    assert 8 + len(NAMING) == len(changed)
    now = {path: path.read_text() for path in before}
    lines = [
        (old, new)
        for path in before
        for old, new in zip(before[path].splitlines(), now[path].splitlines(), strict=True)
        if old != new
    ]
    assert [] == [(old, new) for old, new in lines if old.replace("0.1.0", "2.10.3") != new]


@pytest.mark.parametrize("wrong", ["1.2", "v1.2.3", "1.2.3rc1", "1.2.3-rc.1", "01.2.3", "1.2.3\n", ""])
def test_what_is_not_three_numbers_is_refused_and_nothing_is_written(tree: Path, wrong: str) -> None:
    before = {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()}

    with pytest.raises(Refused, match="is not a version"):
        set_version(wrong, tree)

    assert before == {path: path.read_bytes() for path in before}


def test_versions_that_disagree_are_refused_with_the_place(tree: Path) -> None:
    path = tree / "packages/react/package.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "version": "0.0.9"}))

    with pytest.raises(Refused, match=r"packages/react/package\.json says 0\.0\.9"):
        read_source(tree)


def test_a_tree_between_releases_gives_a_development_build_of_its_commit(tree: Path) -> None:
    commit = committed(tree, tag="v0.0.1")

    source = read_source(tree)

    assert ("development", commit, False) == (source.kind, source.commit, source.changed)
    assert int(git(tree, "log", "-1", "--format=%ct")) == source.epoch


def test_a_tree_without_git_gives_a_development_build(tree: Path) -> None:
    source = read_source(tree)

    assert ("development", None) == (source.kind, source.commit)
    assert "without git" in str(source)


def test_the_tagged_commit_gives_the_release_where_the_changelog_speaks_of_it(tree: Path) -> None:
    changelog = tree / "CHANGELOG.md"
    changelog.write_text(f"# Changelog\n\n## [{one_version(tree)}] - 2026-12-01\n")
    committed(tree, tag=f"v{one_version(tree)}")

    source = read_source(tree)

    assert "release" == source.kind
    assert "the release, at" in str(source)


def test_a_release_that_the_changelog_does_not_speak_of_is_refused(tree: Path) -> None:
    (tree / "CHANGELOG.md").write_text("# Changelog\n\n## [Unreleased]\n")
    committed(tree, tag=f"v{one_version(tree)}")

    with pytest.raises(Refused, match=r"CHANGELOG\.md has no section"):
        read_source(tree)


def test_a_release_of_a_tree_with_changes_is_refused(tree: Path) -> None:
    (tree / "CHANGELOG.md").write_text(f"# Changelog\n\n## [{one_version(tree)}]\n")
    committed(tree, tag=f"v{one_version(tree)}")
    (tree / "LICENSE").write_text("Another.\n")

    with pytest.raises(Refused, match="the tree has changes"):
        read_source(tree)


def test_the_licence_in_each_package_is_that_of_the_repository() -> None:
    licence = (ROOT / "LICENSE").read_bytes()

    copies = {folder: (ROOT / folder / "LICENSE").read_bytes() for folder in (*PYTHON_PACKAGES, "packages/react")}

    assert [] == [folder for folder, copy in copies.items() if copy != licence]


@pytest.mark.parametrize("folder", PYTHON_PACKAGES)
def test_a_package_says_what_a_page_of_it_would_show(folder: str) -> None:
    project = tomllib.loads((ROOT / folder / "pyproject.toml").read_text())["project"]

    assert "README.md" == project["readme"]
    assert ("Apache-2.0", ["LICENSE"]) == (project["license"], project["license-files"])
    assert [{"name": "The Longhaul authors"}] == project["authors"]
    assert [] != project["keywords"]
    assert {"Typing :: Typed", "Programming Language :: Python :: 3.11"} < set(project["classifiers"])
