"""`make prove`: kills, freezes and stops real workers in the middle of jobs, and writes what held to prove.json."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

from scripts.stack import ROOT


def main() -> int:
    """Run the crash tests, report each promise; the exit status is non-zero if one is broken."""
    with tempfile.TemporaryDirectory() as directory:
        junit = Path(directory) / "junit.xml"
        ran = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-m", "crash", f"--junitxml={junit}"], cwd=ROOT, check=False
        )
        promises = _promises(junit)
    broken = [promise["promise"] for promise in promises if not promise["held"]]
    report = {"promises": promises, "held": len(promises) - len(broken), "broken": broken}
    (ROOT / "prove.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    print(f"{report['held']} promises held, {len(broken)} broken; details in prove.json")
    return ran.returncode


def _promises(junit: Path) -> list[dict[str, object]]:
    cases = ET.parse(junit).getroot().iter("testcase")  # noqa: S314 - written by the run above
    return [
        {
            "promise": (case.get("name") or "").removeprefix("test_").replace("_", " "),
            "seconds": round(float(case.get("time") or 0), 2),
            "held": case.find("failure") is None and case.find("error") is None,
        }
        for case in cases
    ]


if __name__ == "__main__":
    sys.exit(main())
