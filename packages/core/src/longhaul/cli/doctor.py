"""`longhaul doctor`: every check in turn, with what to do where one is not well."""

from __future__ import annotations

from typing import Annotated

import typer

from longhaul.cli import options
from longhaul.cli.checks.finding import Checked, carry_out
from longhaul.cli.checks.operations import operations
from longhaul.cli.checks.server import CONNECTS, SERVER_CHECKS
from longhaul.cli.checks.work import WORK_CHECKS
from longhaul.cli.output import Output, styled
from longhaul.cli.running import FAILED, NO_DATABASE, OK, complain, run
from longhaul.runtime import OperatorRuntime

_INDENT = 26


def doctor(
    watch: Annotated[
        float,
        typer.Option("--watch", min=0, max=3600, metavar="SECONDS", help="How long to count operations; 0 does not."),
    ] = 5.0,
    is_json: options.Json = False,
) -> None:
    """Check the database and the work on it, and say what to do where something is not well.

    Nothing is changed. `unknown` says that this user is not allowed to look, as is common on Atlas; it is no failure.
    Exits 1 if a check fails.

    \b
    Examples:
      longhaul doctor
      longhaul doctor --watch 60 --json | jq '.checks[] | select(.level != "ok")'
    """

    async def body(runtime: OperatorRuntime, output: Output) -> int:
        checks = [*SERVER_CHECKS, *WORK_CHECKS, *([operations(watch)] if watch else [])]
        # Asked first and apart: without a connection every other check would wait for one.
        first = await carry_out(CONNECTS, runtime)
        checked = [first]
        _show(output, first)
        is_connected = first.finding.level in {"ok", "warn"}
        for check in checks if is_connected else ():
            checked.append(await carry_out(check, runtime))
            _show(output, checked[-1])
        count = {
            level: sum(one.finding.level == level for one in checked) for level in ("ok", "warn", "fail", "unknown")
        }
        if output.is_json:
            output.document({"checks": [_facts(one) for one in checked], "count": count, "ok": is_well(checked)})
        elif is_connected:
            output.say()
            output.say(", ".join(f"{number} {level}" for level, number in count.items() if number))
        if not is_connected:
            return complain(first.finding.found, NO_DATABASE)
        return OK if is_well(checked) else FAILED

    run(body, is_json=is_json, with_tasks=True)


def is_well(checked: list[Checked]) -> bool:
    """Whether no check has failed."""
    return all(one.finding.level != "fail" for one in checked)


def _show(output: Output, checked: Checked) -> None:
    if output.is_json:
        return
    finding = checked.finding
    status = styled(finding.level)
    status.pad_right(9 - len(status.plain))
    output.wrapped(
        status.append(f"{checked.name:<17}", style="default").append(finding.found, style="default"), _INDENT
    )
    if finding.advice is not None:
        output.wrapped(f"{' ' * (_INDENT - 1)} -> {finding.advice}", _INDENT + 3)


def _facts(checked: Checked) -> dict[str, object]:
    finding = checked.finding
    return {
        "name": checked.name,
        "level": finding.level,
        "found": finding.found,
        "advice": finding.advice,
        "facts": finding.facts,
    }
