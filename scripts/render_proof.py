"""Puts the figures of a chaos run into docs/reference/proof.md: `python -m scripts.render_proof prove.json`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, Final, cast

from scripts.rendering import REFERENCE, table

_BEGIN: Final = "<!-- from here: scripts/render_proof.py -->"
_END: Final = "<!-- to here: scripts/render_proof.py -->"
_TITLES: Final = {
    "jobs": "Jobs",
    "faults": "Faults",
    "bodies": "Bodies",
    "rescue_s": "From a worker's death to the rescue of its jobs, in seconds",
    "log": "The log",
    "subscribers": "Subscribers",
    "silence_s": "Longest silence around a fault, in seconds",
    "shutdowns": "From SIGTERM to the end, in seconds",
    "processes": "Processes",
    "database": "What the primary held open",
}


def render(report: dict[str, Any]) -> str:
    """The figures as Markdown."""
    command = f"make prove SECONDS={report['seconds']:g} SEED={report['seed']} LEASE_S={report['lease_s']:g}"
    where = f"{report['machine']}, Python {report['python']}"
    parts = [
        f"`{command}` on {where}; election timeout {report['election_timeout_s']:g} s; {report['took_s']} s in all.",
        table(["Promise", "Broken"], [[one["means"], str(one["breaches"])] for one in report["promises"]]),
    ]
    for name, value in report["figures"].items():
        parts += [f"### {_TITLES[name]}", table(["", ""], _rows("", value))]
    return "\n\n".join(parts)


def main() -> int:
    """Replace the part between the marks."""
    report = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    path = REFERENCE / "proof.md"
    before, _, rest = path.read_text(encoding="utf-8").partition(_BEGIN)
    _, _, after = rest.partition(_END)
    path.write_text(f"{before}{_BEGIN}\n\n{render(report)}\n\n{_END}{after}", encoding="utf-8")
    print("wrote docs/reference/proof.md")
    return 0


def _rows(prefix: str, value: Any) -> list[list[str]]:
    if not isinstance(value, dict):
        return [[prefix, _number(value)]]
    inner = cast("dict[str, Any]", value)
    if "n" in inner:
        spread = ", ".join(f"{name} {number:g}" for name, number in inner.items() if name != "n")
        return [[prefix, f"{spread} ({inner['n']})" if inner["n"] else "none"]]
    return [row for name, each in inner.items() for row in _rows(f"{prefix} {name}".strip().replace("_", " "), each)]


def _number(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


if __name__ == "__main__":
    sys.exit(main())
