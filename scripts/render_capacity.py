"""Puts a run of `make capacity` into docs/reference/capacity.md: `python -m scripts.render_capacity capacity.json`.

The run is kept beside the page as `capacity.json`, so that the page can be told from a stale one; without an argument
the page is written anew from there. What is written by hand stands around the marked parts and stays.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from scripts.capacity.forecast import (
    HUBS,
    SERVERS,
    WORKERS,
    at_one_queue,
    at_own_queues,
    check_claims,
    costs,
    foretell,
)
from scripts.capacity.foretelling import foretold
from scripts.capacity.grids import Grid, measured
from scripts.capacity.plan import Plan
from scripts.capacity.points import Report, from_json, to_json
from scripts.rendering import REFERENCE, table

NAME: Final = "capacity.md"
RUN: Final = REFERENCE / "capacity.json"
_COLOURS: Final = (
    *("---", "config:", "  themeVariables:", "    xyChart:"),
    '      plotColorPalette: "#0072b2, #d55e00, #009e73, #cc79a7, #8a6d00"',
    "---",
)
"""Blue, orange, green, pink, brown; the theme's own are too pale for lines."""
_PART: Final = re.compile(
    r"(?P<begin><!-- from here: scripts/render_capacity\.py (?P<name>[\w-]+) -->\n).*?(?P<end><!-- to here -->)",
    re.DOTALL,
)


def page() -> str:
    """The page as it should be: what is written by hand, with the parts from the run that is kept beside it."""
    return filled((REFERENCE / NAME).read_text(encoding="utf-8"), parts(from_json(RUN)))


def filled(text: str, rendered: dict[str, str]) -> str:
    """`text` with its marked parts replaced. Raises `KeyError` for a mark that no part belongs to."""
    return _PART.sub(lambda found: f"{found['begin']}\n{rendered[found['name']]}\n\n{found['end']}", text)


def parts(report: Report) -> dict[str, str]:
    """Every part of the page by its name."""
    grids = {grid.name: _markdown(grid) for grid in (*measured(report), *foretold(report))}
    return {
        **grids,
        "run": _run(report),
        "claims-chart": _claims_chart(report),
        "machines-chart": _machines_chart(report),
    }


def main() -> int:
    """Keep the run that is named, if one is, and write the page."""
    if len(sys.argv) > 1:
        report = from_json(Path(sys.argv[1]))
        RUN.write_text(to_json(report), encoding="utf-8")
        print(f"wrote docs/reference/{RUN.name}")
    (REFERENCE / NAME).write_text(page(), encoding="utf-8")
    print(f"wrote docs/reference/{NAME}")
    return 0


def _run(report: Report) -> str:
    host, plan = report.host, report.plan
    software = (
        f"mongod {host['mongod']} as a replica set of one node, Python {host['python']}, PyMongo {host['pymongo']}"
    )
    processors = f"{host['processors']} shared {host['machine']} processors that clients and database have in common"
    lines = [f"Measured on {processors}, with {software}; each step for {plan['step_s']:g} s."]
    lines.append(f"Other programs used {report.others:.0%} of the processors meanwhile.")
    if plan["step_s"] < Plan().step_s:
        lines.append(
            "**The figures are of a short trial run on a busy machine and stand here until those of a whole run do: "
            "do not plan with them.**"
        )
    lines += [f"Note: {note}." for note in report.notes]
    return "\n\n".join(lines)


def _claims_chart(report: Report) -> str:
    one, own = at_one_queue(report), at_own_queues(report)
    shared = float(report.host["processors"])
    told = {point.count: point.predicted for point in check_claims(one, shared)}
    series = [
        [point.cost.per_s for point in one],
        [point.cost.per_s for point in own],
        [told.get(point.workers, point.cost.per_s) for point in one],
    ]
    return _chart("workers", [point.workers for point in one], "jobs/s", series)


def _machines_chart(report: Report) -> str:
    known = costs(report)
    series = [[foretell(known, server, workers, hubs=HUBS).per_s for workers in WORKERS] for server in SERVERS]
    return _chart("workers", WORKERS, "jobs/s", series)


def _chart(across: str, places: Sequence[int], up: str, series: Sequence[Sequence[float]]) -> str:
    top = _rounded_up(max(max(line) for line in series))
    lines = [
        "```mermaid",
        *_COLOURS,
        "xychart-beta",
        f'    x-axis "{across}" [{", ".join(map(str, places))}]',
        f'    y-axis "{up}" 0 --> {top}',
        *(f"    line [{', '.join(f'{value:.0f}' for value in line)}]" for line in series),
        "```",
    ]
    return "\n".join(lines)


def _rounded_up(value: float) -> int:
    step = 10 ** max(0, len(str(int(value))) - 1)
    return (int(value) // step + 1) * step


def _markdown(grid: Grid) -> str:
    return table(grid.header, grid.rows)


if __name__ == "__main__":
    sys.exit(main())
