"""The web of a release: Next's standalone server in one folder, without a trace of where and when it was built."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from scripts.release.archives import Entry, read_file, read_tree
from scripts.release.version import Refused

SERVER: Final = "apps/web"
"""Where the server is within what Next makes of a workspace; in the archive it is the top."""

# Written by a server that ran, not by the build.
_LEFT_BEHIND: Final = (".next/cache/", ".next/server/route-cache/", ".next/server/fetch-cache/")
_CONFIGS: Final = ("server.js", ".next/required-server-files.json")
_BUILD_ID: Final = ".next/BUILD_ID"
_FOLDERS: Final = re.compile(rb'("(?:outputFileTracingRoot|repoRoot|root|appDir)":\s*)"[^"]*"')
_PROCESSORS: Final = re.compile(rb'("cpus":\s*)\d+')


def read_web(standalone: Path, root: Path, version: str) -> dict[str, Entry]:
    """The files of the web, from what `make web` left in `standalone`.

    Next writes the folder and the number of processors of the machine into its settings, and makes up a build id and
    keys. The folders and the number mean nothing to a running server. The id becomes a digest of everything else, so
    that browsers notice another build and only that. The keys are for previews and server actions; the web has neither,
    and what is published is no secret: they follow from the version. Raises `Refused` where the web is not built, or
    still names `root`.
    """
    if not (standalone / SERVER / "server.js").exists():
        raise Refused("the web has not been built: make web")
    files = _flattened(read_tree(standalone))
    files["package.json"] = Entry(_package(files["package.json"].content))
    files["LICENSE"] = read_file(root / "LICENSE")
    for name in _CONFIGS:
        content = _PROCESSORS.sub(rb"\g<1>1", _FOLDERS.sub(rb'\1"."', files[name].content))
        files[name] = Entry(content)
    files = _with({key: _made_up(key, version) for key in _keys(files)}, files)
    old = files[_BUILD_ID].content
    if len(old) < 16:
        raise Refused(f"the web's build id {old.decode()!r} is too short to be told from other text")
    unnamed = _with({old: b"-" * len(old)}, files)
    files = _with({old: _digest(unnamed)[: len(old)].encode()}, files)
    _check_clean(files, root)
    return files


def _flattened(tree: dict[str, Entry]) -> dict[str, Entry]:
    """The server's own folder at the top, and the modules of the workspace beside it."""
    moved = {_moved(name): _relinked(name, entry) for name, entry in tree.items()}
    return {name: entry for name, entry in moved.items() if not name.startswith(_LEFT_BEHIND)}


def _moved(name: str) -> str:
    return name.removeprefix(f"{SERVER}/")


def _relinked(name: str, entry: Entry) -> Entry:
    if entry.link is None:
        return entry
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), entry.link))
    if target.startswith(("/", "..")):
        raise Refused(f"the web's {name} links to {entry.link}, which is not in it")
    return replace(entry, link=posixpath.relpath(_moved(target), posixpath.dirname(_moved(name))))


def _package(content: bytes) -> bytes:
    package = json.loads(content)
    kept = {key: package[key] for key in ("name", "version", "private", "license", "type")}
    return (json.dumps({**kept, "scripts": {"start": "node server.js"}}, indent=2) + "\n").encode()


def _keys(files: dict[str, Entry]) -> list[bytes]:
    preview: dict[str, Any] = json.loads(files[".next/prerender-manifest.json"].content).get("preview", {})
    actions: dict[str, Any] = json.loads(files[".next/server/server-reference-manifest.json"].content)
    made = [*preview.values(), actions.get("encryptionKey")]
    return [key.encode() for key in made if isinstance(key, str) and len(key) >= 16]


def _made_up(key: bytes, version: str) -> bytes:
    """A key of the same length and alphabet; base64 ends as before."""
    digits = hashlib.sha256(f"{version} {len(key)}".encode()).hexdigest()[: len(key)].encode()
    return digits[:-1] + b"=" if key.endswith(b"=") else digits


def _with(replacements: dict[bytes, bytes], files: dict[str, Entry]) -> dict[str, Entry]:
    """The same files with texts replaced, in names too."""
    replaced: dict[str, Entry] = {}
    for name, entry in files.items():
        label, content = name.encode(), entry.content
        for old, new in replacements.items():
            label, content = label.replace(old, new), content.replace(old, new)
        replaced[label.decode()] = replace(entry, content=content)
    return replaced


def _digest(files: dict[str, Entry]) -> str:
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{files[name].link}\0".encode())
        digest.update(hashlib.sha256(files[name].content).digest())
    return digest.hexdigest()


def _check_clean(files: dict[str, Entry], root: Path) -> None:
    marks = [f'"{root}"'.encode(), *(f"{root}/{folder}".encode() for folder in ("apps/", "packages/", "node_modules/"))]
    named = sorted(name for name, entry in files.items() if any(mark in entry.content for mark in marks))
    if named:
        raise Refused(f"the web still names the folder it was built in, {root}: {', '.join(named[:3])}")
