"""Decides between the languages that share an ending, by what the file says and what its neighbours are."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

_CPP: Final = re.compile(
    rb"^[ \t]*(?:template\s*<|class\s+\w+|namespace\s+\w*|using\s+(?:namespace\s+)?\w|(?:public|private|protected)\s*:"
    rb"|#\s*include\s*<(?:string|vector|map|memory|iostream|array|utility|functional|algorithm|cstd\w+|c\w+)>|constexpr\b)"
    rb"|\bstd::|\bvirtual\s|\boperator\s*[=<>+*/\[(-]|\bstatic_cast<",
    re.MULTILINE,
)
_OBJC: Final = re.compile(
    rb"^[ \t]*(?:@(?:interface|protocol|implementation|class|property|end|import)\b|#[ \t]*import\b"
    rb"|[-+][ \t]*\([\w *]+\)[ \t]*\w+)",
    re.MULTILINE,
)
_PROLOG: Final = re.compile(rb"^[ \t]*:-\s*\w|^[a-z]\w*\(.*\)\s*:-", re.MULTILINE)
_PERL: Final = re.compile(
    rb"^[ \t]*(?:use\s+(?:strict|warnings|v?5|\w+)|package\s+\w|my\s+[$@%]|sub\s+\w+)", re.MULTILINE
)
_XML: Final = re.compile(rb"\s*(?:<\?xml|<TS\b|<!DOCTYPE TS)")
_COQ: Final = re.compile(
    rb"^[ \t]*(?:Require|Theorem|Lemma|Proof|Inductive|Definition|Section|Fixpoint)\b", re.MULTILINE
)
_V: Final = re.compile(rb"^(?:module\s+\w+\s*$|import\s+\w|pub\s+fn|fn\s+\w+\()", re.MULTILINE)
_TEX: Final = re.compile(rb"^[ \t]*\\(?:NeedsTeXFormat|ProvidesClass|newcommand|def|RequirePackage)", re.MULTILINE)
_APEX: Final = re.compile(rb"\b(?:public|global|private)\s+(?:with(?:out)?\s+sharing\s+)?(?:virtual\s+)?class\b")
_VB: Final = re.compile(rb"^[ \t]*(?:Attribute VB_|VERSION 1\.0 CLASS|Option Explicit)", re.MULTILINE)
_FORTH: Final = re.compile(rb"^: \S+", re.MULTILINE)
_GLSL: Final = re.compile(rb"^[ \t]*(?:#version|precision\s|uniform\s|varying\s|void main)", re.MULTILINE)
_MATLAB: Final = re.compile(rb"^[ \t]*(?:%|function\b|end\s*$|clear\b|clc\b|close all)", re.MULTILINE)
_MAKE: Final = re.compile(rb"\.d:|^[\w./-]+\.o:", re.MULTILINE)
_PHP: Final = re.compile(rb"<\?(?:php|=)")
_R: Final = re.compile(rb"<-|\blibrary\(|\bfunction\(")
_LISP: Final = re.compile(
    rb"^[ \t]*\((?:defun|in-package|defpackage|defmacro|defvar|defclass|defparameter)\b", re.MULTILINE
)
_PASCAL: Final = re.compile(rb"^[ \t]*(?:unit|program|uses|procedure|interface)\b", re.MULTILINE | re.IGNORECASE)


def _header(head: bytes, counts: Mapping[str, int]) -> str:
    """A header is in the language of its own words, else in that of the sources beside it."""
    if _OBJC.search(head) and (counts.get("Objective-C") or counts.get("Objective-C++") or counts.get("Swift")):
        return "Objective-C"
    if _CPP.search(head):
        return "C++"
    sources = {language: counts.get(language, 0) for language in ("C", "C++", "Objective-C")}
    most = max(sources, key=lambda language: sources[language])
    # A header without a word of C++ is still C++ where nothing but C++ is compiled.
    return "C++" if most == "C++" and not sources["C"] else "C" if most != "Objective-C" else "Objective-C"


def _objective_c(head: bytes, _counts: Mapping[str, int]) -> str:
    return "MATLAB" if not _OBJC.search(head) and _MATLAB.search(head) else "Objective-C"


def _perl(head: bytes, _counts: Mapping[str, int]) -> str:
    return "Prolog" if _PROLOG.search(head) and not _PERL.search(head) else "Perl"


def _verilog(head: bytes, counts: Mapping[str, int]) -> str:
    if _COQ.search(head):
        return "Coq"
    return "V" if _V.search(head) and not counts.get("VHDL") else "Verilog"


def _class(head: bytes, _counts: Mapping[str, int]) -> str | None:
    options = ((_TEX, "TeX"), (_VB, "VBA"), (_APEX, "Apex"))
    return next((language for pattern, language in options if pattern.search(head)), None)


def _f_sharp(head: bytes, _counts: Mapping[str, int]) -> str:
    return "GLSL" if _GLSL.search(head) else "Forth" if _FORTH.search(head) else "F#"


_DECISIONS: Final[Mapping[str, Callable[[bytes, Mapping[str, int]], str | None]]] = {
    "h": _header,
    "m": _objective_c,
    "pl": _perl,
    "t": lambda head, _: "Perl" if _PERL.search(head) else None,
    "ts": lambda head, _: None if _XML.match(head) else "TypeScript",
    "v": _verilog,
    "cls": _class,
    "fs": _f_sharp,
    "d": lambda head, _: None if _MAKE.search(head[:2000]) else "D",
    "inc": lambda head, _: "PHP" if _PHP.search(head) else None,
    "r": lambda head, _: "R" if _R.search(head) or not head.startswith((b"REBOL", b"Rebol")) else None,
    "cl": lambda head, _: "Common Lisp" if _LISP.search(head) else "OpenCL",
    "pp": lambda head, _: "Pascal" if _PASCAL.search(head) else "Puppet",
}

#: Endings that need a look into the file.
SHARED: Final = frozenset(_DECISIONS)


def decide(ending: str, content: bytes, counts: Mapping[str, int]) -> str | None:
    """The language of a file with a shared ending, None where it is in none. `counts` are other files' languages."""
    return _DECISIONS[ending](content[:50_000], counts)
