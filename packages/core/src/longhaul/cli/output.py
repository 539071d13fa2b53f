"""Where commands write to: tables for people, JSON for programs, and remarks on standard error."""

from __future__ import annotations

import dataclasses
import json
import math
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, cast

from pydantic import BaseModel
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

_GAP = 2
_WORDS = {
    "green": ("succeeded", "ok", "active"),
    "cyan": ("running",),
    "yellow": ("retrying", "warn", "paused", "draining", "extra"),
    "red": ("failed", "fail", "missing", "different"),
    "dim": ("cancelled", "unknown"),
}
_STYLES = {word: style for style, words in _WORDS.items() for word in words}


def prepare_streams() -> None:
    """Let no text that somebody put into a job be a reason to fail: what the terminal cannot show is escaped."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


class _Console(Console):
    def on_broken_pipe(self) -> None:
        raise BrokenPipeError  # whoever runs the command says how it ends


class Output:
    """Standard output and standard error of one command."""

    def __init__(self, *, is_json: bool) -> None:
        """With `is_json` nothing but JSON goes to standard output."""
        self.is_json = is_json
        self.console = _Console(highlight=False, markup=False, emoji=False, soft_wrap=True)
        self.errors = _Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)

    @property
    def is_live(self) -> bool:
        """Whether a progress bar would be seen."""
        return self.console.is_terminal and not self.is_json

    def document(self, value: Any) -> None:
        """Write one JSON document."""
        self._write(_json(value, indent=2))

    def line(self, value: Any) -> None:
        """Write one JSON object on a line, at once."""
        self._write(_json(value, indent=None))

    def say(self, text: str | Text = "") -> None:
        """Write a line for people."""
        self.console.print(_clean(text))
        self.console.file.flush()

    def wrapped(self, text: str | Text, indent: int) -> None:
        """Write a paragraph; on a terminal its further lines begin `indent` columns to the right."""
        line = _clean(text)
        if self.console.is_terminal and line.cell_len > self.console.width:
            head, rest = line.divide([indent])[:2]
            lines = rest.wrap(self.console, max(20, self.console.width - indent))
            line = head.append_text(Text(f"\n{' ' * indent}").join(one for one in lines))
        self.say(line)

    def note(self, text: str) -> None:
        """Write a remark on standard error, one line."""
        self.errors.print(_clean(" ".join(text.split("\n"))))

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str | Text]], *, flexible: int = -1) -> None:
        """Write a table: as wide as it needs, or on a terminal as wide as that, the column `flexible` cut for it."""
        cells = [[_clean(cell, one_line=True) for cell in row] for row in rows]
        widths = [max([cell_len(name), *(row[place].cell_len for row in cells)]) for place, name in enumerate(header)]
        flexible %= len(header)
        if self.console.is_terminal:
            others = sum(widths) - widths[flexible] + _GAP * (len(widths) - 1)
            widths[flexible] = max(8, min(widths[flexible], self.console.width - others))
        for row in ([Text(name, style="bold") for name in header], *cells):
            line = Text()
            for cell, width in zip(row, widths, strict=True):
                cut = cell.copy()
                cut.truncate(width, overflow="ellipsis", pad=True)
                line.append_text(cut).append(" " * _GAP)
            line.rstrip()
            self.console.print(line)
        self.console.file.flush()

    def _write(self, text: str) -> None:
        self.console.file.write(text + "\n")
        self.console.file.flush()


def styled(status: str) -> Text:
    """A status in its colour."""
    return Text(status, style=_STYLES.get(status, ""))


def moment(at: datetime | None) -> str:
    """A time to the second, in UTC."""
    return at.strftime("%Y-%m-%d %H:%M:%S") if at is not None else "-"


def duration(seconds: float | None) -> str:
    """A span of time in two units at most: 850 ms, 12 s, 3 min 5 s, 2 h 10 min, 4 d 3 h."""
    if seconds is None:
        return "-"
    if seconds < 1:
        return f"{round(seconds * 1000)} ms"
    if seconds < 10:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    for unit, length, smaller, small in (("d", 86_400, "h", 3600), ("h", 3600, "min", 60), ("min", 60, "s", 1)):
        if whole >= length:
            rest = whole % length // small
            return f"{whole // length} {unit}" + (f" {rest} {smaller}" if rest else "")
    return f"{whole} s"


def size(count: int) -> str:
    """Bytes as people say them."""
    amount = float(count)
    for unit in ("bytes", "kB", "MB"):
        if amount < 1000:
            return f"{amount:.0f} {unit}" if unit == "bytes" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"


def _clean(value: str | Text, *, one_line: bool = False) -> Text:
    """The text without anything that steers a terminal: jobs carry what people and websites wrote."""
    text = value if isinstance(value, Text) else Text(value)
    kept = "" if one_line else "\n\t"
    if all(char in kept or not _steers(char) for char in text.plain):
        return text
    return Text("".join(char if char in kept or not _steers(char) else " " for char in text.plain), style=text.style)


def _steers(char: str) -> bool:
    return (
        unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"}
        or char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
    )


def _json(value: Any, *, indent: int | None) -> str:
    is_unicode = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "") == "utf8"
    text = json.dumps(_finite(plain(value)), ensure_ascii=not is_unicode, indent=indent, default=str)
    # Half a surrogate pair is no UTF-8, but JSON has a way to write it.
    return text.encode("utf-8", "backslashreplace").decode("utf-8") if is_unicode else text


def plain(value: Any) -> Any:
    """What `json` can write: times in ISO-8601 with milliseconds and Z, objects as their fields."""
    match value:
        case datetime():
            return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        case timedelta():
            return value.total_seconds()
        case Enum():
            return value.value
        case BaseModel():
            return plain(value.model_dump())
        case Mapping():
            return {str(key): plain(item) for key, item in cast("Mapping[Any, Any]", value).items()}
        case list() | tuple() | set() | frozenset():
            return [plain(item) for item in cast("Sequence[Any]", value)]
        case _ if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return {one.name: plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
        case _:
            return value


def _finite(value: Any) -> Any:
    """Null for what JSON has no number for."""
    match value:
        case dict():
            return {key: _finite(item) for key, item in cast("dict[str, Any]", value).items()}
        case list():
            return [_finite(item) for item in cast("list[Any]", value)]
        case float() if not math.isfinite(value):
            return None
        case _:
            return value
