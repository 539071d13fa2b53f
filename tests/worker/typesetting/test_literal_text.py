"""Text of a CV appears in the PDF as it is: nothing in it is read as markup, whatever it looks like."""
# ruff: noqa: RUF001 - letters of other scripts

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from career.tasks.packet import Engine
from longhaul_worker.typesetting.latex_engine import set_with_latex
from longhaul_worker.typesetting.sheet import sheet_of
from longhaul_worker.typesetting.tex_escape import printable, tex_escape
from longhaul_worker.typesetting.typst_engine import Look, set_with_typst
from tests.worker.packets.building import person, post
from tests.worker.typesetting.setting import ENGINES, LOOKS, made, needs_latex, text_of

LITERAL = [
    '$HOME; #read("/etc/passwd")',
    "\\input{/etc/passwd}",
    "\\write18{touch pwned} \\immediate\\openout",
    "%&_#{}~^\\\\",
    '#import "@preview/x:1.0.0": *',
    "*bold* _emph_ `raw` $x^2$ <label> @ref = heading",
    "a -- b --- c ,, d `` e '' f ?` g !` h << i >>",
    "\"quoted\" 'single' “curly” „unten“ «guillemets»",
    "Łukasz Żółć, Müller, Çelik, Ångström, Dvořák, Șerban",
    "\\VAR{1+1} \\BLOCK{for x in y} {{ 7*7 }} {% raw %}",
    "5 € – 10 £ · ½ © 2020 ® ™ § 4",
    "office efficient fluffy affiliate",
]
TYPST_ONLY = ["Ελληνικά Кириллица", "emoji 🚀 😀 ✨ end", "שלום עולם", "مرحبا بالعالم"]


def with_text(*texts: str):
    """A CV whose only post has these points."""
    return person("Ada Byron", "ada@example.org", work=[post("Quillmark", "Engineer", "2019-01", None, *texts)])


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("look", LOOKS)
def test_markup_of_any_kind_is_shown_and_not_obeyed(tmp_path: Path, engine: Engine, look: Look) -> None:
    made(with_text(*LITERAL), tmp_path, engine=engine, look=look)

    text = text_of((tmp_path / "cv.pdf").read_bytes())
    missing = [one for one in LITERAL if one not in text and one.replace("Ș", "Ş") not in text]
    assert missing == []
    assert "root:" not in text
    assert not (tmp_path / "pwned").exists()


@pytest.mark.parametrize("look", LOOKS)
def test_every_script_is_in_the_text_of_a_typst_pdf(tmp_path: Path, look: Look) -> None:
    made(with_text(*TYPST_ONLY), tmp_path, look=look)

    text = text_of((tmp_path / "cv.pdf").read_bytes()).replace(" ", "")
    assert [one for one in TYPST_ONLY if one.replace(" ", "") not in text] == []


@pytest.mark.parametrize("engine", ENGINES)
def test_a_word_longer_than_the_line_is_broken_and_whole(tmp_path: Path, engine: Engine) -> None:
    word = "pneumono" * 38

    made(with_text(word), tmp_path, engine=engine)

    assert word in text_of((tmp_path / "cv.pdf").read_bytes()).replace(" ", "")


@needs_latex
def test_latex_writes_other_scripts_in_latin_letters(tmp_path: Path) -> None:
    cv = with_text("Αθήνα Москва 🚀 end")

    data = sheet_of(cv).model_dump() | {"title": "CV", "author": "", "page": "a4", "dense": False}
    text = text_of(set_with_latex("cv", "classic", data, tmp_path).pdf)

    assert "Athina Moskva end" in text.replace("  ", " ")


def test_the_typst_source_sets_the_same_document_by_itself(tmp_path: Path) -> None:
    import typst  # noqa: PLC0415 - only here

    made(with_text(*LITERAL), tmp_path)

    again = typst.compile((tmp_path / "cv.typ").read_bytes())
    assert text_of(again) == text_of((tmp_path / "cv.pdf").read_bytes())


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("50 % & more", r"50 \% \& more"),
        ("a_b", r"a\_b"),
        ("\\", r"\textbackslash{}"),
        ("--", "-{}-"),
        ("---", "-{}-{}-"),
        ("🚀", ""),
        ("Ж", "Zh"),
        ("ﬁ", "fi"),
        ("10⁴", r"10\textasciicircum{}4"),
        ("2⅓", "2 1/3"),
        ("\x00a", "a"),
        ("ạ", "a"),
    ],
)
def test_text_is_escaped_for_latex(text: str, escaped: str) -> None:
    assert tex_escape(text) == escaped


def test_no_command_of_a_template_touches_a_value() -> None:
    templates = files("longhaul_worker.typesetting").joinpath("templates").iterdir()
    sources = {one.name: one.read_text("utf-8") for one in templates if one.name.endswith(".tex")}

    pattern = re.compile(r"\\(?!BLOCK|VAR)[a-zA-Z@]+(?=\\(?:BLOCK|VAR)\{)")
    touching = [found for text in sources.values() for found in pattern.findall(text)]

    assert len(sources) == 4
    assert touching == []


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("look", LOOKS)
def test_a_cv_without_name_and_one_without_anything_are_set(tmp_path: Path, engine: Engine, look: Look) -> None:
    nameless = person(None, None, place="oslo", work=[post(None, None, "", "2019", "filed letters")])

    assert made(nameless, tmp_path, engine=engine, look=look).is_legible
    assert made(person(None, None), tmp_path, engine=engine, look=look).pages == 1


@given(st.text(max_size=80))
def test_escaped_text_has_no_command_but_ours(text: str) -> None:
    escaped = tex_escape(text)

    shown, lost = printable(text)
    assert all(char.isprintable() or char == "\u00a0" for char in shown)
    assert lost <= len(text) * 2
    for command in ("\\input", "\\write", "\\def", "\\csname", "^^"):
        assert command not in escaped


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
def test_typst_sets_whatever_is_text(texts: list[str]) -> None:
    data = sheet_of(with_text(*texts)).model_dump() | {"title": "CV", "author": "", "page": "a4", "dense": False}

    assert set_with_typst("cv", "modern", data).pdf.startswith(b"%PDF")


@needs_latex
@settings(max_examples=8, deadline=None)
@given(texts=st.lists(st.text(max_size=120), min_size=6, max_size=12))
def test_latex_sets_whatever_is_text(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    data = sheet_of(with_text(*texts)).model_dump() | {"title": "CV", "author": "", "page": "a4", "dense": False}

    assert set_with_latex("cv", "modern", data, tmp_path_factory.mktemp("tex")).pdf.startswith(b"%PDF")
