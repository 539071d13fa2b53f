"""What each line of a section is: the head of an entry, a bullet point, its wrap, or prose."""
# ruff: noqa: RUF001 - CVs are full of these dashes and quotes

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from longhaul_worker.resume.dates import Span, find_spans, is_duration, without_spans
from longhaul_worker.resume.document import Line
from longhaul_worker.resume.labels import read_label
from longhaul_worker.resume.places import is_place
from longhaul_worker.resume.textnorm import SOFT_HYPHEN, join_wrapped, starts_with_bullet, tidy, without_bullet
from longhaul_worker.resume.titles import is_title, title_score

_PROSE_WORDS = 12
_NUMBER = re.compile(r"^\s*\(?\d{1,2}[.)]\s+(?=[A-Z])")
_LABEL = re.compile(
    r"^(?:technolog\w+|tech stack|stack|tools?|environment|skills|key \w+|responsibilities|achievements|projects?"
    r"|duties|aufgaben|tätigkeiten|technologien"
    r"|missions?|projets?|réalisations?|environnement|tecnologías|funciones|logros|used|keywords?|highlights"
    r"|main tasks|schwerpunkte|description|summary)\b[^:]{0,30}:",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"^(?:(?:develop|design|manag|creat|implement|work|support|maintain|improv|reduc|increas|deliver|coordinat"
    r"|collaborat|analy[sz]|conduct|provid|participat|assist|perform"
    r"|achiev|migrat|launch|own|architect|ensur|organi[sz]|plann|train|mentor)(?:e?d|ing|s)|built|building|led"
    r"|leading|wrote|writing|drove|responsible|entwicklung|verantwortlich)\s+(?:\S+\s+){2,}",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Row:
    """A line with what is needed to place it: its dates, the text without them, its role."""

    line: Line
    spans: list[Span]
    rest: str
    role: str  # "head", "bullet", "wrap" or "prose"

    @property
    def dated(self) -> bool:
        return bool(self.spans) and self.role == "head"


def rows_of(lines: list[Line]) -> list[Row]:
    """The lines with their roles."""
    rows: list[Row] = []
    reach = max((line.x1 for line in lines), default=0.0)
    for line in lines:
        row = _row(line, rows[-1] if rows else None, reach)
        if rows and rows[-1].role == "head" and row.role != "bullet" and _continues_head(row, rows[-1]):
            row = _row(_joined(rows.pop().line, line), rows[-1] if rows else None, reach)
        rows.append(row)
    if rows and not any(row.role == "head" for row in rows):
        # A list whose every point is an entry: its bullets say nothing.
        rows = [_as_head(row) if row.role == "bullet" else row for row in rows]
    return rows


def _as_head(row: Row) -> Row:
    return _with_dates(row.line, without_bullet(row.line.text))


def _row(line: Line, previous: Row | None, reach: float) -> Row:
    text = line.text
    if line.bullet or (starts_with_bullet(text.strip()) and not _is_icon_head(text)):
        return Row(line, [], without_bullet(text), "bullet")
    row = _with_dates(line, without_bullet(text) if _is_icon_head(text) else text)
    if previous is not None and read_label(text) is None and _wraps(row, previous, reach):
        return Row(line, [], text, "wrap" if previous.role in {"bullet", "wrap"} else "prose")
    if read_label(row.line.text) is None and _is_prose(row):
        return Row(line, [], text, "prose")
    return row


def _continues_head(row: Row, previous: Row) -> bool:
    broken = previous.line.text.endswith(SOFT_HYPHEN) and len(row.line.segments) == 1
    return broken or (row.role == "head" and _is_full(row, previous))


def _joined(line: Line, below: Line) -> Line:
    """A head that takes two lines, as one."""
    first, second = line.segments[-1], below.segments[0]
    text = join_wrapped([first.text, second.text])
    return replace(line, segments=(*line.segments[:-1], replace(first, text=text, x1=second.x1)))


def _is_icon_head(text: str) -> bool:
    """Whether the bullet is a pictogram before a date or place rather than a point of a list."""
    bare = without_bullet(text)
    return text.strip().startswith("\ue000") and (bool(find_spans(bare)) or is_place(bare.split("\t")[0]))


def _with_dates(line: Line, text: str) -> Row:
    text = _NUMBER.sub("", text)
    spans = find_spans(text)
    ranges = [span for span in spans if not span.single]
    kept = ranges or [span for span in spans if _stands_apart(text, span)]
    rest = without_spans(text, kept) if kept else text.strip(" \t,|•·;:")
    if not kept and is_duration(rest):
        rest = ""
    return Row(line, kept, rest, "head")


def _stands_apart(text: str, span: Span) -> bool:
    """Whether a single date stands at an edge of the line or of a piece of it, not within a sentence."""
    before, after = text[: span.at].rstrip(" ("), text[span.to :].lstrip(" )")
    return not before or not after or before[-1] in "\t|•·,–—-:;" or after[0] in "\t|•·,–—-:;"


def _wraps(row: Row, previous: Row, reach: float) -> bool:
    """Whether the line goes on with the paragraph above."""
    line, above = row.line, previous.line
    text = tidy(line.text)
    if not text or line.space > 0.45 or (line.page != above.page and not text[0].islower()):
        return False
    if above.text.rstrip().endswith(SOFT_HYPHEN):
        return True
    if previous.role != "head" and _is_full(row, previous):
        return True
    if previous.role == "head":
        ends = above.text.rstrip()
        open_end = ends.endswith((",", " and", " &", " of", " the", " for"))
        return text[0].islower() and not row.spans and (above.x1 > 0.85 * reach or open_end) and len(ends) > 50
    if line.source == "docx" or (len(line.segments) > 1 and row.spans) or (line.bold and not above.bold):
        return False
    if previous.role in {"bullet", "wrap"}:
        return _hangs(row, previous) or _runs_on(row, previous, reach)
    return _runs_on(row, previous, reach)


def _is_full(row: Row, previous: Row) -> bool:
    """Whether the line above could not take the first word of this one and both look the same."""
    line, above = row.line, previous.line
    if not above.tells_wraps or row.spans or len(line.segments) > 1:
        return False
    first, last = line.first, above.last
    if find_spans(last.text):
        return False
    # After a change of style within the line above, its end looks the other way.
    alike = (
        first.bold == (last.bold if not last.lead else not last.bold)
        and abs(first.size - last.size) < 0.3
        and abs(first.x0 - last.x0) < 2
    )
    alike = alike and first.text.isupper() == last.text.isupper() and not first.lead
    word = first.text.partition(" ")[0]
    width = (first.x1 - first.x0) * (len(word) + 1) / max(len(first.text), 1)
    return alike and above.x1 + width > line.edge + 1


def _hangs(row: Row, previous: Row) -> bool:
    """Whether the line is indented as the text after a bullet is."""
    line, above = row.line, previous.line
    if previous.role == "wrap":
        return abs(line.x0 - above.x0) < 1.5 and not (row.spans and line.x0 < 1)
    return above.x0 + 1.5 < line.x0 < above.x0 + 45 and abs(line.size - above.size) < 1.5


def _runs_on(row: Row, previous: Row, reach: float) -> bool:
    text, above = tidy(row.line.text), previous.line.text.rstrip()
    if row.line.bold != previous.line.bold or abs(row.line.size - previous.line.size) > 0.6:
        return False
    if text[0].islower() and not row.spans:
        return True
    if row.line.source == "text" and previous.role != "prose":
        return False
    full = previous.line.x1 > 0.88 * reach and len(above) > 55
    ended = above[-1:] in {".", "!", "?", ":"}
    return full and not ended and not row.spans and not is_title(text)


def _is_prose(row: Row) -> bool:
    text = tidy(row.rest)
    words = text.split()
    if _LABEL.match(text) or row.line.text.rstrip().endswith((":", "....")):
        return True
    if row.spans and len(words) < 25 and not (text.endswith(".") and len(words) > 14):
        return False
    if len(words) >= _PROSE_WORDS and len(row.line.segments) == 1 and "|" not in text:
        return len(words) >= 16 or text.endswith(".") or not is_title(text)
    if (
        text.endswith(".")
        and len(words) >= 5
        and not re.search(r"\b(?:Inc|Ltd|Corp|Co|e\.V|Jr|S\.A|S\.L|S\.A\.S|B\.V|S\.p\.A|S\.r\.l)\.$", text)
    ):
        return True
    return _VERB.match(text) is not None and title_score(text) < 2.4
