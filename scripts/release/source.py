"""What a release is built from: the version, the commit, and whether this is the release or a development build."""

from __future__ import annotations

import json
import os
import re
import subprocess
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final, Literal

from scripts.release.version import ROOT, Refused, one_version

_WITHOUT_GIT: Final = 1_580_601_600
"""2020-02-02, what hatchling takes where nobody says when the sources were last changed."""


@dataclass(frozen=True)
class Source:
    """The state of a checkout. `epoch` is the moment, in seconds, that everything built from it bears."""

    version: str
    kind: Literal["release", "development"]
    commit: str | None
    changed: bool
    """Whether there is more in the tree than in the commit."""
    epoch: int

    def __str__(self) -> str:
        if self.commit is None:
            return f"{self.version}, a development build of a tree without git"
        if self.kind == "release":
            return f"{self.version}, the release, at {self.commit[:12]}"
        return f"{self.version}, a development build of {self.commit[:12]}{' and changes' if self.changed else ''}"

    def to_json(self) -> str:
        """What `build.json` holds."""
        return json.dumps(asdict(self), indent=2) + "\n"


def read_source(root: Path = ROOT) -> Source:
    """Read the state of the checkout.

    The release is what is built from a commit with the tag `v<version>`; everything else is a development build. Raises
    `Refused` where versions disagree, the changelog does not speak of this version, or the release's tree has changes.
    """
    version = one_version(root)
    commit = _git(root, "rev-parse", "HEAD")
    is_tagged = f"v{version}" in (_git(root, "tag", "--points-at", "HEAD") or "").split()
    changed = bool(commit and _git(root, "status", "--porcelain"))
    if is_tagged and changed:
        raise Refused(
            f"the tree has changes that the tag v{version} does not have: git stash, or build without the tag"
        )
    _check_changelog(root, version, is_release=is_tagged)
    when = os.environ.get("SOURCE_DATE_EPOCH") or (_git(root, "log", "-1", "--format=%ct") if commit else None)
    if when is not None and not when.isdecimal():
        raise Refused(f"SOURCE_DATE_EPOCH is {when!r}: a number of seconds since 1970 is needed")
    return Source(
        version=version,
        kind="release" if is_tagged else "development",
        commit=commit,
        changed=changed,
        epoch=int(when) if when else _WITHOUT_GIT,
    )


def _check_changelog(root: Path, version: str, *, is_release: bool) -> None:
    sections = re.findall(r"^## \[?([^\]\s]+)\]?", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    if version in sections or (not is_release and "Unreleased" in sections):
        return
    needed = f"## [{version}]" if is_release else f"## [{version}] or ## [Unreleased]"
    raise Refused(f"CHANGELOG.md has no section {needed}: say there what has changed")


def _git(root: Path, *arguments: str) -> str | None:
    """What git says, None where there is none or the tree is not a repository of its own."""
    if not (root / ".git").exists():
        return None
    try:
        ran = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=True)  # noqa: S607
    except (OSError, subprocess.CalledProcessError):
        return None
    return ran.stdout.strip()
