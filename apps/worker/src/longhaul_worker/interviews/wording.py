"""Small things about sentences: quotes cut to a length, lists with "and", statements told apart by what they say."""
# ruff: noqa: RUF001 - CVs and adverts are full of these dashes, bullets and quotes

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from longhaul_worker.interviews.candidate import Evidence

QUOTE_WORDS: Final = 22
_EDGES: Final = " \t.;,:–—-•·*"
_BREAK: Final = re.compile(r"[,;:–—(]")
_GAIN: Final = re.compile(
    r"%|per ?cent|prozent|pour cent|por ciento|\bfrom\b.*\d.*\bto\b|\bvon\b.*\d.*\bauf\b|\bde\b.*\d.*\bà\b|"
    r"\b(?:reduc|increas|improv|rais|cut|sav|grew|grow|doubl|halv|lower|senk|steiger|reduzier|augment|mejor)",
    re.IGNORECASE,
)
_SOUNDS: Final[list[tuple[str, re.Pattern[str]]]] = [
    (tag, re.compile(rf"\b(?:{words})", re.IGNORECASE))
    for tag, words in {
        "lead": r"led\b|leads?\b|leading|manag|supervis|coordinat|head(?:ed|ing)|direct(?:ed|ing)|overs|leit|"
        r"geführt|oversaw|führ|koordin|dirig|encadr|coordiné|lider|responsible for a team|team of",
        "change": r"migrat|introduc|replac|transform|moderni[sz]|reorgani[sz]|restructur|roll(?:ed)? out|convert|"
        r"eingeführt|einführung|umstell|introdui|implant",
        "build": r"built|build|design|develop|creat|implement|architect|launch|establish|install|wrote|draft|prepar|"
        r"entwickel|aufbau|erstell|konzip|conçu|développ|créé|desarroll|diseñ",
        "improve": r"improv|reduc|increas|optimi[sz]|accelerat|cut |cutting|streamlin|doubl|sav(?:ed|ing)|grew|boost|"
        r"verbesser|reduzier|steiger|optimier|améliore|rédui|augment|mejor|aument",
        "teach": r"train|taught|teach|mentor|coach|instruct|onboard|tutor|unterricht|schul|enseign|enseñ",
        "sell": r"negotiat|sold|sell|sales|acquir|closed |pitch|client|customer|verkauf|vertrieb|kunden|vend|négoci",
        "care": r"patient|resident|child|pupil|student|care|treat|nurs|pfleg|betreu|soin|élève|pacient|cuid",
        "support": r"support|assist|help|participat|contribut|collaborat|work(?:ed|ing) (?:with|on)|unterstütz|"
        r"mitarbeit|particip|colabor",
    }.items()
]  # fmt: skip


def sounds_like(evidence: Evidence) -> list[str]:
    """The tags of the experience questions that fit a statement; `any` always does."""
    tags = _figures(evidence)
    tags += [tag for tag, pattern in _SOUNDS if pattern.search(evidence.text)]
    if evidence.where:
        tags.append("where")
    return [*tags, "any"]


def _figures(evidence: Evidence) -> list[str]:
    """`number` for a figure that says how much better something became, `scale` for one that says how large it was."""
    if not evidence.has_number:
        return []
    return ["number" if _GAIN.search(evidence.text) else "scale"]


def quoted(text: str, longest: int = QUOTE_WORDS) -> str:
    """`text` to stand between quotes: on one line, without its full stop, cut at a pause where it is long."""
    plain = " ".join(text.split()).strip(_EDGES).replace("“", "‘").replace("”", "’").replace('"', "’")
    words = plain.split(" ")
    if len(words) <= longest:
        return plain
    cut = " ".join(words[:longest])
    breaks = [found.start() for found in _BREAK.finditer(cut)]
    if breaks and len(cut[: breaks[-1]].split()) >= longest // 2:
        cut = cut[: breaks[-1]]
    return f"{cut.strip(_EDGES)} …"


def listed(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def named(topic: str, *, is_skill: bool) -> str:
    """A topic in the middle of a sentence: the name of a skill as it is, the words of an advert in quotes."""
    return topic if is_skill else f"“{quoted(topic, 12)}”"
