"""Which reader reads which manifest, by its path."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from longhaul_worker.projects.manifests import containers, javascript, jvm, native, operations, others, python

Reader = Callable[[str], Iterable[str]]
"""Gives what a manifest's text names: `registry:name`, or `tool:Skill` for what it shows by itself."""

_READERS: Final[tuple[tuple[re.Pattern[str], Reader], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), reader)
    for pattern, reader in (
        (r"(?:.*/)?pyproject\.toml", python.pyproject),
        (r"(?:.*/)?(?:[\w.-]*[-_.])?requirements?(?:[-_.][\w.-]+)?\.(?:txt|in)", python.requirements),
        (r"(?:.*/)?requirements/[\w./-]+\.(?:txt|in)", python.requirements),
        (r"(?:.*/)?setup\.cfg", python.setup_cfg),
        (r"(?:.*/)?setup\.py", python.setup_py),
        (r"(?:.*/)?pipfile", python.pipfile),
        (r"(?:.*/)?(?:environment|conda)[\w.-]*\.ya?ml", python.conda),
        (r"(?:.*/)?package\.json", javascript.package_json),
        (r"(?:.*/)?deno\.jsonc?", javascript.deno_json),
        (r"(?:.*/)?pom\.xml", jvm.pom),
        (r"(?:.*/)?[\w.-]+\.gradle(?:\.kts)?", jvm.gradle),
        (r"(?:.*/)?libs\.versions\.toml", jvm.version_catalogue),
        (r"(?:.*/)?[\w.-]+\.sbt|(?:.*/)?project/[\w.-]+\.scala", jvm.sbt),
        (r"(?:.*/)?project\.clj", jvm.leiningen),
        (r"(?:.*/)?go\.mod", others.go_mod),
        (r"(?:.*/)?cargo\.toml", others.cargo),
        (r"(?:.*/)?(?:gemfile|[\w.-]+\.gemspec)", others.gemfile),
        (r"(?:.*/)?composer\.json", others.composer),
        (r"(?:.*/)?(?:[^/]+\.(?:cs|fs|vb)proj|directory\.(?:packages|build)\.props|packages\.config)", others.dotnet),
        (r"(?:.*/)?pubspec\.yaml", others.pubspec),
        (r"(?:.*/)?mix\.exs", others.mix),
        (r"(?:.*/)?cmakelists\.txt", native.cmake),
        (r"(?:.*/)?vcpkg\.json", native.vcpkg),
        (r"(?:.*/)?conanfile\.(?:txt|py)", native.conan),
        (r"description", others.r_description),
        (r"renv\.lock", others.renv),
        (
            r"(?:.*/)?(?:(?:docker|container)file(?:[.-][\w.-]+)?|[\w.-]+\.(?:docker|container)file)",
            containers.dockerfile,
        ),
        (r"(?:.*/)?(?:docker-)?compose[\w.-]*\.ya?ml", containers.compose),
        (r"(?:.*/)?chart\.ya?ml", containers.helm_chart),
        (r"\.github/workflows/[^/]+\.ya?ml", operations.workflow),
        (
            r"(?:\.gitlab-ci|\.drone|bitbucket-pipelines|\.woodpecker)\.ya?ml|\.woodpecker/[^/]+\.ya?ml",
            operations.pipeline,
        ),
        (r"\.circleci/config\.ya?ml", operations.circleci),
        (r"(?:.*/)?[^/]+\.tf", operations.terraform),
        (r"(?:.*/)?serverless\.ya?ml", operations.serverless),
        (r"(?:.*/)?(?:template|cloudformation[^/]*|sam|[^/]*\.template)\.(?:ya?ml|json)", operations.formation),
    )
)
_YAML: Final = re.compile(r"\.ya?ml$", re.IGNORECASE)


def reader_of(path: str) -> Reader | None:
    """The reader for the file at `path`; None for what is no manifest."""
    for pattern, reader in _READERS:
        if pattern.fullmatch(path):
            return reader
    return _any_yaml if _YAML.search(path) and not path.startswith(".github/") else None


def _any_yaml(text: str) -> Iterable[str]:
    """What only its content tells to be a manifest."""
    if "apiVersion" in text:
        return containers.kubernetes(text)
    if "AWS::" in text or "AWSTemplateFormatVersion" in text:
        return operations.formation(text)
    return operations.playbook(text) if "hosts:" in text else []
