"""Sets plain papers, such as reports, as PDF with Typst; what goes in is data, so no text can be code."""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from pathlib import Path

import typst


def set_paper(template: str, data: str, path: str) -> dict[str, int]:
    """Set the JSON text `data` by `template`, which finds it at `sys.inputs.data`, at `path`; its size in bytes.

    Only the package's own fonts are used, so the same data give the same file everywhere.
    """
    json.loads(data)
    with as_file(files("longhaul_worker.typesetting").joinpath("fonts")) as fonts:
        pdf = typst.compile(
            template.encode(),
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=[Path(fonts)]),
            sys_inputs={"data": data},
            format="pdf",
            timestamp=0,
        )
    Path(path).write_bytes(pdf)
    return {"bytes": len(pdf)}
