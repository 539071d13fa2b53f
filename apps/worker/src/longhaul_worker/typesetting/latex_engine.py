"""LaTeX: sets a document with pdflatex, shut in so that no text in it can read, write or run anything."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from longhaul_worker.typesetting.tex_escape import printable, tex_escape
from longhaul_worker.typesetting.typst_engine import Document, Look, Typeset

PROGRAM: Final = "pdflatex"
SECONDS: Final = 20.0
_LOG_CHARS: Final = 20_000
_PACKAGE: Final = "longhaul_worker.typesetting"
_LINK: Final = re.compile(r"(?:https?://|mailto:)[A-Za-z0-9./@_+-]+")
_CONFINED: Final = {
    # Paranoid: no absolute paths, no parents, no hidden files, whatever the installation allows.
    "openin_any": "p",
    "openout_any": "p",
    "shell_escape": "f",
    "TEXMFOUTPUT": ".",
    # The same input gives the same bytes.
    "SOURCE_DATE_EPOCH": "0",
    "FORCE_SOURCE_DATE": "1",
    # One long line of the log tells more than many short ones.
    "max_print_line": "200",
    "LC_ALL": "C.UTF-8",
}


class TexError(Exception):
    """pdflatex refused a document or ran out of time; `log` is the end of what it said."""

    def __init__(self, log: str, *, is_timeout: bool = False) -> None:
        super().__init__("pdflatex made no PDF")
        self.log = log
        self.is_timeout = is_timeout


def has_latex() -> bool:
    """Whether pdflatex is installed here, with the Latin Modern fonts: with others text does not read back."""
    if shutil.which(PROGRAM) is None:
        return False
    finder = shutil.which("kpsewhich")
    if finder is None:
        return True
    asked = subprocess.run([finder, "lmodern.sty"], capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    return asked.returncode == 0


def set_with_latex(document: Document, look: Look, data: dict[str, Any], directory: Path) -> Typeset:
    """Set `document` in `look` in `directory`, where its files stay behind. Every value of `data` is escaped.

    Raises `TexError` with the log where pdflatex makes no PDF, `FileNotFoundError` where it is not installed.
    """
    source = latex_source(document, look, data)
    directory.mkdir(parents=True, exist_ok=True)
    (directory / f"{document}.tex").write_text(source, "utf-8")
    return Typeset(_run(document, directory), source, "tex")


def latex_source(document: Document, look: Look, data: dict[str, Any]) -> str:
    """The document as LaTeX."""
    title = re.sub(r"[^A-Za-z0-9 ]", "", printable(str(data.get("title", "")))[0])
    is_dense = bool(data.get("dense"))
    return (
        _templates()
        .get_template(f"{document}.tex")
        .render(
            data=data,
            look=look,
            title=title,
            size="10" if is_dense or document == "cv" else "11",
            margin="1.6" if is_dense else "2.0",
            vmargin="1.2" if is_dense else "1.7",
            gap="0.8" if is_dense else "1.15",
            entrygap="0.35" if is_dense else "0.6",
            paper="letterpaper" if data.get("page") == "letter" else "a4paper",
        )
    )


def characters_lost(data: Any) -> int:
    """How many characters of the texts in `data` LaTeX's fonts do not have."""
    match data:
        case str():
            return printable(data)[1]
        case dict():
            return sum(characters_lost(value) for value in data.values())  # pyright: ignore[reportUnknownVariableType]
        case list():
            return sum(characters_lost(value) for value in data)  # pyright: ignore[reportUnknownVariableType]
        case _:
            return 0


def _run(document: Document, directory: Path) -> bytes:
    """Run pdflatex in a process group of its own, so that all of it ends with the time limit."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(directory), **_CONFINED}
    made = directory / f"{document}.pdf"
    made.unlink(missing_ok=True)
    command = [PROGRAM, "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", f"{document}.tex"]
    process = subprocess.Popen(  # noqa: S603 - a fixed command, the document is a file in its own directory
        command,
        cwd=directory,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        process_group=0,
    )
    try:
        process.wait(SECONDS)
    except subprocess.TimeoutExpired as error:
        log = f"pdflatex did not end within {SECONDS:g} s.\n{_log(document, directory)}"
        raise TexError(log, is_timeout=True) from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, 9)
            process.wait()
    if process.returncode != 0 or not made.is_file():
        raise TexError(_log(document, directory))
    return made.read_bytes()


def _log(document: Document, directory: Path) -> str:
    log = directory / f"{document}.log"
    return log.read_text("utf-8", "replace")[-_LOG_CHARS:] if log.is_file() else "pdflatex wrote no log."


@cache
def _templates() -> Environment:
    """Templates in which every value is escaped for LaTeX, whether the template asks for it or not."""
    environment = Environment(
        loader=FunctionLoader(_template),
        block_start_string=r"\BLOCK{",
        block_end_string="}",
        variable_start_string=r"\VAR{",
        variable_end_string="}",
        comment_start_string=r"\#{",
        comment_end_string="}",
        trim_blocks=True,
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_escaped,
    )
    environment.filters["link"] = lambda url: Markup(str(url).replace("_", r"\_"))  # noqa: S704 - see `_linkable`
    environment.filters["linkable"] = _linkable
    return environment


def _escaped(value: object) -> Markup:
    return value if isinstance(value, Markup) else Markup(tex_escape(str(value)))  # noqa: S704 - escaped for LaTeX


def _linkable(url: object) -> bool:
    """Whether an address has only characters that mean nothing to LaTeX; others are shown and not linked."""
    return isinstance(url, str) and _LINK.fullmatch(url) is not None


def _template(name: str) -> str:
    return files(_PACKAGE).joinpath("templates", name).read_text("utf-8")
