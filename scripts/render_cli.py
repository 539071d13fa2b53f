"""Writes `docs/reference/cli.md` from the command line itself: `python -m scripts.render_cli`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from inspect import cleandoc
from typing import Any, Final

import typer.main

from longhaul.cli.app import app
from scripts.rendering import table, write

NAME: Final = "cli.md"
_PROGRAM: Final = "longhaul"
_EVERYWHERE: Final = {"help", "install_completion", "show_completion"}

_INTRO = """\
# The command line

Written by `python -m scripts.render_cli` from the commands themselves; do not edit it by hand.

`longhaul` comes with the extra `longhaul[cli]`; `python -m longhaul.cli` is the same. It reads the
[settings](settings.md) of every process, from the environment or a file `.env`, and needs `MONGODB_URI` and
`MONGODB_DATABASE`. Whoever may read and write the database may run it: it asks for no login and acts for all owners.
[Operating Longhaul](../how-to/operate.md) shows it at work.

Times are in UTC. Tables are cut to the width of a terminal and are as wide as they need in a pipe, where nothing is
coloured; `NO_COLOR` switches colours off everywhere. With `--json` standard output has JSON and nothing else: names as
the API's, times in ISO-8601. Errors and remarks are on standard error, one line each, and never hold the password of
`MONGODB_URI`. `longhaul --install-completion` completes commands in your shell.

## Exit status

| Status | Meaning |
| --- | --- |
| 0 | Done. |
| 1 | What was asked failed: a job did not succeed, an id was not found, a check found something. |
| 2 | The command line or the settings are wrong. |
| 4 | The database does not answer, or refuses. |
| 130 | Ended by Ctrl-C. |
| 141 | Whoever read the output has gone, such as `head`. |
"""


def page() -> str:
    """The whole page."""
    root: Any = typer.main.get_command(app)
    return "\n".join([_INTRO, *_pages(root, _PROGRAM)])


def _pages(command: Any, path: str) -> Iterator[str]:
    commands: dict[str, Any] = getattr(command, "commands", {})
    is_command = path != _PROGRAM and (not commands or path.endswith(" queues"))
    if is_command:
        yield _page(command, path)
    for name, one in commands.items():
        yield from _pages(one, f"{path} {name}")


def _page(command: Any, path: str) -> str:
    params: list[Any] = [one for one in command.params if one.name not in _EVERYWHERE]
    text, _, examples = cleandoc(command.help or "").partition("\b\n")
    blocks = [f"## {path}\n", text.strip() + "\n"]
    rows = [(_name(one), _default(one), one.help or "") for one in params]
    if rows:
        blocks.append(table(("Argument or option", "Default", "Meaning"), rows) + "\n")
    lines = [line.strip() for line in examples.splitlines()[1:] if line.strip()]
    if lines:
        blocks.append("\n".join(["```sh", *lines, "```", ""]))
    return "\n".join(blocks)


def _name(param: Any) -> str:
    if param.param_type_name == "argument":
        return f"`{param.metavar or param.name.upper()}`"
    names = ", ".join(f"`{name}`" for name in (*param.opts, *param.secondary_opts))
    return names if getattr(param, "is_flag", False) else f"{names} `{param.metavar}`"


def _default(param: Any) -> str:
    default = param.default
    if param.required:
        return "required"
    if param.secondary_opts:
        return f"`{param.opts[0] if default else param.secondary_opts[0]}`"
    if default is None or default is False:
        return ""
    return f"`{default:g}`" if isinstance(default, float) else f"`{default}`"


def main() -> int:
    """Write the page; the exit status."""
    write(NAME, page())
    return 0


if __name__ == "__main__":
    sys.exit(main())
