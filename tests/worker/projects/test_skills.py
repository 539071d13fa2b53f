"""Skills of repositories: found in manifests of every kind, each with the file that shows it, and none made up."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longhaul_worker.projects.dependencies import load_dependencies
from longhaul_worker.projects.manifests.catalogue import reader_of
from longhaul_worker.projects.scan import scan
from longhaul_worker.projects.skills import find_skills
from longhaul_worker.projects.vocabulary import load_vocabulary
from longhaul_worker.skills.lexicon import load_lexicon
from tests.worker.projects.evaluate import evaluate, read
from tests.worker.projects.manifests import MANIFESTS as SHOWN
from tests.worker.projects.repositories import commit
from tests.worker.projects.samples import REPOSITORIES, LabelledRepository

MANIFESTS = [
    "pyproject.toml", "requirements.txt", "setup.cfg", "setup.py", "Pipfile", "environment.yml", "package.json",
    "deno.json", "pom.xml", "build.gradle.kts", "gradle/libs.versions.toml", "build.sbt", "project.clj", "go.mod",
    "Cargo.toml", "Gemfile", "composer.json", "a.csproj", "pubspec.yaml", "mix.exs", "CMakeLists.txt", "vcpkg.json",
    "conanfile.txt", "DESCRIPTION", "renv.lock", "Dockerfile", "compose.yaml", "Chart.yaml", ".github/workflows/a.yml",
    ".gitlab-ci.yml", ".circleci/config.yml", "main.tf", "serverless.yml", "template.yaml", "k8s/a.yaml",
]  # fmt: skip


HOSTILE = [
    "[",
    "{",
    "<a>" * 5000,
    "[" * 50_000,
    "a: &a [*a]",
    "- " * 5000,
    "\0",
    "\n" * 50_000,
    " " * 50_000,
    '"' + "a." * 50_000,
    "a-" * 50_000,
    "/*" * 30_000,
    "apiVersion: v1\nkind: " + "{a: " * 20_000,
]


def named(path: str, text: str) -> set[str]:
    """The skills that a manifest shows."""
    reader = reader_of(path)
    assert reader is not None
    return {skill for name in reader(text) for skill in load_dependencies().skills(name)}


@pytest.mark.parametrize("labelled", REPOSITORIES, ids=lambda labelled: labelled.name)
def test_the_skills_are_those_that_a_reader_names(tmp_path: Path, labelled: LabelledRepository) -> None:
    _, skills = read(labelled, tmp_path / "repository")

    assert labelled.skills == skills


def test_the_figures_are_those_that_are_asked_for() -> None:
    figures = evaluate()

    assert (1.0, 1.0) == (figures["plans"], figures["top_language"])
    assert figures["skills_recall"] >= 0.97
    assert figures["skills_precision"] == 1.0


def test_every_skill_is_one_of_the_lexicon() -> None:
    names = {skill.name for skill in load_lexicon().by_alias.values()}
    dependencies = load_dependencies()
    shown = {skill for skills in dependencies.whole.values() for skill in skills}
    shown |= {skill for _, skill in dependencies.beginnings}

    assert set() == shown - names
    assert {""} == set(load_vocabulary().skills.values()) - names
    assert len(dependencies.whole) + len(dependencies.beginnings) >= 250


def test_each_skill_has_the_files_that_show_it(tmp_path: Path) -> None:
    commit(tmp_path / "r", {"api/requirements.txt": "django\n", "worker/requirements.txt": "django\n", "a.py": "x\n"})

    found = find_skills(str(tmp_path / "r"), scan(str(tmp_path / "r")))

    django = next(skill for skill in found.skills if skill.name == "Django")
    assert (["api/requirements.txt", "worker/requirements.txt"], "backend") == (django.evidence, django.category)


@pytest.mark.parametrize(("path", "text", "skills"), SHOWN)
def test_a_manifest_shows_what_it_names_and_nothing_else(path: str, text: str, skills: frozenset[str]) -> None:
    assert skills == named(path, text)


def test_scripts_without_a_manifest_show_what_they_import(tmp_path: Path) -> None:
    files = {
        "a.py": "import numpy as np, pandas\nfrom sklearn.svm import SVC\nimport redis\n# import torch\n" * 3,
        "redis.py": "own = 1\n",
        "b.R": "library(ggplot2)\ndplyr::filter(x)\n" * 10,
    }
    commit(tmp_path / "r", files)

    skills = {skill.name for skill in find_skills(str(tmp_path / "r"), scan(str(tmp_path / "r"))).skills}

    assert {"Python", "R", "NumPy", "Pandas", "scikit-learn", "ggplot2", "dplyr"} == skills


@pytest.mark.parametrize("path", MANIFESTS)
@given(
    text=st.text(max_size=200)
    | st.sampled_from(["[", "{", "<a>" * 5000, "[" * 50_000, "a: &a [*a]", "- " * 5000, "\0"])
)
def test_no_manifest_breaks_its_reader(path: str, text: str) -> None:
    assert isinstance(named(path, text), set)
