"""What scripts import: where no manifest of their language says what they need."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final

from longhaul_worker.projects.dependencies import Dependencies
from longhaul_worker.projects.manifests.reading import listed, mapping, texts
from longhaul_worker.projects.tree import Entry, Tree

_PYTHON: Final = re.compile(r"^[ \t]*(?:import[ \t]+([\w., \t]+)|from[ \t]+(\w+)[\w.]*[ \t]+import\b)", re.MULTILINE)
_R: Final = re.compile(r"^[ \t]*(?:library|require)\s*\(\s*[\"']?([\w.]+)|\b([A-Za-z][\w.]+)::\w", re.MULTILINE)
_FILES: Final = 400
_BYTES: Final = 500_000
#: Modules that are called otherwise than what installs them.
_NAMES: Final = {
    "sklearn": "scikit-learn", "cv2": "opencv-python", "bs4": "beautifulsoup4", "psycopg2": "psycopg2", "jwt": "pyjwt",
    "dotenv": "python-dotenv", "telegram": "python-telegram-bot", "discord": "discord-py", "MySQLdb": "mysqlclient",
    "google": "google", "pyspark": "pyspark", "tensorflow": "tensorflow", "rest_framework": "djangorestframework",
    "socketio": "python-socketio", "kafka": "kafka-python", "OpenGL": "pyopengl", "llama_index": "llama-index",
    "paho": "paho-mqtt", "serial": "pyserial", "telebot": "pytelegrambotapi", "zmq": "pyzmq", "git": "gitpython",
}  # fmt: skip


def imported_skills(tree: Tree, entries: Iterable[Entry], dependencies: Dependencies) -> Iterator[tuple[str, str]]:
    """Skills by what Python files, R scripts and notebooks import, each with the path; their own modules show none."""
    known = list(entries)
    own = {PurePosixPath(entry.path).stem for entry in known if entry.path.endswith(".py")}
    own |= {part for entry in known for part in PurePosixPath(entry.path).parts[:-1]}
    wanted = [
        entry
        for entry in known
        if entry.path.lower().endswith((".py", ".r", ".rmd", ".ipynb")) and (entry.size or 0) <= _BYTES
    ]
    for entry, content in tree.contents(wanted[:_FILES]):
        text = content.decode("utf-8", errors="replace")
        kind = PurePosixPath(entry.path).suffix.lower()
        if kind == ".ipynb":
            text = _cells(text)
        names = _r_packages(text) if kind in {".r", ".rmd"} else _python_packages(text, own)
        skills = {skill for name in sorted(names) for skill in dependencies.skills(name)}
        yield from ((skill, entry.path) for skill in sorted(skills))


def _python_packages(text: str, own: set[str]) -> set[str]:
    names: set[str] = set()
    for several, one in _PYTHON.findall(text):
        modules = [part.split(" as ")[0].strip().split(".")[0] for part in several.split(",")] if several else [one]
        names |= {module for module in modules if module and module not in own}
    return {f"pypi:{_NAMES.get(name, name).replace('_', '-').lower()}" for name in names}


def _r_packages(text: str) -> set[str]:
    return {f"cran:{(first or second).lower()}" for first, second in _R.findall(text)}


def _cells(text: str) -> str:
    """The code of a notebook's cells."""
    try:
        cells = listed(mapping(json.loads(text)).get("cells"))
    except (ValueError, RecursionError):
        return ""
    code = [mapping(cell) for cell in cells if mapping(cell).get("cell_type") == "code"]
    return "\n".join("".join(texts(cell.get("source"))) for cell in code)
