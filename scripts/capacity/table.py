"""Prints the figures of a run and what the model makes of them."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from scripts.capacity.foretelling import foretold
from scripts.capacity.grids import Grid, measured
from scripts.capacity.points import Report


def show(report: Report, console: Console) -> None:
    """Print all tables of a run."""
    for grid in (*measured(report), *foretold(report)):
        console.print(_table(grid))
    for note in report.notes:
        console.print(f"[yellow]{note}")


def _table(grid: Grid) -> Table:
    table = Table(title=grid.title, title_justify="left")
    for place, name in enumerate(grid.header):
        table.add_column(name, justify="left" if place == 0 else "right")
    for row in grid.rows:
        table.add_row(*row)
    return table
