"""`python -m longhaul.cli`: the command `longhaul` where its script is not on the path."""

from __future__ import annotations

import sys

from longhaul.cli import main

if __name__ == "__main__":
    sys.exit(main())
