"""Typst: sets a document from a template and data that is never read as markup."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final, Literal

import typst

Document = Literal["cv", "letter", "summary"]
Look = Literal["classic", "modern"]

_PACKAGE: Final = "longhaul_worker.typesetting"
_OTHER_SCRIPTS: Final = re.compile(
    "[\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1200-\u137f\u1780-\u17ff"
    "\u2e80-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_WIDE: Final = re.compile(
    r"CJK|Hei|Ming|Song|Gothic|Mincho|Nanum|Malgun|Fallback|Unifont|Devanagari|Thai|Bengali|Tamil|Lohit", re.IGNORECASE
)
_DATA: Final = '#let data = json(bytes(sys.inputs.at("data")))\n'


@dataclass(frozen=True, slots=True)
class Typeset:
    """A PDF, the source it can be set from again by itself, and the file name ending of that source."""

    pdf: bytes
    source: str
    ending: Literal["typ", "tex"]


def set_with_typst(document: Document, look: Look, data: dict[str, Any]) -> Typeset:
    """Set `document` in `look`. `data` is handed over as JSON beside the source, so none of it can be code.

    No package and no file is used, and fonts of the system only for scripts that the package's own fonts lack: else the
    result is the same everywhere.
    """
    written = json.dumps(data, ensure_ascii=False)
    template = "\n".join(_template(name) for name in (look, "base", document))
    pdf = typst.compile(
        (_DATA + template).encode(),
        font_paths=_fonts(with_system=needs_system_fonts(written)),
        sys_inputs={"data": written},
        format="pdf",
        timestamp=0,
    )
    return Typeset(pdf, f"#let data = json(bytes({_quoted(written)}))\n{template}", "typ")


@cache
def _template(name: str) -> str:
    return files(_PACKAGE).joinpath("templates", f"{name}.typ").read_text("utf-8")


def needs_system_fonts(text: str) -> bool:
    """Whether `text` has characters of scripts that the package has no font for, such as Chinese or Thai."""
    return _OTHER_SCRIPTS.search(text) is not None


def lacks_fonts(text: str) -> bool:
    """Whether `text` is in such a script and no font of the system looks as if it had it: boxes would be shown."""
    return needs_system_fonts(text) and not any(_WIDE.search(name) for name in _fonts(with_system=True).families())


@cache
def _fonts(*, with_system: bool) -> typst.Fonts:
    with as_file(files(_PACKAGE).joinpath("fonts")) as directory:
        return typst.Fonts(include_system_fonts=with_system, font_paths=[Path(directory)])


def _quoted(text: str) -> str:
    """`text` as a string of Typst, which shows exactly these characters."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
