"""What `make docs` does beside rendering `docs`: brings fonts and scripts along, and documents from elsewhere.

Documents are written to be read in the repository. On the site those outside `docs` that readers need are pages too,
and a link to any other file of the repository becomes its name.
"""

from __future__ import annotations

import posixpath
import re
from pathlib import Path
from typing import Final, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT: Final = Path(__file__).parents[2]

SHOWN: Final = {
    "README.md": "overview.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "packages/react/README.md": "reference/react.md",
}
"""Documents outside `docs` that are pages of the site, and where."""

BROUGHT: Final = {
    "scripts/docs_site/site.css": "assets/site.css",
    "scripts/docs_site/diagrams.js": "assets/diagrams.js",
    "apps/web/src/app/icon.svg": "assets/logo.svg",
    "node_modules/@mermaid-js/tiny/dist/mermaid.tiny.js": "assets/mermaid.js",
    "node_modules/geist/dist/fonts/geist-sans/Geist-Variable.woff2": "assets/geist.woff2",
    "node_modules/geist/dist/fonts/geist-mono/GeistMono-Variable.woff2": "assets/geist-mono.woff2",
}
"""Files of the site that are not in `docs`: the site asks no other host for anything."""

DECISIONS: Final = "decisions/"
"""Stands in the navigation for the index of decisions and every record."""

_SOURCES: Final = {uri: source for source, uri in SHOWN.items()}
_FENCE: Final = re.compile(r"^(`{3,}).*?^\1`*$", re.DOTALL | re.MULTILINE)
_LINK: Final = re.compile(r"(?P<bang>!?)\[(?P<text>[^\]]*)\]\((?P<path>[^)\s#:]+)(?P<anchor>#[^)\s]*)?\)")


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Fill the records of decisions into the navigation."""
    config.nav = _filled(cast("list[object]", config.nav), Path(config.docs_dir))
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add what is not in `docs`."""
    for source, uri in BROUGHT.items():
        if not (ROOT / source).exists():
            raise PluginError(f"{source} is not there: run `make web` first")
        files.append(File.generated(config, uri, abs_src_path=str(ROOT / source)))
    for source, uri in SHOWN.items():
        files.append(File.generated(config, uri, content=(ROOT / source).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:  # noqa: ARG001
    """Let links lead to where their targets are on the site."""
    return relinked(markdown, page.file.src_uri)


def relinked(markdown: str, uri: str) -> str:
    """The text of the page at `uri`, its links as the site needs them; what is code stays as it is."""
    parts: list[str] = []
    end = 0
    for fence in _FENCE.finditer(markdown):
        parts += [_relinked(markdown[end : fence.start()], uri), fence[0]]
        end = fence.end()
    return "".join([*parts, _relinked(markdown[end:], uri)])


def _relinked(text: str, uri: str) -> str:
    folder = posixpath.dirname(_SOURCES.get(uri, f"docs/{uri}"))

    def replaced(link: re.Match[str]) -> str:
        path = posixpath.normpath(posixpath.join(folder, link["path"]))
        if path in SHOWN:
            target = SHOWN[path]
        elif path.startswith("docs/"):
            target = path.removeprefix("docs/")
        elif (ROOT / path).exists():
            return link["text"] if link["text"].startswith("`") else f"{link['text']} (`{path}`)"
        else:
            return link[0]  # the build says that it leads nowhere
        relative = posixpath.relpath(target, posixpath.dirname(uri) or ".")
        return f"{link['bang']}[{link['text']}]({relative}{link['anchor'] or ''})"

    return _LINK.sub(replaced, text)


def _filled(nav: list[object], docs: Path) -> list[object]:
    filled: list[object] = []
    for entry in nav:
        match entry:
            case dict():
                ((title, inner),) = cast("dict[str, object]", entry).items()
                if inner == DECISIONS:
                    records = sorted((docs / DECISIONS).glob("[0-9]*.md"))
                    inner = ["decisions/README.md", *(f"{DECISIONS}{record.name}" for record in records)]
                elif isinstance(inner, list):
                    inner = _filled(cast("list[object]", inner), docs)
                filled.append({title: inner})
            case _:
                filled.append(entry)
    return filled
