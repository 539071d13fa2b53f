"""The small repository that the demo refreshes twice: before and after a task of its plan was done."""

from __future__ import annotations

from typing import Final

PLAN: Final = """# Plan

## Storage
- [x] Choose the database
- [x] Write the schema
- [ ] Test the migration
  - [x] on a copy
  - [ ] on the real thing

## Delivery
- [x] Package the service
- [ ] Write the runbook

```text
- [ ] a box in a code block is not a task
```
"""

FILES: Final = {
    "PLAN.md": PLAN,
    "README.md": "# Quayside\n\nBooks berths for boats.\n",
    "pyproject.toml": '[project]\nname = "quayside"\nversion = "0.3.0"\n'
    'dependencies = ["fastapi>=0.110", "motor", "pydantic"]\n[dependency-groups]\ndev = ["pytest"]\n',
    "quayside/app.py": '"""The service."""\n\nfrom fastapi import FastAPI\n\napp = FastAPI(title="Quayside")\n\n\n'
    '@app.get("/berths")\ndef berths() -> list[str]:\n    """Free berths."""\n    return ["A1", "B2"]\n' * 3,
    "Dockerfile": 'FROM python:3.12-slim\nCOPY . /app\nCMD ["uvicorn", "quayside.app:app"]\n',
    ".github/workflows/test.yml": "name: test\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n"
    "    steps:\n      - uses: actions/checkout@v4\n      - run: pytest\n",
}
DONE: Final = {"PLAN.md": PLAN.replace("- [ ] Write the runbook", "- [x] Write the runbook")}
