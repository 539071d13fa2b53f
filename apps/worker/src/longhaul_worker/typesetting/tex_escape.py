"""Makes any text safe and printable in LaTeX: nothing in it is a command, and every character has a glyph."""
# ruff: noqa: RUF001 - letters of other scripts

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final

_COMMANDS: Final = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "^": r"\textasciicircum{}",
    "_": r"\_", "~": r"\textasciitilde{}", "%": r"\%", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}", '"': r"\textquotedbl{}", "`": r"\textasciigrave{}", "'": r"\textquotesingle{}",
    "\u2013": r"\textendash{}", "\u2014": r"\textemdash{}", "\u2018": r"\textquoteleft{}",
    "\u2019": r"\textquoteright{}", "\u201c": r"\textquotedblleft{}", "\u201d": r"\textquotedblright{}",
    "\u201e": r"\quotedblbase{}", "\u201a": r"\quotesinglbase{}", "\u00ab": r"\guillemotleft{}",
    "\u00bb": r"\guillemotright{}", "\u2039": r"\guilsinglleft{}", "\u203a": r"\guilsinglright{}",
    "\u2022": r"\textbullet{}", "\u00b7": r"\textperiodcentered{}", "\u2026": r"\textellipsis{}",
    "\u20ac": r"\texteuro{}", "\u2122": r"\texttrademark{}", "\u00a0": "~", "\u202f": "~",
    "\u00ae": r"\textregistered{}", "\u00a9": r"\textcopyright{}", "\u00b0": r"\textdegree{}",
    "\u00b5": r"\textmu{}", "\u00d7": r"\texttimes{}", "\u00b1": r"\textpm{}", "\u00a3": r"\textsterling{}",
    "\u00a7": r"\textsection{}", "\u00a1": r"\textexclamdown{}", "\u00bf": r"\textquestiondown{}",
    "\u00aa": r"\textordfeminine{}", "\u00ba": r"\textordmasculine{}",
    "\u00bd": r"\textonehalf{}", "\u00bc": r"\textonequarter{}", "\u00be": r"\textthreequarters{}",
    "\u00b9": r"\textonesuperior{}", "\u00b2": r"\texttwosuperior{}", "\u00b3": r"\textthreesuperior{}",
    "\u00a5": r"\textyen{}", "\u00a2": r"\textcent{}",
}  # fmt: skip
_PAIRS: Final = {"--": "-{}-", ",,": ",{},"}
"""What the fonts would draw as one other character."""
LONG_WORD: Final = 36
"""Words from this length on may be broken anywhere: they would run off the page."""
_LETTERS: Final = frozenset(
    "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ"
    "ĂăĄąĆćČčĎďĐđĘęĚěĞğİıĹĺĽľŁłŃńŇňŊŋŐőŒœŔŕŘřŚśŞşŠšŢţŤťŮůŰűŸŹźŻżŽž"
)
"""What the T1 fonts hold beyond ASCII."""
_SIMPLE: Final = {
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2015": "-", "\u2212": "-", "\u2192": "->", "\u2190": "<-",
    "\u2264": "<=", "\u2265": ">=", "\u2713": "*", "\u2714": "*", "\u25cf": "*", "\u25aa": "*", "ș": "ş", "ț": "ţ",
    "Ș": "Ş", "Ț": "Ţ", "\u2032": "'", "\u2033": '"', "\u2248": "~", "\u2009": " ", "\u2003": " ", "\u2002": " ",
    "\u2044": "/", "ħ": "h", "Ħ": "H", "ŧ": "t", "ẞ": "SS", "ə": "e", "Ə": "E",
}  # fmt: skip
_IN_LATIN: Final = (
    "α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s ς:s τ:t υ:y φ:f χ:ch ψ:ps ω:o "
    "а:a б:b в:v г:g д:d е:e ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh "
    "щ:shch ъ: ы:y ь: э:e ю:yu я:ya є:ye і:i ї:yi ґ:g ђ:dj ј:j љ:lj њ:nj ћ:c џ:dz ѕ:dz ќ:kj ѓ:gj ў:u"
)
_OTHER_SCRIPTS: Final = {pair[0]: pair[2:] for pair in _IN_LATIN.split()}
_APART: Final = {"<super>": "^", "<sub>": "_", "<fraction>": " ", "<circle>": " "}
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"})


def tex_escape(text: str) -> str:
    """`text` as LaTeX that shows its characters and nothing else; what the fonts lack is as in `printable`."""
    return " ".join(_word(word) for word in printable(text)[0].split(" "))


def printable(text: str) -> tuple[str, int]:
    """`text` with only characters the fonts have, and how many had to be replaced or left out.

    Accents the fonts lack are removed, Greek and Cyrillic are written in Latin letters, the rest is left out.
    """
    shown: list[str] = []
    lost = 0
    for char in unicodedata.normalize("NFC", text):
        replaced = _printable(char)
        lost += replaced != char and not char.isspace()
        shown.append(replaced)
    return "".join(shown), lost


def _word(word: str) -> str:
    chars = [_COMMANDS.get(char, char) for char in word]
    escaped = (r"\allowbreak{}" if len(chars) >= LONG_WORD else "").join(chars)
    for pair, apart in _PAIRS.items():
        escaped = escaped.replace(pair, apart).replace(pair, apart)
    return escaped


@lru_cache(maxsize=8192)
def _printable(char: str) -> str:
    if " " <= char <= "~" or char in _COMMANDS or char in _LETTERS:
        return char
    if char.isspace():
        return " "
    if char in _SIMPLE:
        return _SIMPLE[char]
    lower = char.lower()
    if lower in _OTHER_SCRIPTS:
        latin = _OTHER_SCRIPTS[lower]
        return latin.capitalize() if char != lower else latin
    if unicodedata.category(char) in _INVISIBLE:
        return ""
    simpler = unicodedata.normalize("NFKD", char)
    if simpler == char:
        return ""
    kind = unicodedata.decomposition(char).partition(" ")[0]
    # A small or circled digit must not become one more digit of the number before it.
    apart = _APART.get(kind, "") if simpler[:1].isdigit() else ""
    return apart + "".join(_printable(part) for part in simpler if part != char)
