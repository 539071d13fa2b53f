"""The report: what held and what did not, as JSON for machines and as tables for people."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, cast

from rich.console import Console
from rich.table import Table

from scripts.prove.evidence import Evidence
from scripts.prove.promises import PROMISES

_SHOWN = 20


def judge(evidence: Evidence) -> list[dict[str, Any]]:
    """Each promise with how often it was broken and the first of what broke it."""
    verdicts: list[dict[str, Any]] = []
    for promise in PROMISES:
        breaches = list(promise(evidence))
        verdicts.append(
            {
                "promise": promise.__name__.replace("_", " "),
                "means": (promise.__doc__ or "").strip(),
                "breaches": len(breaches),
                "examples": breaches[:_SHOWN],
            }
        )
    return verdicts


def write(path: Path, report: dict[str, Any]) -> None:
    """Store the report as JSON."""
    path.write_text(json.dumps(report, indent=2, default=str) + "\n", encoding="utf-8")


def show(console: Console, report: dict[str, Any]) -> None:
    """Print promises and figures."""
    promises = Table("Promise", "Broken", title=f"Seed {report['seed']}, {report['seconds']:g} s", title_justify="left")
    for verdict in report["promises"]:
        count = verdict["breaches"]
        promises.add_row(verdict["means"], f"[red]{count}[/]" if count else "[green]0[/]")
    console.print(promises)
    for verdict in report["promises"]:
        for example in verdict["examples"]:
            console.print(f"  [red]{verdict['promise']}:[/] {example}", highlight=False, soft_wrap=True)
    figures = Table("Figure", "Value", title="Figures", title_justify="left")
    for name, value in _flat("", report["figures"]):
        figures.add_row(name, value)
    console.print(figures)


def _flat(prefix: str, value: Any) -> list[tuple[str, str]]:
    if not isinstance(value, dict):
        return [(prefix, str(value))]
    inner = cast("dict[str, Any]", value)
    if "n" in inner:
        return [(prefix, ", ".join(f"{name} {number:g}" for name, number in inner.items()))]
    return [row for name, each in inner.items() for row in _flat(f"{prefix} {name}".strip(), each)]
