"""Part of `make check`: no source file is over 350 lines; a longer one is usually two ideas in one room."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
CEILING = 350
FOLDERS = ("packages", "apps", "tests", "scripts")
ENDINGS = {".py", ".ts", ".tsx"}
MADE_BY_TOOLS = {"node_modules", ".next", "dist"}


def too_long() -> list[tuple[Path, int]]:
    """Files over the ceiling and their lengths, the longest first."""
    found: list[tuple[Path, int]] = []
    for folder in FOLDERS:
        for path in (ROOT / folder).rglob("*"):
            is_made = path.name.endswith(".d.ts") or not MADE_BY_TOOLS.isdisjoint(path.parts)
            if path.suffix in ENDINGS and not is_made:
                lines = path.read_text(encoding="utf-8").count("\n")
                if lines > CEILING:
                    found.append((path.relative_to(ROOT), lines))
    return sorted(found, key=lambda item: -item[1])


def main() -> int:
    """Print what is too long; the exit status."""
    found = too_long()
    for path, lines in found:
        sys.stderr.write(f"{path}: {lines} lines, over the ceiling of {CEILING}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
