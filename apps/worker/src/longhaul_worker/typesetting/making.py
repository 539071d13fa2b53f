"""What a child process does for a packet: sets documents, makes them fit their pages, and reads the CV back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pypdfium2
from pydantic import BaseModel

from career.model import Note
from career.resume import Resume
from career.tasks.packet import AtsCheck, Engine
from longhaul_worker.tailoring.needs import Need, Relevance
from longhaul_worker.tailoring.selection import estimated_lines, select
from longhaul_worker.typesetting.ats import ReadBack, read_back
from longhaul_worker.typesetting.latex_engine import TexError, characters_lost, has_latex, set_with_latex
from longhaul_worker.typesetting.sheet import sheet_of, stacked
from longhaul_worker.typesetting.typst_engine import Document, Look, Typeset, lacks_fonts, set_with_typst

_ROUNDS: Final[dict[Engine, int]] = {"typst": 16, "latex": 7}
_SHORTER: Final[dict[Engine, float]] = {"typst": 0.95, "latex": 0.9}
_LEAST_PARAGRAPHS: Final = 3


class Setting(BaseModel):
    """How documents are set."""

    engine: Engine
    look: Look
    page: str
    max_pages: int = 1
    is_stacked: bool = False
    """Whether heads of posts are three lines, with nothing at the right."""


class Made(BaseModel):
    """A document that was made: `<name>.pdf` and `<name>.<ending>` lie in the directory.

    Where pdflatex refused it there is only its log, in `tex_log`.
    """

    pages: int = 0
    engine: Engine = "typst"
    ending: str = "typ"
    warnings: list[Note] = []
    tex_log: str | None = None
    is_timeout: bool = False


class MadeCv(Made):
    """A CV that was made, as it was set (it may be shorter than what was given), and what came back from the PDF."""

    resume: Resume | None = None
    check: AtsCheck | None = None
    is_legible: bool = False


def make_document(document: Document, name: str, data: dict[str, Any], setting: Setting, directory: str) -> Made:
    """Set a letter or a summary of at most `setting.max_pages` pages into `directory`.

    What does not fit is set denser, then loses its last points; a warning says where that is not enough.
    """
    setting, warnings = _possible(setting)
    data = data | {"page": setting.page, "dense": False}
    try:
        made = _set(document, data, setting, Path(directory))
        while _pages(made.pdf) > setting.max_pages and (not data["dense"] or _shorten(data)):
            data["dense"] = True
            made = _set(document, data, setting, Path(directory))
    except TexError as error:
        return Made(engine=setting.engine, tex_log=error.log, is_timeout=error.is_timeout)
    pages = _pages(made.pdf)
    if pages > setting.max_pages:
        warnings.append(_overflow(name, pages, setting.max_pages))
    _write(Path(directory), name, made)
    warnings += _lost(setting, data)
    return Made(pages=pages, engine=setting.engine, ending=made.ending, warnings=warnings)


def make_cv(resume: Resume, title: str, needs: list[Need], setting: Setting, directory: str) -> MadeCv:
    """Set the CV into `directory` as `cv.pdf`, in a layout whose text comes back whole.

    Of several layouts that lose something the one that loses least is taken; `is_legible` says whether its text is all
    there.
    """
    setting, warnings = _possible(setting)
    relevance = Relevance(title, needs)
    best: tuple[ReadBack, Typeset, MadeCv] | None = None
    fitting = resume
    is_hopeless = False
    for layout in _layouts(setting):
        if is_hopeless and layout.engine == "latex":
            continue
        try:
            made, cv, pages = _fitted(fitting, relevance, layout, Path(directory))
        except TexError as error:
            if best is None:
                return MadeCv(engine=setting.engine, tex_log=error.log, is_timeout=error.is_timeout)
            continue
        read = read_back(made.pdf, cv)
        found = MadeCv(
            pages=pages,
            engine=layout.engine,
            ending=made.ending,
            resume=cv,
            check=read.check,
            is_legible=read.is_legible,
        )
        if best is None or _rank(read) > _rank(best[0]):
            best = (read, made, found)
        if read.check.parsed_back_ok:
            break
        # Letters that LaTeX's fonts lack are in none of its layouts; and what fitted once needs no search any more.
        is_hopeless = not read.is_legible
        fitting = cv
    assert best is not None  # noqa: S101 - there is always a layout
    read, made, cv = best
    _write(Path(directory), "cv", made)
    if cv.engine != setting.engine:
        message = "The CV was set with Typst: set with LaTeX its text could not be read back whole."
        warnings.append(Note(code="ENGINE_CHANGED", message=message))
    if not read.check.parsed_back_ok:
        message = f"Read back from the PDF, {len(read.check.missing)} values are missing."
        warnings.append(Note(code="ATS_CHECK", message=message))
    if cv.pages > setting.max_pages:
        warnings.append(_overflow("cv", cv.pages, setting.max_pages))
    left_out = _points(resume) - _points(cv.resume) if cv.resume is not None else 0
    if left_out:
        message = f"{left_out} points that answer the advert least were left out to fit {setting.max_pages} pages."
        warnings.append(Note(code="LEFT_OUT", message=message, field="cv"))
    if cv.resume is not None:
        used = setting.model_copy(update={"engine": cv.engine})
        warnings += _lost(used, sheet_of(cv.resume).model_dump())
    return cv.model_copy(update={"warnings": warnings})


def _fitted(resume: Resume, relevance: Relevance, setting: Setting, directory: Path) -> tuple[Typeset, Resume, int]:
    """The CV set on its pages: denser first, then with less and less of what answers the advert least."""
    chosen, lines = resume, estimated_lines(resume)
    made, pages = _cv(chosen, setting, directory, is_dense=False)
    for attempt in range(_ROUNDS[setting.engine]):
        if pages <= setting.max_pages:
            break
        if attempt:
            factor = min(_SHORTER[setting.engine], setting.max_pages / max(pages - 1, 1))
            lines = min(lines, estimated_lines(chosen)) * factor
            shorter = select(resume, relevance, lines)
            if shorter == chosen and factor < 1 and lines < 0.4 * estimated_lines(chosen):
                break
            chosen = shorter
        made, pages = _cv(chosen, setting, directory, is_dense=True)
    return made, chosen, pages


def _cv(resume: Resume, setting: Setting, directory: Path, *, is_dense: bool) -> tuple[Typeset, int]:
    sheet = stacked(sheet_of(resume)) if setting.is_stacked else sheet_of(resume)
    data = sheet.model_dump() | {
        "title": f"CV {sheet.name}".strip(),
        "author": sheet.name,
        "page": setting.page,
        "dense": is_dense,
    }
    made = _set("cv", data, setting, directory)
    return made, _pages(made.pdf)


def _set(document: Document, data: dict[str, Any], setting: Setting, directory: Path) -> Typeset:
    if setting.engine == "latex":
        return set_with_latex(document, setting.look, data, directory / f"tex-{document}")
    return set_with_typst(document, setting.look, data)


def _possible(setting: Setting) -> tuple[Setting, list[Note]]:
    """The setting with Typst where LaTeX is not installed."""
    if setting.engine != "latex" or has_latex():
        return setting, []
    message = "LaTeX with Latin Modern is not installed where this job ran; Typst set the documents."
    return setting.model_copy(update={"engine": "typst"}), [Note(code="TEX_MISSING", message=message)]


def _layouts(setting: Setting) -> list[Setting]:
    """The layout that was asked for, then those that programs read more easily, then the other look, then Typst."""
    other: Look = "modern" if setting.look == "classic" else "classic"
    # With LaTeX a second look rarely reads back better and costs a second; Typst's other fonts are the better change.
    pairs: list[tuple[Engine, Look]] = [(setting.engine, setting.look)]
    if setting.engine == "latex":
        pairs.append(("typst", setting.look))
    pairs.append(("typst", other))
    return [
        setting.model_copy(update={"engine": engine, "look": look, "is_stacked": is_stacked})
        for engine, look in pairs
        for is_stacked in (False, True)
    ]


def _rank(read: ReadBack) -> tuple[bool, bool, bool, bool, int, int]:
    check = read.check
    return (
        check.parsed_back_ok, read.is_legible, check.email, check.name, check.employers_found, check.skills_found,
    )  # fmt: skip


def _shorten(data: dict[str, Any]) -> bool:
    """Take the last entry from the longest section, else a text; whether there was anything to take."""
    if len(data.get("paragraphs", [])) > _LEAST_PARAGRAPHS:
        # Of a letter the opening and the ending stay, and one proof.
        data["paragraphs"] = [*data["paragraphs"][:-2], data["paragraphs"][-1]]
        return True
    sections: list[dict[str, Any]] = data.get("sections", [])
    longest = max(sections, key=lambda section: len(section["entries"]), default=None)
    if longest is not None and len(longest["entries"]) > 1:
        longest["entries"] = longest["entries"][:-1]
        return True
    texts = next((section for section in sections if section["paragraphs"]), None)
    if texts is None:
        return False
    texts["paragraphs"] = []
    return True


def _points(resume: Resume) -> int:
    entries = (*resume.work, *resume.projects, *resume.volunteer)
    small = (resume.publications, resume.awards, resume.certificates, resume.interests, resume.x_parse.unparsed)
    return sum(len(entry.highlights) for entry in entries) + sum(len(held) for held in small)


def _pages(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def _write(directory: Path, name: str, made: Typeset) -> None:
    (directory / f"{name}.pdf").write_bytes(made.pdf)
    (directory / f"{name}.{made.ending}").write_text(made.source, "utf-8")


def _overflow(name: str, pages: int, most: int) -> Note:
    message = f"{name} has {pages} pages in place of {most}: there is nothing left in it that may be left out."
    return Note(code="OVERFLOW", message=message, field=name)


def _lost(setting: Setting, data: dict[str, Any]) -> list[Note]:
    """Warnings on characters that cannot be shown as they are."""
    if setting.engine == "typst" and lacks_fonts(json.dumps(data, ensure_ascii=False)):
        message = "No font for some of the characters is installed where this job ran; boxes stand in their place."
        return [Note(code="FONT_MISSING", message=message)]
    lost = characters_lost(data) if setting.engine == "latex" else 0
    if not lost:
        return []
    message = f"{lost} characters have no glyph in LaTeX's fonts and were transliterated or left out."
    return [Note(code="CHARACTERS_REPLACED", message=message)]
