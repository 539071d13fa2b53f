"""Images and tools of containers and clusters: Dockerfiles, compose files, Kubernetes manifests, Helm charts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from longhaul_worker.projects.manifests.reading import listed, mapping, walk, yaml_documents

_FROM: Final = re.compile(r"^[ \t]*FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?", re.IGNORECASE | re.MULTILINE)
_ARG: Final = re.compile(r"^[ \t]*ARG\s+(\w+)=[\"']?([^\s\"']+)", re.IGNORECASE | re.MULTILINE)
_VARIABLE: Final = re.compile(r"\$\{?(\w+)(?::?-([^}]*))?\}?")
_DEFAULT_REGISTRY: Final = re.compile(r"^(?:docker\.io|index\.docker\.io|registry\.hub\.docker\.com)/")


def dockerfile(text: str) -> Iterable[str]:
    """Docker, and the images that it builds on; its own stages are none."""
    arguments = dict(_ARG.findall(text))
    stages: set[str] = set()
    found = ["tool:Docker"]
    for image, stage in _FROM.findall(text):
        name = _VARIABLE.sub(lambda variable: arguments.get(variable[1], variable[2] or ""), image)
        if name.lower() not in stages:
            found += _image(name)
        if stage:
            stages.add(stage.lower())
    return found


def compose(text: str) -> Iterable[str]:
    """Docker, and the images of its services."""
    found: list[str] = []
    for document in yaml_documents(text):
        services = mapping(mapping(document).get("services")) or mapping(document)
        for service in services.values():
            facts = mapping(service)
            if "image" in facts or "build" in facts:
                found.append("tool:Docker")
            found += _image(facts.get("image"))
    return found


def kubernetes(text: str) -> Iterable[str]:
    """Kubernetes and the images of its containers, where a document is a manifest of it; and what runs on top."""
    if "apiVersion" not in text or "kind" not in text:
        return []
    found: list[str] = []
    for document in yaml_documents(text):
        facts = mapping(document)
        version, kind = str(facts.get("apiVersion", "")), facts.get("kind")
        if not (version and isinstance(kind, str) and ("metadata" in facts or "spec" in facts or kind == "List")):
            continue
        if not _is_of_a_cluster(version):
            continue
        found.append("tool:Kubernetes")
        for group, tool in (("argoproj.io", "Argo CD"), ("istio.io", "Istio"), ("toolkit.fluxcd.io", "Flux")):
            if group in version and kind in _KINDS:
                found.append(f"tool:{tool}")
        for part in walk(facts):
            for entry in [*listed(part.get("containers")), *listed(part.get("initContainers"))]:
                found += _image(mapping(entry).get("image"))
    return found


def helm_chart(text: str) -> Iterable[str]:
    """Helm and Kubernetes, and the charts it depends on."""
    found = ["tool:Helm", "tool:Kubernetes"]
    for document in yaml_documents(text):
        charts = map(mapping, listed(mapping(document).get("dependencies")))
        found += [f"image:bitnami/{chart.get('name', '')}" for chart in charts]
    return found


def _image(value: Any) -> list[str]:
    """The image without its registry, tag and digest."""
    if not isinstance(value, str):
        return []
    name = _VARIABLE.sub(lambda variable: variable[2] or "", value).strip().partition("@")[0]
    head, slash, last = name.rpartition("/")
    name = f"{head}{slash}{last.partition(':')[0]}".lower()
    name = _DEFAULT_REGISTRY.sub("", name).removeprefix("library/")
    return [f"image:{name}"] if name and name != "scratch" else []


def images(value: Any) -> list[str]:
    """The image that a workflow or the like names, in our spelling."""
    return _image(value)


_KINDS: Final = frozenset(
    {"Application", "ApplicationSet", "AppProject", "VirtualService", "Gateway", "DestinationRule", "Kustomization"}
    | {"HelmRelease", "GitRepository", "Rollout"}
)


def _is_of_a_cluster(version: str) -> bool:
    """Whether an API version is one of Kubernetes or of something that runs on it."""
    group = version.rpartition("/")[0]
    return version == "v1" or group in {"apps", "batch", "autoscaling", "policy", "extensions"} or "." in group
