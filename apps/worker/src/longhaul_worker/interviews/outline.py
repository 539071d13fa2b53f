"""Outlines of answers in four parts: filled from the CV where it says something, else saying what to prepare."""
# ruff: noqa: RUF001 - CVs and adverts are full of these dashes, bullets and quotes

from __future__ import annotations

import re
from typing import Final

from career.tasks.interview import Outline
from longhaul_worker.interviews.candidate import Evidence
from longhaul_worker.interviews.wording import quoted

_RESULT: Final = re.compile(
    r"(?:,\s*|\s+and\s+|\s+by\s+|;\s*|\s+–\s+|\s+—\s+)?\b("
    r"(?:result|lead|reduc|increas|improv|sav|cut|rais|grow|achiev|deliver|win|enabl|allow|lower|doubl|halv|senk|steiger|"
    r"reduzier|spar|ermöglich|rédui|augment|aument|reduc)\w*\s.*|to\s+(?:reduce|increase|improve|save)\s.*|from\s+\S*\d.*)$",
    re.IGNORECASE,
)
_PREPARE_RESULT: Final = "The CV names no outcome: prepare one figure or one consequence that you can prove."


def outline_of(evidence: Evidence) -> Outline:
    """The outline of a story about a statement of the CV. Nothing is invented: what it does not say is left to say."""
    if evidence.kind != "statement":
        return outline_of_proof("", evidence)
    where = f"You worked {evidence.where}" if evidence.where else "Say where and when this was"
    period = f" ({evidence.period})" if evidence.period else ""
    action, result = _split(evidence)
    return Outline(
        situation=f"{where}{period}. Name the state of things before in one sentence.",
        task=f"Say what was expected of you, by whom and by when, behind “{quoted(evidence.text, 14)}”.",
        action=f"“{quoted(action, 40)}”: name your own steps, in order, with “I”.",
        result=f"“{quoted(result, 40)}”" if result else _PREPARE_RESULT,
    )


def outline_of_proof(topic: str, evidence: Evidence) -> Outline:
    """The outline of an answer about `topic` that the CV shows by `evidence`."""
    if evidence.kind == "statement":
        return outline_of(evidence)
    place = f" at {evidence.at}" if evidence.at else ""
    return Outline(
        situation=f"Your CV names “{quoted(evidence.text)}”{place}. Choose one task from that field.",
        task=f"Say what had to be achieved{f' and why {topic} was needed' if topic else ''}.",
        action="Name your own steps and one decision you made along the way.",
        result=_PREPARE_RESULT,
    )


def outline_of_gap(topic: str, near: Evidence | None) -> Outline:
    """The outline of an honest answer about something that the CV does not show."""
    bridge = (
        f"Build the bridge from “{quoted(near.text, 24)}”{f' ({near.where})' if near.where else ''}."
        if near is not None
        else "Name the closest thing you have done, even from training or outside work."
    )
    return Outline(
        situation=f"Say plainly that you have not yet worked with {topic}, if that is so.",
        task=bridge,
        action="Name what you have begun to do about it, and the next two steps with dates.",
        result="Say by when you will be dependable in it, and by what one can tell.",
    )


def _split(evidence: Evidence) -> tuple[str, str]:
    """What was done and what came of it, as far as the statement has both."""
    text = " ".join(evidence.text.split())
    found = _RESULT.search(text)
    if found is None or found.start() < 12:
        return (text, text) if evidence.has_number else (text, "")
    return text[: found.start()], found[1]
