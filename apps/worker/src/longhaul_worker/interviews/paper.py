"""Sets the preparation as a PDF with Typst, in a child process; no text can be code."""
# ruff: noqa: RUF001 - CVs and adverts are full of these dashes, bullets and quotes

from __future__ import annotations

from typing import Any, Final

from longhaul_worker.interviews.sheets import KINDS, Preparation, outline_lines
from longhaul_worker.typesetting.paper import set_paper

MEMORY_MB: Final = 1024
SECONDS: Final = 30.0

_TEMPLATE: Final = """
#let data = json(bytes(sys.inputs.at("data")))
#set document(title: data.title)
#set page(paper: "a4", margin: 20mm, numbering: "1")
#set text(font: ("Source Sans Pro", "DejaVu Sans", "Libertinus Serif"), size: 10pt, fallback: true)
#set par(leading: 0.6em)
#show heading.where(level: 1): set text(size: 16pt)
#show heading.where(level: 2): set block(above: 1.4em, below: 0.8em)
#heading(level: 1, data.title)
#for group in data.groups [
  #heading(level: 2, group.name)
  #for question in group.questions [
    #block(breakable: false, above: 1.1em)[
      #text(weight: "semibold", question.id + "  " + question.text)
      #linebreak()
      #text(size: 8.5pt, fill: luma(90), question.why)
      #if question.evidence != "" [ #linebreak() #emph("“" + question.evidence + "”") ]
      #for line in question.outline [ #linebreak() #text(size: 9pt)[#strong(line.at(0)): #line.at(1)] ]
    ]
  ]
]
#if data.study.len() > 0 [
  #heading(level: 2, "What to study")
  #for item in data.study [
    #block(above: 1em)[#strong(item.skill) (#item.hours h) #linebreak() #item.gap]
    #for step in item.steps [#block(inset: (left: 4mm), above: 0.5em, "– " + step)]
  ]
]
#heading(level: 2, "What to ask")
#for question in data.to_ask [#block(above: 0.6em, "– " + question)]
"""


def as_data(preparation: Preparation) -> dict[str, Any]:
    """What the template gets: the preparation as JSON."""
    groups = [
        {
            "name": name,
            "questions": [
                {
                    "id": question.id,
                    "text": question.text,
                    "why": question.why,
                    "evidence": " ".join((question.evidence or "").split()),
                    "outline": [list(line) for line in outline_lines(question.outline)],
                }
                for question in preparation.questions
                if question.kind == kind
            ],
        }
        for kind, name in KINDS.items()
    ]
    return {
        "title": preparation.title,
        "groups": [group for group in groups if group["questions"]],
        "study": [item.model_dump() for item in preparation.study_plan],
        "to_ask": list(preparation.to_ask),
    }


def write_pdf(data: str, path: str) -> dict[str, int]:
    """Set the JSON text `data` as a PDF at `path`; its size in bytes. The child's side of the handler."""
    return set_paper(_TEMPLATE, data, path)
