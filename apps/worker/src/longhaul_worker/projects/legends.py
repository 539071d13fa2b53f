"""Tells the legend of a plan, which explains its boxes, from the plan itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from longhaul_worker.projects.markdown import Box, plain

_SAYS_SO: Final = re.compile(
    r"\b(?:legende?|leyenda|légende|status(?:es)? (?:key|codes?|indicators?|markers?|symbols?|notation))\b"
    r"|^\W*key\W*$",
    re.IGNORECASE | re.MULTILINE,
)
_HINTS: Final = re.compile(
    r"\b(?:key|symbols?|notation|check ?box(?:es)?|markers?|marks?|how to read|conventions?|meaning of"
    r"|what the boxes mean|checklist|status(?:es)?)\b",
    re.IGNORECASE,
)
_WORDS: Final = """
not started, not yet started, unstarted, to do, todo, to-do, open, pending, planned, not done, incomplete, not complete,
backlog, in progress, in-progress, wip, work in progress, started, ongoing, doing, working on it, partial,
partially done, partially complete, partially implemented, done, complete, completed, finished,
implemented, shipped, released, merged, blocked,
on hold, deferred, postponed, skipped, cancelled, canceled, dropped, abandoned, obsolete, won't do, wont do,
won't fix, not applicable, n/a, needs review, in review, under review, ready, next, upcoming, future, optional,
not implemented, unfinished, outstanding, remaining, verified, tested, failed, removed, reviewed, approved,
offen, erledigt, fertig, in arbeit, geplant, abgebrochen, à faire, fait, terminé, en cours, annulé, pendiente, hecho,
completado, en progreso, en curso, cancelado
"""
_STATUSES: Final = frozenset(" ".join(word.split()) for word in _WORDS.split(","))
_AFTER: Final = re.compile(
    "\\s*(?:[-\u2013\u2014:=(,.;/]\\s|[:=(]|[-\u2013\u2014.;]$|\\b(?:and|or|und|et|y)\\s).*$", re.DOTALL
)
_LEGEND_WORDS: Final = 16
_NOISE: Final = re.compile(r"[^\w\s'/-]+")
_NOUN: Final = re.compile(
    r"^(?:(?:a|the|this|task|item|feature|work)\s+)*(?:is\s+)?(.*?)(?:\s+(?:tasks?|items?|features?|work))?$"
)


def is_legend(boxes: Sequence[Box], introduction: str, *, others: int) -> bool:
    """Whether the list with these boxes only says what each mark means; `others` are its items without any mark.

    Every box of it names a status; and either what stands before the list says so, or no two marks are the same.
    """
    if _SAYS_SO.search(introduction):
        return all(_begins_with_a_status(box.text) for box in boxes)
    if len(boxes) < 2 or not all(_names_a_status(box.text) for box in boxes):
        return False
    are_different = len({box.mark for box in boxes}) == len(boxes)
    return are_different and (not others or _HINTS.search(introduction) is not None)


def _names_a_status(text: str) -> bool:
    words = _words(_AFTER.sub("", plain(text)))
    found = _NOUN.match(words)
    return words in _STATUSES or (found is not None and found[1] in _STATUSES)


def _begins_with_a_status(text: str) -> bool:
    words = _words(plain(text)).split()
    begins = any(" ".join(words[:count]) in _STATUSES for count in range(1, 4))
    return _names_a_status(text) or (begins and len(words) <= _LEGEND_WORDS)


def _words(text: str) -> str:
    return " ".join(_NOISE.sub(" ", text.replace("_", " ")).lower().split()).strip("-/ ")
