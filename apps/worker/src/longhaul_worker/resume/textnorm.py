"""Repairs of single characters that PDF and word processors leave behind, and keys for comparing words."""
# ruff: noqa: RUF001 - CVs are full of these dashes and quotes

from __future__ import annotations

import re
import unicodedata

from longhaul_worker.resume.document import GAP, ICON

#: Marks a hyphen that only the end of a line made necessary.
SOFT_HYPHEN = "\u00ad"
BULLETS = "•●○◦▪▫■□‣⁃∙·►▶▸▹❖➢➤✓✔✦★☆◆◇–—*-‐‑+»›o§¤␣"
_ALWAYS_BULLETS = "•●○◦▪▫■□‣⁃∙►▶▸▹❖➢➤✓✔✦★☆◆◇␣" + ICON

_TABLE = {
    0x00A0: " ", 0x2002: " ", 0x2003: " ", 0x2007: " ", 0x2009: " ", 0x200A: " ", 0x202F: " ", 0x3000: " ",
    0x200B: None, 0x200C: None, 0x200D: None, 0x2060: None, 0xFEFF: None, 0x200E: None, 0x200F: None,
    0x2010: "-", 0x2011: "-", 0x02: SOFT_HYPHEN, 0xFFFE: SOFT_HYPHEN, 0x2212: "-", 0x2192: "–",
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
    # TeX fonts without a Unicode table: ligatures of the OT1 and T1 encodings.
    0x0B: "ff", 0x0E: "ffi", 0x0F: "ffl", 0x1B: "ff", 0x1C: "fi", 0x1D: "fl", 0x1E: "ffi", 0x1F: "ffl",
    0x2018: "'", 0x2019: "'", 0x201B: "'", 0x02BC: "'", 0xFFFD: ICON,
}  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0c\x0e-\x1a\x7f]")
_PRIVATE = re.compile(
    r"[\ue000-\uf8ff\U0001F300-\U0001FAFF\U000F0000-\U0010FFFF\u2600-\u2604\u2607-\u27bf\u2190\u2191\u2193-\u21ff\ufe0f]"
)
_KEEP = set("✓✔✦❖➢➤")
_ICONS = re.compile(rf"{ICON}(?:[ ]*{ICON})+")
_SPACES = re.compile(r"[ \r\f\v]+")
_BULLET = re.compile(rf"^\s*(?:[{re.escape(_ALWAYS_BULLETS)}]\s*|[·–—*\-+»›§¤](?:\s+|{GAP})|o\s+(?=[A-Z]))+")


def repair(text: str) -> str:
    """`text` with ligatures, blanks and pictograms in one form each; length may change."""
    text = text.translate(_TABLE)
    text = _PRIVATE.sub(lambda found: found[0] if found[0] in _KEEP else ICON, text)
    text = _ICONS.sub(ICON, text)
    return unicodedata.normalize("NFC", _CONTROL.sub(" ", text))


def tidy(text: str) -> str:
    """`text` as shown to people: no pictograms, no soft hyphens, single blanks."""
    return " ".join(text.replace(ICON, " ").replace(SOFT_HYPHEN, "").split())


def squeeze(text: str) -> str:
    """`text` with runs of blanks made one, gaps kept."""
    return _SPACES.sub(" ", text)


def key(text: str) -> str:
    """`text` for comparisons: lower case, no accents, only letters, digits and single blanks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join(kept.split())


def without_bullet(text: str) -> str:
    """`text` without a bullet at its beginning."""
    return _BULLET.sub("", text).strip()


def starts_with_bullet(text: str) -> bool:
    """Whether the line begins with a bullet (a dash counts when a blank follows)."""
    return _BULLET.match(text) is not None


def join_wrapped(lines: list[str]) -> str:
    """Lines of one paragraph as one line; a word broken at the end of a line is put together."""
    joined = ""
    for line in lines:
        piece = line.strip()
        if joined.endswith(SOFT_HYPHEN):
            # A hyphen before a capital belongs to the word: "Albrechts-Universität".
            joined = joined[:-1] + ("-" if piece[:1].isupper() and joined[-2:-1].isalpha() else "") + piece
        elif joined.endswith("-") and piece[:1].islower() and joined[-2:-1].isalpha():
            joined += piece
        else:
            joined = f"{joined} {piece}" if joined else piece
    return tidy(joined)
