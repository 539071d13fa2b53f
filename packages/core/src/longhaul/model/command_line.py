"""The command line of a process that takes its settings from the environment: help, version, and nothing else."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Iterator, Sequence
from importlib.metadata import version

from pydantic_settings import BaseSettings

_WIDTH = 100
_CLOSING = """\
It takes no arguments. Its settings are environment variables, or lines of a file .env in the current directory; the
ones that matter first:
"""
_PAGE = "All of them, with bounds and defaults: docs/reference/settings.md in Longhaul's repository."


def take_no_arguments(
    distribution: str,
    about: str,
    settings: type[BaseSettings],
    variables: Sequence[str],
    arguments: Sequence[str] | None = None,
) -> None:
    """Answer `--help` and `--version` of the command named as `distribution`, and refuse every other argument.

    The help explains `variables` in the words of `settings`. Raises `SystemExit`: status 0 after an answer, 2 with one
    line on standard error for what is unknown.
    """
    parser = _Parser(
        prog=distribution,
        description=about,
        epilog="\n".join([_CLOSING, *_explained(settings, variables), "", _PAGE]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"{distribution} {version(distribution)}")
    parser.parse_args(arguments)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - ends as that does
        sys.stderr.write(f"{self.prog}: {message}; settings are environment variables, see {self.prog} --help\n")
        raise SystemExit(2)


def _explained(settings: type[BaseSettings], variables: Sequence[str]) -> Iterator[str]:
    fields = {field.alias or name.upper(): field for name, field in settings.model_fields.items()}
    column = 2 + max(map(len, variables)) + 2
    for variable in variables:
        field = fields[variable]
        default = "" if field.default in {None, ""} else f" Default: {field.default}"
        text = f"{(field.description or '').replace('`', '')}{default}"
        yield textwrap.fill(
            text,
            _WIDTH,
            initial_indent=f"  {variable}".ljust(column),
            subsequent_indent=" " * column,
            break_on_hyphens=False,
            break_long_words=False,
        )
