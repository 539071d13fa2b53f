"""Sets the report on a company as a PDF with Typst, in a child process; no text can be code."""

from __future__ import annotations

from typing import Final

from longhaul_worker.typesetting.paper import set_paper

MEMORY_MB: Final = 1024
SECONDS: Final = 30.0

_TEMPLATE: Final = """
#let data = json(bytes(sys.inputs.at("data")))
#set document(title: data.title)
#set page(paper: "a4", margin: 20mm, numbering: "1")
#set text(font: ("Source Sans Pro", "DejaVu Sans", "Libertinus Serif"), size: 10pt, fallback: true)
#show heading.where(level: 1): set text(size: 16pt)
#show heading.where(level: 2): set block(above: 1.4em, below: 0.8em)
#heading(level: 1, data.title)
#for section in data.sections [
  #heading(level: 2, section.heading)
  #if section.note != "" [ #emph(section.note) ]
  #for line in section.lines [#block(above: 0.6em, inset: (left: 3mm), line)]
]
"""


def write_pdf(data: str, path: str) -> dict[str, int]:
    """Set the JSON text `data` (title and sections) as a PDF at `path`; its size in bytes."""
    return set_paper(_TEMPLATE, data, path)
