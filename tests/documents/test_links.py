"""Links lead somewhere: files exist, headings are there, and the site has a place for every page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from scripts.docs_site.hooks import BROUGHT, SHOWN, relinked

from .reading import ROOT, anchors_of, documents, links_of, name_of, text_of


@pytest.mark.parametrize("document", documents(), ids=name_of)
def test_links_lead_to_files_and_headings_that_exist(document: Path) -> None:
    broken: list[str] = []
    for link in links_of(document):
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        is_there = target.exists() and (not anchor or target.suffix != ".md" or anchor in anchors_of(target))
        if not is_there:
            broken.append(link)

    assert broken == []


def test_anchors_are_made_as_github_makes_them(tmp_path: Path) -> None:
    document = tmp_path / "a.md"
    document.write_text(
        "# The `job_id`, once\n## Twice\n## Twice\n```sh\n# no heading\n```\n### `GET /jobs/{id}`\n", encoding="utf-8"
    )

    assert {"the-job_id-once", "twice", "twice-1", "get-jobsid"} == anchors_of(document)


def test_every_page_of_the_documents_is_in_the_navigation() -> None:
    named = set(re.findall(r"[\w./-]+\.md", text_of(ROOT / "mkdocs.yml")))
    pages = {str(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs").rglob("*.md")}

    records = {page for page in pages if page.startswith("decisions/")}
    assert pages - records | set(SHOWN.values()) == named


def test_what_the_site_brings_along_from_the_repository_is_there() -> None:
    ours = [source for source in (*BROUGHT, *SHOWN) if not source.startswith("node_modules/")]

    assert [] == [source for source in ours if not (ROOT / source).is_file()]


def test_links_are_turned_into_what_the_site_has() -> None:
    text = (
        "[a](../../README.md#start) [b](../how-to/sign-in.md) [`c`](../../Makefile) [d](../../LICENSE) ![e](../x.png)"
    )

    shown = relinked(text + "\n```sh\n[f](../../README.md)\n```\n", "reference/states.md")

    assert (
        "[a](../overview.md#start) [b](../how-to/sign-in.md) `c` d (`LICENSE`) ![e](../x.png)"
        "\n```sh\n[f](../../README.md)\n```\n"
    ) == shown
    assert "[tasks](tasks.md)" == relinked("[tasks](docs/reference/tasks.md)", "overview.md").replace("reference/", "")
